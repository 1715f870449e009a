"""Every misconception of the course, handed in, is told its own sentence and no other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.results import Outcome
from grader.sandbox.process import Worker
from grader.verify.solutions import Solution, solutions

if TYPE_CHECKING:
    from grader.checks.task import Task

ROOT = Path(__file__).parents[2]
SOLUTIONS = [(task, solution) for task in load_course(ROOT).tasks for solution in solutions(ROOT, task)]
QUICK = {"softmax_without_shift"}
FAILS = {Outcome.FAILED, Outcome.ERROR, Outcome.TIMEOUT}


def told(task: Task, solution: Solution, seed: int) -> dict[str, str]:
    """Return what is said of the checks that a solution fails, by check."""
    result = grade(solution.submission, Grading((task,), Preparation(seed)), Worker)
    return {check.id: check.diagnosis for check in result.tasks[0].checks if check.outcome in FAILS}


def of_kind(kind: Any, names: Any = None) -> Any:
    """Return the solutions of a kind with their tasks."""
    return [
        pytest.param(*pair, id=pair[1].name)
        for pair in SOLUTIONS
        if pair[1].kind == kind and (names is None or pair[1].name in names)
    ]


@pytest.mark.parametrize(("task", "solution"), of_kind("wrong", QUICK))
def test_a_misconception_is_told_its_sentence(task: Task, solution: Solution) -> None:
    """A few of them, with every test run."""
    tells = next(known.tells for known in task.misconceptions if known.wrong == solution.name)
    assert set(told(task, solution, 1).values()) == {tells}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
@pytest.mark.parametrize(("task", "solution"), of_kind("wrong"))
def test_every_misconception_is_told_its_sentence_and_no_other(task: Any, solution: Any, seed: int) -> None:
    """Whatever the cases are; a wrong solution that is no misconception is told nothing."""
    tells = next((known.tells for known in task.misconceptions if known.wrong == solution.name), "")
    assert set(told(task, solution, seed).values()) == {tells}


@pytest.mark.slow
@pytest.mark.parametrize(("task", "solution"), of_kind("right"))
def test_what_is_right_is_told_nothing(task: Any, solution: Any) -> None:
    """There is nothing to explain."""
    assert told(task, solution, 2) == {}
