"""Jobs handed out, and results taken as they come, whatever becomes of the processes.

At most two jobs a process are handed out at a time, so memory does not grow with the class.  A process of a pool that
dies breaks the pool for all jobs in flight.  Each of them is then tried once more, alone: one that ends its process
again is reported, and the others have lost nothing but time.
"""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from grader.batch import job as jobs
from grader.batch.job import Job, JobResult

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from grader.batch.machines import Machines

AHEAD = 2
"""Jobs handed out for each that can run: the next one is there when one ends."""
TWICE = "The process that graded it ended twice. Grade it alone to see why."


def dispatch(waiting: Iterable[Job], machines: Machines) -> Iterator[JobResult]:
    """Yield what became of each job, as they finish; one for which no process could be started has a second turn."""
    tried: dict[str, Job] = {}
    postponed: list[Job] = []
    for done in _dispatch(_remembered(waiting, tried), machines, alone=False):
        job = tried.pop(done.id, None)
        if done.unstarted and job is not None:
            postponed.append(job)
        else:
            yield done
    # One after the other: what took all processes of the machine has ended, and none of these finds the others there.
    yield from _dispatch(iter(postponed), machines, alone=True)


def _remembered(waiting: Iterable[Job], tried: dict[str, Job]) -> Iterator[Job]:
    """Yield the jobs, and note each in `tried` until its result comes."""
    for job in waiting:
        tried[job.id] = job
        yield job


def _dispatch(queue: Iterator[Job], machines: Machines, *, alone: bool) -> Iterator[JobResult]:
    """Yield what became of each job of one round."""
    while (first := next(queue, None)) is not None:
        suspects = yield from _on_one_executor(first, queue, machines, alone=alone)
        for job in suspects:
            if (yield from _on_one_executor(job, iter(()), machines, alone=True)):
                yield JobResult(job.id, failure=TWICE)


def _on_one_executor(
    first: Job, queue: Iterator[Job], machines: Machines, *, alone: bool
) -> Generator[JobResult, None, list[Job]]:
    """Take jobs until there are none or the executor breaks; return those in flight when it broke."""
    executor = machines.executor(partial(jobs.prepare, first))
    running: dict[Future[JobResult], Job] = {}
    try:
        yield from _until_broken(executor, chain([first], queue), running, machines, alone=alone)
    except BaseException:
        machines.give_up(executor)
        raise
    machines.close(executor)
    return list(running.values())


def _until_broken(
    executor: Executor, queue: Iterator[Job], running: dict[Future[JobResult], Job], machines: Machines, *, alone: bool
) -> Iterator[JobResult]:
    """Hand out jobs and yield results until all are done or the executor breaks; then `running` holds what was lost."""
    broken = False
    while not broken:
        limit = 1 if alone else AHEAD * machines.width()
        while not broken and len(running) < limit and (job := next(queue, None)) is not None:
            future, broken = _submitted(executor, job)
            running[future] = job
        if not running:
            return
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            error = None if future.cancelled() else future.exception()
            if future.cancelled() or isinstance(error, BrokenExecutor):
                broken = True
                continue
            job = running.pop(future)
            yield JobResult(job.id, failure=f"{type(error).__name__}: {error}") if error else future.result()


def _submitted(executor: Executor, job: Job) -> tuple[Future[JobResult], bool]:
    """Return the future of a job, and whether the executor has refused it for being broken."""
    try:
        return executor.submit(jobs.run, job), False
    except BrokenExecutor:
        lost: Future[JobResult] = Future()
        lost.cancel()
        lost.set_running_or_notify_cancel()
        return lost, True
