"""What a person is told, as plain text, wrapped at 80 columns where words allow it, the score last where the eye is."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from grader.presentation.view import CheckView, ReportView, TaskView, check_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.presentation.cases import CaseView
    from grader.presentation.events import EventsView, FrameView
    from grader.results import CheckResult

_WIDTH: Final = 80
_STEP: Final = "    "


def render(report: ReportView) -> str:
    """Return a whole report."""
    blocks = [_head(report), *map(_task, report.tasks)]
    if report.output:
        blocks.append(["What the code printed", *_verbatim(report.output, _STEP)])
    blocks.append(_score(report))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def check_text(check: CheckResult) -> str:
    """Return one check as it stands in a plain report."""
    return "\n".join(_check(check_of(check))) + "\n"


def check_body(check: CheckView) -> str:
    """Return what stands below the line of the check's title, for a place that has a title of its own."""
    return "\n".join(line.removeprefix(_STEP) for line in _body(check))


def _head(report: ReportView) -> list[str]:
    lines = [f"Report for {report.submission}"]
    for file in report.files:
        lines += _wrapped(f"{file.name}: {file.state}", "  ")
        lines += _wrapped(file.message, _STEP)
    for note in report.notes:
        lines += _wrapped(note, "  ")
    if report.repeat:
        lines += ["  To grade these files again, run:", *_verbatim(report.repeat, _STEP)]
    return lines


def _task(task: TaskView) -> list[str]:
    lines = [f"{task.title}  ({task.points})"]
    for note in task.notes:
        lines += _wrapped(note, "  ")
    for check in task.checks:
        lines += _check(check)
    return lines


def _check(check: CheckView) -> list[str]:
    return [*_wrapped(f"{check.word}: {check.title} ({check.points})", "  ", after=_STEP), *_body(check)]


def _body(check: CheckView) -> list[str]:
    lines: list[str] = []
    if check.is_open:
        lines += _details(check)
    elif check.cases:
        lines += _wrapped(check.cases, _STEP)
    for warning in check.events.warnings:
        lines += _wrapped(f"Python warns: {warning}", _STEP)
    if check.audience:
        lines += _wrapped(f"This check is {check.audience}.", _STEP)
    for note in check.notes:
        lines += _wrapped(f"Note: {note}", _STEP)
    return lines


def _details(check: CheckView) -> Iterator[str]:
    yield from _wrapped(check.message, _STEP)
    yield from _wrapped(check.cases, _STEP)
    if check.answer:
        yield from _wrapped(f"Your answer is there, {len(check.answer.split())} words.", _STEP)
    if check.case:
        yield from _case(check.case)
    # The numbers of bars stand beside one another above.
    if check.drawing and not check.drawing.is_bars:
        yield from _wrapped(f"{check.drawing.title}. {check.drawing.brief}", _STEP, after=_STEP * 2)
    if check.diagnosis:
        yield from _wrapped(f"What is likely wrong: {check.diagnosis}", _STEP)
    if check.hint:
        yield from _wrapped(f"Hint: {check.hint}", _STEP)
    yield from _events(check.events)
    if check.repeat:
        yield f"{_STEP}Repeat this in Python:"
        yield from _verbatim(check.repeat, _STEP * 2)


def _events(events: EventsView) -> Iterator[str]:
    if events.trace:
        yield f"{_STEP}Where it stops:"
    for number, frame in enumerate(events.trace):
        yield from _frame(frame)
        if not number and events.left_out:
            yield f"{_STEP * 2}({events.left_out})"
    if events.output:
        yield f"{_STEP}What your code printed:"
        yield from _verbatim(events.output, _STEP * 2)


def _frame(frame: FrameView) -> Iterator[str]:
    yield f"{_STEP * 2}{frame.place}"
    for line in frame.lines:
        yield f"{_STEP * 2}{'→' if line.is_here else ' '}{line.number:4d}  {line.text}".rstrip()
    for value in frame.values:
        yield from _labelled(f"{value.name} = ", value.value, _STEP * 3)


def _case(case: CaseView) -> Iterator[str]:
    if case.inputs:
        yield f"{_STEP}A case to look at:"
    for entry in case.inputs:
        yield from _labelled(f"{entry.name} = ", entry.value, _STEP * 2)
    for call in case.calls:
        yield from _wrapped(call.call or "your code", _STEP)
        yield from _labelled("your code returned: ", call.got or "–", _STEP * 2)
        if call.expected:
            yield from _labelled("          expected: ", call.expected, _STEP * 2)


def _score(report: ReportView) -> list[str]:
    lines = _wrapped(" · ".join(report.facts), "")
    lines.append(f"Score: {report.score}")
    for note in report.score_notes:
        lines += _wrapped(note, "")
    return lines


def _wrapped(text: str, indent: str, *, after: str = "") -> list[str]:
    """Return `text` as lines; its own line ends and the indent of each line stay, a traceback's say."""
    lines = []
    for line in text.split("\n") if text else ():
        own = indent + line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(
            line.strip(),
            _WIDTH,
            initial_indent=own,
            subsequent_indent=after or own,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return lines


def _labelled(label: str, value: str, indent: str) -> list[str]:
    """Return a value behind its label, its lines under one another; behind a long label it starts on the next line."""
    if len(label) > _WIDTH // 3:
        return [indent + label.rstrip(), *_labelled("", value, indent + _STEP)]
    margin = indent + " " * len(label)
    if "\n" in value:
        first, *rest = value.split("\n")
        return [indent + label + first, *(margin + line for line in rest)]
    return _wrapped(label + value, indent, after=margin)


def _verbatim(text: str, indent: str) -> list[str]:
    return [indent + line if line else "" for line in text.rstrip("\n").split("\n")]
