"""A check that a person marked with fewer points than all: no medium says that it failed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from grader.export import comment, github, gradescope, junit, prairielearn
from grader.export.snapshot import GradingSnapshot
from grader.presentation.messages import LABELS_IN_ORDER, MARKED, check_label, outcome_label
from grader.presentation.text import render as render_text
from grader.presentation.view import view_of
from grader.report.html import render as render_page
from grader.results import AwardedItem, ByHand, ManualMark, Outcome
from tests.samples.report_samples import check, submission, task

if TYPE_CHECKING:
    from grader.results import CheckResult, SubmissionResult


def marked(points: float, kind: str = "written", before: Outcome | None = Outcome.PENDING) -> CheckResult:
    """Return a check of two points as a person marked it."""
    items = (AwardedItem(id="there", says="one direction", points=points),)
    mark = ManualMark(by="Ada", at="2026-01-01T00:00:00+00:00", points=points, items=items, outcome_before=before)
    outcome = Outcome.PASSED if points == 2 else Outcome.FAILED
    return check(outcome, id="proof", title="the proof", kind=kind, points=points, max_points=2, mark=mark)


def result(points: float = 1.5) -> SubmissionResult:
    """Return a submission with one marked proof."""
    return submission(task(marked(points)))


@pytest.mark.parametrize(
    ("sample", "text"),
    [
        pytest.param(marked(1.5), "marked", id="some-points"),
        pytest.param(marked(0), "marked", id="no-points-for-an-answer"),
        pytest.param(marked(2), "passed", id="all-points"),
        pytest.param(marked(1.5, "expect", Outcome.FAILED), "marked", id="some-points-for-code"),
        pytest.param(marked(0, "expect", Outcome.PASSED), "failed", id="no-points-for-code"),
        pytest.param(marked(0.5, "expect", None), "failed", id="a-comment-on-code-that-failed"),
        pytest.param(check(Outcome.FAILED), "failed", id="nobody"),
        pytest.param(check(Outcome.PENDING, kind="written"), "pending", id="not-marked-yet"),
        pytest.param(
            check(Outcome.FAILED, points=0.5, by_hand=ByHand(by="Ada", points_before=0, outcome_before=Outcome.FAILED)),
            "marked",
            id="some-points-in-a-file",
        ),
    ],
)
def test_the_word_of_a_check(sample: CheckResult, text: str) -> None:
    """Points of a person are a mark; what the code did stays what it did."""
    assert check_label(sample).text == text


def test_the_order_has_every_label_once() -> None:
    """What needs work first; marks stand before what passed."""
    assert set(LABELS_IN_ORDER) == {*map(outcome_label, Outcome), MARKED}
    assert len(LABELS_IN_ORDER) == len(Outcome) + 1
    assert LABELS_IN_ORDER.index(MARKED) + 1 == LABELS_IN_ORDER.index(outcome_label(Outcome.PASSED))


MEDIA: dict[str, Any] = {
    "terminal": lambda snapshot: render_text(view_of(snapshot.result)),
    "page": lambda snapshot: _words_of_page(render_page(snapshot.result, {})),
    "comment": lambda snapshot: comment.comment_text(snapshot.result),
    "github": github.render,
    "prairielearn": prairielearn.render,
}


def _words_of_page(page: str) -> str:
    return re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)


@pytest.mark.parametrize("medium", MEDIA)
def test_no_medium_says_that_it_failed(medium: str) -> None:
    """It says marked, and how many points of how many."""
    text = " ".join(str(MEDIA[medium](GradingSnapshot(result()))).split())
    assert "1.5 of 2 points" in text
    assert "marked" in text
    assert not re.search(r"\bfail(s|ed|ure)?\b|does not hold|\berror\b", text)


def test_gradescope_has_it_in_the_output_and_not_in_red() -> None:
    """There are two states only."""
    test = json.loads(gradescope.render(GradingSnapshot(result())))["tests"][0]
    assert (test["status"], test["score"], test["max_score"]) == ("passed", 1.5, 2)
    assert test["output"].startswith("marked: 1.5 of 2 points.")


def test_junit_counts_no_failure() -> None:
    """A mark of a person is no failure of a test."""
    root = ET.fromstring(junit.render(GradingSnapshot(result())))
    (skipped,) = root.iter("skipped")
    assert str(skipped.get("message")).startswith("marked: 1.5 of 2 points.")
    assert not list(root.iter("failure"))
