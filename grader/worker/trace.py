"""An exception that a call raises, as facts: its type, its text, and the frames of the student's own files.

Where a judge asks for it, the local values of the innermost frame come along as short texts (grader/worker/shown.py).
"""

from __future__ import annotations

import inspect
import re
import traceback
from typing import TYPE_CHECKING, Any

from .answers import name_of
from .shown import values_of
from .sources import clean

if TYPE_CHECKING:
    from types import FrameType

MOST_FRAMES = 6
"""The innermost ones are told."""
_TRACE = BaseException.__dict__["__traceback__"]
"""Read from the slot of the base class: a student's exception may give this name another meaning."""


def place(filename: str) -> dict[str, Any]:
    """Return file and cell of code: that of a notebook's cell is called `work.ipynb[3]` (grader/worker/cells.py)."""
    cell = re.search(r"\[(\d{1,6})\]$", filename)
    return {"file": filename[: cell.start()][:200], "cell": int(cell[1])} if cell else {"file": filename[:200]}


def is_own(filename: str) -> bool:
    """Whether code of this file name is the student's: theirs are relative, and a library's or Python's own are not."""
    return not filename.startswith(("/", "<"))


def describe(error: BaseException, *, values: bool = False) -> dict[str, Any]:
    """Return what a student needs to know of an exception; with `values`, those of the frame where it stopped."""
    own = [
        (frame, line) for frame, line in traceback.walk_tb(_TRACE.__get__(error)) if is_own(frame.f_code.co_filename)
    ]
    frames = [
        {**place(frame.f_code.co_filename), "line": line, "name": clean(frame.f_code.co_name)}
        for frame, line in own[-MOST_FRAMES:]
    ]
    if values and own:
        frames[-1]["values"] = values_of(_locals(own[-1][0]))
    return {"type": name_of(error), "text": clean(error, 500), "frames": frames}


def _locals(frame: FrameType) -> dict[str, object]:
    """Return the local values of a function; only there they lie in a plain dictionary, and not in one of a student's.

    A class body and `exec` may run in any mapping.
    """
    return dict(frame.f_locals) if frame.f_code.co_flags & inspect.CO_OPTIMIZED else {}
