"""Every solution of a task under many seeds, through the same judge and worker as a student's.

Written checks are left out: a person marks them.  Growth checks are asked under the first few seeds only: their time
does not depend on the numbers, and a million numbers a seed would be most of the work.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from grader.course import load_course
from grader.judge import Preparation, Session, TaskGrading, wanted_of
from grader.results import Outcome
from grader.sandbox.process import Worker
from grader.verify.solutions import Solution, solutions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grader.checks.check import Task
    from grader.results import CheckResult, TaskResult

GROWTH_SEEDS = 5
"""Seeds under which growth checks are asked."""
WRONG_SEEDS = 200
"""Seeds under which wrong solutions and answers without knowledge are tried; right ones are under all, since what fails
one student in a thousand must be found."""
MOST_FOR_NOTHING = 0.1
"""The share of a task's points that an answer without knowledge may earn."""
PORTION = 20
"""Seeds that one process takes at a time."""


@dataclass
class Finding:
    """What one solution got, over all seeds."""

    name: str
    kind: str
    seeds: int = 0
    wrong_seeds: int = 0
    """Seeds under which the task did not say what it must."""
    least: float = 1.0
    most: float = 0.0
    """The smallest and the largest share of the points."""
    surprises: Counter[str] = field(default_factory=Counter)
    """Checks that passed and should not have, or the other way round, with an example of a seed."""

    def merge(self, other: Finding) -> None:
        """Add what was found under other seeds."""
        self.seeds += other.seeds
        self.wrong_seeds += other.wrong_seeds
        self.least, self.most = min(self.least, other.least), max(self.most, other.most)
        self.surprises.update(other.surprises)


@dataclass
class TaskFindings:
    """What was found of one task."""

    task: str
    points: float
    findings: dict[str, Finding] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether every solution got what it must under every seed."""
        return all(not finding.wrong_seeds for finding in self.findings.values())

    def data(self) -> dict[str, Any]:
        """Return the findings as plain data."""
        # dataclasses.asdict makes a counter of pairs from a counter.
        findings = {name: vars(found) | {"surprises": dict(found.surprises)} for name, found in self.findings.items()}
        return {"task": self.task, "points": self.points, "findings": findings}

    def merge(self, findings: dict[str, Finding]) -> None:
        """Add what was found under other seeds."""
        for name, finding in findings.items():
            if name in self.findings:
                self.findings[name].merge(finding)
            else:
                self.findings[name] = finding


def verify_task(folder: Path, task: Task, seeds: int, tell: Callable[[int], None], processes: int) -> TaskFindings:
    """Try all solutions of a task under seeds 0 to `seeds` - 1; `tell` hears how many seeds are done."""
    found = TaskFindings(task.id, task.points)
    portions = [range(start, min(start + PORTION, seeds)) for start in range(0, seeds, PORTION)]
    context = multiprocessing.get_context("spawn")
    done = 0
    with ProcessPoolExecutor(min(processes, len(portions)), mp_context=context) as pool:
        futures = {pool.submit(try_seeds, folder, task.id, portion): portion for portion in portions}
        for future in as_completed(futures):
            found.merge(future.result())
            done += len(futures[future])
            tell(done)
    return found


def try_seeds(folder: Path, task_id: str, seeds: range) -> dict[str, Finding]:
    """Try all solutions of a task under `seeds`; each solution keeps one worker."""
    task = load_course(folder, only=[task_id]).tasks[0]
    task = replace(task, checks=tuple(check for check in task.checks if check.kind != "written"))
    tried = solutions(folder, task)
    quick = replace(task, checks=tuple(check for check in task.checks if check.kind != "growth"))
    if seeds.start >= WRONG_SEEDS:
        tried = [solution for solution in tried if solution.kind == "right"]
    findings = {solution.name: Finding(solution.name, solution.kind) for solution in tried}
    sessions = {solution.name: Session(solution.submission, wanted_of([task]), Worker) for solution in tried}
    try:
        for session in sessions.values():
            session.load()
        for seed in seeds:
            preparation = Preparation(seed)
            asked = task if seed < GROWTH_SEEDS else quick
            for solution in (solution for solution in tried if solution.kind == "right" or seed < WRONG_SEEDS):
                session = sessions[solution.name]
                grading = TaskGrading(asked, solution.submission, session, session.report, preparation)
                for hidden in (False, True):
                    grading.ask(hidden=hidden)
                _take(findings[solution.name], solution, asked, grading.result(), seed)
    finally:
        for session in sessions.values():
            session.close()
    return findings


def _take(finding: Finding, solution: Solution, asked: Task, result: TaskResult, seed: int) -> None:
    points = sum(check.points for check in asked.checks)
    share = result.points / points if points else 0.0
    finding.seeds += 1
    finding.least, finding.most = min(finding.least, share), max(finding.most, share)
    surprises = list(_surprises(solution, result, share))
    finding.wrong_seeds += bool(surprises)
    finding.surprises.update(f"{text} (seed {seed})" for text in surprises)


def _surprises(solution: Solution, result: TaskResult, share: float) -> Iterator[str]:
    """Yield what the task should have said otherwise; a fault of the course or the grader never is as it must be."""
    faults = [check for check in result.checks if check.outcome is Outcome.JUDGE_ERROR]
    yield from (_said(check) for check in faults)
    if solution.kind == "empty":
        if share > MOST_FOR_NOTHING:
            yield f"earns {share:.0%} of the points"
        return
    for check in (check for check in result.checks if check not in faults):
        must_fail = check.id in solution.fails
        passed = check.outcome is Outcome.PASSED
        if passed == must_fail and not (check.outcome is Outcome.SKIPPED and solution.kind == "wrong"):
            yield _said(check)


def _said(check: CheckResult) -> str:
    return f"{check.id} is {check.outcome.value}: {check.fault.strip() or check.message}"[:300]
