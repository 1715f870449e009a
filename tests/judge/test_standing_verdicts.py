"""Verdicts that no answer decides: no fault of the student's is claimed, and no hidden check is named."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from grader.judge import standing_verdicts
from grader.results import Outcome, Visibility


def check(title: str, visibility: Visibility = Visibility.PUBLIC) -> Any:
    """Return a check with a title."""
    return SimpleNamespace(spec=SimpleNamespace(title=title), visibility=visibility)


@pytest.mark.parametrize(
    ("needed", "text"),
    [
        pytest.param([check("loss")], "This check runs once “loss” passes.", id="one"),
        pytest.param([check("loss"), check("grad")], "This check runs once “loss” and “grad” pass.", id="two"),
        pytest.param([check("secret", Visibility.HIDDEN)], "This check runs once another check passes.", id="hidden"),
        pytest.param([check("loss"), check("secret", Visibility.AFTER_DUE)], "This check runs once “loss” passes.",
                     id="public-and-hidden"),
    ],
)  # fmt: skip
def test_a_check_that_waits_says_for_what(needed: list[Any], text: str) -> None:
    """As far as students may know of it."""
    verdict = standing_verdicts.skipped(needed)
    assert (verdict.outcome, verdict.explanation.message) == (Outcome.SKIPPED, text)


@pytest.mark.parametrize(
    ("needed", "listing"),
    [([check("loss")], "“loss”"), ([check("loss"), check("secret", Visibility.HIDDEN)], "“loss”"),
     ([check("secret", Visibility.HIDDEN)], "another check")],
    ids=["one", "public-and-hidden", "hidden"],
)  # fmt: skip
def test_a_check_whose_need_cannot_be_decided_blames_nobody(needed: list[Any], listing: str) -> None:
    """The reason stands there: a library that is missing on one's own machine is no fault of the grader."""
    verdict = standing_verdicts.undecided(needed)
    text = f"This check runs once {listing} can be decided. That is no fault of yours."
    assert (verdict.outcome, verdict.explanation.message) == (Outcome.JUDGE_ERROR, text)


@pytest.mark.parametrize(
    ("verdict", "outcome", "text"),
    [
        (standing_verdicts.judge_error(), Outcome.JUDGE_ERROR, "This is no fault of yours"),
        (standing_verdicts.unfinished(), Outcome.JUDGE_ERROR, "This is no fault of yours"),
        (standing_verdicts.out_of_time(), Outcome.SKIPPED, "time for your work was over"),
        (standing_verdicts.pending(), Outcome.PENDING, ""),
    ],
    ids=["grader-error", "cut-off", "time", "pending"],
)
def test_what_was_not_asked_is_no_failure(verdict: Any, outcome: Outcome, text: str) -> None:
    """No points are set, and none is called wrong."""
    assert verdict.outcome is outcome
    assert text in verdict.explanation.message
    assert (verdict.points, verdict.failed_cases) == (None, 0)
