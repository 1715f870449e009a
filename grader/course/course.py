"""The folder: where the course is, and all its tasks without a single mistake.

A students' kit is read in the same way, with recorded answers in place of the reference.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.checks.student_programs import with_programs
from grader.course import spec_cache
from grader.course.compiling import TaskCompiler
from grader.course.document import ReadingError
from grader.course.kit import FOLDER, answers_file, is_kit, manifest_of, support_folder, task_file
from grader.course.kit_tests import kit_suite
from grader.course.models import task_spec
from grader.course.reading import read
from grader.course.reference import functions_of
from grader.course.support import FOLDER as SUPPORT
from grader.course.support import Support, importable, read_support
from grader.course.tests import is_tested, put_in_order, suite_of, with_functions, with_tests
from grader.errors import Mistake, SpecError, UsageError
from grader.expressions.parsing import nearest
from grader.records import dataclass
from grader.worker.wire.conversions import converting
from grader.worker.wire.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from grader.checks.suite import TestSuite
    from grader.checks.task import Task, TaskSpec
    from grader.course.document import Document, ParsedSpec
    from grader.course.late import CourseSpec, LatePolicy
    from grader.results.rubric import Rubric

    Functions = Mapping[str, Callable[..., object]]
    Loaded = tuple[Task | None, list[Mistake]]


@dataclass(frozen=True)
class BrokenTask:
    """A task that cannot be used, and every mistake in it."""

    id: str
    mistakes: tuple[Mistake, ...]

    @property
    def text(self) -> str:
        """The mistakes, below a line that says what follows from them."""
        count = "1 mistake" if len(self.mistakes) == 1 else f"{len(self.mistakes)} mistakes"
        title = f"{self.id}: left out because of {count} in the task; the other tasks go on:"
        return "\n".join([title, *(f"  {mistake}" for mistake in sorted(set(self.mistakes)))])


@dataclass(frozen=True)
class Course:
    """A folder with `tasks/` and `reference/`; the tasks in the order of their files."""

    folder: Path
    tasks: tuple[Task, ...]
    seed: int | None = None
    """The one seed whose cases a students' kit has answers for; None where the reference answers any."""
    late: LatePolicy | None = None
    """The deduction for late work; None where there is none."""
    seconds: float | None = None
    """How long one submission may take in all; None derives it from the limits of the checks."""
    broken: tuple[BrokenTask, ...] = ()
    """The tasks with mistakes, where those without are enough."""

    @property
    def preload(self) -> tuple[str, ...]:
        """The modules that its tasks name for import before a class, each once."""
        return tuple(dict.fromkeys(name for task in self.tasks for name in task.preload))

    def select(self, ids: Sequence[str]) -> tuple[Task, ...]:
        """Return the tasks named, in the course's order; all of them for none.  Raises UsageError."""
        task_ids = [task.id for task in self.tasks]
        for name in ids:
            if name not in task_ids:
                raise UsageError(f"--task {name}: the course has no such task{nearest(name, task_ids)}")
        return tuple(task for task in self.tasks if not ids or task.id in ids)


def rubrics_of(course: Course) -> dict[str, Rubric]:
    """Return the rubric of every check that a person marks, by `task.check`; an empty one where a check has none."""
    return {
        f"{task.id}.{check.id}": check.spec.marking_rubric
        for task in course.tasks
        for check in task.checks
        if check.spec.marking_rubric is not None
    }


def find_course(start: Path) -> Path:
    """Return the nearest folder from `start` upwards that is a course or a students' kit.  Raises UsageError."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if is_course(folder) or is_kit(folder):
            return folder
    raise UsageError(
        f"{start}: no course here or above (a folder with tasks/*.yaml and reference/, or a students' kit). "
        "Go into the course's folder, or name it with --course DIR."
    )


def refuse_own_course(course: Path, checked: Sequence[Path]) -> None:
    """Refuse a course that lies with the code that is checked: its reference runs with the rights of this process.

    A students' kit has no reference and may lie anywhere.  Raises UsageError.
    """
    for path in checked:
        folder = path.resolve() if path.is_dir() else path.resolve().parent
        if course.resolve().is_relative_to(folder) and is_course(course):
            raise UsageError(
                f"{course}: the course lies in the folder that is checked, and its reference would run as trusted "
                "code. If it is yours, name it with --course DIR."
            )


def refuse_other_course(course: Path, source: Path) -> None:
    """Refuse to grade in the course of this folder what lies within another one: nobody would pass.

    The other one is not taken by itself, since its reference would run as trusted code.  Raises UsageError.
    """
    other = next((folder for folder in source.resolve().parents if is_course(folder)), None)
    if other is not None and other != course.resolve():
        raise UsageError(
            f"{source}: lies within the course {other}, and {course} is the course of this folder. "
            "Name the one that you mean with --course DIR."
        )


def is_course(folder: Path) -> bool:
    """Whether `folder` has what a course has."""
    return (folder / "reference").is_dir() and any((folder / "tasks").glob("*.yaml"))


def load_course(
    folder: Path, only: Sequence[str] = (), *, kits: bool = False, skip_broken: bool = False, remember: bool = True
) -> Course:
    """Read a course; with `only`, its tasks of these ids.  Raises SpecError with all mistakes, or UsageError.

    A mistake in a task that is not asked for does not matter here; a name that no task has is found by `select`.
    With `kits` a students' kit will do.  With `skip_broken` tasks without mistakes are enough, if there is one.  Unless
    `remember` is false, task files are taken as an earlier start understood them, and kept for later ones.
    """
    if is_course(folder):
        files = sorted((folder / "tasks").glob("*.yaml"))
        spec, wrong = _course_spec(folder)
        load = _loader("tasks", lambda path, document: load_task(folder, path, document), remember=remember)
        tasks, broken = _read(files, only, load)
        if wrong or (broken and not (skip_broken and tasks)):
            raise SpecError([*wrong, *(mistake for task in broken for mistake in task.mistakes)])
        if spec is None:
            return Course(folder, tasks, broken=broken)
        return Course(folder, tasks, late=spec.late, seconds=spec.limits.submission, broken=broken)
    if not is_kit(folder):
        raise UsageError(f"{folder}: not a course: expected a folder with tasks/*.yaml and reference/")
    if not kits:
        raise UsageError(
            f"{folder}: is a students' kit, which has no reference; here `grader check` and `grader tasks` work. "
            "Name the course with --course DIR."
        )
    return _load_kit(folder, only, remember=remember)


def _course_spec(folder: Path) -> tuple[CourseSpec | None, list[Mistake]]:
    """Return `course.toml` and the mistakes in it; most courses have none, and need no reader of TOML and zones."""
    if not (folder / "course.toml").exists():
        return None, []
    from grader.course.late import read_course_spec

    return read_course_spec(folder)


def _load_kit(folder: Path, only: Sequence[str], *, remember: bool) -> Course:
    manifest = manifest_of(folder)
    files = [task_file(folder, task) for task in manifest.later]
    load = _loader(FOLDER, lambda path, document: _load_kit_task(folder, path, document), remember=remember)
    tasks, broken = _read(files, only, load)
    if broken:  # nobody edits a kit, so that it is damaged as a whole
        raise SpecError([mistake for task in broken for mistake in task.mistakes])
    return Course(folder, tuple(replace(task, later=manifest.later[task.id]) for task in tasks), manifest.seed)


def _read(
    files: Sequence[Path], only: Sequence[str], load: Callable[[Path], Loaded]
) -> tuple[tuple[Task, ...], tuple[BrokenTask, ...]]:
    """Read the task files `files`, or those named by `only`; return the tasks, and those that have mistakes."""
    paths = [path for path in files if not only or path.stem in only]
    missing = sorted(set(only) - {path.stem for path in files})
    if missing:
        ids = [path.stem for path in files]
        raise UsageError(f"--task {missing[0]}: the course has no such task{nearest(missing[0], ids)}")
    tasks, broken = [], []
    for path in paths:
        try:
            task, mistakes = load(path)
        except ReadingError as error:
            task, mistakes = None, [error.mistake]
        if task is not None and not mistakes:
            tasks.append(task)
        else:
            broken.append(BrokenTask(path.stem, tuple(mistakes)))
    return tuple(tasks), tuple(broken)


def _loader(within: str, load: Callable[[Path, Document], Loaded], *, remember: bool) -> Callable[[Path], Loaded]:
    """Return what loads a task file of the folder `within`.  It raises ReadingError."""
    if remember:
        return lambda path: _load_known(path, f"{within}/{path.name}", load)
    return lambda path: load(path, read(path, f"{within}/{path.name}"))


def _load_known(path: Path, name: str, load: Callable[[Path, Document], Loaded]) -> Loaded:
    """Load a task as an earlier start understood its file; read the file where none has, or something is wrong.

    Raises ReadingError.
    """
    document = spec_cache.find(path, name)
    if document is not None:
        loaded = load(path, document)
        if loaded[0] is not None and not loaded[1]:
            return loaded
    document = read(path, name)
    loaded = load(path, document)
    if loaded[0] is not None and not loaded[1]:
        spec_cache.keep(path, document)
    return loaded


def load_task(folder: Path, path: Path, document: Document) -> Loaded:
    """Compile one task file with its reference; return the task unless something is wrong with it."""
    parsed = task_spec(document)
    if parsed.spec is None:
        return None, list(parsed.mistakes)
    support = read_support(folder / SUPPORT, parsed.spec.support, called=_calls_support(parsed.spec))
    with importable(folder / SUPPORT, parsed.spec.support):
        reference, faults = _reference_functions(folder, path.stem, parsed.spec)
        file = f"reference/wrong/{path.stem}.py"
        wrong, mistakes_of_wrong = functions_of(folder / file, file) if parsed.spec.misconceptions else ({}, [])
    reference, wrong = with_programs(reference, parsed.spec.programs), with_programs(wrong, parsed.spec.programs)
    if parsed.spec.has_tables:
        reference = {name: converting(function, Tables()) for name, function in reference.items()}
        wrong = {name: converting(function, Tables()) for name, function in wrong.items()}
    if faults or mistakes_of_wrong:
        return None, [*parsed.mistakes, *support.mistakes, *faults, *mistakes_of_wrong]
    suite, mistakes_of_tests = suite_of(folder, parsed.spec)
    if mistakes_of_tests:
        return None, [*parsed.mistakes, *support.mistakes, *mistakes_of_tests]
    parsed = with_functions(with_tests(parsed, suite), reference)
    put_in_order(suite, parsed.spec)
    return compiled(document, parsed, reference, wrong, support, suite)


def _calls_support(spec: TaskSpec) -> bool:
    """Whether an expression or a domain of a task may call functions of support files: tests and persons do not."""
    return bool(spec.inputs) or not all(check.marked_by_person or check.whole_module for check in spec.checks)


def _reference_functions(folder: Path, task: str, spec: TaskSpec) -> tuple[Functions, list[Mistake]]:
    """Return the functions of the reference, and what is wrong with it.

    A task without functions asks nothing of it here: it may be a notebook, need names that a set-up gives, or be
    missing, as solutions of imported tests are.
    """
    has_names = spec.functions or spec.classes or spec.programs or spec.variables
    if not has_names and all(check.marked_by_person or check.whole_module for check in spec.checks):
        return {}, []
    name = f"reference/{task}.py"
    if is_tested(spec) and not (folder / name).exists():
        return {}, []  # imported tests may have no solution
    return functions_of(folder / name, name, spec.variables)


def _load_kit_task(folder: Path, path: Path, document: Document) -> Loaded:
    from grader.course.recorded import recorded_functions

    parsed = task_spec(document)
    spec = parsed.spec
    support = read_support(support_folder(folder), spec.support, called=_calls_support(spec)) if spec else Support()
    suite = kit_suite(folder, parsed.spec) if parsed.spec is not None else None
    return compiled(document, parsed, recorded_functions(answers_file(folder, path.stem)), {}, support, suite)


def compiled(
    document: Document,
    parsed: ParsedSpec,
    reference: Functions,
    wrong: Functions,
    support: Support | None = None,
    suite: TestSuite | None = None,
) -> Loaded:
    """Compile what is parsed of a task file; `wrong` are the known wrong solutions."""
    if parsed.spec is None:
        return None, list(parsed.mistakes)
    support = support or Support()
    compiler = TaskCompiler(document, parsed.spec, reference, wrong, parsed.checks, support, parsed.dropped_ids, suite)
    task = compiler.task()
    mistakes = [*parsed.mistakes, *dict.fromkeys(compiler.mistakes)]
    return (None if mistakes else task), mistakes
