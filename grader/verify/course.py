"""All tasks of a course on one pool of processes, each in portions: first seeds, further seeds, mutants.

Under the first seeds every solution is tried.  Further seeds are for where chance may have a part: right solutions in
checks in which their answers are neither the reference's nor well within a tolerance, and wrong ones of which so few
cases show that they are wrong that they might pass.
"""

from __future__ import annotations

import math
import os
import time
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from grader.course import load_course
from grader.errors import JudgeError
from grader.judge.processes import give_up, pool
from grader.verify.cache import Kept, Verified, key_of
from grader.verify.findings import TaskFindings
from grader.verify.mutation_score import Fallen, killing, mutants
from grader.verify.process_state import Broken, MutantPortion, work
from grader.verify.soundness import PORTION, Portion, Tried, decided_by_program
from grader.verify.table import tables
from grader.verify.verdicts import items, measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from grader.checks.task import Task
    from grader.verify.findings import Finding

FIRST = 10
"""Seeds under which every solution is tried."""
LONG = 1.0
"""Processor seconds that a check may take of a solution under further seeds, about."""
MUTANTS = 12
"""How many mutants a process takes at a time."""
LOOK_SECONDS = 1.0
Job = Portion | MutantPortion


@dataclass(frozen=True, slots=True)
class Looked:
    """How a course is looked at."""

    seeds: int = 200
    mutants: bool = True
    every: bool = False
    """Whether every solution is tried under every seed, however clear or slow."""


@dataclass
class Advance:
    """How far it is: work is counted in about equal pieces."""

    total: float = 0.0
    done: float = 0.0
    began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """The seconds that are left, if the rest goes as fast."""
        return (time.monotonic() - self.began) * (self.total - self.done) / self.done if self.done else math.nan


def verify_course(
    folder: Path,
    task_ids: Sequence[str] = (),
    looked: Looked | None = None,
    *,
    processes: int | None = None,
    kept: Path | None = None,
    tell: Callable[[Advance], None] = lambda _: None,
) -> list[Verified]:
    """Return what is to be said of tasks of a course, of all of them for none, in its order.

    `kept` is a folder for what was found; `tell` hears how far it is.  Raises SpecError, UsageError or JudgeError.
    """
    looked, folder, store = looked or Looked(), folder.resolve(), Kept(kept)
    tasks = load_course(folder, only=task_ids).tasks
    keys = {task.id: key_of(folder, task.id, how=str(looked)) for task in tasks}
    known = {task.id: store.read(keys[task.id]) for task in tasks}
    open_tasks = [_Task(folder, task, looked) for task in tasks if known[task.id] is None]
    if open_tasks:
        # One more than there are cores: within a process judge and worker wait for each other.
        _do(open_tasks, processes or (os.cpu_count() or 1) + 1, tell)
    for one in open_tasks:
        found = known[one.task.id] = one.verified()
        store.write(keys[one.task.id], found)
    return [found for found in known.values() if found is not None]


def _do(tasks: Sequence[_Task], processes: int, tell: Callable[[Advance], None]) -> None:
    """Do the jobs of all tasks; what a job brings up is done as well."""
    executor, advance = pool(processes), Advance(sum(task.weight for task in tasks))
    waiting: dict[Future[Tried | list[Fallen] | Broken], tuple[_Task, Job]] = {}

    def hand_out(task: _Task, jobs: Iterable[Job]) -> None:
        waiting.update({executor.submit(work, job): (task, job) for job in jobs})

    try:
        for task in sorted(tasks, key=lambda task: -len(task.task.misconceptions)):
            hand_out(task, task.first())
        while waiting:
            done, _ = wait(waiting, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                task, job = waiting.pop(future)
                hand_out(task, task.take(job, future.result()))
                advance.done += _weight(job)
            tell(advance)
        executor.shutdown()
    except BrokenProcessPool:
        give_up(executor)
        raise JudgeError(
            "a process of `grader verify` was ended from outside. Is there enough memory? Try again."
        ) from None
    except BaseException:
        give_up(executor)
        raise


def _weight(job: Job) -> float:
    return len(job.seeds) if isinstance(job, Portion) else len(job.numbers) / 4


def _portions(seeds: range) -> Iterator[tuple[int, ...]]:
    for start in range(seeds.start, seeds.stop, PORTION):
        yield tuple(range(start, min(start + PORTION, seeds.stop)))


def _long(one: Finding, number: int) -> frozenset[str]:
    """Return the checks that have had their time in as many portions, under one seed each at least."""
    return frozenset(check for check, tally in one.checks.items() if number * tally.mean > LONG)


class _Task:
    """One task on its way."""

    def __init__(self, folder: Path, task: Task, looked: Looked) -> None:
        self._folder, self.task, self._looked = folder, task, looked
        program = decided_by_program(task)
        self._found = TaskFindings(task.id, sum(check.points for check in program.checks))
        self._fallen: dict[int, Fallen] = {}
        self._mutants = len(mutants(folder, task)) if looked.mutants else 0

    @property
    def weight(self) -> float:
        """How much there is to do."""
        return self._looked.seeds + self._mutants / 4

    def first(self) -> Iterator[Job]:
        """Yield the portions with all solutions."""
        first = self._looked.seeds if self._looked.every else min(FIRST, self._looked.seeds)
        for seeds in _portions(range(first)):
            yield Portion(self._folder, self.task.id, seeds, every=self._looked.every)

    def _further(self) -> Iterator[Job]:
        """Yield the portions with what is not clear; a check that takes long stands in the first few only."""
        names = self._unclear()
        portions = list(_portions(range(FIRST, self._looked.seeds)))
        for number, seeds in enumerate(portions):
            spared = {one.name: one.clear | _long(one, number) for one in self._found.of_kind("right")}
            spared |= {one.name: self._besides(one.unclear) for one in self._found.of_kind("wrong")}
            yield Portion(self._folder, self.task.id, seeds, names, spared, patience=LONG / len(portions))

    def _mutant_portions(self) -> Iterator[Job]:
        """Yield the mutants, those that stand near each other apart: they take about as long."""
        free = frozenset[str]().union(*(one.free for one in self._found.of_kind("right")))
        count = math.ceil(self._mutants / MUTANTS)
        for start in range(count):
            yield MutantPortion(self._folder, self.task.id, tuple(range(start, self._mutants, count)), free)

    def take(self, job: Job, result: Tried | list[Fallen] | Broken) -> Iterator[Job]:
        """Take in what came of a job; yield those that follow from it.  Raises JudgeError."""
        if isinstance(result, Broken):
            raise JudgeError(f"{self.task.id}: {result.text}")
        if isinstance(result, Tried):
            self._found.merge(result.findings, result.empty)
            if isinstance(job, Portion) and 0 in job.seeds:
                yield from self._mutant_portions()
            if isinstance(job, Portion) and job.names is None and not self._looked.every:
                yield from self._further()
        elif isinstance(job, MutantPortion):
            self._fallen.update(zip(job.numbers, result, strict=True))

    def _besides(self, checks: frozenset[str]) -> frozenset[str]:
        """Return the other checks: what was found of them under the first seeds stands."""
        return frozenset(check.id for check in self.task.checks) - checks

    def _unclear(self) -> frozenset[str]:
        """Return the solutions that need more seeds."""
        growth = {check.id for check in self.task.checks if check.spec.timed}  # has seeds of its own
        right = [one.name for one in self._found.of_kind("right") if one.checks.keys() - one.clear - growth]
        return frozenset([*right, *(one.name for one in self._found.of_kind("wrong") if one.unclear)])

    def verified(self) -> Verified:
        """Return what is to be said."""
        fallen = [self._fallen[number] for number in sorted(self._fallen)]
        killed = killing(self.task, fallen) if self._looked.mutants else None
        checks = measured(self.task, self._found, killed.nearest if killed else {})
        said = tuple(items(self.task, self._found, checks, killed))
        data = self._found.data() | {"good": all(item.good for item in said)}
        data |= {"checks": {one.check: asdict(one) for one in checks}}
        data |= {"items": [{"name": item.name, "good": item.good, "text": item.text} for item in said]}
        data |= {"mutants": killed.data()} if killed else {}
        return Verified(
            self.task.id, said, tables(self.task, self._found, checks, killed, said), data, self._found.judge_errors
        )
