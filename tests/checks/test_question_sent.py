"""What a column is sent as: small whole numbers of a long vector in an eighth of the bytes, else as it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.checks.question import CallGroup, Question
from grader.worker import calls
from grader.worker.wire.columns import Column
from grader.worker.wire.sampling import sample_entries

ROOM = 1 << 16


def asked(values: list[Any], *, sample: Any) -> tuple[Any, ...]:
    """Return the question of one call a value, and what the function was given."""
    column = Column.of(values)
    question = Question.of([CallGroup("f", (column,), len(column), ROOM, sample)])
    given = []

    def keep(value: Any) -> Any:
        given.append(value)
        return value

    calls.answer_questions(question.header, bytearray(question.body), {"f": keep}, [0], lambda *_: None)
    return question, given


@pytest.mark.parametrize(
    ("values", "sent"),
    [
        pytest.param([np.array([1.0, -127.0, 0.0])], "|i1", id="small-whole-numbers"),
        pytest.param([np.array([1.0, 128.0])], "<f8", id="too-large"),
        pytest.param([np.array([1.0, 0.5])], "<f8", id="fractions"),
        pytest.param([np.array([1.0, np.nan])], "<f8", id="not-a-number"),
        pytest.param([np.empty(0)], "<f8", id="empty"),
        pytest.param([3.0], "<f8", id="scalar"),
    ],
)
def test_the_type_that_a_timed_call_is_sent_as(values: list[Any], sent: str) -> None:
    """Where only the time of a call matters, its input travels in the smallest type that holds it exactly."""
    question, given = asked(values, sample=10)
    assert question.header["groups"][0]["args"][0]["dtype"] == sent
    assert np.array_equal(np.asarray(given[0]), np.asarray(values[0]), equal_nan=True)


def test_the_student_sees_float64_either_way() -> None:
    """What is sent small arrives as the array that the task promises."""
    _, given = asked([np.array([1.0, 2.0])], sample=10)
    assert given[0].dtype == np.float64
    assert given[0].flags.writeable


def test_a_call_whose_answer_is_compared_whole_is_sent_as_it_is() -> None:
    """Changed arguments are told by comparing the bytes that arrived, so these are the argument's own."""
    question, _ = asked([np.array([1.0, 2.0])], sample=0)
    assert question.header["groups"][0]["args"][0] == {"dtype": "<f8", "ndim": 1}


def test_a_long_answer_comes_back_in_places() -> None:
    """The first and the last entry are among those that come back, and means depend on all others."""
    values = np.arange(1000.0)
    digest = sample_entries(values, 7)
    assert len(digest) == 14
    assert (digest[0], digest[6], digest[13]) == (0.0, 999.0, 999.0)
    assert digest[7] == values[:166].mean()
    for entry in range(0, 1000, 37):
        changed = values.copy()
        changed[entry] += 1.0
        assert not np.array_equal(sample_entries(changed, 7), digest)


@pytest.mark.parametrize(
    "value", [np.zeros((3, 1000)), (1.0,) * 1000, None, np.zeros(5)], ids=["2d", "tuple", "none", "short"]
)
def test_anything_else_comes_back_as_it_is(value: Any) -> None:
    """Only a long vector or list is looked at in places."""
    assert sample_entries(value, 7) is value
