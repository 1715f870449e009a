"""Every solution of a task under some seeds, with questions that are prepared once for all of them.

Written checks are left out: a person marks them.  Growth checks are asked under the first few seeds only: their time
does not depend on the numbers.  A check that calls only functions which a solution has from the reference is not asked
of it: the same code gives the same answers, and that they are right was seen when the question was prepared.  A check
that has taken a solution long in a portion is not asked under its other seeds, unless it is to be asked under all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.judge import Preparation
from grader.judge.preparation import PreparationFault
from grader.records import dataclass, field
from grader.verify.findings import Finding, SeedTally
from grader.verify.margins import ROUNDING, accepts_nothing, unlike
from grader.verify.solutions import STARTER, solutions
from grader.verify.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.checks.task import Check, Task
    from grader.sandbox.factory import WorkerFactory
    from grader.verify.solutions import Solution
    from grader.verify.trial import TrialResult

GROWTH_SEEDS = 2
"""Seeds under which growth checks are asked."""
PORTION = 20
"""Seeds that one process takes at a time."""
EMPTY_SEEDS = 3
"""Seeds under which answers without knowledge are tried."""
PATIENCE = 0.4
"""Processor seconds after which a check is not asked of a solution any more in a portion, if nothing else is said."""
SEEDS_TOLD = 2
"""Seeds of a portion under which a surprise is told in words."""


@dataclass(frozen=True, slots=True)
class SeedBatch:
    """Seeds of a task, and which solutions are tried under them."""

    folder: Path
    task: str
    seeds: tuple[int, ...]
    names: frozenset[str] | None = None
    """The solutions; None for all."""
    spared: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The checks that a solution need not be asked any more, by its name."""
    every: bool = False
    """Whether every solution is asked every check under every seed, however long that takes."""
    patience: float = PATIENCE
    """Processor seconds that a check may take of a solution until the other seeds go without it."""


@dataclass(frozen=True, slots=True)
class SeedBatchResult:
    """The results of a batch of seeds."""

    findings: tuple[Finding, ...]
    empty: Mapping[str, tuple[int, int]]


def decided_by_program(task: Task) -> Task:
    """Return the task without what a person marks."""
    return replace(task, checks=tuple(check for check in task.checks if not check.spec.marked_by_person))


def try_seeds(
    portion: SeedBatch, task: Task, cell: WorkerFactory, preparation_of: Callable[[int], Preparation] = Preparation
) -> SeedBatchResult:
    """Try solutions of a task under some seeds; each keeps one worker."""
    task = decided_by_program(task)
    tried = [
        solution
        for solution in solutions(portion.folder, task)
        if portion.names is None or solution.name in portion.names
    ]
    findings = {solution.name: Finding(solution.name, solution.kind, solution.fails) for solution in tried}
    trials: dict[str, Trial] = {}
    empty = {check.id: (0, 0) for check in task.checks}
    try:
        for seed in portion.seeds:
            preparation = preparation_of(seed)
            for solution in tried:
                if solution.kind == "empty" and seed >= EMPTY_SEEDS and not portion.every:
                    continue
                if solution.name not in trials:
                    trials[solution.name] = Trial(task, solution.submission, cell)
                finding, clear = findings[solution.name], portion.spared.get(solution.name, frozenset())
                slow = frozenset[str]() if portion.every else _slow(task, finding, portion.patience)
                finding.spared |= slow
                _Turn(task, solution, trials[solution.name], preparation, finding, clear | slow).take()
            if portion.names is None:
                for check, (inside, other) in _accepting(task, preparation):
                    empty[check] = (empty[check][0] + inside, empty[check][1] + other)
    finally:
        for trial in trials.values():
            trial.close()
    return SeedBatchResult(tuple(findings.values()), empty)


def _slow(task: Task, finding: Finding, patience: float) -> frozenset[str]:
    """Return the checks that have taken a solution long."""
    return finding.costly(patience) - {check.id for check in task.checks if check.spec.timed}


def _accepting(task: Task, preparation: Preparation) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield for each statement in how many cases 0 would do, and in how many something else is due."""
    for check in task.checks:
        if check.spec.timed:
            continue  # not asked under every seed, and slow to prepare
        prepared = preparation.of(task.id, check)
        if not isinstance(prepared, PreparationFault) and prepared.statement is not None:
            yield check.id, accepts_nothing(prepared.statement)


class _Turn:
    """One solution under one seed."""

    def __init__(
        self,
        task: Task,
        solution: Solution,
        trial: Trial,
        preparation: Preparation,
        finding: Finding,
        spared: frozenset[str],
    ) -> None:
        self._task, self._solution, self._trial, self._preparation = task, solution, trial, preparation
        self._finding, self._spared = finding, spared
        self._results: dict[str, TrialResult] = {}
        self._unmet: set[str] = set()
        """Checks that did not pass, or were skipped because another did not."""

    def take(self) -> None:
        """Ask what is to be asked, and note what the task says of it."""
        for check in self._in_turn():
            result = self._trial.ask(check, self._preparation)
            self._results[check.id] = result
            if not result.passed:
                self._unmet.add(check.id)
            if not result.fault:
                self._finding.checks.setdefault(check.id, SeedTally()).take(result)
            if result.evidence is not None and self._solution.kind == "right" and not self._finding.seeds:
                self._finding.free.update(unlike(result.evidence, ROUNDING))
        self._note()

    def _in_turn(self) -> Iterator[Check]:
        for check in self._checks():
            if self._solution.kind != "right" and self._unmet.intersection(check.spec.needs):
                self._unmet.add(check.id)
            elif check.id in self._spared:  # what it said before stands
                self._unmet.update({check.id} & self._solution.fails)
            elif self._concerned(check):
                yield check

    def _checks(self) -> Sequence[Check]:
        """Return the checks that may be asked; what others need comes first, as the course has seen to."""
        late = self._preparation.seed >= GROWTH_SEEDS
        return [check for check in self._task.checks if not (late and check.spec.timed)]

    def _concerned(self, check: Check) -> bool:
        """Whether a check calls a function that is not the reference's; the reference itself is asked all."""
        return not self._solution.changed or check.concerns(self._solution.changed)

    def _note(self) -> None:
        checks = self._checks()
        points = sum(check.points for check in checks)
        share = sum(self._points(check) for check in checks) / points if points else 0.0
        finding, seed = self._finding, self._preparation.seed
        finding.seeds += 1
        finding.least, finding.most = min(finding.least, share), max(finding.most, share)
        finding.judge_errors += sum(bool(result.fault) for result in self._results.values())
        surprises = [f"{text} (seed {seed})" for text in self._surprises(share)]
        finding.wrong_seeds += bool(surprises)
        finding.surprises.update(surprises)

    def _points(self, check: Check) -> float:
        result = self._results.get(check.id)
        if result is not None:
            return result.points
        return 0.0 if check.id in self._unmet else check.points

    def _surprises(self, share: float) -> Iterator[str]:
        """Yield what the task should have said otherwise; a fault of the course never is as it must be."""
        faults = {check: result.fault for check, result in self._results.items() if result.fault}
        yield from (f"{check} is judge_error: {text.strip()}"[:300] for check, text in faults.items())
        if self._solution.kind == "empty":
            yield from (f"has no function {name}" for name in self._trial.missing if self._solution.name == STARTER)
            if share > self._solution.earns:
                earned = [check.id for check in self._task.checks if self._points(check)]
                yield f"earns {share:.0%} of the points, in {', '.join(earned)}"
            return
        if self._solution.stray:
            if not self._unmet:
                yield "is caught by no check"
            return
        for check in self._task.checks:
            result = self._results.get(check.id)
            if result is not None and not result.fault and result.passed == (check.id in self._solution.fails):
                yield self._explanation(check, result)
        yield from self._never_asked(faults)
        if self._solution.kind == "wrong" and share >= 1.0:
            yield "costs no points"

    def _never_asked(self, faults: Mapping[str, str]) -> Iterator[str]:
        """Yield the checks that must catch a wrong solution and do not even ask it, or only after another has."""
        for check in self._checks():
            if check.id in self._solution.fails and check.id not in self._results and check.id not in faults:
                if check.id in self._spared:
                    continue
                yield f"{check.id} is {'skipped' if check.id in self._unmet else 'passed'}"

    def _explanation(self, check: Check, result: TrialResult) -> str:
        if result.passed:
            return f"{check.id} is passed"
        if self._finding.wrong_seeds >= SEEDS_TOLD:
            return f"{check.id} is {'timeout' if result.timeout else 'failed'}"
        return f"{check.id} is {self._trial.message(check, self._preparation)}"[:300]
