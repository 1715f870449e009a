"""From a failing case to a small one: candidates in bulk, the lightest that fails in the same way, until none does.

All candidates of a round are asked in one message.  The first submission of those that fail alike is searched; the
others are asked about what was found for it.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.diagnosis.candidates import candidates, cases_of, weight
from grader.diagnosis.explanation import Evidence, showing, way

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from grader.checks.question import Question, Response
    from grader.checks.statement import Statement
    from grader.checks.verdict import Verdict
    from grader.diagnosis.candidates import Case

ROUND = 40
"""Candidates that are asked in one message."""
TRIAL_SECONDS = 0.2
"""How long the calls of one round may take; a candidate on which the code hangs ends the search."""


@dataclass(frozen=True, eq=False)
class Found:
    """A case that fails, as it was drawn, and what was seen on it."""

    case: Case
    evidence: Evidence
    row: int


def shrink(statement: Statement, seen: Verdict, seconds: float) -> Generator[Question, Response, Verdict]:
    """Return `seen` with the smallest case that is found within `seconds`."""
    until = time.monotonic() + seconds
    best = yield from _known(statement, seen)
    if best is None and seen.row is not None:
        best = yield from _searched(statement, dict(statement.cases.drawn[seen.row]), seen.way, until)
    if best is None:
        return seen
    if seen.fingerprint:
        statement.smallest[seen.fingerprint] = best.case
    return replace(showing(seen, best.evidence, best.row), row=None)


def _known(statement: Statement, seen: Verdict) -> Generator[Question, Response, Found | None]:
    """Ask about the case that was found for another submission with the same answers."""
    case = statement.smallest.get(seen.fingerprint)
    return None if case is None else (yield from _lightest(statement, [case], seen.way))


def _searched(
    statement: Statement, start: Case, like: str, until: float
) -> Generator[Question, Response, Found | None]:
    """Go from case to lighter case while there is time and one is found."""
    best: Found | None = None
    while True:
        found = yield from _next(statement, best.case if best else start, like, until)
        if found is None:
            return best
        best = found


def _next(statement: Statement, case: Case, like: str, until: float) -> Generator[Question, Response, Found | None]:
    """Return a lighter case than `case` that fails alike; the bold candidates come first, and often are enough."""
    others = candidates(statement.plan, case)
    while time.monotonic() < until and (some := list(itertools.islice(others, ROUND))):
        found = yield from _lightest(statement, some, like)
        if found is not None:
            return found
    return None


def _lightest(statement: Statement, cases: Sequence[Case], like: str) -> Generator[Question, Response, Found | None]:
    """Ask about all `cases` and return the lightest that fails in the way named, if any does."""
    drawn = cases_of(statement.plan, cases)
    asked = statement.about(drawn) if drawn is not None else None
    if asked is None:
        return None
    evidence = yield from asked.observe(TRIAL_SECONDS)
    rows = [row for row in asked.failing(evidence).tolist() if way(evidence, row) == like]
    if not rows:
        return None
    row = min(rows, key=lambda row: weight(asked.cases.drawn[row]))
    return Found(dict(asked.cases.drawn[row]), evidence, row)
