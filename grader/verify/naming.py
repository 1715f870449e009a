"""The names of all items of a task, before anything is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.verify.solutions import solutions

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Task


def names_of(folder: Path, task: Task, *, mutants: bool = True) -> list[str]:
    """Return the names of the items that `verify_course` will have for a task of the course in `folder`."""
    names = [f"{solution.kind}: {solution.name}" for solution in solutions(folder, task)]
    names += [f"check: {check.id}" for check in task.checks if not check.spec.marked_by_person]
    called = [name for name, function in task.functions.items() if not function.variable]
    return names + ([f"mutants: {name}" for name in called] if mutants else [])
