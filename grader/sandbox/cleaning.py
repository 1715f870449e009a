"""The one place that cleans what a worker says: after it, every text of a header can be written, stored and shown.

A header is JSON that a student's code may have forged.  JSON knows lone surrogates, which no encoder accepts, control
characters, which a terminal obeys, and numbers of any size, which no array holds.  None of them is a reason to end the
worker: an honest exception may hold a control character.  So they are replaced, and what reads the header meets short
plain values only.
"""

from __future__ import annotations

import math
from typing import Any

from grader.patterns import pattern

LARGEST = (1 << 63) - 1
"""Whole numbers beyond it stand for it: it is larger than every count and every line, and fits into an array."""
LONGEST_TEXT = 4_000
"""Characters of one text; the longest honest one, the text of an exception, has 500."""
REPLACEMENT = "\ufffd"
# Control characters but tab and newline; surrogates; what changes the direction of writing or ends a line unseen;
# characters that are none.
_UNSAFE = pattern("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ufffe\uffff]")
# A header without these has nothing to clean: every byte is a printable ASCII character that stands for itself, and no
# number is long.  Nearly all headers are like that.  Each pattern looks at a bounded number of bytes, so the search is
# linear; and each begins with a set of bytes, which is looked for fast.
_LONG_NUMBERS = pattern(rb"[0-9][0-9]{18}"), pattern(rb"[0-9.][eE][-+0-9]")
_LONG = pattern(rb'"[^"]{%d}' % (LONGEST_TEXT + 1))
"""A text that has to be cut; or what lies between two texts, which is looked into then."""


def clean_header(header: dict[str, Any], raw: bytes) -> dict[str, Any]:
    """Return a header that was parsed from `raw`, with every text and number in it fit for use."""
    if _is_plain(raw) and (len(raw) <= LONGEST_TEXT or _LONG.search(raw) is None):
        return header
    return {clean_text(key): _clean(value) for key, value in header.items()}


def clean_facts(facts: dict[Any, Any]) -> dict[str, Any]:
    """Return what a body says of an exception, cleaned like a header: texts as names, and values that JSON has."""
    return {clean_text(key): _clean(value) for key, value in facts.items() if type(key) is str}


def _is_plain(raw: bytes) -> bool:
    """Whether a header has no escapes, nothing but printable ASCII, and no long number."""
    if b"\\" in raw or b"\x7f" in raw or not raw.isascii():
        return False
    return all(numbers.search(raw) is None for numbers in _LONG_NUMBERS)


def clean_text(text: str) -> str:
    """Return a text cut, and with a mark in place of every character that an encoder or a terminal would trip over."""
    return _UNSAFE.sub(REPLACEMENT, text[:LONGEST_TEXT])


def _clean(value: Any) -> Any:
    """Return a value cleaned; its reader has bounded its depth (`frames.DEPTH_CAP`, `plain.MAX_DEPTH`)."""
    match value:
        case str():
            return clean_text(value)
        case dict():
            return {clean_text(key): _clean(entry) for key, entry in value.items() if type(key) is str}
        case list():
            return [_clean(entry) for entry in value]
        case bool() | None:
            return value
        case int():
            # Clamped and not refused: a number that large is wrong already, and the grade should say so.
            return max(-LARGEST, min(value, LARGEST))
        case float():
            return value if math.isfinite(value) else 0.0
    return None
