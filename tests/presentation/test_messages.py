"""The words of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.presentation.messages import (
    cases_text,
    check_points_text,
    excused_text,
    late_text,
    number_text,
    outcome_label,
    points_text,
    reading_text,
    score_notes,
    score_text,
    span_text,
)
from grader.results import Counterexample, Excused, Lateness, Outcome, SubmissionFacts
from tests.samples.report_samples import check, rich, submission, task

if TYPE_CHECKING:
    from grader.results.model import CheckResult


NONE = Counterexample(inputs={}, got=1, expected=2)
SOME = Counterexample(inputs={"x": 1}, got=1, expected=2)


def test_every_outcome_has_its_own_word_and_sign() -> None:
    """No two outcomes can be mistaken for one another, with or without signs."""
    words = [outcome_label(outcome) for outcome in Outcome]
    assert len({word.sign for word in words}) == len({word.text for word in words}) == len(Outcome)
    assert all(len(word.sign) == 1 for word in words)


@pytest.mark.parametrize(
    ("points", "text"), [(2.0, "2"), (0.5, "0.5"), (1 / 3, "0.333"), (10.0, "10"), (0.1 + 0.2, "0.3"), (0, "0")]
)
def test_points_have_no_trailing_zeros(points: float, text: str) -> None:
    """Points read as a person writes them."""
    assert number_text(points) == text


def test_points_are_counted_in_words() -> None:
    """One point is a point, more are points."""
    assert points_text(3, 4) == "3 of 4 points"
    assert points_text(0.5, 1) == "0.5 of 1 point"
    assert check_points_text(check(Outcome.PENDING, max_points=2)) == "up to 2 points, not marked yet"


@pytest.mark.parametrize(
    ("sample", "text"),
    [
        (check(cases=100), "Passed in 100 cases."),
        (check(kind="chain", cases=1000), "No counterexample in 1,000 cases."),
        (check(Outcome.FAILED, failed_cases=7, cases=100), "7 of 100 cases fail."),
        (check(Outcome.FAILED, failed_cases=1, cases=1), "1 of 1 case fails."),
        (check(Outcome.FAILED, failed_cases=9, cases=9, counterexample=NONE), "A fixed example fails."),
        (check(Outcome.FAILED, failed_cases=9, cases=9, counterexample=SOME), "9 of 9 cases fail."),
        (check(Outcome.FAILED, failed_cases=8, cases=9, counterexample=NONE), "8 of 9 cases fail."),
        (check(Outcome.FAILED, kind="story", failed_cases=9, cases=9, counterexample=NONE), "9 of 9 stories fail."),
        (check(Outcome.SKIPPED, cases=100), ""),
        (check(), ""),
    ],
)
def test_cases_are_counted(sample: CheckResult, text: str) -> None:
    """A reader sees on how many inputs a check was asked; a chain is never said to be proved."""
    assert cases_text(sample) == text


def test_a_score_says_what_it_leaves_out() -> None:
    """Points are so far where checks are hidden or marked later."""
    assert score_text(rich()) == "3.5 of 12 points so far"
    assert score_notes(rich()) == (
        "A person marks 2 of these 12 points later.",
        "3 more checks count for the grade.",
        "This report does not show them, and the score above leaves them out.",
    )
    assert score_notes(submission(task(check()), hidden_checks=1)) == (
        "1 more check counts for the grade.",
        "This report does not show it, and the score above leaves it out.",
    )


def test_all_public_checks_that_passed_are_said_to_have() -> None:
    """In a students' kit somebody who is done reads so, and how many checks are to come."""
    one = submission(task(check()), hidden_checks=1, later_checks=1)
    assert score_notes(one)[0] == "All public checks passed; 1 more runs after you hand in."
    many = submission(task(check(), check(outcome=Outcome.PENDING)), hidden_checks=3, later_checks=3)
    assert "All public checks passed; 3 more run after you hand in." in score_notes(many)
    failed = submission(task(check(), check(outcome=Outcome.FAILED)), hidden_checks=3, later_checks=3)
    assert score_notes(failed)[0] == "3 more checks run after you hand in."


def test_a_final_score_is_plain() -> None:
    """Nothing hidden and nothing pending: no reservations."""
    result = submission(task(check()))
    assert score_text(result) == "1 of 1 point"
    assert score_notes(result) == ()


def test_a_reading_has_words() -> None:
    """How a file was read is said, and a state that is new is shown as it is."""
    assert reading_text("definitions") == "read in part"
    assert reading_text("half") == "half"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (97200, "1 day 3 hours"), (345660, "4 days 1 minute"), (720, "12 minutes"), (61, "1 minute 1 second"),
        (40, "40 seconds"), (86400, "1 day"), (90061, "1 day 1 hour"),
    ],
)  # fmt: skip
def test_a_span_has_two_units_at_most(seconds: int, text: str) -> None:
    """What is nothing is left out, so that a minute of the fifth day is seen."""
    assert span_text(seconds) == text


def late(points: float, **fields: Any) -> str:
    """Return the sentence about a hand-in with this many points."""
    facts = SubmissionFacts(id="a", files=(), lateness=Lateness(due="2026-11-20T23:59:00+01:00", **fields))
    return late_text(submission().model_copy(update={"submission": facts, "points": points}))


@pytest.mark.parametrize(
    ("points", "fields", "text"),
    [
        pytest.param(
            41,
            {"seconds": 97200, "percent": 10},
            "Handed in 1 day 3 hours late: 10 % off when grades are exported; 41 points before that.",
            id="late",
        ),
        pytest.param(
            1,
            {"seconds": 60, "percent": 2.5},
            "Handed in 1 minute late: 2.5 % off when grades are exported; 1 point before that.",
            id="one point",
        ),
        pytest.param(3, {"seconds": 60}, "Handed in 1 minute late; nothing is taken off for that.", id="grace"),
        pytest.param(3, {"seconds": 0}, "", id="in time"),
        pytest.param(3, {"look": "when it was handed in is not known"}, "", id="not known: nothing for a student"),
    ],
)
def test_how_late_and_what_it_costs(points: float, fields: dict[Any, Any], text: str) -> None:
    """Below the score, a sentence says it; for work in time there is none."""
    assert late(points, **fields) == text


def test_an_excuse_is_said_with_its_reason() -> None:
    """Who says so and why, before everything else about the score."""
    excused = submission().model_copy(update={"excused": Excused(by="Ada", reason="ill")})
    assert score_notes(excused)[0] == "This work does not count for the grade; excused by Ada: ill."
    assert excused_text(submission()) == ""
