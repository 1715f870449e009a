"""Support of the portable link beside its channel: the shared page, the report of a hang, and an end with the judge.

A signal could ask a process where it is, but not every system has signals.  So the judge writes into the page how long
a request may take, and shortly before that a thread of `faulthandler` appends the stack to the page's file, also while
C code runs.
"""

from __future__ import annotations

import _thread
import contextlib
import faulthandler
import math
import mmap
import os
import pathlib
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

EARLY_SECONDS = 0.1
"""How long before the end of the time the stack is written down."""
LOOK_SECONDS = 0.5
"""How often a worker looks whether its judge is still there."""
SPARE_SECONDS = 5.0
"""Seconds of processor time beyond a request's limit: a judge that lives ends the request long before."""


class ProcessorLimit:
    """The processor time after which the system itself ends a worker whose judge is gone.

    The thread of `end_with` needs the interpreter, which C code can keep for ever.  The judge is always earlier: in so
    many seconds on the clock a process takes at most so many times the number of processors.
    """

    def __init__(self) -> None:
        # All kept from before any student could replace them.
        self._used = time.process_time
        self._processors = os.cpu_count() or 1
        self._seconds = 0.0
        self._set = _limit_setter()

    def arm(self, seconds: float) -> None:
        """Limit what comes; 0 seconds are those of the last time, of which these are a part."""
        self._seconds = seconds or self._seconds
        if self._set is not None and self._seconds:
            self._set(self._used() + self._seconds * self._processors + SPARE_SECONDS)

    def disarm(self) -> None:
        """Limit nothing."""
        if self._set is not None:
            self._set(None)


def _limit_setter() -> Callable[[float | None], None] | None:
    """Return what sets the limit, or takes it back with None; None where the system has no such limit."""
    try:
        import resource
    except ImportError:
        return None
    number, set_limit = resource.RLIMIT_CPU, resource.setrlimit
    usual, most = resource.getrlimit(number)
    bound = math.inf if usual == resource.RLIM_INFINITY else usual

    def apply(seconds: float | None) -> None:
        with contextlib.suppress(OSError, ValueError):
            set_limit(number, (usual if seconds is None else int(min(math.ceil(seconds), bound)), most))

    return apply


class HangWatch:
    """The page, and who writes into its file."""

    def __init__(self, name: str, limit: ProcessorLimit | None = None) -> None:
        """`name` is the file of the page (grader/sandbox/page_file.py)."""
        self._limit = limit
        flags = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
        self._file = os.open(name, flags)
        with contextlib.suppress(OSError):  # Windows removes no file that is open; the judge does it then
            pathlib.Path(name).unlink()
        self.slot = memoryview(mmap.mmap(self._file, mmap.PAGESIZE)).cast("Q")

    def arm(self) -> None:
        """Write down where this process is shortly before the time is over that the judge has set."""
        seconds, self.slot[1] = self.slot[1] / 1e6, 0  # once: a test asks a thousand times within one limit
        if self._limit is not None:
            self._limit.arm(seconds)
        if seconds > 0:
            faulthandler.dump_traceback_later(max(seconds - EARLY_SECONDS, seconds / 2), file=self._file)

    def disarm(self) -> None:
        """Write down nothing."""
        if self._limit is not None:
            self._limit.disarm()
        faulthandler.cancel_dump_traceback_later()


def end_with(parent: int, leave: Callable[[int], object] = os._exit) -> None:
    """Let a thread end this process when its parent is gone, on a system that says so; `leave` does it.

    Windows does not; there the job ends it.  The thread is not one of `threading`'s, so that no student meets it.
    """
    if hasattr(os, "getppid") and os.name == "posix":
        _thread.start_new_thread(_watch, (parent, os.getppid, time.sleep, leave))


def _watch(parent: int, parent_now: object, sleep: object, leave: object) -> None:
    assert callable(parent_now)  # noqa: S101 - kept from before any student could replace them
    assert callable(sleep)  # noqa: S101
    assert callable(leave)  # noqa: S101
    while parent_now() == parent:
        sleep(LOOK_SECONDS)
    leave(70)
