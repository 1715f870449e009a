"""The traces of a program's run, and comparisons of printed texts: by lines, words or characters, and their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.patterns import pattern
from grader.values.kinds import phrase
from grader.values.texts import text_difference

FIELDS = ("out", "err", "code", "files")
"""The printed text, the text printed as errors, the exit code, and the files that were written."""
MOST_SHOWN = 100
"""Characters of a line in a sentence."""
_NUMBER = pattern(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w])")


def is_run(value: Any) -> bool:
    """Whether a value is what a run leaves behind."""
    return getattr(value, "_fields", None) == FIELDS and isinstance(value, tuple)


def printed(value: Any) -> str:
    """Return a text, or what a run has printed.  Raises TypeError for anything else."""
    if is_run(value):
        return str(value[0])
    if not isinstance(value, str):
        raise TypeError(f"{phrase(value)} is no text")
    return value


def numbers_in(value: Any) -> np.ndarray[Any, Any]:
    """Return the numbers that stand in a text, in order; parts of words are none.

    >>> numbers_in("2 apples (a1): 3.50").tolist()
    [2.0, 3.5]
    """
    numbers = _NUMBER.findall(printed(value))
    return np.array([float(number.rstrip(".")) for number in numbers], dtype=np.float64)


def same_text(got: Any, expected: Any, by: str = "lines", case: bool = True) -> bool | str:
    """Return whether two texts are the same, or the sentence about the first difference.

    By `lines` blanks at the ends of lines and empty lines at the end do not count; by `words` no blanks count; by
    `text` every character does.  Without `case` capital and small letters are alike.
    """
    a, b = (_units(printed(value), by) for value in (got, expected))
    folded = (a, b) if case else ([part.casefold() for part in a], [part.casefold() for part in b])
    position = next((i for i, (x, y) in enumerate(zip(*folded, strict=False)) if x != y), min(len(a), len(b)))
    if position == len(a) == len(b):
        return True
    if by == "text":
        return f"The text {text_difference(a[0], b[0], case=case)}."
    noun = "line" if by == "lines" else "word"
    place = f"{noun.capitalize()} {position + 1}"
    return _missing(a, b, position, noun) or _differing(a[position], b[position], place, case=case)


def _units(text: str, by: str) -> list[str]:
    if by == "text":
        return [text]
    if by == "words":
        return text.split()
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _missing(a: list[str], b: list[str], position: int, noun: str) -> str:
    """Return the sentence about a text that ends too early or goes on; empty where both have this place."""
    if position < min(len(a), len(b)):
        return ""
    if position == len(a):
        begin = f"The output ends after {noun} {position}" if a else "Nothing is printed"
        return f"{begin}; {noun} {position + 1} should be `{_cut(b[position])}`."
    return f"The output goes on after {noun} {position} with `{_cut(a[position])}`, and should end there."


def _differing(got: str, expected: str, position: str, *, case: bool) -> str:
    """Return the sentence about a line or word, and why it may be another one."""
    text = f"{position} is `{_cut(got)}` and should be `{_cut(expected)}`"
    if expected and got.endswith(expected):
        return (
            f"{text}: before it stands `{_cut(got[: -len(expected)])}`. A text in input(...) is printed as well, "
            "without a line break; leave it out if that is what stands there."
        )
    if got.startswith(expected) and expected:
        return f"{text}: it goes on with `{_cut(got[len(expected) :])}`. Is a line break missing?"
    reason = text_difference(got, expected, case=case).rpartition(": ")[2]
    return f"{text}: {reason}."


def _cut(text: str) -> str:
    printable = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text.replace("\u00a0", "\\xa0"))
    return printable if len(printable) <= MOST_SHOWN else f"{printable[:MOST_SHOWN]}..."
