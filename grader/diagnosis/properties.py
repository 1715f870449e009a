"""A slip that is told by a property of the answers: many programs have it, and no two of them answer alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, explaining_limits, keep_limits
from grader.diagnosis.misconceptions import BROKEN, observed
from grader.expressions.column_operations import own_copy
from grader.values.columns import plain_row

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from grader.checks.evidence import Evidence
    from grader.expressions.nodes import StudentCall
    from grader.values.columns import AnyColumn


STEPS = 1_000_000
"""The steps of a property for all cases of a check: an answer may be of any size."""
LEAST = 3
"""Failing cases in which the right answer must lack the property, where so many fail."""


def shows_all(shows: Callable[..., Any], evidence: Evidence, call: StudentCall, failing: Collection[int]) -> bool:
    """Whether all answers have a property that the right ones to some failing cases lack; no where that takes long."""
    try:
        with explaining_limits(ExplainingSteps(STEPS)):
            return _show_all(shows, evidence, call, failing)
    except OverLimitError:
        return False


def _show_all(shows: Callable[..., Any], evidence: Evidence, call: StudentCall, failing: Collection[int]) -> bool:
    expected, lacking = evidence.expected.get(call), 0
    for row in range(evidence.cases.distinct):
        answer = observed(evidence.answers[call], row)
        columns = [evidence.table.value(arg) for arg in call.args]
        if answer.value is BROKEN or not _has(shows, columns, row, answer.value):
            return False
        if row in failing and expected is not None:
            lacking += not _has(shows, columns, row, plain_row(expected, row))
    return expected is None or lacking >= LEAST or len(failing) < LEAST


def _has(shows: Callable[..., Any], columns: Sequence[AnyColumn], row: int, answer: Any) -> bool:
    keep_limits()
    try:
        return bool(shows(*(own_copy(column.row(row)) for column in columns), answer))
    except MemoryError:  # of the judge's limit, and no property
        raise
    except Exception:  # noqa: BLE001 - an answer may be anything, and one that cannot be looked at has no property
        return False
