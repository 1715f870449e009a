"""Functions that real courses set, as small tasks: right ones pass, and known wrong ones fail exactly the checks named.

The folder `real_functions` is a course; each task says whose function it asks for.  All references are one submission,
and so are all known wrong solutions, so that two gradings answer for every task.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.sandbox.process import Worker
from grader.submission.files import SourceFile, Submission

if TYPE_CHECKING:
    from grader.checks.task import Task
    from grader.results.model import CheckResult

COURSE = Path(__file__).parent / "real_functions"
IDS = sorted(path.stem for path in (COURSE / "tasks").glob("*.yaml"))


@cache
def tasks() -> dict[str, Task]:
    """Return the tasks by id."""
    return {task.id: task for task in load_course(COURSE).tasks}


def wrong_source(task: Task) -> bytes:
    """Return the reference with the function that the misconception replaces."""
    name = task.misconceptions[0].wrong
    function = max((each for each in task.functions if name.startswith(f"{each}_")), key=len)
    parts = [(COURSE / folder / f"{task.id}.py").read_text("utf-8") for folder in ("reference", "reference/wrong")]
    return "\n".join([*parts, f"{function} = {name}\n"]).encode()


@cache
def results(*, wrong: bool) -> dict[str, dict[str, CheckResult]]:
    """Return the results of all tasks, by task and check."""
    sources = [
        SourceFile(f"{id_}.py", wrong_source(task) if wrong else (COURSE / f"reference/{id_}.py").read_bytes())
        for id_, task in tasks().items()
    ]
    graded = grade(Submission("ana", tuple(sources)), Grading(tuple(tasks().values()), Preparation(1)), Worker)
    return {task.id: {check.id: check for check in task.checks} for task in graded.tasks}


@pytest.mark.parametrize("id_", IDS)
def test_a_right_function_passes(id_: str) -> None:
    """Every check of its task."""
    for check in results(wrong=False)[id_].values():
        assert check.outcome.value == "passed", (check.id, check.message)


@pytest.mark.parametrize("id_", IDS)
def test_a_known_wrong_function_fails_exactly_the_checks_named(id_: str) -> None:
    """With a case to look at, and with the sentence that it deserves."""
    (misconception,) = tasks()[id_].misconceptions
    checks = results(wrong=True)[id_]
    failed = {check.id for check in checks.values() if check.outcome.value == "failed"}
    assert failed == set(misconception.fails), {check.id: check.message for check in checks.values()}
    assert {check.outcome.value for check in checks.values()} <= {"passed", "failed", "skipped"}
    for name in failed:
        assert checks[name].counterexample is not None
        assert checks[name].diagnosis == misconception.tells, checks[name].message


def test_many_functions_of_many_courses_are_built() -> None:
    """A task names the course and the function."""
    sources = [task.spec.source.split(", ") for task in tasks().values()]
    assert all(function in task.functions for task, (_, function) in zip(tasks().values(), sources, strict=True))
    assert len({course for course, _ in sources}) >= 10
    assert sum(course == "CS231n" for course, _ in sources) >= 8
