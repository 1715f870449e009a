"""What is likely wrong: one explanation that fits every case, or none.

A known misconception comes first, then a common slip, then the size of the numbers from which on an answer goes wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.magnitudes import Measured, beginning, kind_of
from grader.diagnosis.misconceptions import caught, explains, observed, predicted
from grader.diagnosis.slips import Call, Seen, slip_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.explanation import Evidence
    from grader.diagnosis.misconceptions import Known, Output
    from grader.expressions.nodes import Student
    from grader.worker.wire.columns import Array, Column


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What explains every case of a check: known misconceptions, of which there may be several, or something else."""

    explained: tuple[Known, ...] = ()
    otherwise: str = ""


def diagnose(evidence: Evidence, failed: Array) -> Diagnosis:
    """Return what is likely wrong where the cases `failed` do not hold; nothing where no explanation fits them all."""
    count = evidence.statement.cases.distinct
    rows = frozenset(int(row) for row in failed if row < count)
    if not rows or any(len(passed.lost) for passed in evidence.passed.values()):
        return Diagnosis()
    explained = _misconceptions(evidence, rows)
    return Diagnosis(explained, "" if len(explained) == 1 else _otherwise(evidence, rows))


def _otherwise(evidence: Evidence, failed: frozenset[int]) -> str:
    """Return the sentence of a slip, or of the size from which on it goes wrong."""
    suspects = [call for call in evidence.passed if _differs(evidence, call)]
    if len({call.function for call in suspects}) != 1:
        return ""  # two functions that are wrong have two reasons
    return next(filter(None, (_slip(evidence, call) for call in suspects)), "") or _range(evidence, suspects[0], failed)


def _misconceptions(evidence: Evidence, failed: frozenset[int]) -> tuple[Known, ...]:
    """Return the misconceptions whose outputs are the student's in every case of every call of their function."""
    found = []
    for known in evidence.statement.plan.known:
        calls = [call for call in evidence.passed if call.function == known.function]
        if calls and _all_explained(evidence, known, calls, failed):
            found.append(known)
    return caught(found, evidence.statement.plan.check)


def _all_explained(evidence: Evidence, known: Known, calls: Sequence[Student], failed: frozenset[int]) -> bool:
    left = set(failed)
    for call in calls:
        outputs = _outputs(evidence, known, call)
        due = evidence.statement.reference_answer(call, evidence.table)
        if outputs is None or not explains(outputs, evidence.passed[call], due):
            return False
        left -= {row for row in left if not _as_due(outputs[row], due, row)}
    return not left


def _as_due(output: Output, due: Column, row: int) -> bool:
    right = np.asarray(due.row(row), dtype=np.float64)
    return output.value is not None and not output.listed and np.array_equal(output.value, right)


def _outputs(evidence: Evidence, known: Known, call: Student) -> Sequence[Output] | None:
    """Return what a wrong solution gives, prepared once where no answer of the student's is an argument."""
    statement = evidence.statement
    arguments = [evidence.table.value(arg) for arg in call.args]
    if not statement.judged(call):
        return predicted(known, arguments, statement.cases.distinct)
    key = (known.name, call)
    if key not in statement.predictions:
        statement.predictions[key] = predicted(known, arguments, statement.cases.distinct)
    return statement.predictions[key]


def _differs(evidence: Evidence, call: Student) -> bool:
    """Whether a call has another answer than the reference's in some case."""
    passed, due = evidence.passed[call], evidence.statement.reference_answer(call, evidence.table)
    return bool(passed.faults) or any(not _near(*pair) for pair in zip(passed.column, due, strict=True))


def _near(got: Any, due: Any) -> bool:
    a, b = np.asarray(got, dtype=np.float64), np.asarray(due, dtype=np.float64)
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-6, atol=0.0, equal_nan=True))


def _seen(evidence: Evidence, call: Student, row: int, got: Array) -> Seen:
    due = np.asarray(evidence.statement.reference_answer(call, evidence.table).row(row), dtype=np.float64)
    return Seen(tuple(evidence.table.value(arg).row(row) for arg in call.args), due, got)


def _slip(evidence: Evidence, call: Student) -> str:
    passed, statement = evidence.passed[call], evidence.statement
    function = statement.functions[call.function]
    others = tuple(
        name for name, other in statement.functions.items() if name != call.function and other.args == function.args
    )
    seen = []
    for row in range(statement.cases.distinct):
        got = observed(passed, row)
        if got.value is None or got.listed:
            return ""
        seen.append(_seen(evidence, call, row, got.value))
    return slip_of(Call(call.function, function.args, seen, statement.base.reference, others))


def _range(evidence: Evidence, call: Student, failed: frozenset[int]) -> str:
    passed, function = evidence.passed[call], evidence.statement.functions[call.function]
    cases = []
    for row in range(evidence.statement.cases.distinct):
        got = observed(passed, row).value
        seen = _seen(evidence, call, row, np.empty(0) if got is None else got)
        size = 1e-6 * float(np.abs(seen.due[np.isfinite(seen.due)]).max(initial=0.0))
        kind = kind_of(got, seen.due, size) if row in failed else None
        cases.append(Measured(tuple(zip(function.args, seen.arguments, strict=True)), row not in failed, kind))
    raised = any(row in passed.raised for row in failed)
    return "" if raised else beginning(cases)
