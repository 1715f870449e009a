"""A report's blocks for a terminal that shows colour: rich lays them out, with code in colour and charts of blocks.

Imported only where a terminal shows colour.
"""

from __future__ import annotations

import io
import re
import shutil
from typing import TYPE_CHECKING, Final, assert_never

from rich.console import Console, Group
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from grader.presentation.document import Blank, Chart, Labelled, Paragraph, ScoreTable, SourceLines, Verbatim
from grader.presentation.drawing import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from grader.presentation.document import Block, Style
    from grader.presentation.drawing import Drawing
    from grader.presentation.events import LineView
    from grader.presentation.view import TaskView

_STYLES: Final[dict[Style, str]] = {
    "": "",
    "strong": "bold",
    "heading": "bold underline",
    "soft": "dim",
    "warning": "yellow",
    "command": "cyan",
    "good": "bold green",
    "bad": "bold red",
    "ours": "bold yellow",
    "quiet": "bold",
}
_SOFT: Final = _STYLES["soft"]
_INDENT: Final = 4
_BLOCKS: Final = (("█", "red"), ("▒", "blue"))
"""The blocks of both series: they differ in shape, and not in colour alone."""
_LONGEST_BAR: Final = 30
_MOST_ROWS: Final = 16
_WIDEST: Final = 100


def paint(blocks: Iterable[Block], width: int | None = None) -> str:
    """Return `blocks` with the codes of a terminal, `width` columns wide; by default as wide as it is, up to 100."""
    out = io.StringIO()
    width = width or min(shutil.get_terminal_size().columns, _WIDEST)
    # The sixteen colours of the terminal's own theme: they suit its ground, light or dark.
    console = Console(
        file=out, force_terminal=True, color_system="standard", width=width, markup=False, emoji=False, highlight=False
    )
    console.print(Group(*(part for block in blocks for part in _parts(block))))
    # Rich pads its lines with blanks, and a window made narrower later would break them.
    return re.sub(r" +$", "", out.getvalue(), flags=re.MULTILINE)


def _parts(block: Block) -> Iterator[RenderableType]:
    match block:
        case Paragraph(spans, indent):
            yield _indented(Text.assemble(*((span.text, _STYLES[span.style]) for span in spans)), indent)
        case Verbatim(text, indent, style, is_python):
            yield _indented(_python(text) if is_python else Text(text, _STYLES[style]), indent)
        case Labelled(label, value, indent):
            yield _indented(_labelled(label, value), indent)
        case SourceLines(lines, indent):
            yield _indented(_source(lines), indent)
        case Chart(drawing, indent):
            yield from (_indented(part, indent) for part in _chart(drawing))
        case ScoreTable(tasks):
            yield _scores(tasks)
        case Blank():
            yield Text()
        case _:
            assert_never(block)


def _chart(drawing: Drawing) -> Iterator[RenderableType]:
    """Yield a picture as rows of blocks, one for each position and series."""
    yield Text(drawing.title, _SOFT)
    keys = zip(_BLOCKS, drawing.rows, strict=False)
    names = Text("   ").join(Text.assemble((block, style), " ", row.name) for (block, style), row in keys)
    yield _indented(names, _INDENT)
    count = max(len(row.values) for row in drawing.rows)
    step = -(-count // _MOST_ROWS)
    largest = max((abs(value) for row in drawing.rows for value in row.finite), default=0.0) or 1.0
    table = Table.grid(padding=(0, 1))
    for position in range(0, count, step):
        for series, ((block, style), row) in enumerate(zip(_BLOCKS, drawing.rows, strict=False)):
            if position < len(row.values):
                bar = Text(block * row.blocks(position, largest, _LONGEST_BAR), style)
                at = Text("" if series else number(drawing.at[position]), _SOFT, justify="right")
                table.add_row(at, Text(number(row.values[position]), justify="right"), bar)
    yield _indented(table, _INDENT)


def _source(lines: tuple[LineView, ...]) -> Table:
    table = Table.grid()
    source = "\n".join(line.text for line in lines)
    code = _python(source).highlight(source).split("\n", allow_blank=True)
    for line, text in zip(lines, code, strict=False):
        table.add_row(Text("→" if line.is_here else " ", "bold red"), Text(f"{line.number:4d}  ", _SOFT), text)
    return table


def _scores(tasks: tuple[TaskView, ...]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for task in tasks:
        counts = Text(", ").join(
            Text.assemble((str(group.word), _STYLES[group.word.tone]), f" {len(group.checks)}") for group in task.groups
        )
        table.add_row(Text(task.title), Text(task.points, justify="right"), counts)
    return table


def _python(source: str) -> Syntax:
    return Syntax(source, "python", theme="ansi_dark", background_color="default", word_wrap=True)


def _labelled(label: str, value: str) -> Table:
    table = Table.grid()
    table.add_row(Text(label, _SOFT), Text(value))
    return table


def _indented(part: RenderableType, columns: int) -> RenderableType:
    return Padding(part, (0, 0, 0, columns)) if columns else part
