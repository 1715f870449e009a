"""Checks and tasks: what they call, what they are worth, and which kind prepares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.checks.kinds.growth import Growth
from grader.checks.statement import Statement
from tests.samples.small_tasks import VECTOR, task_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Task

SPEC = (
    VECTOR
    + """
    functions: {f: {args: [x]}, g: {args: [x]}}
    checks:
      - {id: nested, title: t, points: 2, expect: "close(f(g(x)), ref.f(g(x))) and close(f(x), ref.f(x))"}
      - {id: slope, title: t, points: 1/2, gradient: g(x), of: ref.half, wrt: x}
      - {id: time, title: t, points: 1, growth: f(x), over: n, up_to: 1000}
      - {id: nearly, title: t, points: 1, expect: "close(f(x), ref.f(x))",
         partial: {expect: "close(g(x), ref.g(x))", points: 0.5, says: s}}
    """
)
REFERENCE = "def f(x):\n    return x\n\ndef g(x):\n    return x\n\ndef half(x):\n    return (x * x).sum() / 2\n"


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """Return a task with a check of each kind that asks."""
    return task_of(tmp_path, SPEC, REFERENCE)


def test_a_check_knows_the_functions_that_it_calls(task: Task) -> None:
    """Each once, inner ones first, those for partial points too."""
    assert [check.called for check in task.checks] == [("g", "f"), ("g",), ("f",), ("f", "g")]


def test_each_kind_prepares_its_own(task: Task) -> None:
    """Two kinds are statements, and time is another matter."""
    assert [check.kind for check in task.checks] == ["expect", "gradient", "growth", "expect"]
    assert [type(check.prepare(1)) for check in task.checks] == [Statement, Statement, Growth, Statement]


def test_a_task_is_worth_the_sum_of_its_checks(task: Task) -> None:
    """Fractions are numbers too."""
    assert [check.points for check in task.checks] == [2, 0.5, 1, 1]
    assert task.points == 4.5


def test_every_statement_says_which_relation_it_is(task: Task) -> None:
    """What a student is told about begins there: a comparison, or several that are joined."""
    goals = [check.prepare(1).rule.goal for check in task.checks if check.kind != "growth"]  # type: ignore[attr-defined]
    assert [type(goal).__name__ for goal in goals] == ["Logic", "WordCall", "WordCall"]
