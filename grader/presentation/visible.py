"""Texts of students made harmless to look at: every character that would act on a reader's screen is shown instead."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any

from grader.models import BaseModel
from grader.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.results import SubmissionResult

# Sequences that only colour or move: terminals' tracebacks are full of them, and their letters tell a reader nothing.
_ANSI = pattern(r"\x1b\[[0-?]*[ -/]*[@-~]")
_ACTING = pattern(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, besides tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # the direction of writing
    "\u2028\u2029\ufeff\U000e0000-\U000e007f"  # separators and tags that nobody sees
    "\ud800-\udfff\ufffe\uffff"  # halves of characters, and what is none: neither can be written as UTF-8 or HTML
    "]"
)
_HALF = pattern("[\ud800-\udfff]")
# What the runner of a CI takes for a command: `::` at the beginning of a line, blanks apart, and `##[` anywhere.
_COMMAND = pattern(r"^[^\S\n]*:(?=:)|##(?=\[)", re.MULTILINE)
_LONGEST = 4000


def visible(text: str) -> str:
    """Return `text` with control and direction characters replaced by signs; colours of terminals are dropped."""
    # Nearly every text is; and none of the characters that act can be printed.
    if text.isprintable():
        return text
    return _ACTING.sub(_sign, _ANSI.sub("", text).replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Return a visible text that cannot pretend to be several lines: for names, titles and calls."""
    return visible(text).replace("\n", "↵").replace("\t", " ")


def inert(text: str) -> str:
    """Return what is about to be printed with a blank in whatever the runner of a CI would take for a command."""
    return _COMMAND.sub(lambda match: f"{match[0]} ", text)


def shortened(text: str, longest: int = 200) -> str:
    """Return `text` on one line of at most `longest` characters, for names."""
    text = one_line(text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def clipped(text: str, longest: int = _LONGEST) -> str:
    """Return `text` with at most `longest` characters; what is left out is counted."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]}\n({len(text) - longest:,} more characters)"


def visible_result(result: SubmissionResult) -> SubmissionResult:
    """Return `result` with every text in it visible, whatever field it stands in.

    Done once for the whole result, so that no renderer can forget a field.
    """
    copy: SubmissionResult = _walk(result, visible)
    return copy


def writable_result(result: SubmissionResult) -> SubmissionResult:
    """Return `result` with signs for the halves of characters, which no file can hold, in every text of it.

    A student's value may have them, and each value that is shown, in whatever words, would be one more way for it into
    a result that nobody can store.
    """
    copy: SubmissionResult = _walk(result, _writable)
    return copy


def _writable(text: str) -> str:
    return text if text.isascii() else _HALF.sub(_sign, text)


def _walk(value: Any, change: Callable[[str], str]) -> Any:
    """Return a value with changed texts: the value itself where they stay, as those of nearly every result."""
    if type(value) is str:
        return change(value)
    if isinstance(value, BaseModel):
        # A copy is not validated again: its texts are still texts, and the rest is what it was.
        changed = {name: new for name, old in value.__dict__.items() if (new := _walk(old, change)) is not old}
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, dict):
        copy = {_walk(key, change): _walk(item, change) for key, item in value.items()}
        return value if _are_same(copy, value) and _are_same(copy.values(), value.values()) else copy
    if isinstance(value, list | tuple):  # a named tuple's texts as well; it becomes a plain one
        items = [_walk(item, change) for item in value]
        if type(value) in {list, tuple} and _are_same(items, value):
            return value
        return tuple(items) if isinstance(value, tuple) else items
    return value


def _are_same(first: Iterable[Any], second: Iterable[Any]) -> bool:
    return all(map(operator.is_, first, second))


def _sign(match: re.Match[str]) -> str:
    # By number: the pictures that Unicode has for controls are missing in many fonts.
    return f"⟨U+{ord(match[0]):04X}⟩"
