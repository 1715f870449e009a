"""The result as data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from grader.export import json as data
from grader.export.snapshot import GradingSnapshot, empty_result
from grader.results import Audience, Outcome, SubmissionResult
from tests.export.any_result import nasty, several, standings
from tests.samples.report_samples import check, submission, task


def holds_for(snapshot: GradingSnapshot) -> None:
    """Fail unless this result has a valid file."""
    text = data.render(snapshot)
    text.encode("utf-8")
    assert "##[" not in text
    json.loads(text, parse_constant=pytest.fail)


@pytest.mark.parametrize("outcome", list(Outcome), ids=lambda outcome: outcome.value)
def test_nasty_texts_make_a_valid_file(outcome: Outcome) -> None:
    """Everything that could break it, in every text at once."""
    holds_for(nasty(outcome))


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(standings)
def test_any_result_is_json(snapshot: Any) -> None:
    """Halves of characters too, which UTF-8 cannot hold."""
    holds_for(snapshot)


def test_it_is_the_result() -> None:
    """Read back, the same."""
    snapshot = several()
    assert SubmissionResult.model_validate_json(data.render(snapshot)) == snapshot.result


def test_a_student_gets_the_students_copy() -> None:
    """When asked for."""
    text = data.render(several(audience=Audience.STUDENT))
    assert "secret title" not in text
    assert json.loads(text)["hidden_checks"] == 2


def test_a_command_means_the_same_data() -> None:
    """It is written otherwise only."""
    text = data.text_of(submission(task(check(title="##[error]x"))))
    assert "##[" not in text
    assert json.loads(text)["tasks"][0]["checks"][0]["title"] == "##[error]x"


def test_an_unfinished_grading_says_so() -> None:
    """In a note."""
    assert json.loads(data.render(GradingSnapshot(empty_result("ana"), "It was cut off.")))["notes"] == [
        "It was cut off."
    ]
