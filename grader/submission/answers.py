"""A student's answer in words: found by its heading, in Markdown cells or in `answers.md`.

A text may be megabytes of anything, so it is searched once, by one expression that never looks at a character twice,
and only so many of its headings count.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from grader.patterns import pattern
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.submission.notebooks import WrittenText

LONGEST = 1 << 18
"""Characters of an answer that are kept; a longer one is cut, and says so at its end."""
MOST_MARKS = 20_000
"""Headings and fences of one text that are looked at; what comes after them is text."""
LONGEST_TITLE = 1_000
"""Characters of a heading that are compared with the one that is looked for."""
# Blanks and marks at the end of a heading are cut off afterwards: an expression for them would try every length.
_MARK = pattern(
    r"^ {0,3}(?:(?P<heading>#{1,6})[ \t]+(?P<title>\S[^\n]*)|(?P<fence>```|~~~)|(?P<underline>=+|-{3,})[ \t]*$)",
    re.MULTILINE,
)
_TITLE = pattern(r" {0,3}(?!\d+[.)])\w.{0,80}")
"""A short line that an underline makes a heading, and no item of a list.  Below others it is taken for a rule."""
_LONGEST_UNDERLINED = 90


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading: where its first line begins and its last one ends, its level from 1, its text."""

    start: int
    end: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class _Outline:
    """A text with its headings in order."""

    text: str
    headings: tuple[_Heading, ...]


def answer(texts: Sequence[WrittenText], heading: str) -> str:
    """Return the Markdown that stands below `heading`, up to the next heading of its level or above; "" for none.

    Case, punctuation and what follows the heading's words do not matter: `## Assignment 1: proof` answers
    "Assignment 1".  The cells of one notebook are one text.  Where several stand, the last one counts.
    """
    for outline in reversed(_outlines(tuple(texts))):
        for section in _sections(outline, heading):
            if section:
                return _kept(section)
    return ""


def _kept(section: str) -> str:
    if len(section) <= LONGEST:
        return section
    return f"{section[:LONGEST]}\n\n[cut here: {LONGEST:,} of {len(section):,} characters; the file has all of them]"


@lru_cache(maxsize=1)
def _outlines(texts: tuple[WrittenText, ...]) -> tuple[_Outline, ...]:
    """Return the texts of a submission with their headings; each of its tasks asks for an answer from the same ones."""
    return tuple(
        _outline("\n\n".join(cell.source for cell in cells)) for _, cells in groupby(texts, key=lambda text: text.file)
    )


def _outline(text: str) -> _Outline:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _Outline(text, tuple(_headings(text)))


def _sections(outline: _Outline, heading: str) -> Iterator[str]:
    """Yield the text below each heading that matches, the last one first."""
    for start, end in _spans(outline, heading):
        yield outline.text[start:end].strip()


def section_spans(text: str, heading: str) -> list[tuple[int, int]]:
    """Return where the text below each heading that matches begins and ends, the last one first.

    `text` has line feeds alone as line ends.
    """
    return list(_spans(_outline(text), heading))


def heading_titles(text: str) -> list[str]:
    """Return the words of every heading, in order."""
    return [heading.title.strip() for heading in _outline(text).headings]


def _spans(outline: _Outline, heading: str) -> Iterator[tuple[int, int]]:
    ends = [len(outline.text)] * 7
    for match in reversed(outline.headings):
        if _matches(match.title, heading):
            yield match.end, ends[match.level]
        # It ends every section before it of its own level or a deeper one.
        ends[match.level :] = [match.start] * (7 - match.level)


def _headings(text: str) -> Iterator[_Heading]:
    """Yield each heading, marked by # or underlined; what stands in a fenced block is code."""
    fence = ""
    for mark, _ in zip(_MARK.finditer(text), range(MOST_MARKS), strict=False):
        if mark["fence"]:
            if not fence or fence == mark["fence"]:
                fence = "" if fence else mark["fence"]
        elif fence:
            continue
        elif mark["heading"]:
            title = mark["title"].rstrip().rstrip("#").rstrip()
            yield _Heading(mark.start(), mark.end(), len(mark["heading"]), title[:LONGEST_TITLE])
        elif (start := _underlined(text, mark.start())) is not None:
            yield _Heading(start, mark.end(), 1 if "=" in mark["underline"] else 2, text[start : mark.start() - 1])


def _underlined(text: str, start: int) -> int | None:
    """Return where the line above an underline begins, if it stands alone and can be a title."""
    above = text.rfind("\n", max(0, start - _LONGEST_UNDERLINED), max(0, start - 1)) + 1
    if start - above > _LONGEST_UNDERLINED or not _TITLE.fullmatch(text, above, max(above, start - 1)):
        return None
    before = text.rfind("\n", 0, max(0, above - 1)) + 1
    return above if not text[before : max(before, above - 1)].strip() else None


def _matches(title: str, heading: str) -> bool:
    words, heading_words = (re.findall(r"\w+", text.casefold()) for text in (title, heading))
    return bool(heading_words) and words[: len(heading_words)] == heading_words
