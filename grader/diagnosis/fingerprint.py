"""One short text for all answers of a submission to a check, the same where two submissions behave alike.

Answers are rounded before they are hashed: two ways to add the same numbers differ in their last digits.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from grader.expressions import segments

if TYPE_CHECKING:
    from grader.checks.evidence import Evidence
    from grader.checks.gate import GatedAnswers
    from grader.worker.wire.columns import Array, Column

STEP = 2.0**-20
"""Answers are rounded to multiples of this part of the power of two above the largest expected entry."""


def fingerprint(evidence: Evidence) -> str:
    """Return the fingerprint of what came back in every case that is not a repetition."""
    state = hashlib.blake2b(digest_size=12)
    rows = np.arange(evidence.cases.distinct)
    for call, answers in evidence.answers.items():
        state.update(_fault_text(answers, len(rows)).encode())
        state.update(rounded(answers.column.take(rows), evidence.expected[call].take(rows)).tobytes())
    return state.hexdigest()


def _fault_text(answers: GatedAnswers, count: int) -> str:
    """Return in words which cases have no answer that passed the gate, and what came instead."""
    return ";".join(f"{row}:{answers.kinds.get(row, '')}" for row in sorted(answers.faults) if row < count)


def rounded(answers: Column, expected: Column) -> Array:
    """Return the entries of all answers in whole steps; a step is relative to the expected answer of its case."""
    largest = segments.largest(expected, np.abs(expected.flat.astype(np.float64)))
    size = np.where(largest > 0, np.exp2(np.ceil(np.log2(np.maximum(largest, 1e-300)))), 1.0)
    step = np.repeat(size * STEP, answers.counts)
    with np.errstate(all="ignore"):
        steps = np.rint(answers.flat.astype(np.float64) / step)
    integers: Array = steps + 0.0  # no -0.0
    return integers
