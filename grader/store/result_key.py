"""Everything that decides a result: equal for two gradings exactly if they must give the same result."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from grader import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.submission import Submission

MAX_DATA_FILES = 1000
"""The number of files that are hashed; a virtual environment that somebody hands in has more."""
MAX_HASHED_BYTES = 8 << 20
"""Larger files count by their size only."""

CHANGE_REASONS: Mapping[str, str] = {
    "files": "other files",
    "course": "the course has changed",
    "seed": "another seed",
    "grader": "another version of the grader",
    "libraries": "another Python or numpy",
    "isolation": "another isolation",
}
"""Why a result was replaced, by the part that differs."""


@dataclass(frozen=True, slots=True)
class ResultKey:
    """The inputs of a grading; limits come from `tasks/` or from the grader, so those two parts cover them."""

    files: str
    """Hash of the submission: names, code, written answers, what was left out and why."""
    course: str
    """Hash of the tasks and the reference."""
    seed: int
    isolation: str
    grader: str = __version__
    libraries: str = f"Python {platform.python_version()}, numpy {np.__version__}"

    @property
    def key(self) -> str:
        """The hash of all parts."""
        return hashlib.sha256(self.json.encode()).hexdigest()

    @property
    def json(self) -> str:
        """The parts as JSON."""
        return json.dumps(asdict(self), sort_keys=True)


def describe_change(before: str, after: str) -> str:
    """Return in words which parts differ between two keys in JSON."""
    old, new = json.loads(before), json.loads(after)
    changed = [words for part, words in CHANGE_REASONS.items() if old.get(part) != new.get(part)]
    return ", ".join(changed) or "graded again"


def files_digest(submission: Submission) -> str:
    """Return the hash of a submission's contents, of the notes about it, and of the files that its code can read."""
    text = "\0".join((submission.digest, *submission.notes))
    state = hashlib.sha256(text.encode("utf-8", "replace"))
    if submission.folder is not None:
        for part in islice(_data_files(submission.folder), MAX_DATA_FILES):
            state.update(part)
    return state.hexdigest()


def _data_files(folder: Path) -> Iterator[bytes]:
    """Yield name, size and, unless it is large, the hash of every file of a folder: code may read its data files."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for path in (Path(parent, name) for name in sorted(names)):
            with suppress(OSError):  # deleted meanwhile or unreadable: then the student's code cannot read it either
                size = path.stat().st_size if path.is_file() and not path.is_symlink() else 0
                content = path.read_bytes() if 0 < size <= MAX_HASHED_BYTES else b""
                name = str(path.relative_to(folder)).encode("utf-8", "replace")
                yield b"%d:%d:" % (len(name), size) + name + hashlib.sha256(content).digest()


def course_digest(course: Path) -> str:
    """Return the hash of everything in a course that decides a result.

    That is the tasks, the reference with the files that it reads, and the known wrong solutions, which give hints; not
    the right solutions, which only `grader verify` uses.
    """
    state = hashlib.sha256()
    for folder in ("tasks", "reference"):
        for path in sorted((course / folder).rglob("*")):
            name = path.relative_to(course)
            if path.is_file() and "__pycache__" not in name.parts and name.parts[:2] != ("reference", "right"):
                data = path.read_bytes()
                state.update(f"{name.as_posix()}:{len(data)}:".encode("utf-8", "replace") + data)
    return state.hexdigest()
