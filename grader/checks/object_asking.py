"""Asks one submission the programs of a statement, message by message, and collects what it answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.checks.gate import ExpectedAnswers
from grader.checks.object_statement import gate_programs
from grader.worker.wire.operations import Scope

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.object_statement import ObjectCases
    from grader.checks.programs import CaseProgram
    from grader.checks.question import Question, Response
    from grader.expressions.evaluation import CaseTable
    from grader.expressions.nodes import StudentCall


def observe_objects(
    objects: ObjectCases, base: CaseTable, evidence: Evidence, seconds: float | None
) -> Generator[Question, Response, None]:
    """Ask one submission and add what it answers to `evidence`."""
    scopes = [Scope() for _ in range(base.count)]
    failed: set[int] = set()
    for number, calls in enumerate(objects.messages):
        programs = objects.programs(number, evidence.table, failed)
        question = objects.question(number, programs, scopes, base)
        response: Response = yield replace(question, seconds=seconds) if seconds else question
        assert response.programs is not None  # noqa: S101 - the question has programs
        for call in calls:
            expected = ExpectedAnswers(objects.function(call), base.answers[call])
            gated = gate_programs(call, programs, response.programs, expected)
            evidence.table.answers[call] = gated.column
            evidence.add_objects(call, gated, expected.column, response.end)
            failed |= gated.faults.keys()
        if response.end is not None:
            evidence.hung = _hung(calls, programs, response.programs.position(response.end.call))
            return


def _hung(
    calls: Sequence[StudentCall], programs: Sequence[CaseProgram], position: tuple[int, int] | None
) -> tuple[StudentCall, int] | None:
    """Return the call whose operation was being made, and its case."""
    if position is None:
        return None
    row, operation = position
    return next(
        ((call, row) for call in calls if programs[row].operation_indices.get(call, (-1, -1))[1] >= operation), None
    )
