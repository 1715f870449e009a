"""Where the workers of one command come from, and how closed they are.

`Cell` joins a starter (fresh interpreters, or a zygote's forks) with the walls that are asked for, and holds the
promise that a course is not readable from inside.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.sandbox.process import Worker
from grader.sandbox.starting import Fresh
from grader.sandbox.walls import MEMORY, Isolation, Report, Walls

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.sandbox.starting import Starter


@dataclass(frozen=True)
class Cell:
    """How workers are started; `hidden` are folders that no worker may read."""

    walls: bool = True
    starter: Starter = field(default_factory=Fresh)
    hidden: tuple[Path, ...] = ()

    def worker(self, folder: Path | None = None, memory: int = MEMORY) -> Worker:
        """Start a worker whose current folder is `folder`, which it may read unless something hidden lies there."""
        folder = folder.resolve() if folder is not None else None
        if folder is not None and any(overlap(folder, hidden.resolve()) for hidden in self.hidden):
            folder = None
        readable = (str(folder),) if folder is not None else ()
        return Worker(folder=folder, starter=self.starter, walls=Walls(self.walls, readable, memory))

    def report(self) -> Report:
        """Start a worker for the sake of its report on this machine."""
        with self.worker() as worker:
            return worker.ready() or Report()


def overlap(folder: Path, hidden: Path) -> bool:
    """Whether reading all of `folder` would show something of `hidden`."""
    return hidden.is_relative_to(folder) or folder.is_relative_to(hidden)


def require(cell: Cell, courses: Sequence[Path]) -> None:
    """Raise UsageError unless this machine has all walls, and none of `courses` lies where every worker reads."""
    report = cell.report()
    if report.isolation is not Isolation.SANDBOX:
        missing = "; ".join(f"{layer.name}: {layer.says}" for layer in report.layers if not layer.held)
        raise UsageError(
            f"this machine does not enforce the whole sandbox ({missing}). `grader sandbox` says what to do; "
            "`--isolation process` goes on without it, and students' code then has your rights."
        )
    for course in courses:
        for place in (sys.prefix, sys.base_prefix, "/usr/lib", "/usr/local/lib", "/lib"):
            if course.resolve().is_relative_to(os.path.realpath(place)):
                raise UsageError(
                    f"{course}: students' code can read everything below {place}. Move the course elsewhere."
                )
