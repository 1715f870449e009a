"""Pools of processes that grade: they leave Ctrl-C to the main process, and do not outlive it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor


def pool(count: int) -> ProcessPoolExecutor:
    """Return a pool; its processes are new interpreters, which hold nothing of this one."""
    # A fork would copy locks that other threads hold at that moment.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_follow_parent)


def give_up(executor: Executor) -> None:
    """Stop at once: what is running is lost."""
    executor.shutdown(wait=False, cancel_futures=True)
    for process in multiprocessing.active_children():
        process.terminate()


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
        # First as if told to end, so that the worker goes too; a process that hangs in C does not hear it.
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1.0)
        os._exit(1)
