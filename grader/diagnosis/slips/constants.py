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


def constant_slip_of(call: Call) -> str:
    """Return the sentence of one answer for every input; nothing where two answers differ, or it is nearly right."""
    if not call.cases or sum(not sample.is_right for sample in call.cases) < INFORMATIVE:
        return ""
    text = _text_of([sample.got for sample in call.cases])
    sentence = f"`{call.function}` returns {text} for every input that was tried."
    return text and f"{sentence} Is a result overwritten, or never computed?"


def _text_of(answers: Sequence[Any]) -> str:
    """Return the only answer, or the only number in all answers, as a text; nothing where there are two."""
    first = answers[0]
    if isinstance(first, np.ndarray):
        number = constant_number(answers)
        return "" if number is None else f"{number:.6g}"
    if first is None or hasattr(first, "_fields") or entries_of(first) > MOST_PARTS:
        return ""  # what a program printed, and what has parts with names, is too much for a sentence
    if not all(equal(first, other) for other in answers[1:]):
        return ""
    text = f"{first:.6g}" if isinstance(first, float) else as_python(first)
    return text if len(text) <= LONGEST else ""


def constant_number(answers: Sequence[Any]) -> float | None:
    """Return the only finite number in all arrays; None where there are two, or none."""
    numbers = [np.asarray(answer).reshape(-1) for answer in answers]
    first = next((float(part[0]) for part in numbers if len(part)), math.nan)
    return first if math.isfinite(first) and all(bool((part == first).all()) for part in numbers) else None
