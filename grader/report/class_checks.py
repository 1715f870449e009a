"""How each check went in a class: how many pass, whether it separates strong from weak, and what is alarming about it.

Results are added one by one, so that a class of any size takes the same memory.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from grader.records import dataclass, field
from grader.results import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.results import CheckResult, SubmissionResult

DECIDED = frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.TIMEOUT})
"""The outcomes of a check that was asked and decided."""
LEAST = 8
"""Submissions below which a class says nothing about a check."""
WEAK = 0.1
"""The separation below which a check hardly tells strong from weak."""
BEST = 0.9
"""The share of the other points from which on a student counts as one of the best."""


@dataclass
class CheckTally:
    """One check in all results so far."""

    task: str
    id: str
    title: str
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    best_failed: int = 0
    """Of those with nearly all other points: how many do not pass."""
    best: int = 0
    _n: int = 0
    _share: float = 0.0
    _rest: float = 0.0
    _shares: float = 0.0
    _rests: float = 0.0
    _both: float = 0.0

    def add(self, check: CheckResult, rest: float) -> None:
        """Take in one result; `rest` is the share of all other points that this submission has."""
        self.outcomes[check.outcome] += 1
        if check.outcome not in DECIDED:
            return
        share = check.points / check.max_points if check.max_points else float(check.outcome is Outcome.PASSED)
        self._n += 1
        self._share += share
        self._rest += rest
        self._shares += share * share
        self._rests += rest * rest
        self._both += share * rest
        if rest >= BEST:
            self.best += 1
            self.best_failed += check.outcome is not Outcome.PASSED

    @property
    def decided(self) -> int:
        """The number of submissions on which it ran."""
        return self._n

    @property
    def passed(self) -> int:
        """The number of submissions that pass."""
        return self.outcomes[Outcome.PASSED]

    @property
    def separation(self) -> float | None:
        """The correlation of its points with all other points (item-rest); None where one of both is constant."""
        n = self._n
        if n < LEAST:
            return None
        spread = (self._shares - self._share**2 / n) * (self._rests - self._rest**2 / n)
        return None if spread < 1e-12 else (self._both - self._share * self._rest / n) / math.sqrt(spread)

    @property
    def alarm(self) -> str:
        """A suspected fault of the check itself; empty if there is none."""
        if self.outcomes[Outcome.JUDGE_ERROR]:
            return "the grader failed in it"
        if self._n < LEAST:
            return ""
        if not self.passed:
            return "nobody passes"
        if self.best >= LEAST // 2 and 2 * self.best_failed > self.best:
            return "most of the best fail"
        separation = self.separation
        return "the weak pass rather than the strong" if separation is not None and separation < -WEAK else ""


@dataclass
class ClassChecks:
    """All checks of a class, in the order of the course."""

    _tallies: dict[tuple[str, str], CheckTally] = field(default_factory=dict)

    def add(self, result: SubmissionResult) -> None:
        """Take in one result; one with nothing handed in says nothing about a check."""
        if not result.submission.files:
            return
        for task in result.tasks:
            for check in task.checks:
                tally = self._tallies.setdefault((task.id, check.id), CheckTally(task.id, check.id, check.title))
                others = result.max_points - check.max_points
                tally.add(check, (result.points - check.points) / others if others > 0 else 0.0)

    def __iter__(self) -> Iterator[CheckTally]:
        return iter(self._tallies.values())
