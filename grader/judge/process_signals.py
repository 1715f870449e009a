"""Signals of the processes that grade: they leave Ctrl-C to the main process, and do not outlive it."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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


def leave_interrupts() -> None:
    """Leave Ctrl-C to the main process, also where it was held while this one was started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def follow(wait_for_end: Callable[[], object]) -> None:
    """End, and take the student's worker along, when told to or when `wait_for_end` returns: the main one is gone."""
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_end_after, args=(wait_for_end,), daemon=True).start()


def is_ending() -> bool:
    """Return whether a process that follows the main one was told to end."""
    return signal.getsignal(signal.SIGTERM) is signal.SIG_IGN


def _end(*_: object) -> None:
    """Unwind instead of dying at once, so that the worker is ended and not left behind; then die all the same."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if hasattr(signal, "setitimer"):  # the pool's own loop survives SystemExit, and SIGALRM it does not
        signal.setitimer(signal.ITIMER_REAL, 0.5)
    raise SystemExit(128 + signal.SIGTERM)


def _end_after(wait_for_end: Callable[[], object]) -> None:
    wait_for_end()
    # First as if told to end, so that the worker goes too; a process that hangs in C does not hear it.
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(1.0)
    os._exit(1)
