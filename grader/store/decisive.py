"""Everything that decides a result: equal for two gradings if and only if they must say the same."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.submission import Submission

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
    """Return the hash of what a submission consists of, and of what is said about it."""
    text = "\0".join((submission.digest, *submission.notes))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


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
