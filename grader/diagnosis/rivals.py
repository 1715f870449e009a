"""Misconceptions that give the same but for rounding, told apart where they differ most.

The logarithm of 1 / (1 + e) and minus that of 1 + e agree to eight digits and are infinite in the same cases, but what
a student should change is not the same.  Their last digits are not chance: the order of the operations fixes them.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis.fresh import fresh_cases
from grader.diagnosis.misconceptions import PredictedOutputs, observed

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.misconception import Misconception
    from grader.checks.question import Question, Response
    from grader.checks.statement import Statement
    from grader.diagnosis.memory import DiagnosisMemory
    from grader.diagnosis.misconceptions import CallOutput
    from grader.expressions.nodes import StudentCall
    from grader.worker.wire.columns import Array

    Outputs = Mapping[str, Sequence[CallOutput]]

DRAWN = 200
"""Cases that are looked through for some in which two rivals differ, and as many with smaller numbers."""
APART = 1e-13
"""The relative difference from which on it is the operations' and not that of another library's logarithm."""
NEARER = 0.05
"""The share of the difference of two rivals up to which an answer is the one's and not the other's."""
ASKED = 4
"""Cases that are asked for each pair of rivals."""


def tell_apart(
    statement: Statement, rivals: Sequence[Misconception], memory: DiagnosisMemory, seconds: float
) -> Generator[Question, Response, tuple[Misconception, ...]]:
    """Return those of `rivals` that are nearer to the student's answers than all others wherever two differ."""
    call = next((call for stage in statement.stages for call in stage if call.function == rivals[0].function), None)
    if call is None or not statement.is_prepared(call):
        return tuple(rivals)
    if not memory.probes:
        cases = fresh_cases(statement.plan, memory.seed, DRAWN)
        memory.probes.append(statement.about(cases) if cases is not None else None)
    probes = memory.probes[0]
    if probes is None:
        return tuple(rivals)
    outputs = _outputs(probes, call, rivals, memory)
    if len(outputs) < 2:  # the others took too long
        return tuple(rivals)
    pairs = {(a, b): _rows(outputs[a], outputs[b]) for a, b in permutations(outputs, 2)}
    rows = np.unique(np.concatenate([np.array(differing, dtype=np.int64) for differing in pairs.values()]))
    chosen = probes.about(probes.cases.take(rows)) if len(rows) else None
    if chosen is None or chosen.cases.count != len(rows):
        return tuple(rivals)
    evidence = yield from chosen.observe(seconds)
    if evidence.end is not None:
        return ()
    positions = {int(row): position for position, row in enumerate(rows)}
    excluded = {
        a
        for (a, b), differing in pairs.items()
        if not all(_is_nearer(evidence, call, positions[row], outputs[a][row], outputs[b][row]) for row in differing)
    }
    return tuple(rival for rival in rivals if rival.name not in excluded)


def _outputs(probes: Statement, call: StudentCall, rivals: Sequence[Misconception], memory: DiagnosisMemory) -> Outputs:
    """Return what each rival gives in all cases, worked out once, without those that take too long."""
    arguments = [probes.base.value(arg) for arg in call.args]
    rows = range(probes.cases.count)
    predicted = {
        rival.name: memory.predictions.setdefault(("probes", rival.name, call), PredictedOutputs(rival, arguments)).of(
            rows
        )
        for rival in rivals
    }
    return {name: [outputs[row] for row in rows] for name, outputs in predicted.items() if outputs is not None}


def _rows(first: Sequence[CallOutput], second: Sequence[CallOutput]) -> list[int]:
    """Return the cases in which two rivals differ most, if they differ at all."""
    distances = [_distance(a, b) for a, b in zip(first, second, strict=True)]
    best = sorted(range(len(distances)), key=lambda row: -distances[row])[:ASKED]
    return [row for row in best if distances[row] >= APART]


def _distance(a: CallOutput, b: CallOutput) -> float:
    """Return how far apart two finite outputs are, relative to their size."""
    first, other = a.numbers, b.numbers
    if a.broken or b.broken or first is None or other is None or first.shape != other.shape:
        return 0.0
    return _largest(first - other) / max(_largest(first), _largest(other), 1e-300)


def _largest(numbers: Array) -> float:
    return float(np.abs(numbers).max(initial=0.0))


def _is_nearer(evidence: Evidence, call: StudentCall, row: int, output: CallOutput, other: CallOutput) -> bool:
    """Whether the student's answer in a case is one rival's, and not that of the other."""
    got, first, second = observed(evidence.answers[call], row).numbers, output.numbers, other.numbers
    if got is None or first is None or second is None or got.shape != first.shape or not np.isfinite(got).all():
        return False
    return _largest(got - first) <= NEARER * _largest(first - second)
