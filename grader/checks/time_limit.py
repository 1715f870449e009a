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

_OWN = str(Path(__file__).parents[1])
"""The folder of the program itself, whose lines need no look: they end."""


@contextlib.contextmanager
def explaining_time_limit(until: float) -> Iterator[None]:
    """Let Python code below that is not the program's own raise TimeoutError once the time is over."""

    def look(frame: FrameType, _event: str, _argument: object) -> Look | None:
        if time.monotonic() > until:
            raise TimeoutError
        return None if frame.f_code.co_filename.startswith(_OWN) else look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
