"""The same report for a terminal that shows colour: rich lays it out, with code in colour and pictures of blocks.

What is said and its order are those of the plain report (`text`); imported only where a terminal shows colour.
"""

from __future__ import annotations

import io
import re
import shutil
from typing import TYPE_CHECKING, Final

from rich.console import Console, Group
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from grader.presentation.drawing import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from grader.presentation.cases import CaseView
    from grader.presentation.drawing import Drawing
    from grader.presentation.events import EventsView, FrameView
    from grader.presentation.messages import Tone, Word
    from grader.presentation.view import CheckView, ReportView, TaskView

_STYLES: Final[dict[Tone, str]] = {"good": "bold green", "bad": "bold red", "ours": "bold yellow", "quiet": "bold"}
_SOFT: Final = "dim"
_STEP: Final = 4
_BLOCKS: Final = (("█", "red"), ("▒", "blue"))
"""The blocks of both series: they differ in shape, and not in colour alone."""
_LONGEST_BAR: Final = 30
_MOST_ROWS: Final = 16
_WIDEST: Final = 100


def render(report: ReportView, width: int = 0) -> str:
    """Return `report` with the codes of a terminal, `width` columns wide; by default as wide as it is, up to 100."""
    out = io.StringIO()
    width = width or min(shutil.get_terminal_size().columns, _WIDEST)
    # The sixteen colours of the terminal's own theme: they suit its ground, light or dark.
    console = Console(
        file=out, force_terminal=True, color_system="standard", width=width, markup=False, emoji=False, highlight=False
    )
    console.print(Group(*_head(report)))
    for task in report.tasks:
        console.print(Group(Text(), *_task(task)))
    if report.output:
        console.print(Group(Text(), Text("What the code printed", "bold"), _in(Text(report.output))))
    console.print(Group(Text(), *_score(report)))
    # Rich fills its lines up, and whoever narrows the window would see them broken.
    return re.sub(r" +$", "", out.getvalue(), flags=re.MULTILINE)


def _head(report: ReportView) -> Iterator[RenderableType]:
    yield Text(f"Report for {report.submission}", "bold")
    for file in report.files:
        yield _in(Text.assemble(file.name, ": ", (file.state, _SOFT)), 2)
        if file.message:
            yield _in(Text(file.message))
    for note in report.notes:
        yield _in(Text(note), 2)
    if report.repeat:
        yield _in(Text("To grade these files again, run:"), 2)
        yield _in(Text(report.repeat, "cyan"))


def _task(task: TaskView) -> Iterator[RenderableType]:
    yield Text.assemble((task.title, "bold underline"), f"  ({task.points})")
    for note in task.notes:
        yield _in(Text(note), 2)
    for check in task.checks:
        yield from _check(check)


def _check(check: CheckView) -> Iterator[RenderableType]:
    yield _in(
        Text.assemble(
            _word(check.word), ": ", (check.title, "bold" if not check.is_short else ""), f" ({check.points})"
        ),
        2,
    )
    if check.is_open:
        yield from (_in(part) for part in _details(check))
    elif check.cases:
        yield _in(Text(check.cases, _SOFT))
    for warning in check.events.warnings:
        yield _in(Text.assemble(("Python warns: ", "yellow"), warning))
    if check.audience:
        yield _in(Text(f"This check is {check.audience}.", _SOFT))
    for note in check.notes:
        yield _in(Text(f"Note: {note}", _SOFT))


def _details(check: CheckView) -> Iterator[RenderableType]:
    if check.message:
        yield Text(check.message)
    if check.cases:
        yield Text(check.cases, _SOFT)
    if check.answer:
        yield Text(f"Your answer is there, {len(check.answer.split())} words.")
    if check.case:
        yield from _case(check.case)
    if check.drawing:
        yield from _drawing(check.drawing)
    if check.diagnosis:
        yield Text.assemble(("What is likely wrong: ", "bold"), check.diagnosis)
    if check.hint:
        yield Text.assemble(("Hint: ", "bold"), check.hint)
    yield from _events(check.events)
    if check.repeat:
        yield Text("Repeat this in Python:", _SOFT)
        yield _in(_python(check.repeat))


def _case(case: CaseView) -> Iterator[RenderableType]:
    if case.inputs:
        yield Text("A case to look at:", _SOFT)
    for entry in case.inputs:
        yield _in(_labelled(f"{entry.name} = ", entry.value))
    for call in case.calls:
        yield Text(call.call or "your code")
        yield _in(_labelled("your code returned: ", call.got or "–"))
        if call.expected:
            yield _in(_labelled("          expected: ", call.expected))


def _drawing(drawing: Drawing) -> Iterator[RenderableType]:
    """Yield a picture as rows of blocks, one for each position and series."""
    yield Text(drawing.title, _SOFT)
    keys = zip(_BLOCKS, drawing.rows, strict=False)
    yield _in(Text("   ").join(Text.assemble((block, style), " ", row.name) for (block, style), row in keys))
    count = max(len(row.values) for row in drawing.rows)
    step = -(-count // _MOST_ROWS)
    largest = max((abs(value) for row in drawing.rows for value in row.finite), default=0.0) or 1.0
    table = Table.grid(padding=(0, 1))
    for place in range(0, count, step):
        for series, ((block, style), row) in enumerate(zip(_BLOCKS, drawing.rows, strict=False)):
            if place < len(row.values):
                bar = Text(block * row.blocks(place, largest, _LONGEST_BAR), style)
                at = Text("" if series else number(drawing.at[place]), _SOFT, justify="right")
                table.add_row(at, Text(number(row.values[place]), justify="right"), bar)
    yield _in(table)


def _events(events: EventsView) -> Iterator[RenderableType]:
    if events.trace:
        yield Text("Where it stops:", _SOFT)
    for place, frame in enumerate(events.trace):
        yield from (_in(part) for part in _frame(frame))
        if not place and events.left_out:
            yield _in(Text(f"({events.left_out})", _SOFT))
    if events.output:
        yield Text("What your code printed:", _SOFT)
        yield _in(Text(events.output))


def _frame(frame: FrameView) -> Iterator[RenderableType]:
    yield Text(frame.place, "bold")
    table = Table.grid()
    code = _python("\n".join(line.text for line in frame.lines)).highlight("\n".join(line.text for line in frame.lines))
    for line, text in zip(frame.lines, code.split("\n", allow_blank=True), strict=False):
        table.add_row(Text("→" if line.is_here else " ", "bold red"), Text(f"{line.number:4d}  ", _SOFT), text)
    yield table
    for value in frame.values:
        yield _in(_labelled(f"{value.name} = ", value.value))


def _score(report: ReportView) -> Iterator[RenderableType]:
    yield Text(" · ".join(report.facts), _SOFT)
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for task in report.tasks:
        counts = Text(", ").join(Text.assemble(_word(group.word), f" {len(group.checks)}") for group in task.groups)
        table.add_row(Text(task.title), Text(task.points, justify="right"), counts)
    yield table
    yield Text(f"Score: {report.score}", "bold")
    for note in report.score_notes:
        yield Text(note)


def _word(word: Word) -> Text:
    return Text(str(word), _STYLES[word.tone])


def _python(source: str) -> Syntax:
    return Syntax(source, "python", theme="ansi_dark", background_color="default", word_wrap=True)


def _labelled(label: str, value: str) -> Table:
    table = Table.grid()
    table.add_row(Text(label, _SOFT), Text(value))
    return table


def _in(part: RenderableType, columns: int = _STEP) -> Padding:
    return Padding(part, (0, 0, 0, columns))
