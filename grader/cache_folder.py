"""The folder of this user in which the grader keeps what it would otherwise work out again at each start."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def entry_name(path: Path) -> str:
    """Return the name of what is kept of a file or folder: one for each, so that editing it leaves nothing behind."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:32]


def module_facts(folder: Path) -> Iterator[str]:
    """Yield name, size and time of all modules below a folder: reading them would take longer than what is saved."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.endswith(".py"):
            facts = entry.stat()
            yield f"{entry.name}:{facts.st_size}:{facts.st_mtime_ns}"
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from module_facts(Path(entry.path))


def library_facts(library: str, module: str = "__init__.py") -> Iterator[str]:
    """Yield what tells this version of a library from others, by one of its files, without importing it."""
    spec = importlib.util.find_spec(library)
    if spec is not None and spec.origin is not None:
        facts = Path(spec.origin).with_name(module).stat()
        yield f"{spec.origin}:{facts.st_size}:{facts.st_mtime_ns}"
