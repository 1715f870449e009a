"""Results of verified tasks, in a folder of the user's, under the hash of everything that decides them."""

from __future__ import annotations

import hashlib
import json
import platform
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import grader
from grader.cache_folder import users_folder
from grader.errors import UsageError
from grader.records import dataclass
from grader.results.files import write
from grader.verify.verdicts import VerifiedItem

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class VerifiedTask:
    """The result of `grader verify` for one task."""

    task: str
    items: tuple[VerifiedItem, ...]
    """Everything that was looked at: solutions, checks, functions."""
    text: str
    """The tables."""
    data: dict[str, Any]
    judge_errors: int = 0
    """Checks that could not be asked: the course or the grader is at fault."""
    cached: bool = False

    @property
    def good(self) -> bool:
        """Whether all is as it must be."""
        return all(item.good for item in self.items)

    @property
    def refused(self) -> tuple[VerifiedItem, ...]:
        """The items that are not as they must be."""
        return tuple(item for item in self.items if not item.good)


def users_cache() -> Path:
    """Return the folder in which this user's programs keep what they can find again."""
    return users_folder("verify")


@dataclass(frozen=True)
class VerifyCache:
    """The folder; None keeps nothing."""

    folder: Path | None

    def read(self, key: str) -> VerifiedTask | None:
        """Return what is kept under a key; what cannot be read is found again."""
        if self.folder is None:
            return None
        try:
            data = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
            items = tuple(VerifiedItem(**item) for item in data["items"])
            return VerifiedTask(data["task"], items, data["text"], data["data"], cached=True)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, key: str, task: VerifiedTask) -> None:
        """Keep what was found, unless the grader itself failed; a folder that cannot be written keeps nothing."""
        if self.folder is None or task.judge_errors:
            return
        path = self.folder / f"{key}.json"
        text = json.dumps({key: value for key, value in asdict(task).items() if key not in {"cached", "judge_errors"}})
        with suppress(UsageError):
            write(path, text)


def key_of(folder: Path, task: str, **how: object) -> str:
    """Return the hash of what decides: the task's files, the grader and its libraries, and how it is looked at."""
    state = hashlib.sha256(json.dumps([how, platform.python_version(), np.__version__], sort_keys=True).encode())
    home = Path(grader.__file__).parent
    for root, path in [*((folder, path) for path in _files(folder, task)), *((home, path) for path in _sources(home))]:
        data = path.read_bytes()
        state.update(f"{path.relative_to(root).as_posix()}:{len(data)}:".encode("utf-8", "replace") + data)
    return state.hexdigest()


def _files(folder: Path, task: str) -> Iterator[Path]:
    """Yield the files of a task, those below `reference/` that belong to none, and the support files."""
    yield folder / "tasks" / f"{task}.yaml"
    others = {path.stem for path in (folder / "tasks").glob("*.yaml")} - {task}
    for path in sorted((folder / "reference").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not (path.suffix == ".py" and path.stem in others):
            yield path
    yield from (path for path in sorted((folder / "support").rglob("*")) if path.suffix != ".pyc" and path.is_file())


def _sources(home: Path) -> list[Path]:
    """Return the grader's own modules: a version says little while it is being worked on."""
    return sorted(home.rglob("*.py"))
