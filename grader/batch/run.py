"""The whole class: what is left to do, progress, and processes that die.

At most two jobs a process are handed out at a time, so memory does not grow with the class.  A process of the pool
that dies breaks the pool for all jobs in flight.  Each of them is then tried once more, alone: one that ends its
process again is reported, and the others have lost nothing but time.
"""

from __future__ import annotations

import multiprocessing
import os
import secrets
import signal
import threading
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.batch import job as jobs
from grader.batch.job import Done, Job
from grader.batch.table import grades_csv
from grader.checks.parsing import nearest
from grader.course import load_course
from grader.errors import UsageError
from grader.results.files import write
from grader.results.overrides import Overrides, read_overrides
from grader.submission import submissions

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from concurrent.futures import Executor
    from pathlib import Path


@dataclass(frozen=True)
class Batch:
    """What to grade and where to."""

    source: Path
    course: Path
    out: Path
    processes: int
    seed: int | None = None
    walls: bool = True
    """Whether students' code is closed in."""


@dataclass
class Progress:
    """How far a batch is."""

    total: int
    graded: int = 0
    cached: int = 0
    failures: list[Done] = field(default_factory=list)
    judge_errors: list[Done] = field(default_factory=list)

    @property
    def finished(self) -> int:
        """Submissions with a result, or with a reason why there is none."""
        return self.graded + self.cached + len(self.failures)

    def take(self, done: Done) -> None:
        """Count one submission."""
        if done.failure:
            self.failures.append(done)
        elif done.cached:
            self.cached += 1
        else:
            self.graded += 1
        if done.judge_errors:
            self.judge_errors.append(done)


def run(batch: Batch, tell: Callable[[Progress], None], executor: Callable[[], Executor] | None = None) -> Progress:
    """Grade what has no result yet; `tell` hears after each submission.

    `executor` makes an executor of `concurrent.futures`; by default, one of processes on this machine.  On
    KeyboardInterrupt what is running is given up and what is finished stays.
    """
    digest = jobs.course_digest(batch.course)
    found = _found(batch)
    seed = _seed(batch)
    overrides = _overrides(batch, {_id(path, found) for path in found})
    waiting = [
        Job(path, id_, batch.course, digest, batch.out, seed, batch.walls, overrides.of(id_))
        for path, id_ in ((path, _id(path, found)) for path in found)
    ]
    progress = Progress(len(waiting))
    tell(progress)
    try:
        for done in _all(waiting, executor or (lambda: _processes(batch.processes)), batch.processes):
            progress.take(done)
            tell(progress)
    finally:
        # What could not be graded now has no grade: an older result of other files is none.
        without = {done.id for done in progress.failures}
        _write_table(batch, [job for job in waiting if job.id not in without])
    return progress


def _found(batch: Batch) -> list[Path]:
    """Return the submissions: what is in the source, the folder of the results apart.  Raises UsageError."""
    if batch.out.resolve() == batch.source.resolve():
        raise UsageError(f"{batch.out}: holds the submissions. Name another folder for the results with --out.")
    return [path for path in submissions(batch.source) if path.resolve() != batch.out.resolve()]


def _overrides(batch: Batch, ids: set[str]) -> Overrides:
    """Return the points set by hand in the folder of the results.  Raises UsageError with every mistake in them."""
    tasks = load_course(batch.course).tasks
    checks = {f"{task.id}.{check.id}": check.points for task in tasks for check in task.checks}
    path = batch.out / "overrides.toml"
    overrides = read_overrides(path, checks)
    for override in overrides.points:
        if override.submission not in ids:
            raise UsageError(
                f"{path}: there is no submission `{override.submission}`{nearest(override.submission, ids)}."
            )
    return overrides


def _seed(batch: Batch) -> int:
    """Return the batch's seed: the one asked for, the one of an earlier run, or a new secret one; keep it."""
    path = batch.out / "seed"
    try:
        kept = int(path.read_text())
    except (FileNotFoundError, NotADirectoryError):
        kept = None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: holds no seed ({error}). Remove the file, or say --seed N.") from error
    seed = batch.seed if batch.seed is not None else kept
    if seed is None:
        seed = secrets.randbits(53)
    if seed != kept:
        write(path, f"{seed}\n", private=True)
    return seed


def _id(path: Path, found: list[Path]) -> str:
    """Return a submission's id: the folder's or file's name, with its suffix where another has the same."""
    name = path.stem if path.is_file() else path.name
    twin = any(other is not path and (other.stem if other.is_file() else other.name) == name for other in found)
    return path.name if twin else name


def _processes(count: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_follow_parent)


def _follow_parent() -> None:
    """Leave Ctrl-C to the main process; when told to end, or left alone, take the student's worker along."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end(*_: object) -> None:
    """Unwind instead of dying at once, so that the worker is ended and not left behind; then die all the same."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0.5)  # the pool's own loop survives SystemExit, and SIGALRM it does not
    raise SystemExit(128 + signal.SIGTERM)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1.0)
        os._exit(1)


def _all(waiting: list[Job], executor: Callable[[], Executor], width: int) -> Iterator[Done]:
    """Yield what became of each job, as they finish."""
    queue = deque(waiting)
    while queue:
        suspects = yield from _in_one_pool(queue, executor, 2 * width)
        for job in suspects:
            alone = deque([job])
            if (yield from _in_one_pool(alone, executor, 1)) or alone:
                yield Done(job.id, failure="The process that graded it ended twice. Grade it alone to see why.")


def _in_one_pool(queue: deque[Job], executor: Callable[[], Executor], most: int) -> Generator[Done, None, list[Job]]:
    """Take jobs from the queue until it is empty or the pool breaks; return those in flight when it broke."""
    pool = executor()
    running: dict[Future[Done], Job] = {}
    try:
        yield from _until_broken(pool, queue, running, most)
    except BaseException:
        _give_up(pool)
        raise
    pool.shutdown()
    return list(running.values())


def _until_broken(pool: Executor, queue: deque[Job], running: dict[Future[Done], Job], most: int) -> Iterator[Done]:
    """Hand out jobs and yield results until all are done or the pool breaks; then `running` holds what was lost."""
    broken = False
    while (queue or running) and not broken:
        try:
            while queue and len(running) < most:
                running[pool.submit(jobs.run, queue[0])] = queue[0]
                queue.popleft()
        except BrokenProcessPool:
            broken = True
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                broken = True
                continue
            job = running.pop(future)
            yield Done(job.id, failure=f"{type(error).__name__}: {error}") if error else future.result()


def _give_up(pool: Executor) -> None:
    """Stop at once: what is running is lost, what is finished is on disk."""
    pool.shutdown(wait=False, cancel_futures=True)
    for process in multiprocessing.active_children():
        process.terminate()


def _write_table(batch: Batch, all_jobs: list[Job]) -> None:
    paths = [jobs.result_path(batch.out, job.id) for job in all_jobs]
    present = [path for path in paths if path.is_file()]
    if present:
        write(batch.out / "grades.csv", grades_csv(present))
