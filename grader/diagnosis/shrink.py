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
from grader.diagnosis.telling import LOOKED_AT, lightest_telling
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.question import Question, Response
    from grader.checks.search_budget import SearchBudget
    from grader.checks.statement import Statement
    from grader.checks.verdict import Explanation, Verdict
    from grader.diagnosis.candidates import Case
    from grader.diagnosis.memory import DiagnosisMemory
    from grader.diagnosis.telling import TellingCases

    Rule = Callable[["FailingCase"], bool]
    Search = Generator[Question, Response, "FailingCase | None"]

ROUND = 40
"""Candidates that are asked in one message."""
REVIEWS = 3
"""Searches for a case beside a told cause: what one ends with may fit rivals that its first case did not fit."""
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


def shrink_telling(
    statement: Statement,
    verdict: Verdict,
    telling: TellingCases,
    memory: DiagnosisMemory,
    budget: SearchBudget,
) -> Generator[Question, Response, Explanation]:
    """Return the explanation with the simplest case that tells its cause from others, where the shown one does not.

    It fits no other cause, or as few as any of the failing cases that were drawn.
    """
    explanation, evidence = verdict.explanation, verdict.evidence
    case = explanation.shown
    if case is None or evidence is None:
        return explanation
    mode, rows = case.failure_mode, [int(row) for row in verdict.failing if row < evidence.cases.distinct]
    rows = [row for row in rows if failure_mode(evidence, row) == mode]
    now = FailingCase(dict(evidence.cases.drawn[case.row]), evidence, case.row)
    if case.simpler is not None:
        now = (yield from _lightest(statement, [dict(case.simpler)], mode)) or now
    telling.review(now.evidence, now.row, rows[:LOOKED_AT], evidence)
    key = f"{explanation.fingerprint}: {explanation.diagnosis}" if explanation.fingerprint else ""
    best = yield from _remembered(statement, key, mode, memory)
    if best is None or telling.review(best.evidence, best.row, rows[:LOOKED_AT], evidence):
        best = yield from _telling(statement, evidence, rows, telling, budget)
    if best is None or telling.count(best.evidence, best.row) >= telling.count(now.evidence, now.row):
        return explanation
    if key:
        memory.simplest[key] = best.case
    simpler = show_case(explanation, best.evidence, statement.rule.goal, best.row)
    return replace(simpler, shown=replace(case, simpler=best.case))


def _telling(
    statement: Statement, evidence: Evidence, rows: Sequence[int], telling: TellingCases, budget: SearchBudget
) -> Search:
    """Return the simplest case that fits fewest rivals; where it fits others than those so far, it is sought anew."""
    best: FailingCase | None = None
    for _ in range(REVIEWS):
        start = lightest_telling(telling, evidence, rows) if telling.live else None
        if start is None:
            break
        row, fewest = start
        best = FailingCase(dict(evidence.cases.drawn[row]), evidence, row)

        def accepts(case: FailingCase, fewest: int = fewest) -> bool:
            return telling.count(case.evidence, case.row, fewest) <= fewest

        mode = failure_mode(evidence, row)
        best = (yield from _search(statement, best.case, mode, budget, accepts)) or best
        if not telling.review(best.evidence, best.row, rows[:LOOKED_AT], evidence):
            break
    return best


def _remembered(statement: Statement, fingerprint: str, mode: str, memory: DiagnosisMemory) -> Search:
    """Ask about the case that was found for another submission with the same answers."""
    case = memory.simplest.get(fingerprint)
    return None if case is None else (yield from _lightest(statement, [case], mode))


def _accepts_all(_: FailingCase) -> bool:
    return True


def _search(statement: Statement, start: Case, mode: str, budget: SearchBudget, accepts: Rule = _accepts_all) -> Search:
    """Go from case to lighter case as long as one is found that is accepted."""
    best: FailingCase | None = None
    while True:
        lighter = yield from _next(statement, best.case if best else start, mode, budget, accepts)
        if lighter is None:
            return best
        best = lighter


def _next(statement: Statement, case: Case, mode: str, budget: SearchBudget, accepts: Rule) -> Search:
    """Return a lighter case than `case` that fails alike; the bold candidates come first, and often are enough."""
    others = candidates(statement.plan, case)
    while (chosen := list(itertools.islice(others, ROUND))) and budget.take():
        lighter = yield from _lightest(statement, chosen, mode, accepts)
        if lighter is not None:
            return lighter
    return None


def _lightest(statement: Statement, cases: Sequence[Case], mode: str, accepts: Rule = _accepts_all) -> Search:
    """Ask about all `cases` and return the lightest that fails in the way named and is accepted, if any is."""
    drawn = cases_of(statement.plan, cases)
    statement_about = statement.about(drawn) if drawn is not None else None
    if statement_about is None:
        return None
    evidence = yield from statement_about.observe(TRIAL_SECONDS)
    rows = [row for row in statement_about.failing(evidence).tolist() if failure_mode(evidence, row) == mode]
    rows.sort(key=lambda row: weight(statement_about.cases.drawn[row]))
    failing = (FailingCase(dict(statement_about.cases.drawn[row]), evidence, row) for row in rows)
    return next(filter(accepts, failing), None)
