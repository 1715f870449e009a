"""Errors: one tree, an exit code for each, and all mistakes of a course at once."""

from __future__ import annotations

import pytest

from grader.errors import (
    GraderError,
    JudgeError,
    Mistake,
    SpecError,
    UsageError,
    WorkerError,
    WorkerStartError,
)


@pytest.mark.parametrize(
    ("error", "code"),
    [(UsageError("x"), 2), (SpecError([]), 2), (WorkerError("x"), 3), (JudgeError("x"), 3), (WorkerStartError("x"), 3)],
    ids=lambda value: type(value).__name__,
)
def test_an_error_has_an_exit_code(error: GraderError, code: int) -> None:
    """2 for the user's own, 3 for the grader's."""
    assert isinstance(error, GraderError)
    assert error.exit_code == code


@pytest.mark.parametrize(
    ("mistake", "text"),
    [
        (Mistake("tasks/a.yaml", 3, "checks[0]", "is wrong"), "tasks/a.yaml:3: checks[0]: is wrong"),
        (Mistake("tasks/a.yaml", 3, "", "is wrong"), "tasks/a.yaml:3: is wrong"),
        (Mistake("reference/a.py", 0, "", "is missing"), "reference/a.py: is missing"),
        (Mistake("course.toml", 0, "late", "is wrong"), "course.toml: late: is wrong"),
    ],
    ids=["all", "no-key", "file-alone", "no-line"],
)
def test_a_mistake_says_where(mistake: Mistake, text: str) -> None:
    """As far as it is known; editors open `file:line`."""
    assert str(mistake) == text


def test_mistakes_are_told_in_order_and_once() -> None:
    """By file and line, with their number."""
    late, early = Mistake("b.yaml", 9, "", "late"), Mistake("b.yaml", 10, "", "later")
    first = Mistake("a.yaml", 50, "", "first")
    error = SpecError([early, first, late, late])
    assert error.mistakes == [first, late, early]
    assert str(error).splitlines()[0] == "3 mistakes in the course:"
    assert str(SpecError([first])) == "1 mistake in the course:\n  a.yaml:50: first"
