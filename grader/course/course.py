"""The folder: where the course is, and all its tasks without a single mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.checks.parsing import nearest
from grader.course.compiling import Compiler
from grader.course.models import task_spec
from grader.course.reading import ReadingError, read
from grader.course.reference import functions_of
from grader.errors import Mistake, SpecError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.checks.check import Task


@dataclass(frozen=True)
class Course:
    """A folder with `tasks/` and `reference/`; the tasks in the order of their files."""

    folder: Path
    tasks: tuple[Task, ...]

    def select(self, ids: Sequence[str]) -> tuple[Task, ...]:
        """Return the tasks named, in the course's order; all of them for none.  Raises UsageError."""
        known = [task.id for task in self.tasks]
        for name in ids:
            if name not in known:
                raise UsageError(f"--task {name}: the course has no such task{nearest(name, known)}")
        return tuple(task for task in self.tasks if not ids or task.id in ids)


def find_course(start: Path) -> Path:
    """Return the nearest folder from `start` upwards that is a course.  Raises UsageError."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if is_course(folder):
            return folder
    raise UsageError(
        f"{start}: no course here or above (a folder with tasks/*.yaml and reference/). "
        "Go into the course's folder, or name it with --course DIR."
    )


def is_course(folder: Path) -> bool:
    """Whether `folder` has what a course has."""
    return (folder / "reference").is_dir() and any((folder / "tasks").glob("*.yaml"))


def load_course(folder: Path, only: Sequence[str] = ()) -> Course:
    """Read a course; with `only`, its tasks of these ids.  Raises SpecError with all mistakes, or UsageError.

    A mistake in a task that is not asked for does not matter here; a name that no task has is found by `select`.
    """
    if not is_course(folder):
        raise UsageError(f"{folder}: is no course (expected a folder with tasks/*.yaml and reference/)")
    files = sorted((folder / "tasks").glob("*.yaml"))
    wanted = [path for path in files if not only or path.stem in only]
    missing = sorted(set(only) - {path.stem for path in files})
    if missing:
        known = [path.stem for path in files]
        raise UsageError(f"--task {missing[0]}: the course has no such task{nearest(missing[0], known)}")
    tasks, mistakes = [], []
    for path in wanted:
        task, found = load_task(folder, path)
        mistakes += found
        if task is not None:
            tasks.append(task)
    if mistakes:
        raise SpecError(mistakes)
    return Course(folder, tuple(tasks))


def load_task(folder: Path, path: Path) -> tuple[Task | None, list[Mistake]]:
    """Read one task file and its reference; return the task unless something is wrong with it."""
    name = f"tasks/{path.name}"
    try:
        document = read(path, name)
    except ReadingError as error:
        return None, [error.mistake]
    spec, mistakes = task_spec(document)
    if spec is None:
        return None, mistakes
    reference, faults = functions_of(folder / "reference" / f"{path.stem}.py", f"reference/{path.stem}.py")
    file = f"reference/wrong/{path.stem}.py"
    wrong, more = functions_of(folder / file, file) if spec.misconceptions else ({}, [])
    if faults or more:
        return None, [*faults, *more]
    compiler = Compiler(document, spec, reference, wrong)
    task = compiler.task()
    return (None if compiler.mistakes else task), list(dict.fromkeys(compiler.mistakes))
