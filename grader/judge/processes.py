"""Pools of processes that grade: they leave Ctrl-C to the main process, and do not outlive it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Given = ParamSpec("Given")
Returned = TypeVar("Returned")


def pool(count: int) -> ProcessPoolExecutor:
    """Return a pool; its processes are new interpreters, which hold nothing of this one."""
    # A fork would copy locks that other threads hold at that moment.
    context = multiprocessing.get_context("spawn")
    return _Pool(count, mp_context=context, initializer=_follow_parent)


class _Pool(ProcessPoolExecutor):
    """A pool of which each process is started as a whole, also when Ctrl-C is pressed meanwhile."""

    def submit(self, job: Callable[Given, Returned], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Returned]:
        """Hand a job to the pool, which starts a process if none is idle."""
        with interrupts_held():
            return super().submit(job, *args, **kwargs)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Keep Ctrl-C until the block is over; processes that are started in it do not hear it at all.

    A process whose start is broken off is known to nobody and complains that it was told nothing.
    """
    handler = signal.getsignal(signal.SIGINT)
    # A library's thread takes the signal although this one has it blocked, so the handler waits as well.
    waits = callable(handler) and threading.current_thread() is threading.main_thread()
    heard: list[int] = []
    if waits:
        signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]) if hasattr(signal, "pthread_sigmask") else None
    try:
        yield
    finally:
        if waits:
            signal.signal(signal.SIGINT, handler)
        if blocked is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        if heard:
            signal.raise_signal(signal.SIGINT)


def give_up(executor: Executor) -> None:
    """Stop at once: what is running is lost."""
    executor.shutdown(wait=False, cancel_futures=True)
    for process in multiprocessing.active_children():
        process.terminate()


def _follow_parent() -> None:
    """Leave Ctrl-C to the main process; when told to end, or left alone, take the student's worker along."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
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
        # First as if told to end, so that the worker goes too; a process that hangs in C does not hear it.
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1.0)
        os._exit(1)
