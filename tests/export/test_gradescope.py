"""Gradescope's results.json, held against a schema that is written from its specification."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from grader.export import gradescope
from grader.export.snapshot import GradingSnapshot, empty_result
from grader.results import Audience, Outcome
from tests.export.any_result import SECRETS, faulty, nasty, several, standings
from tests.samples.report_samples import check, submission, task

SCHEMA = json.loads((Path(__file__).with_name("schemas") / "gradescope.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def read(snapshot: GradingSnapshot) -> Any:
    """Return the file as Gradescope reads it."""
    text = gradescope.render(snapshot)
    data = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    VALIDATOR.validate(data)
    return data


def found(data: Any, id_: str) -> dict[Any, Any]:
    """Return the test of a check."""
    return next(test for test in data["tests"] if test.get("extra_data", {}).get("check") == id_)


def test_the_schema_refuses_what_the_platform_refuses() -> None:
    """A test that cannot fail would prove nothing."""
    good = read(several())
    for wrong in ({}, {"tests": []}, {**good, "max_points": 1}, {**good, "output_format": "markdown"}):  # type: ignore[var-annotated]
        assert not VALIDATOR.is_valid(wrong)
    assert not VALIDATOR.is_valid({"tests": [{"score": "1", "max_score": 1}]})
    assert not VALIDATOR.is_valid({"tests": [{"output": "a\r\nb"}]})


def holds_for(snapshot: GradingSnapshot) -> None:
    """Fail unless this result has a valid file."""
    text = gradescope.render(snapshot)
    assert len(text.encode()) <= gradescope.MAX_BYTES
    assert "##[" not in text
    VALIDATOR.validate(json.loads(text, parse_constant=pytest.fail))


@pytest.mark.parametrize("outcome", list(Outcome), ids=lambda outcome: outcome.value)
def test_nasty_texts_make_a_valid_file(outcome: Outcome) -> None:
    """Everything that could break it, in every text at once."""
    holds_for(nasty(outcome))


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(standings)
def test_any_result_is_a_valid_file(snapshot: Any) -> None:
    """Whatever the texts and numbers are."""
    holds_for(snapshot)


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        pytest.param("holds", {"score": 2, "max_score": 2, "status": "passed", "visibility": "visible"}, id="passed"),
        pytest.param("part", {"score": 0.5, "max_score": 1, "status": "failed"}, id="partial"),
        pytest.param("slow", {"score": 0, "max_score": 1, "status": "failed"}, id="timeout"),
        pytest.param("waits", {"score": 0, "max_score": 1, "status": "failed"}, id="skipped"),
        pytest.param("stops", {"score": 0, "number": "2.1", "name": "Scan: stops"}, id="error"),
        pytest.param("secret", {"score": 1, "max_score": 1, "visibility": "hidden"}, id="hidden"),
        pytest.param("later", {"score": 0, "max_score": 2, "visibility": "after_due_date"}, id="after-due"),
    ],
)
def test_a_check_is_a_test(id_: str, expected: dict[Any, Any]) -> None:
    """Points, status and visibility are the platform's own."""
    assert expected.items() <= found(read(several()), id_).items()


def test_the_text_is_that_of_the_report() -> None:
    """Message and hint, without the title that stands above it anyway."""
    output = found(read(several()), "part")["output"]
    assert output == "Too large by 1.\nHint: Halve it."


def test_what_a_person_marks_has_no_score() -> None:
    """A zero would stand in the gradebook until somebody notices."""
    test = found(read(several()), "proof")
    assert not {"score", "max_score", "status"} & test.keys()
    assert "up to 4 points, not marked yet" in test["output"]


def test_a_fault_of_ours_is_no_zero_and_instructors_read_why() -> None:
    """Students read a sentence, and nothing of the traceback."""
    data = read(faulty())
    test = found(data, "ours")
    assert not {"score", "max_score", "status"} & test.keys()
    assert "tell your instructors" in test["output"]
    told = [test for test in data["tests"] if "ZeroDivisionError" in test["output"]]
    assert [(test["visibility"], "score" in test) for test in told] == [("hidden", False)]


def test_a_students_copy_names_nothing_hidden() -> None:
    """For whoever does not trust the platform with it."""
    text = gradescope.render(
        several(audience=Audience.STUDENT, unfinished_reason="It was cut off.", grader_error="in the secret check")
    )
    assert not [secret for secret in SECRETS if secret in text]


def test_the_seed_is_nowhere() -> None:
    """The platform gives earlier results to later runs, next to the code of students."""
    assert "77" not in gradescope.render(several())


def test_a_grading_that_has_not_begun_is_a_file_with_a_sentence() -> None:
    """It lies there from the beginning, and a platform that ends us shows it."""
    data = read(GradingSnapshot(empty_result("ana"), "It was cut off.", grader_error="the course is gone"))
    first, fault = data["tests"]
    assert first["output"] == data["output"] == "It was cut off."
    assert "score" not in first
    assert (fault["visibility"], fault["output"]) == ("hidden", "the course is gone")
    assert data["extra_data"]["finished"] is False


def test_long_texts_are_cut_and_too_many_checks_are_a_score(monkeypatch: pytest.MonkeyPatch) -> None:
    """First the texts get shorter, and in the end only the sum is left."""
    snapshot = GradingSnapshot(
        submission(task(*(check(Outcome.FAILED, id=str(n), message="wörd " * 999) for n in range(9))))
    )
    monkeypatch.setattr(gradescope, "MAX_BYTES", 20_000)
    data = read(snapshot)
    assert len(data["tests"]) == 9
    assert "more characters" in data["tests"][0]["output"]
    monkeypatch.setattr(gradescope, "MAX_BYTES", 1_000)
    data = read(snapshot)
    assert (data["score"], data["tests"]) == (0, [])
    assert len(gradescope.render(snapshot).encode()) <= 1_000
