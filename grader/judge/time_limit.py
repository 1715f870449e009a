"""A time limit for the reference's own code, which runs in this process and cannot be ended like a worker."""

from __future__ import annotations

import contextlib
import ctypes
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WAITING = 10.0
"""Times the limit that may pass on the clock, for a reference that waits or has little of the processor."""
SHORTEST = 0.01
"""Seconds between two looks at the clock."""
AGAIN = 1.0
"""Seconds after which code that has caught the exception gets it once more."""


class ReferenceTimeoutError(Exception):
    """The reference takes longer than it may: a mistake in the course."""

    def __str__(self) -> str:
        return "the reference takes too long here; make it faster, or draw smaller inputs"


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Let Python code below raise ReferenceTimeoutError once it has had `seconds` of the processor.

    Nothing is slowed down by it.  Code that waits instead of working is interrupted after ten times as long.
    A call into C is not interrupted before it returns.
    """
    thread, finished = threading.get_ident(), threading.Event()
    used, latest = _processor_clock(thread), time.monotonic() + seconds * WAITING

    def interrupt() -> None:
        left = seconds
        while not finished.wait(left):
            # On a busy machine the reference has had less of the processor than the clock says.
            if used() < seconds and time.monotonic() < latest:
                left = max(seconds - used(), SHORTEST)
                continue
            # Code that catches every exception in a loop would go on for ever after the first one.
            _raise_in(thread, ReferenceTimeoutError)
            left = AGAIN

    watch = threading.Thread(target=interrupt, daemon=True)
    watch.start()
    try:
        yield
    finally:
        # An exception that was set a moment ago is raised in these lines, and not in the code after them.  To clear it
        # instead would leave the interpreter signalled, and code that is traced would never end.
        finished.set()
        watch.join()


def _processor_clock(thread: int) -> Callable[[], float]:
    """Return a clock of the processor time of a thread from now on; of the time that passes, where there is none."""
    if not hasattr(time, "pthread_getcpuclockid"):
        began = time.monotonic()
        return lambda: time.monotonic() - began
    clock = time.pthread_getcpuclockid(thread)
    before = time.clock_gettime(clock)
    return lambda: time.clock_gettime(clock) - before


def _raise_in(thread: int, error: type[Exception]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))
