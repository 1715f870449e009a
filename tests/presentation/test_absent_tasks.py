"""Of a task of which nothing was handed in there is one line, and no wall of functions that are not there."""

from __future__ import annotations

from grader.presentation.view import view_of
from grader.results import Outcome, SubmissionResult
from tests.results.small_results import check, result, task


def report(*, absent: bool, answer: str = "") -> SubmissionResult:
    """Return a result with a failed, a skipped and a pending check of one task."""
    checks = (
        check(id="a", outcome=Outcome.FAILED, points=0.0, message="There is no function `f`.", functions=("f",)),
        check(id="b", outcome=Outcome.SKIPPED, points=0.0, message="This runs later.", functions=("f", "g")),
        check(id="c", outcome=Outcome.PENDING, points=0.0, message="A person reads this.", answer=answer),
    )
    return result(task(*checks).model_copy(update={"absent": absent}))


def test_an_absent_task_is_one_line() -> None:
    """With the names of what it asks for; what a person marks stays."""
    view = view_of(report(absent=True)).tasks[0]
    assert view.notes == ("Nothing of this task is in what you handed in; it asks for `f`, `g`.",)
    assert [shown.id for shown in view.checks] == ["c"]


def test_a_task_of_which_something_is_there_has_all_its_checks() -> None:
    """As before."""
    view = view_of(report(absent=False)).tasks[0]
    assert view.notes == ()
    assert [shown.id for shown in view.checks] == ["a", "b", "c"]
