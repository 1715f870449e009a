"""Where two texts first differ, with the signs shown that nobody sees."""

from __future__ import annotations

import unicodedata

CONTEXT = 12
"""Characters that are shown on either side of the first difference of two long texts."""
SHORT = 40
"""Texts up to this length are shown whole."""
_NAMES = {" ": "a space", "\n": "a line break", "\t": "a tab", "\r": "a carriage return", "\u00a0": "a no-break space"}


def text_difference(got: str, expected: str, *, case: bool = True) -> str:
    """Return what is to be said about two texts that differ: `is 'abc' and should be 'abd'`, and where.

    Without `case` capital and small letters are alike.
    """
    position = first_difference(got, expected) if case else _first_other_letter(got, expected)
    sentence = f"is {_excerpt(got, position)} and should be {_excerpt(expected, position)}"
    return f"{sentence}: {_reason(got, expected, position)}"


def first_difference(a: str, b: str) -> int:
    """Return the first position at which two texts differ; the length of the shorter where it begins the other."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _first_other_letter(a: str, b: str) -> int:
    """Return the first position at which two texts differ in more than the case of a letter."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((i for i, (x, y) in pairs if x.casefold() != y.casefold()), min(len(a), len(b)))


def _excerpt(text: str, position: int) -> str:
    if len(text) <= SHORT:
        return repr(text)
    start, end = max(0, position - CONTEXT), min(len(text), position + CONTEXT)
    return f"{'...' if start else ''}{text[start:end]!r}{'...' if end < len(text) else ''}"


def _reason(got: str, expected: str, position: int) -> str:
    if got.rstrip() == expected.rstrip():
        longer, less = (got, expected) if len(got) > len(expected) else (expected, got)
        verb = "ends with" if longer is got else "lacks"
        rest = longer[len(less) :] if longer.startswith(less) else ""
        return f"it {verb} {_counted(rest)} at the end" if rest else "only the blanks at the end differ"
    if got.casefold() == expected.casefold():
        return f"only capital and small letters differ, first at position {position}"
    if unicodedata.normalize("NFC", got) == unicodedata.normalize("NFC", expected):
        return "they look alike, but are composed of other characters"
    if position == len(expected):
        return f"{name_of(got[position])} at position {position} is too many"
    if position == len(got):
        return f"it ends before {name_of(expected[position])} at position {position}"
    return f"at position {position} there is {name_of(got[position])}, not {name_of(expected[position])}"


def _counted(signs: str) -> str:
    if len(set(signs)) == 1:
        name = name_of(signs[0])
        return name if len(signs) == 1 else f"{len(signs)} times {name}"
    return repr(signs)


def name_of(sign: str) -> str:
    """Return a character as a reader can see it."""
    if sign in _NAMES:
        return _NAMES[sign]
    if sign.isprintable() and not unicodedata.combining(sign):
        return repr(sign)
    return f"U+{ord(sign):04X} ({unicodedata.name(sign, 'a control character').lower()})"
