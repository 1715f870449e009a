"""A student's answer in words: found by its heading, in Markdown cells or in `answers.md`."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.submission.notebooks import Text

LONGEST = 20_000
"""Characters of an answer that are kept."""
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")


def answer(texts: Sequence[Text], heading: str) -> str:
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
    headings = list(_headings(lines))
    for place, (line, level, title) in enumerate(headings):
        if _matches(title, heading):
            following = (other for other, depth, _ in headings[place + 1 :] if depth <= level)
            yield "\n".join(lines[line + 1 : next(following, len(lines))]).strip()


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield line, level and words of each heading; what stands in a fenced block is code."""
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or fence == mark[1]):
            fence = "" if fence else mark[1]
        found = None if fence else _HEADING.match(line)
        if found:
            yield number, len(found[1]), found[2]


def _matches(title: str, heading: str) -> bool:
    words, wanted = (re.findall(r"\w+", text.casefold()) for text in (title, heading))
    return bool(wanted) and words[: len(wanted)] == wanted
