"""The workers of a check of one's own: the first is on its way while the judge still loads its libraries."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from grader.cache_folder import users_folder
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.isolation import MEMORY
from grader.sandbox.link import fresh_starter, is_portable
from grader.sandbox.spawn import worker_interpreter

if TYPE_CHECKING:
    from grader.sandbox.process import Worker
    from grader.sandbox.zygote import Zygote

_COURSE = ("reference", "tasks")
"""The folders of a course; what lies beside them may be a class, or their own history."""
FORKS_FROM = 3
"""The number of further workers from which on one process that forks them is worth its start."""
_KIT = "grader-kit"
"""The folder of a students' kit; what lies beside it is the student's."""


class PrestartedWorker:
    """Starts workers, the first one at once."""

    def __init__(self, folder: Path | None, hidden: tuple[Path, ...], *, walls: bool = True) -> None:
        """`folder` is where the code runs, so that it finds its data files; `hidden` is what it must not read."""
        self._folder = folder
        apart = tuple(path for path in hidden if path.name not in _COURSE)
        beside = tuple(path for path in hidden if path not in apart)
        self._factory = WorkerFactory(walls, fresh_starter(worker_interpreter()), hidden=beside, apart=apart)
        self._memory = MEMORY
        self._preload: tuple[str, ...] = ()
        self._further = 0
        self._zygote: Zygote | None = None
        self._first: Worker | None = self._factory.worker(folder)

    def __call__(self) -> Worker:
        """Return the next worker."""
        # Handed out once: a worker that has held a submission never holds another.
        first, self._first = self._first, None
        if first is None:
            self._prefer_forks()
        return first or self._factory.worker(self._folder, self._memory, self._preload)

    def _prefer_forks(self) -> None:
        """Fork workers once there are several: each test in Python takes a fresh one."""
        self._further += 1
        if self._further < FORKS_FROM or self._zygote is not None or is_portable():
            return
        from grader.sandbox.zygote import Zygote  # most checks need one worker, and some systems cannot fork

        self._zygote = Zygote()
        self._factory = replace(self._factory, starter=self._zygote)

    def set_memory(self, memory: int, preload: tuple[str, ...] = ()) -> None:
        """Give workers so much memory beyond modules; the first one is started again if it has another limit."""
        # The limit is set before a worker loads anything, so one with another limit is of no use.
        if (memory, preload) != (self._memory, self._preload) and self._first is not None:
            self._first.close()
            self._first = None
        self._memory, self._preload = memory, preload

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._first is not None:
            self._first.close()
        if self._zygote is not None:
            self._zygote.close()


def hidden_folders(course: Path | None) -> tuple[Path, ...]:
    """Return the folders that code must not read: of the course or kit, wherever it is found later, and the cache.

    Expected answers lie in the cache, and a student's work may lie in the folder above it.
    """
    bases = [course] if course is not None else [Path.cwd(), *Path.cwd().parents]
    folders = tuple(base / name for base in bases for name in (*_COURSE, _KIT) if (base / name).is_dir())
    with suppress(RuntimeError):  # a user without a home has no cache
        return (*folders, users_folder(""))
    return folders
