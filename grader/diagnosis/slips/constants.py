"""One answer for every input: it comes before all slips, many of which happen to give the same constant."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.slips.call import INFORMATIVE, MOST_PARTS
from grader.values.comparison import equal
from grader.values.printing import as_python
from grader.values.size import entries_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.slips.call import Call

LONGEST = 60
"""Characters of an answer that a sentence holds."""
OF_ENTRIES = {"b": "truths", "i": "numbers", "u": "numbers", "f": "numbers", "U": "texts"}
"""The kinds of arrays, by those of numpy, whose entries a sentence holds."""


def constant_slip_of(call: Call) -> str:
    """Return the sentence of one answer for every input; nothing where two answers differ, or it is nearly right."""
    if not call.cases or sum(not sample.is_right for sample in call.cases) < INFORMATIVE:
        return ""
    text = _text_of([sample.got for sample in call.cases])
    sentence = f"`{call.function}` returns {text} for every input that was tried."
    return text and f"{sentence} Is a result overwritten, or never computed?"


def _text_of(answers: Sequence[Any]) -> str:
    """Return the only answer, or the only entry of all arrays, as a text; nothing where there are two."""
    first = answers[0]
    if isinstance(first, np.ndarray):
        entries = _only_entry(answers)
        return text_of_constant(entries[0]) if entries else ""
    if first is None or hasattr(first, "_fields") or entries_of(first) > MOST_PARTS:
        return ""  # what a program printed, and what has parts with names, is too much for a sentence
    return text_of_constant(first) if all(equal(first, other) for other in answers[1:]) else ""


def _only_entry(answers: Sequence[Any]) -> list[Any]:
    """Return the only entry of all arrays; nothing where there are two, or none, or one that is no plain value."""
    arrays = [answer.reshape(-1) for answer in answers if isinstance(answer, np.ndarray)]
    kinds = {OF_ENTRIES.get(array.dtype.kind) for array in arrays}
    if len(arrays) < len(answers) or len(kinds) > 1 or None in kinds:
        return []
    first: list[Any] = next((array[:1].tolist() for array in arrays if len(array)), [])
    return first if first and all(bool((array == first[0]).all()) for array in arrays) else []


def text_of_constant(value: Any) -> str:
    """Return a value as Python writes it, a number no longer than it has to be; nothing where that is long.

    >>> [text_of_constant(value) for value in (0.0, 0.25, 12345678.0, 12345678, False, math.nan)]
    ['0', '0.25', '12345678', '12345678', 'False', 'nan']
    """
    if isinstance(value, float):
        texts = (f"{value + 0.0:{form}}" for form in (".6g", ".15g"))  # and no -0, which puzzles a reader
        return next((text for text in texts if float(text) == value or math.isnan(value)), as_python(value))
    text = as_python(value)
    return text if len(text) <= LONGEST else ""
