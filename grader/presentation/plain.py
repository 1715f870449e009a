"""A report's blocks as plain text: prose wrapped at 80 columns, code and output as they are."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final, assert_never

from grader.presentation.document import STEP, Blank, Chart, Labelled, Paragraph, ScoreTable, SourceLines, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.presentation.document import Block

_WIDTH: Final = 80


def plain_lines(blocks: Iterable[Block]) -> list[str]:
    """Return the lines of `blocks`."""
    return [line for block in blocks for line in _lines(block)]


def _lines(block: Block) -> Iterable[str]:
    match block:
        case Paragraph(_, indent, hangs):
            return _wrapped(block.text, indent, indent + hangs if hangs else None)
        case Verbatim(text, indent):
            return _verbatim(text, indent)
        case Labelled(label, value, indent):
            return _labelled(label, value, indent)
        case SourceLines(lines, indent):
            return _source(block, " " * indent) if lines else ()
        case Chart(drawing, indent):
            # The numbers of bars stand beside one another in the case already.
            text = "" if drawing.is_bars else f"{drawing.title}. {drawing.brief}"
            return _wrapped(text, indent, indent + STEP)
        case ScoreTable():
            return ()
        case Blank():
            return ("",)
        case _:
            assert_never(block)


def _source(block: SourceLines, margin: str) -> Iterator[str]:
    for line in block.lines:
        yield f"{margin}{'→' if line.is_here else ' '}{line.number:4d}  {line.text}".rstrip()


def _wrapped(text: str, indent: int, hanging: int | None = None) -> list[str]:
    """Return `text` as lines; its own line ends and the indent of each line stay, a traceback's say."""
    lines: list[str] = []
    for line in text.split("\n") if text else ():
        margin = " " * indent + line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(
            line.strip(),
            _WIDTH,
            initial_indent=margin,
            subsequent_indent=margin if hanging is None else " " * hanging,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return lines


def _labelled(label: str, value: str, indent: int) -> list[str]:
    """Return a value behind its label, its lines under one another; behind a long label it starts on the next line."""
    margin = " " * indent
    if len(label) > _WIDTH // 3:
        return [margin + label.rstrip(), *_labelled("", value, indent + STEP)]
    after = indent + len(label)
    if "\n" in value:
        first, *rest = value.split("\n")
        return [margin + label + first, *(" " * after + line for line in rest)]
    return _wrapped(label + value, indent, after)


def _verbatim(text: str, indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in text.rstrip("\n").split("\n")]
