"""Findings about the solutions of a task, check by check; those of other seeds are added."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from grader.records import dataclass, field
from grader.verify import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.verify.trial import TrialResult


CLEAR_CHANCE = 1e-4
"""The chance of passing below which a wrong solution needs no more seeds: some hundreds would not show it."""
CLEAR_SEEDS = 5
"""The seeds from which on a right answer is clear."""


@dataclass
class SeedTally:
    """One check on one solution."""

    seeds: int = 0
    lost: int = 0
    """Seeds under which it does not pass."""
    cases: int = 0
    wrong: int = 0
    """Cases that do not hold, over all seeds."""
    timeouts: int = 0
    slowest: float = 0.0
    """Processor seconds of all calls under one seed."""
    spent: float = 0.0
    """Processor seconds of all calls under all seeds."""
    used: float | None = None
    """The largest share of a tolerance that answers which pass have used."""
    certain: bool = True
    """Whether chance had no part in that it passes, under all of them."""
    beyond: float | None = None
    """The distance of answers that do not pass, in tolerances, under the seed where it is least."""

    def take(self, trial: TrialResult) -> None:
        """Add what a check says under one more seed."""
        share = trial.share
        used, beyond = (share, None) if trial.passed else (None, share)
        self.add(
            SeedTally(
                1,
                lost=int(not trial.passed),
                cases=trial.cases,
                wrong=trial.wrong,
                timeouts=int(trial.timeout),
                slowest=trial.seconds,
                spent=trial.seconds,
                used=used,
                certain=trial.certain,
                beyond=beyond,
            )
        )

    def add(self, other: SeedTally) -> None:
        """Add what was found under other seeds."""
        self.seeds += other.seeds
        self.lost += other.lost
        self.cases += other.cases
        self.wrong += other.wrong
        self.timeouts += other.timeouts
        self.slowest = max(self.slowest, other.slowest)
        self.spent += other.spent
        self.certain = self.certain and other.certain
        self.used = max(_known_values(self.used, other.used), default=None)
        self.beyond = min(_known_values(self.beyond, other.beyond), default=None)

    @property
    def clear(self) -> bool:
        """Whether a right solution passes so clearly that chance has no part in it."""
        return self.certain and not self.lost and self.seeds >= CLEAR_SEEDS

    @property
    def mean(self) -> float:
        """Processor seconds under one seed, in the mean."""
        return self.spent / self.seeds if self.seeds else 0.0

    @property
    def each(self) -> int:
        """Cases under one seed."""
        return self.cases // self.seeds if self.seeds else 0

    @property
    def chance(self) -> float:
        """The largest chance with which a wrong solution passes under a seed, by its cases or by its seeds."""
        by_seeds = bounds.upper_bound(self.seeds - self.lost, self.seeds) if self.seeds else 1.0
        return min(by_seeds, bounds.passing(self.wrong, self.cases, self.each))


def _known_values(*values: float | None) -> list[float]:
    return [value for value in values if value is not None]


@dataclass
class Finding:
    """The results of one solution over all seeds."""

    name: str
    kind: str
    fails: frozenset[str] = frozenset()
    """For a wrong one: the checks that must catch it."""
    seeds: int = 0
    wrong_seeds: int = 0
    """Seeds under which the task did not say what it must."""
    least: float = 1.0
    most: float = 0.0
    """The smallest and the largest share of the points."""
    checks: dict[str, SeedTally] = field(default_factory=dict)
    surprises: Counter[str] = field(default_factory=Counter)
    """Checks that passed and should not have, or the other way round, each with its seed."""
    judge_errors: int = 0
    """Checks that could not be asked of anybody."""
    spared: set[str] = field(default_factory=set)
    """Slow checks, which were not asked under every seed."""
    free: set[str] = field(default_factory=set)
    """Of a right one: the functions that answer otherwise than the reference's, under the first seed."""

    def merge(self, other: Finding) -> None:
        """Add what was found under other seeds."""
        self.seeds += other.seeds
        self.wrong_seeds += other.wrong_seeds
        self.least, self.most = min(self.least, other.least), max(self.most, other.most)
        self.judge_errors += other.judge_errors
        self.spared |= other.spared
        self.free |= other.free
        self.surprises.update(other.surprises)
        for check, tally in other.checks.items():
            self.checks.setdefault(check, SeedTally()).add(tally)

    @property
    def clear(self) -> frozenset[str]:
        """The checks that a right solution passes so clearly that it need not be asked again."""
        return frozenset(check for check, tally in self.checks.items() if tally.clear)

    @property
    def unclear(self) -> frozenset[str]:
        """The checks that must catch a wrong one and might let it pass."""
        return frozenset(
            check for check in self.fails if check in self.checks and self.checks[check].chance > CLEAR_CHANCE
        )

    def costly(self, seconds: float) -> frozenset[str]:
        """Return the checks that have taken more than so many seconds of processor time in all."""
        return frozenset(check for check, tally in self.checks.items() if tally.spent > seconds)

    @property
    def chance(self) -> float:
        """The largest chance with which a wrong one passes a check that must catch it; 0 where none must."""
        return max((self.checks[check].chance for check in self.fails if check in self.checks), default=0.0)

    def data(self) -> dict[str, Any]:
        """Return it as plain data."""
        checks = {name: vars(tally) for name, tally in self.checks.items()}
        return vars(self) | {
            "fails": sorted(self.fails),
            "spared": sorted(self.spared),
            "free": sorted(self.free),
            "surprises": dict(self.surprises),
            "checks": checks,
        }


@dataclass
class TaskFindings:
    """The findings about one task."""

    task: str
    points: float
    findings: dict[str, Finding] = field(default_factory=dict)
    empty: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For each check: in how many cases its tolerance would accept 0, and in how many something else is due."""

    @property
    def judge_errors(self) -> int:
        """Checks that could not be asked of anybody."""
        return sum(finding.judge_errors for finding in self.findings.values())

    def of_kind(self, kind: str) -> list[Finding]:
        """Return the findings of solutions of a kind."""
        return [finding for finding in self.findings.values() if finding.kind == kind]

    def merge(self, findings: Iterable[Finding], empty: Mapping[str, tuple[int, int]]) -> None:
        """Add what was found under other seeds."""
        for finding in findings:
            if finding.name in self.findings:
                self.findings[finding.name].merge(finding)
            else:
                self.findings[finding.name] = finding
        for check, (inside, other) in empty.items():
            before = self.empty.get(check, (0, 0))
            self.empty[check] = (before[0] + inside, before[1] + other)

    @property
    def right_seeds(self) -> int:
        """The seeds under which right solutions were tried."""
        return max((finding.seeds for finding in self.of_kind("right")), default=0)

    @property
    def right_lost(self) -> int:
        """How often one of them lost points, and at most once a seed."""
        return min(self.right_seeds, sum(finding.wrong_seeds for finding in self.of_kind("right")))

    @property
    def right_fail(self) -> float | None:
        """The largest share of all seeds under which right solutions lose points; None where none was tried."""
        return bounds.upper_bound(self.right_lost, self.right_seeds) if self.right_seeds else None

    def data(self) -> dict[str, Any]:
        """Return it as plain data."""
        findings = {name: finding.data() for name, finding in self.findings.items()}
        return {"task": self.task, "points": self.points, "findings": findings, "bounds": self.bounds()}

    def bounds(self) -> dict[str, Any]:
        """Return what chance can do at the most: to right solutions, by their seeds, and for each known wrong one."""
        return {
            "method": f"Clopper and Pearson, one-sided, {bounds.LEVEL:.0%}",
            "right_solutions_fail": self.right_fail,
            "wrong_solutions_pass": {
                finding.name: finding.chance for finding in self.of_kind("wrong") if finding.fails
            },
        }
