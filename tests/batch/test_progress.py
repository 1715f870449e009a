"""Progress of a class: every submission is counted once, whatever became of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.batch.job import JobResult
from grader.batch.progress import Progress


@pytest.mark.parametrize(
    ("done", "counts"),
    [
        pytest.param({"judged": "{}"}, (1, 0, {}, {}), id="graded"),
        pytest.param({}, (0, 1, {}, {}), id="on-record"),
        pytest.param({"failure": "died"}, (0, 0, {"ann": "died"}, {}), id="no-result"),
        pytest.param({"failure": "died", "judged": "{}"}, (0, 0, {"ann": "died"}, {}), id="a-failure-is-no-result"),
        pytest.param({"judged": "{}", "judge_errors": 2}, (1, 0, {}, {"ann": 2}), id="with-grader-errors"),
    ],
)
def test_a_submission_is_counted_where_it_belongs(done: dict[str, object], counts: tuple[object, ...]) -> None:
    """Graded, on record, or listed with a reason; grader errors are counted beside."""
    progress = Progress(3)
    progress.take(JobResult("ann", **done))  # type: ignore[arg-type]
    assert (progress.graded, progress.cached, progress.failures, progress.judge_errors) == counts
    assert progress.finished == 1


@given(st.lists(st.sampled_from(["graded", "known", "failed"]), max_size=30))
def test_no_submission_is_lost(ends: list[str]) -> None:
    """The number of finished ones is the number of those that came back."""
    progress = Progress(len(ends))
    for number, end in enumerate(ends):
        progress.take(
            JobResult(f"s{number}", judged="{}" if end == "graded" else "", failure="died" if end == "failed" else "")
        )
    assert progress.finished == len(ends)
    assert len(progress.failures) == ends.count("failed")
