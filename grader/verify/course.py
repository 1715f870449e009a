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
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from grader.course import load_course
from grader.errors import JudgeError
from grader.judge.processes import give_up, pool
from grader.records import dataclass, field
from grader.verify.cache import VerifiedTask, VerifyCache, key_of
from grader.verify.findings import TaskFindings
from grader.verify.mutation_score import MutantResult, mutants, task_mutation_score
from grader.verify.process_state import BatchFailure, MutantBatch, SentenceBatch, prepare, work
from grader.verify.sentences import SentenceFinding, names_with_sentences
from grader.verify.soundness import PORTION, SeedBatch, SeedBatchResult, decided_by_program
from grader.verify.table import tables
from grader.verify.verdicts import items, measured, sentence_item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from grader.checks.task import Task
    from grader.course import BrokenTask
    from grader.verify.findings import Finding
    from grader.verify.process_state import Job, JobResult

FIRST = 10
"""Seeds under which every solution is tried."""
LONG = 1.0
"""Processor seconds that a check may take of a solution under further seeds, about."""
MUTANTS = 12
"""The number of mutants that a process takes at a time."""
LOOK_SECONDS = 1.0
SENTENCES = 4
"""The number of known wrong solutions whose sentences a process looks at at a time."""


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """How a course is looked at."""

    seeds: int = 200
    mutants: bool = True
    every: bool = False
    """Whether every solution is tried under every seed, however clear or slow."""


@dataclass
class CourseProgress:
    """The progress of a course: work is counted in about equal pieces."""

    total: float = 0.0
    done: float = 0.0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds_left(self) -> float:
        """The seconds that are left, if the rest goes as fast."""
        return (time.monotonic() - self.began) * (self.total - self.done) / self.done if self.done else math.nan


def verify_course(
    folder: Path,
    task_ids: Sequence[str] = (),
    options: VerifyOptions | None = None,
    *,
    processes: int | None = None,
    cache: Path | None = None,
    on_progress: Callable[[CourseProgress], None] = lambda _: None,
    on_broken: Callable[[BrokenTask], None] | None = None,
) -> list[VerifiedTask]:
    """Verify tasks of a course, all of them if none is named; return them in its order.

    `cache` is a folder for results; `on_progress` is called after each piece of work.  With `on_broken`,
    which gets them, tasks with mistakes are left out, unless all are broken.

    Raises SpecError, UsageError or JudgeError.

    >>> def refused(folder):
    ...     return [item.text for task in verify_course(folder, ["softmax"]) for item in task.refused]
    """
    options, folder, store = options or VerifyOptions(), folder.resolve(), VerifyCache(cache)
    course = load_course(folder, only=task_ids, skip_broken=on_broken is not None)
    tasks = course.tasks
    for broken in course.broken:
        assert on_broken is not None  # noqa: S101 - else the mistakes were raised
        on_broken(broken)
    keys = {task.id: key_of(folder, task.id, how=str(options)) for task in tasks}
    cached = {task.id: store.read(keys[task.id]) for task in tasks}
    to_verify = [_TaskVerification(folder, task, options) for task in tasks if cached[task.id] is None]
    if to_verify:
        # One more than there are cores: within a process judge and worker wait for each other.
        _do(folder, to_verify, processes or (os.cpu_count() or 1) + 1, on_progress)
    for verification in to_verify:
        result = cached[verification.task.id] = verification.verified()
        store.write(keys[verification.task.id], result)
    return [result for result in cached.values() if result is not None]


def _do(
    folder: Path,
    tasks: Sequence[_TaskVerification],
    processes: int,
    on_progress: Callable[[CourseProgress], None],
) -> None:
    """Do the jobs of all tasks; what a job brings up is done as well."""
    executor = pool(processes, partial(prepare, folder, [task.task.id for task in tasks]))
    advance = CourseProgress(sum(task.weight for task in tasks))
    waiting: dict[Future[JobResult | BatchFailure], tuple[_TaskVerification, Job]] = {}

    def hand_out(task: _TaskVerification, jobs: Iterable[Job]) -> None:
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
            on_progress(advance)
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
    if isinstance(job, SeedBatch):
        return len(job.seeds)
    return len(job.numbers) / 4 if isinstance(job, MutantBatch) else len(job.names)


def _portions(seeds: range) -> Iterator[tuple[int, ...]]:
    for start in range(seeds.start, seeds.stop, PORTION):
        yield tuple(range(start, min(start + PORTION, seeds.stop)))


def _long(finding: Finding, number: int) -> frozenset[str]:
    """Return the checks that have had their time in as many portions, under one seed each at least."""
    return frozenset(check for check, tally in finding.checks.items() if number * tally.mean > LONG)


class _TaskVerification:
    """One task on its way."""

    def __init__(self, folder: Path, task: Task, options: VerifyOptions) -> None:
        self._folder, self.task, self._options = folder, task, options
        program = decided_by_program(task)
        self._findings = TaskFindings(task.id, sum(check.points for check in program.checks))
        self._mutant_results: dict[int, MutantResult] = {}
        self._mutants = len(mutants(folder, task)) if options.mutants else 0
        self._named = names_with_sentences(folder, task)
        self._sentences: dict[str, SentenceFinding] = {}

    @property
    def weight(self) -> float:
        """The amount of work."""
        return self._options.seeds + self._mutants / 4 + len(self._named)

    def first(self) -> Iterator[Job]:
        """Yield the portions with all solutions, and the known wrong ones whose sentences are looked at."""
        first = self._options.seeds if self._options.every else min(FIRST, self._options.seeds)
        for seeds in _portions(range(first)):
            yield SeedBatch(self._folder, self.task.id, seeds, every=self._options.every)
        for start in range(0, len(self._named), SENTENCES):
            yield SentenceBatch(self._folder, self.task.id, tuple(self._named[start : start + SENTENCES]))

    def _further(self) -> Iterator[Job]:
        """Yield the portions with what is not clear; a check that takes long stands in the first few only."""
        names = self._unclear()
        portions = list(_portions(range(FIRST, self._options.seeds)))
        for number, seeds in enumerate(portions):
            spared = {
                finding.name: finding.clear | _long(finding, number) for finding in self._findings.of_kind("right")
            }
            spared |= {finding.name: self._besides(finding.unclear) for finding in self._findings.of_kind("wrong")}
            yield SeedBatch(self._folder, self.task.id, seeds, names, spared, patience=LONG / len(portions))

    def _mutant_portions(self) -> Iterator[Job]:
        """Yield the mutants, those that stand near each other apart: they take about as long."""
        free = frozenset[str]().union(*(finding.free for finding in self._findings.of_kind("right")))
        count = math.ceil(self._mutants / MUTANTS)
        for start in range(count):
            yield MutantBatch(self._folder, self.task.id, tuple(range(start, self._mutants, count)), free)

    def take(self, job: Job, result: JobResult | BatchFailure) -> Iterator[Job]:
        """Take in what came of a job; yield those that follow from it.  Raises JudgeError."""
        if isinstance(result, BatchFailure):
            raise JudgeError(f"{self.task.id}: {result.text}")
        if isinstance(result, SeedBatchResult):
            self._findings.merge(result.findings, result.empty)
            if isinstance(job, SeedBatch) and 0 in job.seeds:
                yield from self._mutant_portions()
            if isinstance(job, SeedBatch) and job.names is None and not self._options.every:
                yield from self._further()
            return
        for number, each in enumerate(result):
            if isinstance(each, SentenceFinding):
                self._sentences[each.name] = each
            elif isinstance(job, MutantBatch) and isinstance(each, MutantResult):
                self._mutant_results[job.numbers[number]] = each

    def _besides(self, checks: frozenset[str]) -> frozenset[str]:
        """Return the other checks: what was found of them under the first seeds stands."""
        return frozenset(check.id for check in self.task.checks) - checks

    def _unclear(self) -> frozenset[str]:
        """Return the solutions that need more seeds."""
        growth = {check.id for check in self.task.checks if check.spec.timed}  # has seeds of its own
        right = [
            finding.name
            for finding in self._findings.of_kind("right")
            if finding.checks.keys() - finding.clear - growth
        ]
        return frozenset([*right, *(finding.name for finding in self._findings.of_kind("wrong") if finding.unclear)])

    def verified(self) -> VerifiedTask:
        """Return what is to be said."""
        results = [self._mutant_results[number] for number in sorted(self._mutant_results)]
        killed = task_mutation_score(self.task, results) if self._options.mutants else None
        checks = measured(self.task, self._findings, killed.nearest if killed else {})
        sentences = [self._sentences[name] for name in self._named]
        lines = (*items(self.task, self._findings, checks, killed), *map(sentence_item, sentences))
        data = self._findings.data() | {"good": all(item.good for item in lines)}
        data |= {"checks": {margins.check: asdict(margins) for margins in checks}}
        data |= {"items": [{"name": item.name, "good": item.good, "text": item.text} for item in lines]}
        data |= {"sentences": [asdict(finding) for finding in sentences]}
        data |= {"mutants": killed.data()} if killed else {}
        return VerifiedTask(
            self.task.id,
            lines,
            tables(self.task, self._findings, checks, killed, sentences, lines),
            data,
            self._findings.judge_errors,
        )
