"""PrairieLearn's results.json, held against a schema that is written from its documentation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from grader.export import prairielearn
from grader.export.snapshot import GradingSnapshot, empty_result
from grader.results import Audience, Outcome, Visibility
from tests.export.any_result import SECRETS, faulty, nasty, several, standings
from tests.samples.report_samples import check, submission, task

if TYPE_CHECKING:
    from grader.results.model import CheckResult

SCHEMA = json.loads((Path(__file__).with_name("schemas") / "prairielearn.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
MEBIBYTE = 1 << 20


def read(snapshot: GradingSnapshot) -> Any:
    """Return the file as PrairieLearn reads it."""
    data = json.loads(prairielearn.render(snapshot), parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    VALIDATOR.validate(data)
    return data


def test_the_schema_refuses_what_the_platform_refuses() -> None:
    """A test that cannot fail would prove nothing."""
    good = read(several())
    for wrong in ({"gradable": True}, {**good, "score": "0.5"}, {**good, "score": 1.5}, {"gradable": False}):
        assert not VALIDATOR.is_valid(wrong)
    assert not VALIDATOR.is_valid({**good, "tests": [{"name": "without points"}]})


def holds_for(snapshot: GradingSnapshot) -> None:
    """Fail unless this result has a valid file."""
    text = prairielearn.render(snapshot)
    assert len(text.encode()) < MEBIBYTE
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


def test_the_score_is_that_of_the_points_shown() -> None:
    """PrairieLearn shows both, and they must not contradict one another."""
    data = read(several())
    points, most = (sum(test[key] for test in data["tests"]) for key in ("points", "max_points"))
    assert (points, most) == (3.5, 9)
    assert data["score"] == pytest.approx(points / most)


def test_hidden_checks_count_and_have_one_line() -> None:
    """The score is the grade; what they are stands nowhere, and no sentence says that they do not count."""
    text = prairielearn.render(several())
    assert not [secret for secret in SECRETS if secret in text]
    assert "leaves" not in text
    line = read(several())["tests"][-1]
    assert (line["name"], line["points"], line["max_points"]) == ("Checks that are not shown", 1, 3)


def test_a_student_may_be_told_nothing_of_them() -> None:
    """Then they do not count here, and the message says so."""
    data = read(several(audience=Audience.STUDENT))
    assert "Checks that are not shown" not in [test["name"] for test in data["tests"]]
    assert data["score"] == pytest.approx(2.5 / 6)
    assert "leaves them out" in data["message"]


def test_a_teacher_may_have_all_listed() -> None:
    """A course without secrets."""
    data = read(several(audience=Audience.TEACHER))
    assert [test["name"] for test in data["tests"]][-2:] == ["Scan: secret title", "Scan: later title"]


def test_what_a_person_marks_is_grey() -> None:
    """Worth nothing here; a test without points would take those of all others away."""
    proof = next(test for test in read(several())["tests"] if test["name"] == "Softmax: the proof")
    assert (proof["points"], proof["max_points"]) == (0, 0)
    assert "not marked yet" in proof["message"]


@pytest.mark.parametrize("visibility", list(Visibility), ids=lambda visibility: visibility.value)
def test_a_fault_of_ours_uses_up_no_attempt(visibility: Visibility) -> None:
    """Whoever sees the check: the attempt is not gradable, and nothing is a zero."""
    ours = check(Outcome.JUDGE_ERROR, visibility=visibility, fault="ZeroDivisionError")
    data = read(GradingSnapshot(submission(task(check(), ours))))
    assert data["gradable"] is False
    assert "score" not in data
    assert data["format_errors"] == [prairielearn.GRADER_ERROR]
    assert "ZeroDivisionError" not in json.dumps(data)


def test_an_unfinished_grading_uses_up_no_attempt() -> None:
    """Nor does one that has not begun."""
    data = read(GradingSnapshot(empty_result("ana"), "It was cut off."))
    assert (data["gradable"], data["format_errors"][0]) == (False, "It was cut off.")
    assert read(faulty(unfinished_reason="It was cut off."))["format_errors"] == [
        "It was cut off.",
        prairielearn.GRADER_ERROR,
    ]


@pytest.mark.parametrize(
    ("checks", "score"),
    [
        pytest.param([check(), check()], 1.0, id="all"),
        pytest.param([check(Outcome.FAILED)], 0.0, id="none"),
        pytest.param([check(points=1.0, max_points=3.0), check(Outcome.PENDING)], 1 / 3, id="third"),
        pytest.param([check(Outcome.PENDING)], 0.0, id="nothing-to-decide"),
        pytest.param([check(points=9.0)], 1.0, id="more-than-all"),
        pytest.param([check(points=-1.0)], 0.0, id="less-than-nothing"),
    ],
)
def test_the_score_is_a_share(checks: list[CheckResult], score: float) -> None:
    """From 0 to 1, of what is decided."""
    assert read(GradingSnapshot(submission(task(*checks))))["score"] == pytest.approx(score)


def test_a_file_that_would_be_too_large_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a mebibyte the platform gives up: texts get shorter, and in the end no check is listed."""
    assert prairielearn.MAX_BYTES < MEBIBYTE
    snapshot = GradingSnapshot(
        submission(task(*(check(Outcome.FAILED, id=str(n), message="wörd " * 999) for n in range(9))))
    )
    monkeypatch.setattr(prairielearn, "MAX_BYTES", 20_000)
    data = read(snapshot)
    assert len(data["tests"]) == 9
    assert "more characters" in data["tests"][0]["output"]
    monkeypatch.setattr(prairielearn, "MAX_BYTES", 1_000)
    assert read(snapshot) == {"gradable": True, "score": 0}
