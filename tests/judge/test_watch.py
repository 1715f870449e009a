"""Whoever watches a grading sees its result grow, and may end it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.judge import grade
from grader.results import Outcome
from grader.sandbox.process import Worker
from grader.submission.files import SourceFile, Submission
from tests.judge.small_gradings import grading_of, outcomes, the

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPEC = """
functions: {twice: {args: [x]}}
checks:
  - {id: first, title: first, points: 2, expect: "close(twice(x), ref.twice(x))"}
  - {id: proof, title: the proof, points: 3, written: Twice}
  - {id: last, title: last, points: 1, visibility: hidden, expect: "close(twice(x + 1), ref.twice(x + 1))"}
"""
TWICE = "def twice(x):\n    return 2 * x\n"


@pytest.fixture
def watched(tmp_path: Path) -> Callable[..., Any]:
    """Return a function that grades right work until so many checks are asked, and what was seen meanwhile."""

    def run(most: Any) -> Any:
        seen = []

        def watch(so_far: Any) -> Any:
            seen.append(so_far())
            return len(seen) <= most

        work = Submission("ana", (SourceFile("small.py", TWICE.encode()),))
        return grade(work, grading_of(tmp_path, SPEC, TWICE), Worker, watch=watch), seen

    return run


def test_the_result_grows_check_by_check(watched: Callable[..., Any]) -> None:
    """What is not asked yet is nobody's zero; the end is the same as without anybody watching."""
    result, seen = watched(9)
    assert [one.points for one in seen] == [0, 2, 2]
    assert [one.max_points for one in seen] == [6, 6, 6]
    assert outcomes(seen[1]) == {"first": "passed", "proof": "pending", "last": "judge_error"}
    assert outcomes(result) == {"first": "passed", "proof": "pending", "last": "passed"}
    assert "cut off" in the(seen[1], "last").message
    assert seen[1].notes == ("The grading ended after 1 of 3 checks.",)
    assert result.notes == ()


def test_what_is_left_over_is_skipped(watched: Callable[..., Any]) -> None:
    """It costs its points and says so; what a person marks takes no time."""
    result, _ = watched(1)
    assert outcomes(result) == {"first": "passed", "proof": "pending", "last": "skipped"}
    assert (result.points, result.max_points, result.pending_points) == (2, 6, 3)
    assert "over before this was asked" in the(result, "last").message
    assert result.notes == ("The grading ended after 1 of 3 checks.",)


def test_nothing_asked_is_a_result(watched: Callable[..., Any]) -> None:
    """All checks are there."""
    result, seen = watched(0)
    assert set(result.outcomes) == {Outcome.SKIPPED, Outcome.PENDING}
    assert len(seen) <= 3
