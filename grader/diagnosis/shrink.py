"""From a failing case to a simple one: candidates in bulk, the lightest that fails in the same way, until none does.

All candidates of a round are asked in one message.  The first submission of those that fail alike is searched; the
others are asked about what was found for it.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.diagnosis.candidates import candidates, cases_of, weight
from grader.diagnosis.explanation import failure_mode, show_case
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.question import Question, Response
    from grader.checks.search_budget import SearchBudget
    from grader.checks.statement import Statement
    from grader.checks.verdict import Explanation
    from grader.diagnosis.candidates import Case
    from grader.diagnosis.memory import DiagnosisMemory

    Search = Generator[Question, Response, "FailingCase | None"]

ROUND = 40
"""Candidates that are asked in one message."""
TRIAL_SECONDS = 0.2
"""How long the calls of one round may take; a candidate on which the code hangs ends the search."""


@dataclass(frozen=True, eq=False)
class FailingCase:
    """A case that fails, as it was drawn, and the answers to it."""

    case: Case
    evidence: Evidence
    row: int


def shrink(
    statement: Statement, explanation: Explanation, memory: DiagnosisMemory, budget: SearchBudget
) -> Generator[Question, Response, Explanation]:
    """Return the explanation with the simplest case that is found within `budget`."""
    case = explanation.shown
    if case is None:
        return explanation
    best = yield from _remembered(statement, explanation.fingerprint, case.failure_mode, memory)
    if best is None:
        best = yield from _search(statement, dict(statement.cases.drawn[case.row]), case.failure_mode, budget)
    if best is None:
        return explanation
    if explanation.fingerprint:
        memory.simplest[explanation.fingerprint] = best.case
    simpler = show_case(explanation, best.evidence, statement.rule.goal, best.row)
    return replace(simpler, shown=replace(case, simpler=best.case))


def _remembered(statement: Statement, fingerprint: str, mode: str, memory: DiagnosisMemory) -> Search:
    """Ask about the case that was found for another submission with the same answers."""
    case = memory.simplest.get(fingerprint)
    return None if case is None else (yield from _lightest(statement, [case], mode))


def _search(statement: Statement, start: Case, mode: str, budget: SearchBudget) -> Search:
    """Go from case to lighter case as long as one is found."""
    best: FailingCase | None = None
    while True:
        lighter = yield from _next(statement, best.case if best else start, mode, budget)
        if lighter is None:
            return best
        best = lighter


def _next(statement: Statement, case: Case, mode: str, budget: SearchBudget) -> Search:
    """Return a lighter case than `case` that fails alike; the bold candidates come first, and often are enough."""
    others = candidates(statement.plan, case)
    while (chosen := list(itertools.islice(others, ROUND))) and budget.take():
        lighter = yield from _lightest(statement, chosen, mode)
        if lighter is not None:
            return lighter
    return None


def _lightest(statement: Statement, cases: Sequence[Case], mode: str) -> Search:
    """Ask about all `cases` and return the lightest that fails in the way named, if any does."""
    drawn = cases_of(statement.plan, cases)
    statement_about = statement.about(drawn) if drawn is not None else None
    if statement_about is None:
        return None
    evidence = yield from statement_about.observe(TRIAL_SECONDS)
    rows = [row for row in statement_about.failing(evidence).tolist() if failure_mode(evidence, row) == mode]
    if not rows:
        return None
    row = min(rows, key=lambda row: weight(statement_about.cases.drawn[row]))
    return FailingCase(dict(statement_about.cases.drawn[row]), evidence, row)
