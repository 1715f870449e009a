"""Known wrong solutions behind calls that need objects: the whole program of each case is made with the wrong one.

An answer may depend on all calls before it, so that no call can be predicted alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, explaining_limits
from grader.diagnosis.misconceptions import BROKEN, CallOutput, conforming, observed, same
from grader.expressions.evaluation import CaseTable, EvaluationError
from grader.values.columns import plain_row
from grader.values.printing import leaves
from grader.worker.wire.operations import Status
from grader.worker.wire.plain import Opaque

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.gate import GatedAnswers
    from grader.checks.misconception import Misconception
    from grader.checks.object_statement import ObjectCases
    from grader.diagnosis.memory import DiagnosisMemory
    from grader.expressions.nodes import StudentCall
    from grader.worker.wire.operations import Answer

_OBJECT = Opaque("object")
"""Stands for every object in a comparison; no text that a student returns is like it."""
STEPS = 1_000_000
"""The steps of a wrong solution for all cases of a check; one that takes more is left out."""


def explains_objects(misconception: Misconception, name: str, evidence: Evidence, memory: DiagnosisMemory) -> bool:
    """Whether a wrong solution gives what the student's does, in every call of every case.

    `name` is that of the cases, under which what it gives is kept; empty for cases that come only once.
    """
    objects, wrong = evidence.objects, misconception.function
    concerned = [call for call in evidence.answers if call.function == wrong or call.function.startswith(f"{wrong}.")]
    if objects is None or not concerned:
        return False
    key = (name, misconception.name)
    if key in memory.object_predictions:
        predicted = memory.object_predictions[key]
    else:
        predicted = _predict(misconception, evidence)
        if name:
            memory.object_predictions[key] = predicted
    rows = range(evidence.cases.distinct)
    return predicted is not None and all(
        _alike(objects, call, answers, row, predicted[call][row], evidence)
        for call, answers in evidence.answers.items() for row in rows
    )  # fmt: skip


def _predict(misconception: Misconception, evidence: Evidence) -> Mapping[StudentCall, Sequence[Answer]] | None:
    """Return what a wrong solution answers, case by case; None for one that takes too much."""
    assert evidence.objects is not None  # noqa: S101 - the caller has looked
    table = CaseTable(evidence.cases.count, evidence.cases.inputs, evidence.table.reference)
    swapped = {**evidence.table.reference, misconception.function: misconception.wrong}
    try:
        with explaining_limits(ExplainingSteps(STEPS)):
            return evidence.objects.asked_answers(table, swapped)
    except (EvaluationError, OverLimitError):
        return None


def _alike(
    objects: ObjectCases, call: StudentCall, answers: GatedAnswers, row: int, predicted: Answer, evidence: Evidence
) -> bool:
    if predicted.status is Status.NOT_MADE or answers.kinds.get(row) == "not made":
        return predicted.status is Status.NOT_MADE and answers.kinds.get(row) == "not made"
    output = CallOutput(predicted.value) if predicted.done else CallOutput(BROKEN)
    got = observed(answers, row)
    conformed = conforming(output, objects.function(call), plain_row(evidence.expected[call], row))
    return same(_plain(got), _plain(conformed), 0.0)


def _plain(output: CallOutput) -> CallOutput:
    return replace(output, value=_without_objects(output.value))


def _without_objects(value: Any) -> Any:
    """Return a value in which all objects are alike: of these only what is asked of them is known."""
    match value:
        case Opaque():
            return _OBJECT
        case dict():
            return {key: _without_objects(part) for key, part in value.items()}
        case list() | tuple() if _has_objects(value):
            parts = [_without_objects(part) for part in value]
            return tuple(parts) if isinstance(value, tuple) else parts
        case _:
            return value


def _has_objects(value: Any) -> bool:
    return any(isinstance(leaf, Opaque) for leaf in leaves(value))
