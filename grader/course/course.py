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
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from grader.checks.check import Task
    from grader.course.reading import Document


@dataclass(frozen=True)
class Course:
    """A folder with `tasks/` and `reference/`; the tasks in the order of their files."""

    folder: Path
    tasks: tuple[Task, ...]

    @property
    def preload(self) -> tuple[str, ...]:
        """The modules that its tasks name for import before a class, each once."""
        return tuple(dict.fromkeys(name for task in self.tasks for name in task.preload))

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
    tasks, mistakes, documents = [], [], []
    for path in wanted:
        try:
            document = read(path, f"tasks/{path.name}")
        except ReadingError as error:
            mistakes.append(error.mistake)
            continue
        documents.append(document)
        task, found = load_task(folder, path, document)
        mistakes += found
        if task is not None:
            tasks.append(task)
    mistakes += _claimed_twice(documents)
    if mistakes:
        raise SpecError(mistakes)
    return Course(folder, tuple(tasks))


def _claimed_twice(documents: Iterable[Document]) -> Iterator[Mistake]:
    """Yield a mistake for every function that an earlier task asks for too: a submission may be one module."""
    first: dict[str, str] = {}
    for document in documents:
        functions = document.data.get("functions")
        for name in functions if isinstance(functions, dict) else ():
            if name in first:
                text = f"{first[name]} asks for a function `{name}` too, and a submission may be one file; rename one"
                yield document.mistake(("functions", name), text)
            first.setdefault(name, document.file)


def load_task(folder: Path, path: Path, document: Document) -> tuple[Task | None, list[Mistake]]:
    """Compile one task file with its reference; return the task unless something is wrong with it."""
    understood = task_spec(document)
    spec = understood.spec
    if spec is None:
        return None, list(understood.mistakes)
    reference, faults = functions_of(folder / "reference" / f"{path.stem}.py", f"reference/{path.stem}.py")
    file = f"reference/wrong/{path.stem}.py"
    wrong, more = functions_of(folder / file, file) if spec.misconceptions else ({}, [])
    if faults or more:
        return None, [*understood.mistakes, *faults, *more]
    compiler = Compiler(document, spec, reference, wrong, understood.checks, understood.left_out)
    task = compiler.task()
    mistakes = [*understood.mistakes, *dict.fromkeys(compiler.mistakes)]
    return (None if mistakes else task), mistakes
