"""Pools of processes that grade: forks of one that is prepared, or new interpreters where forks are not safe."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from grader.judge.forked_pool import ForkedPool
from grader.judge.forker import Forker
from grader.judge.process_signals import follow, interrupts_held, leave_interrupts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Given = ParamSpec("Given")
Returned = TypeVar("Returned")


def pool(count: int, prepare: Callable[[], object] = lambda: None, descriptors: Sequence[int] = ()) -> Executor:
    """Return a pool; `prepare` is called once in the process that its processes are forks of, where there is one.

    That process and its forks keep `descriptors` of this one, and no others.
    """
    forker = Forker.made_here(prepare, descriptors)
    if forker is not None:
        return ForkedPool(count, forker)
    # A fork would copy locks that other threads hold at that moment.
    context = multiprocessing.get_context("spawn")
    return _Pool(count, mp_context=context, initializer=_follow_parent)


class _Pool(ProcessPoolExecutor):
    """A pool of which each process is started as a whole, also when Ctrl-C is pressed meanwhile."""

    def submit(self, job: Callable[Given, Returned], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Returned]:
        """Hand a job to the pool, which starts a process if none is idle."""
        with interrupts_held():
            return super().submit(job, *args, **kwargs)


def give_up(executor: Executor) -> None:
    """Stop at once: what is running is lost."""
    executor.shutdown(wait=False, cancel_futures=True)
    if isinstance(executor, ForkedPool):
        executor.end_processes()
    for process in multiprocessing.active_children():
        process.terminate()


def _follow_parent() -> None:
    """Leave Ctrl-C to the main process; when told to end, or left alone, take the student's worker along."""
    leave_interrupts()
    parent = multiprocessing.parent_process()
    if parent is not None:
        follow(parent.join)
