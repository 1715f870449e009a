"""Recorded answers to programs: all cases of a message together, and the cases that are not recorded."""

from __future__ import annotations

from typing import Any

import pytest

from grader.checks.recorded_objects import known_bodies, objects_of
from grader.expressions.evaluation import RecordError, UnrecordedError
from tests.samples.expression_samples import table

RECORDS = {1: [b"a1", b"b1"], 2: [b"a2", b"b2"]}


def recorded(inputs: dict[str, Any]) -> list[bytes]:
    """Return what is recorded for a case."""
    assert type(inputs["x"]) is int
    if inputs["x"] not in RECORDS:
        raise RecordError(f"nothing for {inputs['x']}")
    return RECORDS[inputs["x"]]


def test_answers_come_message_by_message() -> None:
    """Each with those of all cases."""
    assert known_bodies(table({"x": [1, 2, 1]}), recorded) == [[b"a1", b"a2", b"a1"], [b"b1", b"b2", b"b1"]]


def test_cases_that_are_not_recorded_are_named() -> None:
    """All of them, with the first reason."""
    with pytest.raises(UnrecordedError) as error:
        known_bodies(table({"x": [1, 7, 2, 8]}), recorded)
    assert error.value.args[0] == (1, 3) or (1, 3) in vars(error.value).values()
    assert "nothing for 7" in str(error.value)


def test_no_function_has_the_name_of_a_record() -> None:
    """It stands among the functions of the reference."""
    assert not objects_of("check").isidentifier()
    assert objects_of("a") != objects_of("b")
