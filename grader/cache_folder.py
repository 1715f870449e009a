"""The folder of this user in which the grader keeps what it would otherwise work out again at each start."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

VARIABLE: Final = "GRADER_COURSE_CACHE"
"""`off` keeps nothing and looks nothing up."""


def is_off() -> bool:
    """Whether this user wants nothing kept."""
    return os.environ.get(VARIABLE) == "off"


def courses_folder() -> Path:
    """Return the folder of what is known of task files.  Raises RuntimeError for a user without a home."""
    return users_folder("courses")


def users_folder(part: str) -> Path:
    """Return the folder of one kind of such things.  Raises RuntimeError for a user without a home."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # The rule of that variable: one that is empty or relative counts for nothing.
    return (named if named.is_absolute() else Path.home() / ".cache") / "grader" / part
