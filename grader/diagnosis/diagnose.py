"""The likely reason of a failure: one explanation that fits every case, or none.

A known misconception comes first, then a common slip, then the size of the numbers from which on an answer goes wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.magnitudes import MeasuredCase, find_threshold, kind_of
from grader.diagnosis.misconceptions import caught_by_check, conforming, explains, observed, predict
from grader.diagnosis.slips import Call, Sample, slip_of
from grader.expressions.nodes import students
from grader.values.columns import plain_row
from grader.values.comparison import close, equal
from grader.worker.wire.columns import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.functions import StudentFunction
    from grader.checks.misconception import Misconception
    from grader.checks.task import Check
    from grader.checks.verdict import Verdict
    from grader.diagnosis.memory import DiagnosisMemory
    from grader.diagnosis.misconceptions import CallOutput
    from grader.expressions.nodes import StudentCall
    from grader.values.columns import AnyColumn
    from grader.worker.wire.columns import Array


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An explanation of all cases of a check: known misconceptions, perhaps several, or something else."""

    misconceptions: tuple[Misconception, ...] = ()
    otherwise: str = ""


def diagnose(check: Check, verdict: Verdict, memory: DiagnosisMemory) -> Diagnosis:
    """Return the likely reason of the failing cases; nothing where no explanation fits them all."""
    evidence = verdict.evidence
    if evidence is None or any(len(answers.unanswered) for answers in evidence.answers.values()):
        return Diagnosis()
    failing = frozenset(int(row) for row in verdict.failing if row < evidence.cases.distinct)
    if not failing:
        return Diagnosis()
    misconceptions = _misconceptions(check, evidence, failing, memory)
    # Where a relation has many right answers nothing turns the expected one into the student's.
    all_expected = evidence.expected.keys() == evidence.answers.keys()
    return Diagnosis(
        misconceptions, "" if len(misconceptions) == 1 or not all_expected else _otherwise(evidence, failing)
    )


def _otherwise(evidence: Evidence, failing: frozenset[int]) -> str:
    """Return the sentence of a slip, or of the size from which on it goes wrong."""
    suspects = [call for call in evidence.answers if _differs(evidence, call)]
    if len({call.function for call in suspects}) != 1:
        return ""  # two functions that are wrong have two reasons
    slips = (_slip(evidence, call) for call in suspects)
    return next(filter(None, slips), "") or _magnitude(evidence, suspects[0], failing)


def _misconceptions(
    check: Check, evidence: Evidence, failing: frozenset[int], memory: DiagnosisMemory
) -> tuple[Misconception, ...]:
    """Return the misconceptions whose outputs are the student's in every case of every call of their function."""
    matching = []
    for misconception in check.misconceptions:
        calls = [call for call in evidence.answers if call.function == misconception.function]
        if calls and _explains_all(misconception, evidence, calls, failing, memory):
            matching.append(misconception)
    return caught_by_check(matching, check.id)


def _explains_all(
    misconception: Misconception,
    evidence: Evidence,
    calls: Sequence[StudentCall],
    failing: frozenset[int],
    memory: DiagnosisMemory,
) -> bool:
    unexplained = set(failing)
    for call in calls:
        outputs, expected = _predictions(misconception, evidence, call, memory), evidence.expected.get(call)
        function = evidence.functions[call.function]
        if outputs is None or not explains(outputs, evidence.answers[call], expected, function):
            return False
        unexplained -= {row for row in unexplained if not _is_right(outputs[row], expected, row, function)}
    return not unexplained


def _is_right(output: CallOutput, expected: AnyColumn | None, row: int, function: StudentFunction) -> bool:
    """Whether a wrong solution gives the expected answer in a case, so that it does not explain the failure there."""
    if expected is None or output.broken:
        return False
    due = plain_row(expected, row)
    conformed = conforming(output, function, due)
    return not conformed.refused and equal(conformed.value, due)


def _predictions(
    misconception: Misconception, evidence: Evidence, call: StudentCall, memory: DiagnosisMemory
) -> Sequence[CallOutput] | None:
    """Return what a wrong solution gives, worked out once where no answer of the student's is an argument."""
    arguments = [evidence.table.value(arg) for arg in call.args]
    if students(*call.args):
        return predict(misconception, arguments, evidence.cases.distinct)
    key = (misconception.name, call)
    if key not in memory.predictions:
        memory.predictions[key] = predict(misconception, arguments, evidence.cases.distinct)
    return memory.predictions[key]


def _differs(evidence: Evidence, call: StudentCall) -> bool:
    """Whether a call has another answer than the reference's in some case."""
    answers, expected = evidence.answers[call], evidence.expected[call]
    return bool(answers.faults) or any(not _near(*pair) for pair in zip(answers.column, expected, strict=True))


def _near(got: Any, expected: Any) -> bool:
    return close(got, expected, lambda part: 1e-6 * np.abs(np.asarray(part)))


def _sample(evidence: Evidence, call: StudentCall, row: int, got: Array) -> Sample:
    expected = np.asarray(evidence.expected[call].row(row), dtype=np.float64)
    return Sample(tuple(evidence.table.value(arg).row(row) for arg in call.args), expected, got)


def _of_numbers(evidence: Evidence, call: StudentCall) -> bool:
    """Whether the arguments and the expected answers of a call are numbers and arrays of numbers."""
    columns = [evidence.expected[call], *(evidence.table.value(arg) for arg in call.args)]
    return all(isinstance(column, Column) for column in columns)


def _slip(evidence: Evidence, call: StudentCall) -> str:
    if not _of_numbers(evidence, call):
        return ""
    functions = evidence.functions
    function = functions[call.function]
    others = tuple(name for name, other in functions.items() if name != call.function and other.args == function.args)
    samples = []
    for row in range(evidence.cases.distinct):
        got = observed(evidence.answers[call], row).numbers
        if got is None:
            return ""
        samples.append(_sample(evidence, call, row, got))
    return slip_of(Call(call.function, function.args, samples, evidence.table.reference, others))


def _magnitude(evidence: Evidence, call: StudentCall, failing: frozenset[int]) -> str:
    if not _of_numbers(evidence, call):
        return ""
    answers, function = evidence.answers[call], evidence.functions[call.function]
    cases = []
    for row in range(evidence.cases.distinct):
        got = observed(answers, row).numbers
        sample = _sample(evidence, call, row, np.empty(0) if got is None else got)
        size = 1e-6 * float(np.abs(sample.expected[np.isfinite(sample.expected)]).max(initial=0.0))
        kind = kind_of(got, sample.expected, size) if row in failing else None
        cases.append(MeasuredCase(tuple(zip(function.args, sample.arguments, strict=True)), row not in failing, kind))
    raised = any(row in answers.raised for row in failing)
    return "" if raised else find_threshold(cases)
