"""The state of one process of the pool between jobs: a zygote, and the tasks that it has worked on.

A job never raises: an exception that cannot be unpickled would break the pool.
"""

from __future__ import annotations

import atexit
import traceback
from functools import cache, partial
from typing import TYPE_CHECKING

from grader.course import load_course
from grader.errors import GraderError
from grader.judge import Preparation
from grader.records import dataclass
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.link import is_portable
from grader.sandbox.zygote import Zygote
from grader.verify.mutation_score import SEEDS, MutantResult, MutantTester, mutants
from grader.verify.sentences import SentenceFinding, SentenceTester
from grader.verify.soundness import SeedBatch, SeedBatchResult, try_seeds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.checks.task import Task
    from grader.diagnosis.mutation.mutants import Mutant


@dataclass(frozen=True, slots=True)
class MutantBatch:
    """Some of the mutants of a task, by their numbers."""

    folder: Path
    task: str
    numbers: tuple[int, ...]
    free: frozenset[str]
    """The functions to which right solutions give different answers."""


@dataclass(frozen=True, slots=True)
class SentenceBatch:
    """Some of the known wrong solutions of a task, whose sentences are looked at."""

    folder: Path
    task: str
    names: tuple[str, ...]


Job = SeedBatch | MutantBatch | SentenceBatch
JobResult = SeedBatchResult | list[MutantResult] | list[SentenceFinding]


@dataclass(frozen=True, slots=True)
class BatchFailure:
    """Why a job has no result: the grader is at fault, or the course has changed meanwhile."""

    text: str


@cache
def _cell() -> WorkerFactory:
    """Return this process's workers; the zygote that forks them, where there is one, ends with the process."""
    if is_portable():
        return WorkerFactory()
    zygote = Zygote()
    atexit.register(zygote.close)
    return WorkerFactory(starter=zygote)


@cache
def _task(folder: Path, task: str) -> Task:
    return load_course(folder, only=[task]).tasks[0]


@cache
def _cached_preparation(_folder: Path, _task: str, seed: int) -> Preparation:
    return Preparation(seed)


def prepare(folder: Path, tasks: Sequence[str]) -> None:
    """Read the tasks, for the processes that are forked later."""
    for task in tasks:
        _task(folder, task)


def _preparation(folder: Path, task: str, seed: int) -> Preparation:
    """Return the questions for a seed; those of the first seeds are asked of mutants as well."""
    return _cached_preparation(folder, task, seed) if seed < SEEDS.stop else Preparation(seed)


@cache
def _mutants(folder: Path, task: str) -> list[Mutant]:
    return mutants(folder, _task(folder, task))


@cache
def _range(folder: Path, task: str, free: frozenset[str]) -> MutantTester:
    return MutantTester(folder, _task(folder, task), _cell(), free, partial(_preparation, folder, task))


def work(job: Job) -> JobResult | BatchFailure:
    """Do one job."""
    try:
        task = _task(job.folder, job.task)
        if isinstance(job, SeedBatch):
            return try_seeds(job, task, _cell(), partial(_preparation, job.folder, job.task))
        if isinstance(job, SentenceBatch):
            tester = SentenceTester(job.folder, task, _cell(), partial(_preparation, job.folder, job.task))
            return [tester.finding(name) for name in job.names]
        task_range, mutants = _range(job.folder, job.task, job.free), _mutants(job.folder, job.task)
        return [task_range.fate(mutants[number]) for number in job.numbers]
    except GraderError as error:
        return BatchFailure(str(error))
    except Exception:  # noqa: BLE001 - told in the main process
        return BatchFailure(traceback.format_exc(limit=-4))
