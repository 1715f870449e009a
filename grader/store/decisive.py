"""Everything that decides a result: equal for two gradings if and only if they must say the same."""

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

MOST_BESIDE = 1000
"""Files of a folder that are looked at; a virtual environment that somebody hands in has more."""
LARGEST_BESIDE = 8 << 20
"""Bytes of a file whose content is looked at; of a larger one, the size."""

CHANGED: Mapping[str, str] = {
    "files": "other files",
    "course": "the course has changed",
    "seed": "another seed",
    "grader": "another version of the grader",
    "libraries": "another Python or numpy",
    "isolation": "another isolation",
}
"""Why a result was replaced, by the part that differs."""


@dataclass(frozen=True, slots=True)
class Decisive:
    """The parts; limits are the course's (`tasks/`) or the grader's own, so they are in those two."""

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


def why(before: str, after: str) -> str:
    """Return which of the parts differ between two texts of JSON, in words."""
    old, new = json.loads(before), json.loads(after)
    changed = [words for part, words in CHANGED.items() if old.get(part) != new.get(part)]
    return ", ".join(changed) or "graded again"


def files_digest(submission: Submission) -> str:
    """Return the hash of what a submission consists of, of what is said about it, and of what its code can read."""
    text = "\0".join((submission.digest, *submission.notes))
    state = hashlib.sha256(text.encode("utf-8", "replace"))
    if submission.folder is not None:
        for part in islice(_beside(submission.folder), MOST_BESIDE):
            state.update(part)
    return state.hexdigest()


def _beside(folder: Path) -> Iterator[bytes]:
    """Yield name, size and, unless it is large, the hash of every file of a folder: code may read its own data."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for path in (Path(place, name) for name in sorted(names)):
            with suppress(OSError):  # gone meanwhile, or not to be read: then not by the student's code either
                size = path.stat().st_size if path.is_file() and not path.is_symlink() else 0
                content = path.read_bytes() if 0 < size <= LARGEST_BESIDE else b""
                name = str(path.relative_to(folder)).encode("utf-8", "replace")
                yield b"%d:%d:" % (len(name), size) + name + hashlib.sha256(content).digest()


def course_digest(course: Path) -> str:
    """Return the hash of everything in a course that decides a result.

    That is the tasks, the reference with whatever files it reads, and the known wrong solutions, from which hints
    come; not the right ones, which only `grader verify` looks at.
    """
    state = hashlib.sha256()
    for folder in ("tasks", "reference"):
        for path in sorted((course / folder).rglob("*")):
            name = path.relative_to(course)
            if path.is_file() and "__pycache__" not in name.parts and name.parts[:2] != ("reference", "right"):
                data = path.read_bytes()
                state.update(f"{name.as_posix()}:{len(data)}:".encode("utf-8", "replace") + data)
    return state.hexdigest()
