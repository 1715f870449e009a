"""Results as data: frozen, complete, and valid JSON whatever the numbers are."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from pydantic import ValidationError

from grader.authoring.schema import meanings
from grader.checks.kinds import KINDS
from grader.results import CheckResult, Counterexample, Outcome, SubmissionResult, TracebackFrame, Warned
from tests.results.small_results import check, result, task


def refuse(name: Any) -> None:
    """Stand for a reader that knows JSON's own numbers only."""
    raise AssertionError(f"{name} is no JSON")


NAN, INF = float("nan"), float("inf")


def test_numbers_that_json_does_not_know_are_written_as_text() -> None:
    """NaN and the infinities, at any depth and as points, in a document that a strict reader accepts."""
    example = Counterexample(inputs={"x": [NAN, [INF]]}, got={"f(x)": -INF, "g": {"deep": (NAN,)}}, expected=NAN)
    graded = result(task(check(counterexample=example, seconds=INF)))
    data = json.loads(graded.model_dump_json(), parse_constant=refuse)
    written = data["tasks"][0]["checks"][0]
    assert written["counterexample"]["inputs"] == {"x": ["NaN", ["Infinity"]]}
    assert written["counterexample"]["got"] == {"f(x)": "-Infinity", "g": {"deep": ["NaN"]}}
    assert written["counterexample"]["expected"] == "NaN"
    assert written["seconds"] == "Infinity"


def test_a_result_is_read_back_as_it_was_written() -> None:
    """An old store stays readable."""
    fields = {
        "counterexample": Counterexample(inputs={"x": [1.5]}, got=1, expected=2),
        "trace": (
            TracebackFrame(file="f.ipynb", cell=3, line=2, name="f", first=1, source=("def f(x):", "    1 / 0")),
        ),
        "warnings": (Warned(text="overflow encountered in exp", kind="RuntimeWarning", file="f.py", line=4, count=7),),
    }
    graded = result(task(check(outcome=Outcome.FAILED, **fields)))
    assert SubmissionResult.model_validate_json(graded.model_dump_json()) == graded


@pytest.mark.parametrize(
    "model",
    [
        check(),
        task(),
        result(),
        check().limits,
        Counterexample(inputs={}, got=None, expected=None),
        TracebackFrame(file="f.py", line=1),
        Warned(text="w", kind="UserWarning", file="f.py", line=1),
    ],
    ids=lambda model: type(model).__name__,
)
def test_a_result_cannot_be_changed(model: Any) -> None:
    """A verdict stays what it was."""
    name = next(iter(type(model).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(model, name, getattr(model, name))


def test_an_unknown_key_is_refused() -> None:
    """A misspelt field would be lost in silence."""
    with pytest.raises(ValidationError, match="extra"):
        CheckResult.model_validate({**check().model_dump(), "pionts": 3})


def test_every_field_of_the_published_result_is_there() -> None:
    """Those that the world outside reads by name."""
    data = json.loads(
        result(task(check(counterexample=Counterexample(inputs={}, got=1, expected=2)))).model_dump_json()
    )
    assert data.keys() >= {
        "schema_version", "grader_version", "seed", "isolation", "submission", "points", "max_points",
        "pending_points", "tasks",
    }  # fmt: skip
    assert data["submission"].keys() >= {"id", "files"}
    assert data["tasks"][0].keys() >= {"id", "points", "max_points", "checks"}
    written = data["tasks"][0]["checks"][0]
    assert written.keys() >= {
        "id", "title", "kind", "functions", "outcome", "points", "max_points", "visibility", "message", "hint",
        "diagnosis", "counterexample", "failed_cases", "cases", "notes", "trace", "warnings", "output", "seconds",
        "limits",
    }  # fmt: skip
    assert written["counterexample"].keys() == {"inputs", "got", "expected", "has_alternatives"}
    assert written["limits"].keys() >= {"wall", "cpu", "memory"}


def test_the_outcomes_of_a_submission_stand_in_order() -> None:
    """Task by task and check by check."""
    graded = result(task(check(), check(outcome=Outcome.ERROR)), task(check(outcome=Outcome.PENDING)))
    assert graded.outcomes == [Outcome.PASSED, Outcome.ERROR, Outcome.PENDING]


def test_the_page_names_every_kind_of_check() -> None:
    """What a result may have as `kind` are the keys that make a check one of a kind, in their order."""
    described = meanings(CheckResult)["kind"]
    assert re.findall(r"`(\w+)`", described) == list(KINDS)
