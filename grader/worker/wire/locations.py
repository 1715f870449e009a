"""Where in a student's files something happened, as it crosses the wire."""

from __future__ import annotations

import re
from typing import Any

_FOREIGN = re.compile(r"[/<]|[A-Za-z]:[\\/]|\\\\")
"""Absolute paths of any system (`/usr`, `C:\\Python`, `\\\\server`) and what is no file (`<string>`)."""


def location(filename: str) -> dict[str, Any]:
    """Return file and cell of code: that of a notebook's cell is called `work.ipynb[3]` (grader/worker/cells.py)."""
    # At most six digits: the number is shown, and Python converts very long ones slowly.
    cell = re.search(r"\[(\d{1,6})\]$", filename)
    return {"file": filename[: cell.start()][:200], "cell": int(cell[1])} if cell else {"file": filename[:200]}


def is_student_file(filename: str) -> bool:
    """Whether code of this file name is the student's: theirs are relative, and a library's or Python's own are not."""
    return _FOREIGN.match(filename) is None
