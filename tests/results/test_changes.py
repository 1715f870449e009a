"""How a result differs from an earlier one."""

from __future__ import annotations

from typing import Any

import pytest

from grader.results import Outcome
from grader.results.changes import CheckChange, change
from tests.present import present
from tests.results.small_results import check, result, task

PASSED = check(id="a", points=2.0, max_points=2.0)
FAILED = check(id="a", points=0.0, max_points=2.0, outcome=Outcome.FAILED, message="Why.")


def test_equal_decisions_are_no_change() -> None:
    """Other words, times and notes decide nothing."""
    assert (
        change(result(task(PASSED)), result(task(PASSED.model_copy(update={"seconds": 9.0, "notes": ("n",)})))) is None
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param((PASSED,), (FAILED,), (2.0, 0.0, "passed", "failed", "Why."), id="lost"),
        pytest.param((FAILED,), (PASSED,), (0.0, 2.0, "failed", "passed", ""), id="won"),
        pytest.param((), (PASSED,), (None, 2.0, None, "passed", ""), id="new"),
        pytest.param((PASSED,), (), (2.0, None, "passed", None, ""), id="gone"),
    ],
)
def test_a_check_that_ends_otherwise_is_named(
    old: tuple[Any, ...], new: tuple[Any, ...], expected: tuple[Any, ...]
) -> None:
    """With points and outcome on both sides, and what is said about it now."""
    found = change(result(task(*old)), result(task(*new)))
    assert present(found).checks == (CheckChange("small.a", *expected),)
    assert (present(found).before, present(found).after) == (expected[0] or 0, expected[1] or 0)


def test_equal_points_by_another_way_are_a_change() -> None:
    """Somebody should know that a hang has become a wrong answer."""
    hung = FAILED.model_copy(update={"outcome": Outcome.TIMEOUT})
    assert [one.outcome_before for one in present(change(result(task(hung)), result(task(FAILED)))).checks] == [
        Outcome.TIMEOUT
    ]
