"""A student's answer in words: found by its heading, in Markdown cells or in `answers.md`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.submission.notebooks import WrittenText

LONGEST = 20_000
"""Characters of an answer that are kept."""
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{3,})[ \t]*$")
_TITLE = re.compile(r"^ {0,3}(?!\d+[.)])\w.{0,80}$")
"""What an underline makes a heading: a short line that is no item of a list.  Below others it is taken for a rule."""
_LONGEST_TITLE = 1000
_FENCE = re.compile(r"^ {0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class _Heading:
    first: int
    last: int
    level: int
    title: str


def answer(texts: Sequence[WrittenText], heading: str) -> str:
    """Return the Markdown that stands below `heading`, up to the next heading of its level or above; "" for none.

    Case, punctuation and what follows the heading's words do not matter: `## Assignment 1: proof` answers
    "Assignment 1".  The cells of one notebook are one text.  Where several stand, the last one counts.
    """
    found = ""
    for _, cells in groupby(texts, key=lambda text: text.file):
        lines = "\n\n".join(cell.source for cell in cells).splitlines()
        for section in _sections(lines, heading):
            found = section or found
    return found[:LONGEST]


def _sections(lines: Sequence[str], heading: str) -> Iterator[str]:
    """Yield the text below each heading that matches."""
    wanted = _words(heading)
    open_: list[_Heading] = []
    found: dict[int, str] = {}
    for following in (*_headings(lines), _Heading(len(lines), len(lines), 0, "")):
        while open_ and open_[-1].level >= following.level:
            begun = open_.pop()
            if wanted and _words(begun.title)[: len(wanted)] == wanted:
                found[begun.first] = "\n".join(lines[begun.last + 1 : following.first]).strip()
        open_.append(following)
    yield from (found[first] for first in sorted(found))


def _headings(lines: Sequence[str]) -> Iterator[_Heading]:
    """Yield each heading, marked by # or underlined; what stands in a fenced block is code."""
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or fence == mark[1]):
            fence = "" if fence else mark[1]
        if fence:
            continue
        if found := _HEADING.match(line):
            yield _Heading(number, number, len(found[1]), line[found.end() :].rstrip().rstrip("#").rstrip())
        elif _underlines(lines, number):
            yield _Heading(number - 1, number, 1 if "=" in line else 2, lines[number - 1])


def _underlines(lines: Sequence[str], number: int) -> bool:
    """Whether a line underlines the one above it, which stands alone and can be a title."""
    before, title = ["", "", *lines][number : number + 2]
    return bool(_UNDERLINE.match(lines[number]) and _TITLE.match(title)) and not before.strip()


def _words(title: str) -> list[str]:
    return re.findall(r"\w+", title[:_LONGEST_TITLE].casefold())
