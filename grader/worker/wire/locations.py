"""Where in a student's files something happened, as it crosses the wire."""

from __future__ import annotations

import re
from typing import Any

_FOREIGN = re.compile(r"[/<]|[A-Za-z]:[\\/]|\\\\")
"""Absolute paths of any system (`/usr`, `C:\\Python`, `\\\\server`) and what is no file (`<string>`)."""

_COMPILED = re.compile(r"\.(pyx|pxd|pxi|tp|in|c|cc|cpp|cxx|h|hpp|cu|f|f90|rs)$", re.IGNORECASE)
"""The endings of what Cython and other compilers read."""


def location(filename: str) -> dict[str, Any]:
    """Return file and cell of code: that of a notebook's cell is called `work.ipynb[3]` (grader/worker/cells.py)."""
    # At most six digits: the number is shown, and Python converts very long ones slowly.
    cell = re.search(r"\[(\d{1,6})\]$", filename)
    return {"file": filename[: cell.start()][:200], "cell": int(cell[1])} if cell else {"file": filename[:200]}


def is_student_file(filename: str) -> bool:
    """Whether code of this file name is the student's: theirs are relative, and a library's or Python's own are not.

    Compiled parts of a library are, but of files that nobody hands in (`numpy/random/mtrand.pyx`).
    """
    return _FOREIGN.match(filename) is None and _COMPILED.search(filename) is None
