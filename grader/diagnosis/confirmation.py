"""A likely reason is told only if it holds in cases that it was not found on, and in the one that is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.diagnosis.candidates import cases_of
from grader.diagnosis.diagnose import Diagnosis, ObservedCases, diagnose_all
from grader.diagnosis.fresh import fresh_cases
from grader.diagnosis.rivals import tell_apart

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from grader.checks.question import Question, Response
    from grader.checks.statement import Statement
    from grader.checks.task import Check
    from grader.checks.verdict import ShownCase, Verdict
    from grader.diagnosis.memory import DiagnosisMemory

SECONDS = 1.0
"""How long the calls of the fresh cases may take; what is not answered by then is not confirmed."""


def confirm(
    check: Check, statement: Statement, verdict: Verdict, memory: DiagnosisMemory
) -> Generator[Question, Response, Diagnosis]:
    """Ask about fresh cases and the shown one, and return what explains these as well as those that were drawn."""
    if verdict.evidence is None:
        return Diagnosis()
    pool = [ObservedCases.of(verdict.evidence, verdict.failing, "drawn")]
    for name, other in _statements(statement, verdict.explanation.shown, memory):
        evidence = yield from other.observe(SECONDS)
        if evidence.end is not None:
            return Diagnosis()
        pool.append(ObservedCases.of(evidence, other.failing(evidence), name))
    diagnosis = diagnose_all(check, pool, memory)
    if len({misconception.tells for misconception in diagnosis.misconceptions}) < 2:
        return diagnosis
    rivals = yield from tell_apart(statement, diagnosis.misconceptions, memory, SECONDS)
    return replace(diagnosis, misconceptions=rivals)


def _statements(
    statement: Statement, shown: ShownCase | None, memory: DiagnosisMemory
) -> Iterator[tuple[str, Statement]]:
    """Yield the statement about fresh cases, which serve all submissions, and about the simpler case that is shown."""
    if not memory.fresh:
        cases = fresh_cases(statement.plan, memory.seed)
        memory.fresh.append(statement.about(cases) if cases is not None else None)
    if memory.fresh[0] is not None:
        yield "fresh", memory.fresh[0]
    if shown is not None and shown.simpler is not None:
        cases = cases_of(statement.plan, [dict(shown.simpler)])
        simpler = statement.about(cases) if cases is not None else None
        if simpler is not None:
            yield "", simpler
