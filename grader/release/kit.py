"""The kit in one folder: written beside its place, tried there as a student would, and only then put into it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from grader import PUBLIC_SEED, __version__
from grader.authoring.starter_code import StarterCode, has_module, starter_of
from grader.course import load_course
from grader.course.kit import FOLDER, MANIFEST, Manifest, answers_file, support_folder, task_file
from grader.course.reading import read
from grader.errors import JudgeError, UsageError
from grader.expressions.evaluation import EvaluationError
from grader.records import dataclass, field
from grader.release import notebook, pages
from grader.release.public import public_part, written_down
from grader.release.public_tests import KitSuite, kit_suite_of
from grader.release.recordable import Omission, asked_of_reference, exceptions_named, left_out, with_needs
from grader.release.recording import Recorder, answers_of, record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.checks.task import Task
    from grader.course import Course


LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class TaskKit:
    """The part of a kit that belongs to one task."""

    task: Task
    left_out: Mapping[str, Omission]
    """The checks that are asked only when the work is graded, by their ids."""
    reasons: Mapping[str, str]
    """The reasons why the answers of some checks could not be recorded."""
    size: int
    """Bytes of what `grader check` needs of it."""
    starter: StarterCode
    """The starter code."""

    @property
    def public(self) -> list[str]:
        """The public checks among those that are left out."""
        return [id_ for id_, reason in self.left_out.items() if reason is not Omission.HIDDEN]

    @property
    def hidden(self) -> int:
        """The number of hidden checks."""
        return len(self.left_out) - len(self.public)


@dataclass(frozen=True, slots=True)
class _TaskFiles:
    """The files of one task, by their paths within the kit, and what is in them."""

    files: Mapping[Path, bytes]
    released: TaskKit


@dataclass
class _Recorded:
    """The recordings of a task, check by check."""

    without: dict[str, Omission]
    """The checks that are left out."""
    reasons: dict[str, str] = field(default_factory=dict)
    decides: Recorder = field(default_factory=lambda: Recorder({}))
    drawn: Recorder = field(default_factory=lambda: Recorder({}, strict=False))
    tests: KitSuite = field(default_factory=KitSuite)

    def asked_for(self, task: Task) -> Task:
        """Return the task with those functions alone that its file or a public test names.

        A task of tests that names none has all of its reference's, whose helpers are nobody's business.
        """
        if task.spec.tests is None:
            return task
        names = set(self.tests.names).union(*(check.called for check in task.checks if check.id not in self.without))
        functions = {name: spec for name, spec in task.spec.functions.items() if name in names}
        spec = task.spec.model_copy(update={"functions": functions})
        used = {
            name: task.functions[name] for name in task.functions if name not in task.spec.functions or name in names
        }
        return replace(task, spec=spec, functions=used)


def release(course: Course, tasks: Sequence[Task], out: Path) -> list[TaskKit]:
    """Write the kit of `tasks` to the folder `out`, which must be new or empty.

    Raises UsageError for a folder with something in it, and for a task of which a kit could ask nothing.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out}: is there already and not empty. Name a new folder, or remove this one first.")
    parts = [_part(course.folder, task) for task in tasks]
    task_kits = [part.released for part in parts]
    files = {path: text.encode() for path, text in _common_files(task_kits).items()}
    files |= {path: data for part in parts for path, data in part.files.items()}
    files |= {path: data for task in tasks for path, data in _support_files(task)}
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as beside:
        kit = Path(beside) / out.name
        for path, data in files.items():
            (kit / path).parent.mkdir(parents=True, exist_ok=True)
            (kit / path).write_bytes(data)
        _try(kit)
        if out.exists():
            out.rmdir()
        shutil.move(kit, out)
    return task_kits


def _part(folder: Path, task: Task) -> _TaskFiles:
    recorded = _recorded(task)
    own_data = read(folder / task.file, task.file).data
    has_functions = "functions" in own_data
    task = task if has_functions else recorded.asked_for(task)
    data = public_part(own_data, task, recorded.without, () if has_functions else task.spec.functions)
    included = [check for check in task.checks if check.id not in recorded.without]
    named = dict.fromkeys([*task.functions, *(name for check in included for name in asked_of_reference(check))])
    exceptions = dict.fromkeys(name for check in included for name in exceptions_named(check))
    answers = answers_of(recorded.decides.noted, recorded.drawn.noted, task.reference, named, exceptions)
    kit = {
        task_file(Path(), task.id): written_down(data),
        answers_file(Path(), task.id): answers.model_dump_json() + "\n",
    }
    tests = recorded.tests.files
    size = sum(len(text.encode()) for text in kit.values()) + sum(map(len, tests.values()))
    starter = starter_of(folder, task)
    released = TaskKit(task, recorded.without, recorded.reasons, size, starter)
    page = pages.statement(task, released.public, released.hidden)
    work = {Path("statements") / f"{task.id}.md": page}
    work |= {Path(f"{name}.py"): text for name, text in starter.programs.items()}
    work |= {Path(f"{task.id}.py"): starter.module} if has_module(task) or task.suite is not None else {}
    return _TaskFiles({path: text.encode() for path, text in (kit | work).items()} | tests, released)


def _support_files(task: Task) -> Iterator[tuple[Path, bytes]]:
    """Yield the support files twice: beside the student's work, and where the grader finds them unchanged."""
    for name, data in task.support.items():
        yield Path(name), data
        yield support_folder(Path()) / name, data


def _recorded(task: Task) -> _Recorded:
    """Record the checks of a task that can be.  Raises UsageError where there is none."""
    recorded = _Recorded(left_out(task))
    drawing = (check for check in task.checks if check.spec.random_answers)
    random = frozenset(name for check in drawing for name in check.called)
    recorded.decides.random = random
    _add_tests(task, recorded)
    for check in task.checks:
        if check.id in recorded.without or check.spec.python_test:
            continue
        try:
            recording = record(check, PUBLIC_SEED, random)
            recorded.decides.add(recording.decides)
            recorded.drawn.add(recording.drawn)
        except EvaluationError as error:
            recorded.reasons[check.id] = str(error)
            recorded.without = with_needs(task, recorded.without | {check.id: Omission.REFERENCE})
    if not recorded.decides.noted and not recorded.tests.included:
        reasons = "".join(f"\n  {check}: {reason}" for check, reason in recorded.reasons.items())
        raise UsageError(
            f"{task.file}: nothing of it can be asked without the reference, so a student could check nothing. Add a "
            "public check that compares with ref. values of the inputs, or a public test in Python, or name the other "
            f"tasks alone.{reasons}"
        )
    return recorded


def _add_tests(task: Task, recorded: _Recorded) -> None:
    """Try the public tests as a kit has them; leave out those that need something else."""
    tests = {test: check.id for check in task.checks if (test := check.spec.python_test)}
    public = {test for test, id_ in tests.items() if id_ not in recorded.without}
    recorded.tests = kit_suite_of(task, public)
    left = {tests[test]: Omission.REFERENCE for test in public if test not in recorded.tests.included}
    recorded.reasons |= {tests[test]: _first_line(reason) for test, reason in recorded.tests.reasons.items()}
    recorded.without = with_needs(task, recorded.without | left)


def _common_files(parts: Sequence[TaskKit]) -> dict[Path, str]:
    """Return the files about all tasks together."""
    tasks = [part.task for part in parts]
    later = {part.task.id: len(part.left_out) for part in parts}
    manifest = Manifest(seed=PUBLIC_SEED, grader=__version__, numpy=np.__version__, later=later)
    return {
        Path(FOLDER) / MANIFEST: manifest.model_dump_json(indent=2) + "\n",
        Path(notebook.NAME): notebook.notebook({part.task: part.starter for part in parts}),
        Path("README.md"): pages.readme(tasks, notebook.NAME, sum(later.values()), np.__version__),
    }


def _try(kit: Path) -> None:
    """Prepare every check of a kit.  Raises JudgeError where one cannot be: it would fail for every student."""
    for task in load_course(kit, kits=True).tasks:
        for check in task.checks:
            try:
                check.prepare(PUBLIC_SEED)
            except EvaluationError as error:
                raise JudgeError(f"{task.id}.{check.id}: cannot be asked in the kit ({error})") from error


def _first_line(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return line if len(line) <= LONGEST_REASON else f"{line[: LONGEST_REASON - 3]}..."
