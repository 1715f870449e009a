"""Where in a student's files something happened, as it crosses the wire."""

from __future__ import annotations

import re
from typing import Any


def location(filename: str) -> dict[str, Any]:
    """Return file and cell of code: that of a notebook's cell is called `work.ipynb[3]` (grader/worker/cells.py)."""
    cell = re.search(r"\[(\d{1,6})\]$", filename)
    return {"file": filename[: cell.start()][:200], "cell": int(cell[1])} if cell else {"file": filename[:200]}


def is_student_file(filename: str) -> bool:
    """Whether code of this file name is the student's: theirs are relative, and a library's or Python's own are not."""
    return not filename.startswith(("/", "<"))
