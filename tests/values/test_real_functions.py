"""Functions that real courses set, as small tasks: right ones pass, and known wrong ones fail exactly the checks named.

The folder `real_functions` is a course; each task says whose function it asks for.  All references are one submission,
and so are all known wrong solutions, so that two gradings answer for every task.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from grader.course import load_course
from grader.judge import Grading, Preparation, examination, grade
from grader.judge.budget import Clock
from grader.judge.examination import Examined
from grader.sandbox.process import Worker
from grader.submission.files import SourceFile, Submission
from tests.samples.families import some_of

if TYPE_CHECKING:
    from grader.checks.task import Task
    from grader.results.model import CheckResult

COURSE = Path(__file__).parent / "real_functions"
UNRECOGNISED = {
    "cmu_softmax_epoch", "coursera_initialize_he", "cs231n_affine_backward", "cs231n_batchnorm_forward",
    "cs231n_k_nearest_neighbor", "cs50p_fuel", "mit6001_message", "mit6006_insertion_sort",
    "statistics_generate_sensors",
}  # fmt: skip
"""Effects, objects, exceptions, random answers: a known wrong solution fails, and is not recognised by its answers."""
STEP = 5
"""The default run tries each fifth."""
IDS = sorted(path.stem for path in (COURSE / "tasks").glob("*.yaml"))
FEW = frozenset(IDS[::STEP])


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


def decided(self: examination._Examination) -> Examined:
    """Return the verdict on a check, without its explanation."""
    return Examined(self.session.run(self.prepared.examine(), Clock(self.check.plan.wall, self.check.plan.wall)))


def results(id_: str, *, wrong: bool, explained: bool = True) -> dict[str, CheckResult]:
    """Return the results of a task by check; without explanations it is a matter of milliseconds each."""
    return graded_together(id_ in FEW, wrong=wrong, explained=explained)[id_]


@cache
def graded_together(few: bool, *, wrong: bool, explained: bool) -> dict[str, dict[str, CheckResult]]:
    """Return the results of the tasks that the default run tries, or of the others, by task and check."""
    chosen = {id_: task for id_, task in tasks().items() if (id_ in FEW) is few}
    sources = [
        SourceFile(f"{id_}.py", wrong_source(task) if wrong else (COURSE / f"reference/{id_}.py").read_bytes())
        for id_, task in chosen.items()
    ]
    grading = Grading(tuple(chosen.values()), Preparation(1))
    run = examination._Examination.run if explained else decided
    with mock.patch.object(examination._Examination, "run", run):
        graded = grade(Submission("ana", tuple(sources)), grading, Worker)
    return {task.id: {check.id: check for check in task.checks} for task in graded.tasks}


@pytest.mark.parametrize("id_", some_of(IDS, STEP))
def test_a_right_function_passes(id_: str) -> None:
    """Every check of its task."""
    for check in results(id_, wrong=False).values():
        assert check.outcome.value == "passed", (check.id, check.message)


@pytest.mark.parametrize("id_", some_of(IDS, STEP))
def test_a_known_wrong_function_fails_exactly_the_checks_named(id_: str) -> None:
    """And passes the others; nothing is a fault of the grader's."""
    checks = results(id_, wrong=True, explained=False)
    failed = {check.id for check in checks.values() if check.outcome.value == "failed"}
    assert failed == set(tasks()[id_].misconceptions[0].fails), {check.id: check.message for check in checks.values()}
    assert {check.outcome.value for check in checks.values()} <= {"passed", "failed", "skipped"}


@pytest.mark.slow
@pytest.mark.parametrize("id_", IDS)
def test_a_known_wrong_function_is_told_with_a_case_and_its_sentence(id_: str) -> None:
    """As a student sees it."""
    (misconception,) = tasks()[id_].misconceptions
    checks = results(id_, wrong=True)
    assert {check.id for check in checks.values() if check.outcome.value == "failed"} == set(misconception.fails)
    for name in misconception.fails:
        assert checks[name].counterexample is not None
        assert checks[name].diagnosis == misconception.tells or id_ in UNRECOGNISED, checks[name].message


def test_many_functions_of_many_courses_are_built() -> None:
    """A task names the course and the function."""
    sources = [task.spec.source.split(", ") for task in tasks().values()]
    assert all(name in task.functions for task, (_, name) in zip(tasks().values(), sources, strict=True))
    assert len({course for course, _ in sources}) >= 12
    assert len(sources) >= 40
    assert sum(course == "CS231n" for course, _ in sources) >= 10
