"""The order and the content of a report as text: a sequence of blocks, which a painter turns into lines.

Both painters (`plain` and `terminal`) print these blocks, so a report with colour and one without say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.presentation.cases import CaseView
    from grader.presentation.drawing import Drawing
    from grader.presentation.events import EventsView, FrameView, LineView
    from grader.presentation.marks import MarkView, RubricView
    from grader.presentation.messages import Tone
    from grader.presentation.view import CheckView, ReportView, TaskView

Style = Literal["", "strong", "heading", "soft", "warning", "command", "good", "bad", "quiet", "ours"]
STEP: Final = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph in one style."""

    text: str
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose that may be wrapped; with `hangs`, its later lines are indented by that many columns."""

    spans: tuple[Span, ...]
    indent: int = 0
    hangs: int = 0

    @property
    def text(self) -> str:
        """The text without styles."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text that a reader copies: its lines are never wrapped in plain text."""

    text: str
    indent: int
    style: Style = ""
    is_python: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value behind its label; the lines of the value stand below one another."""

    label: str
    value: str
    indent: int


@dataclass(frozen=True, slots=True)
class SourceLines:
    """Numbered lines of a student's file."""

    lines: tuple[LineView, ...]
    indent: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture."""

    drawing: Drawing
    indent: int


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Points and outcomes of each task."""

    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty line between two parts."""


Block = Paragraph | Verbatim | Labelled | SourceLines | Chart | ScoreTable | Blank


def report_blocks(report: ReportView) -> Iterator[Block]:
    """Yield a whole report; the score comes last, where the eye is."""
    yield from _heading(report)
    for task in report.tasks:
        yield Blank()
        yield from _task(task)
    if report.output:
        yield Blank()
        yield _prose("What the code printed", style="strong")
        yield Verbatim(report.output, STEP)
    yield Blank()
    yield from _score(report)


def check_blocks(check: CheckView) -> Iterator[Block]:
    """Yield one check: the line of its title and everything below it."""
    title = Span(check.title, "" if check.is_short else "strong")
    spans = (_outcome(check.word.tone, str(check.word)), Span(": "), title, Span(f" ({check.points})"))
    yield Paragraph(spans, 2, hangs=2)
    yield from body_blocks(check)


def body_blocks(check: CheckView) -> Iterator[Block]:
    """Yield the part of a check below the line of its title."""
    if check.is_open:
        yield from _details(check)
    elif check.cases:
        yield _prose(check.cases, STEP, "soft")
    for warning in check.events.warnings:
        yield Paragraph((Span("Python warns: ", "warning"), Span(warning)), STEP)
    if check.audience:
        yield _prose(f"This check is {check.audience}.", STEP, "soft")
    for note in check.notes:
        yield _prose(f"Note: {note}", STEP, "soft")


def _prose(text: str, indent: int = 0, style: Style = "") -> Paragraph:
    return Paragraph((Span(text, style),), indent)


def _outcome(tone: Tone, word: str) -> Span:
    return Span(word, tone)


def _heading(report: ReportView) -> Iterator[Block]:
    yield _prose(f"Report for {report.submission}", style="strong")
    for file in report.files:
        yield Paragraph((Span(f"{file.name}: "), Span(file.state, "soft")), 2)
        if file.message:
            yield _prose(file.message, STEP)
    for note in report.notes:
        yield _prose(note, 2)
    if report.repeat:
        yield _prose("To grade these files again, run:", 2)
        yield Verbatim(report.repeat, STEP, "command")


def _task(task: TaskView) -> Iterator[Block]:
    yield Paragraph((Span(task.title, "heading"), Span(f"  ({task.points})")))
    for note in task.notes:
        yield _prose(note, 2)
    for check in task.checks:
        yield from check_blocks(check)


def _details(check: CheckView) -> Iterator[Block]:
    if check.message:
        yield _prose(check.message, STEP)
    if check.cases:
        yield _prose(check.cases, STEP, "soft")
    if check.answer:
        yield _prose(f"Your answer is there, {len(check.answer.split())} words.", STEP)
    if check.mark:
        yield from _mark(check.mark)
    if check.rubric:
        yield from _rubric(check.rubric)
    if check.case:
        yield from _case(check.case)
    if check.drawing:
        yield Chart(check.drawing, STEP)
    if check.diagnosis:
        yield Paragraph((Span("What is likely wrong: ", "strong"), Span(check.diagnosis)), STEP)
    if check.diagnosis_detail:
        yield _prose("For the teacher, the change of the reference that answers alike:", STEP, "soft")
        yield Verbatim(check.diagnosis_detail, STEP * 2)
    if check.hint:
        yield Paragraph((Span("Hint: ", "strong"), Span(check.hint)), STEP)
    yield from _events(check.events)
    if check.repeat:
        yield _prose(f"{check.repeat_heading}:", STEP, "soft")
        yield Verbatim(check.repeat, STEP * 2, is_python=check.repeat_heading.endswith("Python"))


def _mark(mark: MarkView) -> Iterator[Block]:
    yield _prose(f"Marked by {mark.by}:", STEP, "soft")
    if mark.read_under:
        yield _prose(mark.read_under, STEP, "soft")
    for row in mark.rows:
        yield Labelled(f"{row.points:>5}  ", row.text, STEP)
    for row in mark.missing:
        yield Labelled("    –  ", f"not given: {row.text}", STEP)
    if mark.comment:
        yield _prose(mark.comment, STEP)


def _rubric(rubric: RubricView) -> Iterator[Block]:
    yield _prose("What it is marked by:", STEP, "soft")
    if rubric.text:
        yield _prose(rubric.text.rstrip(), STEP * 2)
    for row in rubric.rows:
        yield Labelled(f"{row.points:>5}  ", row.text, STEP)
        if row.note:
            yield _prose(f"For those who mark: {row.note}", STEP * 3, "soft")
    if rubric.note:
        yield _prose(f"For those who mark: {rubric.note.rstrip()}", STEP * 2, "soft")


def _case(case: CaseView) -> Iterator[Block]:
    if case.inputs:
        yield _prose("A case to look at:", STEP, "soft")
    for entry in case.inputs:
        yield Labelled(f"{entry.name} = ", entry.value, STEP * 2)
    for call in case.calls:
        yield _prose(call.call or "your code", STEP)
        yield Labelled("your code returned: ", call.got or "–", STEP * 2)
        if call.expected:
            yield Labelled(f"{case.expected_name:>18}: ", call.expected, STEP * 2)


def _events(events: EventsView) -> Iterator[Block]:
    if events.trace:
        yield _prose("Where it stops:", STEP, "soft")
    for number, frame in enumerate(events.trace):
        yield from _frame(frame)
        if not number and events.left_out:
            yield _prose(f"({events.left_out})", STEP * 2, "soft")
    if events.output:
        yield _prose("What your code printed:", STEP, "soft")
        yield Verbatim(events.output, STEP * 2)


def _frame(frame: FrameView) -> Iterator[Block]:
    yield Verbatim(frame.location, STEP * 2, "strong")
    yield SourceLines(frame.lines, STEP * 2)
    for value in frame.values:
        yield Labelled(f"{value.name} = ", value.value, STEP * 3)


def _score(report: ReportView) -> Iterator[Block]:
    yield _prose(" · ".join(report.facts), style="soft")
    yield ScoreTable(report.tasks)
    yield _prose(f"Score: {report.score}", style="strong")
    for note in report.score_notes:
        yield _prose(note)
