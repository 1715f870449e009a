"""Everything that decides a result: equal for two gradings exactly if they must give the same result."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import tomllib
from contextlib import suppress
from dataclasses import asdict
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from grader import __version__
from grader.archives.clutter import reason_of_folder
from grader.archives.names import DEEPEST
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.submission import Submission

MAX_DATA_FILES = 1000
"""The number of files that are hashed; a virtual environment that somebody hands in has more."""
MAX_HASHED_BYTES = 8 << 20
"""Larger files count by their size only."""

ANSWERS = PurePath("reference", "answers.md")
"""The model answers of a course, shown to those who mark."""

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
        # A folder in a folder a thousand times over would end the walk, and version control is nobody's data.
        is_deep = len(Path(parent).parts) - len(folder.parts) >= DEEPEST
        folders[:] = [] if is_deep else sorted(name for name in folders if not reason_of_folder(name))
        for path in (Path(parent, name) for name in sorted(names)):
            with suppress(OSError):  # deleted meanwhile or unreadable: then the student's code cannot read it either
                size = path.stat().st_size if path.is_file() and not path.is_symlink() else 0
                content = path.read_bytes() if 0 < size <= MAX_HASHED_BYTES else b""
                name = str(path.relative_to(folder)).encode("utf-8", "replace")
                yield b"%d:%d:" % (len(name), size) + name + hashlib.sha256(content).digest()


def course_digest(course: Path) -> str:
    """Return the hash of everything in a course that decides a result.

    That is the tasks, the reference with the files that it reads, the support files, and the known wrong solutions,
    which give hints; not the right solutions, which only `grader verify` uses. Nor rubrics and model answers: a person
    decides by these, and nothing that the grader did is stale when they change.
    """
    state = hashlib.sha256()
    for folder in ("tasks", "reference", "support"):
        for path in sorted((course / folder).rglob("*")):
            name = path.relative_to(course)
            if path.is_file() and "__pycache__" not in name.parts and name.parts[:2] != ("reference", "right"):
                data = path.read_bytes()
                if name == ANSWERS:
                    continue
                if name.parts[0] == "tasks" and path.suffix == ".yaml":
                    data = without_rubrics(data)
                state.update(f"{name.as_posix()}:{len(data)}:".encode("utf-8", "replace") + data)
    state.update(_limits(course))
    return state.hexdigest()


def _limits(course: Path) -> bytes:
    """Return what `course.toml` says about limits, which can end a grading; nothing where it says nothing."""
    try:
        limits = tomllib.loads((course / "course.toml").read_text(encoding="utf-8-sig")).get("limits")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return b""
    return b"" if limits is None else repr(limits).encode()


def without_rubrics(data: bytes) -> bytes:
    """Return a task file without what stands below `rubric` in its checks; whatever is no YAML stays as it is."""
    if b"rubric" not in data:
        return data
    import yaml

    try:
        text = data.decode()
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (UnicodeDecodeError, yaml.YAMLError):
        return data
    spans = [(key.start_mark.index, value.end_mark.index) for key, value in _rubrics(root)]
    for begin, end in sorted(spans, reverse=True):
        text = text[:begin] + text[end:]
    return text.encode()


def _rubrics(root: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the nodes of each key `rubric` of a check, and of what stands there."""
    for key, checks in root.value if _is_mapping(root) else ():
        for check in checks.value if key.value == "checks" and isinstance(checks.value, list) else ():
            yield from (pair for pair in (check.value if _is_mapping(check) else ()) if pair[0].value == "rubric")


def _is_mapping(node: Any) -> bool:
    return getattr(node, "id", "") == "mapping"
