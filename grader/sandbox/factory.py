"""Where the workers of one command come from, and how closed they are.

`WorkerFactory` joins a starter (fresh interpreters, or a zygote's forks) with the sandbox that is asked for, and keeps
the promise that a course is not readable from inside.
"""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.records import dataclass, field
from grader.sandbox.isolation import MEMORY, Isolation, IsolationReport, SandboxConfig
from grader.sandbox.link import fresh_starter
from grader.sandbox.memory import affordable, container_limit
from grader.sandbox.process import Worker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.sandbox.link import Starter


@dataclass(frozen=True)
class WorkerFactory:
    """How workers are started; `hidden` are folders that no worker may read, nor what lies beside them.

    Nor may one read the folders `apart`; what lies beside those is its own.
    """

    walls: bool = True
    starter: Starter = field(default_factory=fresh_starter)
    hidden: tuple[Path, ...] = ()
    apart: tuple[Path, ...] = ()

    def worker(self, folder: Path | None = None, memory: int = MEMORY, preload: tuple[str, ...] = ()) -> Worker:
        """Start a worker whose current folder is `folder`, which it may read unless something hidden lies there.

        It imports the modules `preload` before anything is limited, unless a zygote has done so.
        """
        folder = folder.resolve() if folder is not None else None
        # A worker that stands in a folder may read all of it, so one with something hidden in it is no place for it.
        if folder is not None and any(overlap(folder, hidden.resolve()) for hidden in self.hidden):
            folder = None
        readable = self._readable(folder) if folder is not None else ()
        walls = SandboxConfig(self.walls, readable, affordable(memory, container_limit()), preload)
        return Worker(folder=folder, starter=self.starter, walls=walls)

    def _readable(self, folder: Path) -> tuple[str, ...]:
        """Return what a worker in `folder` may read: all of it, or its entries but those that lead to what is apart."""
        apart = [path.resolve() for path in self.apart]
        if not any(overlap(folder, path) for path in apart):
            return (str(folder),)
        # A link may lead to what is hidden, now or by the time that it is opened.
        entries = (entry for entry in folder.iterdir() if not entry.is_symlink())
        return tuple(str(entry) for entry in entries if not any(overlap(entry, path) for path in apart))

    def report(self) -> IsolationReport:
        """Start a worker for the sake of its report on this machine."""
        with self.worker() as worker:
            return worker.ready() or IsolationReport()


def overlap(folder: Path, hidden: Path) -> bool:
    """Whether reading all of `folder` would show something of `hidden`."""
    return hidden.is_relative_to(folder) or folder.is_relative_to(hidden)


def require_sandbox(factory: WorkerFactory, courses: Sequence[Path], private: Sequence[Path] = ()) -> None:
    """Raise UsageError unless this machine has all walls and no worker could read what must stay hidden.

    `courses` lie outside the folders that every worker reads.  Where a change of user stands in for Landlock, neither
    they nor `private` (the class, the results) may be open to other users.
    """
    report = factory.report()
    # Before the first submission: half a class graded without walls would be worse than none.
    if report.isolation is not Isolation.SANDBOX:
        missing = "; ".join(f"{layer.name}: {layer.says}" for layer in report.layers if not layer.held)
        raise UsageError(
            f"this machine does not enforce the whole sandbox ({missing}). `grader sandbox` says what to do; "
            "`--isolation process` goes on without it, and students' code then has your rights."
        )
    # Every worker reads the interpreter and its libraries, so a course that lies among them is open to all.
    for course in courses:
        for folder in (sys.prefix, sys.base_prefix, "/usr/lib", "/usr/local/lib", "/lib"):
            if course.resolve().is_relative_to(os.path.realpath(folder)):
                raise UsageError(
                    f"{course}: students' code can read everything below {folder}. Move the course elsewhere."
                )
    # Then files are hidden by their own rights alone, and these must be looked at.
    if not report.held("landlock"):
        for path in (*courses, *private):
            if readable_by_others(path):
                raise UsageError(
                    f"{path}: other users can read it, and without Landlock students' code runs as one of them "
                    f"(`grader sandbox`). Close it, or a folder above it: `chmod 700 {path}`."
                )


def readable_by_others(path: Path) -> bool:
    """Whether a user without rights reaches what is in a folder; of one that is still to be made, in that above it."""
    path = path.resolve()
    while not path.exists():
        path = path.parent
    permission = stat.S_IXOTH if path.is_dir() else stat.S_IROTH
    return bool(path.stat().st_mode & permission) and all(above.stat().st_mode & stat.S_IXOTH for above in path.parents)
