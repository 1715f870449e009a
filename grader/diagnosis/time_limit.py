"""A time limit for the course's own code: a known mistake, a mutant, the reference on an argument that was changed."""

from __future__ import annotations

import contextlib
import inspect
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType


@contextlib.contextmanager
def time_limit(
    until: float, function: Callable[..., Any], clock: Callable[[], float] = time.thread_time
) -> Iterator[None]:
    """Let the lines of a function's own file raise TimeoutError once the time is over: it may be a loop without end.

    Lines of other files are let alone: a callback of the garbage collector, say, may run in between.
    """
    code = getattr(inspect.unwrap(function), "__code__", None)

    def look(frame: FrameType, _event: str, _argument: object) -> Callable[..., Any] | None:
        if code is None or frame.f_code.co_filename != code.co_filename:
            return None
        if clock() > until:
            raise TimeoutError
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
