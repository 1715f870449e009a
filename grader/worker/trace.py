"""An exception that a call raises, as facts: its type, its text, and the frames of the student's own files.

Where a judge asks for it, the local values of the innermost frame come along as short texts (`safe_repr`).
"""

from __future__ import annotations

import inspect
import linecache
import traceback
from typing import TYPE_CHECKING, Any

from .closed import closed
from .safe_repr import values_of
from .wire.locations import is_student_file, location
from .wire.texts import class_name, clean

if TYPE_CHECKING:
    from types import FrameType

MOST_FRAMES = 6
"""The innermost ones are told."""
_TRACE = BaseException.__dict__["__traceback__"]
"""Read from the slot of the base class: a student's exception may give this name another meaning."""

_KEPT = 4
"""Size, time, lines and name: an entry of `linecache` whose lines are there."""


def describe_exception(error: BaseException, *, values: bool = False) -> dict[str, Any]:
    """Return what a student needs to know of an exception; with `values`, those of the frame where it stopped."""
    # The slot is read directly, since an exception's class may define `__traceback__` itself.
    walked = [(frame, line, frame.f_code.co_filename) for frame, line in traceback.walk_tb(_TRACE.__get__(error))]
    own_frames = [(frame, line, file) for frame, line, file in walked if is_student_file(file)]
    frames = [
        {**location(file), "line": line, "name": clean(frame.f_code.co_name)}
        for frame, line, file in own_frames[-MOST_FRAMES:]
    ]
    # Only of the innermost frame: those of outer ones may be large, and say less.
    if values and own_frames:
        frames[-1]["values"] = values_of(_locals(own_frames[-1][0]))
    facts = {"type": class_name(error), "text": clean(error, 500), "frames": frames}
    source = _line(*own_frames[-1][1:]) if own_frames else ""
    names = own_frames[-1][0].f_code.co_names if own_frames else ()
    kind = closed(error, source, (file for _, _, file in walked), names)
    return {**facts, "closed": kind} if kind else facts


def _line(line: int, file: str) -> str:
    """Return a line of a student's file, as the loader has kept it for tracebacks."""
    entry: Any = linecache.cache.get(file, ())
    lines: list[str] = entry[2] if len(entry) == _KEPT else []
    return lines[line - 1] if 0 < line <= len(lines) else ""


def _locals(frame: FrameType) -> dict[str, object]:
    """Return the local values of a function; only there they lie in a plain dictionary, and not in one of a student's.

    A class body and `exec` may run in any mapping.
    """
    return dict(frame.f_locals) if frame.f_code.co_flags & inspect.CO_OPTIMIZED else {}
