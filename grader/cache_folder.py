"""The folder of this user in which the grader keeps what it would otherwise work out again at each start."""

from __future__ import annotations

import os
import stat
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


def read_own(path: Path, most: int) -> bytes:
    """Return the content of a file that only this user can have written, `most` bytes of it.  Raises OSError."""
    with path.open("rb") as file:
        facts = os.fstat(file.fileno())
        is_foreign = hasattr(os, "geteuid") and facts.st_uid != os.geteuid()
        if is_foreign or (os.name == "posix" and facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
            raise PermissionError(f"{path}: others may have written it")
        return file.read(most)
