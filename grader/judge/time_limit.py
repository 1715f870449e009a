"""A time limit for the reference's own code, which runs in this process and cannot be ended like a worker."""

from __future__ import annotations

import contextlib
import ctypes
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

AGAIN = 1.0
"""Seconds after which code that has caught the exception gets it once more."""


class ReferenceTimeoutError(Exception):
    """The reference takes longer than it may: a mistake in the course."""

    def __str__(self) -> str:
        return "the reference takes too long here; make it faster, or draw smaller inputs"


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Let Python code below raise ReferenceTimeoutError once the time is over; nothing is slowed down by it.

    A call into C is not interrupted before it returns.
    """
    thread, finished = threading.get_ident(), threading.Event()

    def interrupt() -> None:
        left = seconds
        # Code that catches every exception in a loop would go on for ever after the first one.
        while not finished.wait(left):
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


def _raise_in(thread: int, error: type[Exception]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))
