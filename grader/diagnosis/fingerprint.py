"""One short text for all answers of a submission to a check, the same where two submissions behave alike.

Answers are rounded before they are hashed: two ways to add the same numbers differ in their last digits.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.expressions import segments
from grader.values.columns import plain_rows
from grader.worker.wire.columns import Column

if TYPE_CHECKING:
    from grader.checks.evidence import Evidence
    from grader.checks.gate import GatedAnswers
    from grader.values.columns import AnyColumn
    from grader.worker.wire.columns import Array

STEP = 2.0**-20
"""Answers are rounded to multiples of this part of the power of two above the largest expected entry."""


def fingerprint(evidence: Evidence) -> str:
    """Return the fingerprint of what came back in every case that is not a repetition."""
    state = hashlib.blake2b(digest_size=12)
    rows = np.arange(evidence.cases.distinct)
    for call, answers in evidence.answers.items():
        state.update(_fault_text(answers, len(rows)).encode())
        state.update(_digest(answers.column.take(rows), evidence.expected[call].take(rows)))
    return state.hexdigest()


def _fault_text(answers: GatedAnswers, count: int) -> str:
    """Return in words which cases have no answer that passed the gate, and what came instead."""
    return ";".join(f"{row}:{answers.kinds.get(row, '')}" for row in sorted(answers.faults) if row < count)


def _digest(answers: AnyColumn, expected: AnyColumn) -> bytes:
    """Return bytes that are the same for answers that differ in their last digits only."""
    if isinstance(answers, Column) and isinstance(expected, Column):
        return rounded(answers, expected).tobytes()
    return "\n".join(map(_short, plain_rows(answers))).encode("utf-8", "surrogatepass")


def _short(value: Any) -> str:
    """Return a value as text, its real numbers to six digits; sets have no order."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, np.ndarray):
        return f"{value.shape}{_short(value.tolist())}"
    if isinstance(value, dict):
        return "{" + ",".join(sorted(f"{_short(key)}:{_short(item)}" for key, item in value.items())) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(map(_short, value))) + "}"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}({','.join(map(_short, value))})"
    return repr(value)


def rounded(answers: Column, expected: Column) -> Array:
    """Return the entries of all answers in whole steps; a step is relative to the expected answer of its case."""
    largest = segments.largest(expected, np.abs(expected.flat.astype(np.float64)))
    size = np.where(largest > 0, np.exp2(np.ceil(np.log2(np.maximum(largest, 1e-300)))), 1.0)
    step = np.repeat(size * STEP, answers.counts)
    with np.errstate(all="ignore"):
        steps = np.rint(answers.flat.astype(np.float64) / step)
    integers: Array = steps + 0.0  # no -0.0
    return integers
