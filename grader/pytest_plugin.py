"""A plugin of pytest: `pytest tasks/` in a course says what `grader verify` says, a test for each thing looked at.

Loaded in every run of pytest where the package is installed, so nothing is imported here that takes time; what verifies
is imported when a task file is collected: a `tasks/*.yaml` beside a folder `reference/`.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.verify import VerifiedTask

SEEDS = 200


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `grader verify` has as options."""
    group = parser.getgroup("grader", "tasks of a course")
    group.addoption(
        "--grader-seeds", type=_seeds, default=SEEDS, metavar="N", help=f"seeds that a task is tried under ({SEEDS})"
    )
    group.addoption("--grader-no-mutants", action="store_true", help="try no mutants of the reference")
    group.addoption("--grader-no-cache", action="store_true", help="try everything anew and keep nothing")


def _seeds(text: str) -> int:
    """Return a number of seeds.  Raises ArgumentTypeError, whose text pytest shows."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number of seeds (expected a whole number from 1 up)")
    return int(text)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> TaskFile | None:
    """Collect the task files of a course."""
    course = file_path.parent.parent
    if file_path.suffix == ".yaml" and file_path.parent.name == "tasks" and (course / "reference").is_dir():
        return TaskFile.from_parent(parent, path=file_path)
    return None


class TaskFile(pytest.File):
    """A task: what is looked at of it is known before anything is tried."""

    def collect(self) -> Iterator[TaskPart]:
        """Yield a test for each thing.  Mistakes in the spec are told as such."""
        from grader.course import load_course
        from grader.errors import GraderError
        from grader.verify import names_of

        try:
            (task,) = load_course(self.course, only=[self.path.stem]).tasks
        except GraderError as error:
            raise self.CollectError(str(error)) from error
        for name in names_of(self.course, task, mutants=not self.config.getoption("grader_no_mutants")):
            yield TaskPart.from_parent(self, name=name)

    @property
    def course(self) -> Path:
        """The course that the task belongs to."""
        return self.path.parent.parent


class Refused(Exception):  # noqa: N818 - a verdict
    """Something of a task is not as it must be, or cannot be looked at."""


class TaskPart(pytest.Item):
    """One thing that `grader verify` looks at: a solution, a check, the mutants of a function."""

    parent: TaskFile

    def runtest(self) -> None:
        """Raise Refused unless it is as it must be."""
        findings = {item.name: item for item in _verified(self.parent).items}
        if not findings[self.name].good:
            raise Refused(findings[self.name].text)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:
        """Return the sentence of a verdict, and for anything else what pytest shows."""
        if isinstance(excinfo.value, Refused):
            return f"{excinfo.value}\n`grader verify {self.parent.path.stem}` says more."
        return super().repr_failure(excinfo, *args)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return where the test stands: its task, and what is looked at."""
        return self.path, None, f"{self.parent.path.stem}: {self.name}"


FINDINGS = pytest.StashKey[dict["Path", "VerifiedTask | Refused"]]()


def _verified(file: TaskFile) -> VerifiedTask:
    """Return what is said of a task; the first time all tasks of its course that have a test in this run are tried.

    A worker of pytest-xdist, of which there are several, tries its own file's task only.  Raises Refused.
    """
    findings = file.session.stash.setdefault(FINDINGS, {})
    if file.path not in findings:
        files = {item.parent for item in file.session.items if isinstance(item, TaskPart)}
        files = (
            {file} if hasattr(file.config, "workerinput") else {other for other in files if other.course == file.course}
        )
        findings.update(_tried(file, {other.path.stem: other.path for other in files}))
    finding = findings[file.path]
    if isinstance(finding, Refused):
        raise finding
    return finding


def _tried(file: TaskFile, tasks: dict[str, Path]) -> dict[Path, VerifiedTask | Refused]:
    """Try tasks of one course; where the grader itself fails, that is what is said of all of them."""
    from grader.errors import GraderError
    from grader.verify import VerifyOptions, users_cache, verify_course

    option = file.config.getoption
    options = VerifyOptions(option("grader_seeds"), not option("grader_no_mutants"))
    cache = None if option("grader_no_cache") else users_cache()
    try:
        return {tasks[task.task]: task for task in verify_course(file.course, sorted(tasks), options, cache=cache)}
    except GraderError as error:
        return dict.fromkeys(tasks.values(), Refused(str(error)))
