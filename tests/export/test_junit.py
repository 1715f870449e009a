"""JUnit XML, held against a schema of what Ant's readers and Jenkins' share, and read by junitparser."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import junitparser
import pytest
from hypothesis import HealthCheck, given, settings

from grader.export import junit
from grader.export.snapshot import GradingSnapshot, empty_result
from grader.results import Audience, Outcome
from tests.export.any_result import SECRETS, faulty, nasty, several, standings
from tests.present import present


@cache
def schema() -> Any:
    """Return the schema, read once."""
    import xmlschema

    return xmlschema.XMLSchema10(Path(__file__).with_name("schemas") / "junit.xsd")


def read(snapshot: GradingSnapshot) -> list[Any]:
    """Return the suites as junitparser reads them, after the schema has had its say."""
    text = junit.render(snapshot)
    schema().validate(text)
    return list(junitparser.JUnitXml.fromstring(text.encode()))


def case(id_: str) -> Any:
    """Return the case of a check."""
    return next(one for suite in read(several()) for one in suite if one.name.startswith(f"{id_}: "))


def test_the_schema_refuses_what_a_reader_refuses() -> None:
    """A test that cannot fail would prove nothing."""
    good = junit.render(several())
    for old, new in (
        ("<testsuites>", '<testsuites name="grader">'),
        ("2026-03-01T12:30:05", "2026-03-01T12:30:05Z"),
        ('type="failed"', ""),
        ('classname="softmax"', ""),
        ("<system-err />", ""),
        ('id="0"', ""),
    ):
        assert old in good
        assert not schema().is_valid(good.replace(old, new))


def holds_for(snapshot: GradingSnapshot) -> None:
    """Fail unless this result has a valid file."""
    text = junit.render(snapshot)
    schema().validate(text)
    assert "##[" not in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize("outcome", list(Outcome), ids=lambda outcome: outcome.value)
def test_nasty_texts_make_a_valid_file(outcome: Outcome) -> None:
    """Everything that could break it, in every text at once."""
    holds_for(nasty(outcome))


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(standings)
def test_any_result_is_a_valid_file(snapshot: Any) -> None:
    """Whatever the texts and numbers are; and no line of it is a command to a runner that prints it."""
    holds_for(snapshot)


def test_a_command_is_still_read_as_it_was() -> None:
    """It is written otherwise, and means the same."""
    data = several()
    first = data.result.tasks[0].checks[1].model_copy(update={"message": "a\n::error::x\n##[error]y"})
    result = data.result.model_copy(
        update={"tasks": (data.result.tasks[0].model_copy(update={"checks": (first,)}),), "notes": ()}
    )
    text = junit.render(GradingSnapshot(result))
    assert "&#58;:error" in text
    assert present(present(ET.fromstring(text).find(".//failure")).text).startswith("a\n::error::x\n##[error]y")


@pytest.mark.parametrize(
    ("id_", "kind", "type_"),
    [
        pytest.param("part", junitparser.Failure, "failed", id="failed"),
        pytest.param("slow", junitparser.Failure, "timeout", id="timeout"),
        pytest.param("stops", junitparser.Failure, "error", id="error"),
        pytest.param("waits", junitparser.Skipped, "skipped", id="skipped"),
        pytest.param("proof", junitparser.Skipped, "pending", id="pending"),
    ],
)
def test_an_outcome_is_an_element(id_: str, kind: type[Any], type_: str) -> None:
    """What a student's code does is a failure; only the grader makes errors."""
    (found,) = case(id_).result
    assert (type(found), found.type) == (kind, type_)


def test_what_passes_has_no_element() -> None:
    """Its name and task are there."""
    one = case("holds")
    assert (one.is_passed, one.name, one.classname) == (True, "holds: it holds", "softmax")


def test_a_fault_of_ours_is_an_error() -> None:
    """And never a failure of the student."""
    suites = read(faulty())
    assert [(suite.failures, suite.errors) for suite in suites] == [(0, 1), (0, 0)]
    assert "ZeroDivisionError" not in junit.render(faulty())


def test_points_are_properties() -> None:
    """Of each task, and of the whole with what is hidden and what a person marks."""
    suites = read(several())
    told = [{prop.name: prop.value for prop in suite.properties()} for suite in suites]
    assert told[0] == {"grader.points": "2.5", "grader.max_points": "9"}
    assert told[2] == {
        "grader.points": "2.5",
        "grader.max_points": "10",
        "grader.pending_points": "4",
        "grader.hidden_checks": "2",
    }


def test_counts_are_those_of_the_cases() -> None:
    """Readers believe the attributes."""
    first, second, last = read(several())
    assert (first.tests, first.failures, first.errors, first.skipped) == (5, 2, 0, 2)
    assert (second.tests, second.failures, last.tests) == (1, 1, 1)


def test_partial_points_stand_in_the_message() -> None:
    """The format has no other place for them."""
    (found,) = case("part").result
    assert found.message == "0.5 of 1 point. Too large by 1."
    assert found.text == "Too large by 1.\nHint: Halve it."


def test_nothing_hidden_is_named() -> None:
    """Unless a teacher asks for it."""
    text = junit.render(several())
    assert not [secret for secret in SECRETS if secret in text]
    assert "secret title" in junit.render(several(audience=Audience.TEACHER))


def test_a_grading_that_has_not_begun_is_an_error() -> None:
    """A file without tests would be green."""
    (suite,) = read(GradingSnapshot(empty_result("ana"), "It was cut off."))
    (one,) = suite
    assert (suite.errors, one.result[0].message) == (1, "It was cut off.")
