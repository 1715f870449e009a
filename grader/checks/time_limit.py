"""A time limit for wrong code of the course's own, which may be a loop without end, and which only explains."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    Look = Callable[[FrameType, str, object], Any]

TIMES_LONGER = 10
_OWN = str(Path(__file__).parents[1])
"""The folder of the program itself, whose lines need no look: they end."""


class ExplainingTime:
    """So many seconds of processor time from now on, and many more on the clock: a busy machine takes none of it."""

    def __init__(self, seconds: float) -> None:
        self._cpu, self._wall = time.thread_time() + seconds, time.monotonic() + TIMES_LONGER * seconds

    @property
    def is_over(self) -> bool:
        """Whether it is used up."""
        return time.thread_time() > self._cpu or time.monotonic() > self._wall


@contextlib.contextmanager
def explaining_time_limit(left: ExplainingTime) -> Iterator[None]:
    """Let Python code below that is not the program's own raise TimeoutError once the time is over."""

    def look(frame: FrameType, _event: str, _argument: object) -> Look | None:
        if left.is_over:
            raise TimeoutError
        return None if frame.f_code.co_filename.startswith(_OWN) else look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
