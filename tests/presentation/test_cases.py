"""Counterexamples as tables: what came, what is expected, and no column where nothing is."""

from __future__ import annotations

from typing import Any

import pytest

from grader.presentation.cases import case_of
from grader.results import Counterexample


def case(got: Any, expected: Any, **inputs: Any) -> Counterexample:
    """Return a counterexample."""
    return Counterexample(inputs=inputs, got=got, expected=expected)


@pytest.mark.parametrize(
    ("got", "expected", "calls"),
    [
        pytest.param({"f(x)": 1}, {"f(x)": 2}, [("f(x)", "1", "2")], id="both"),
        pytest.param({"f(x)": 1}, {"f(x)": None}, [("f(x)", "1", "")], id="nothing-expected"),
        pytest.param({}, {"f(x)": 2}, [("f(x)", "", "2")], id="nothing-came"),
        pytest.param(1, 2, [("", "1", "2")], id="a-value-alone"),
        pytest.param({"f(x)": 1, "g(x)": 3}, {"g(x)": 3}, [("f(x)", "1", ""), ("g(x)", "3", "3")], id="some"),
    ],
)
def test_each_call_is_a_row(got: Any, expected: Any, calls: list[tuple[str, str, str]]) -> None:
    """In the order in which they came."""
    view = case_of(case(got, expected))
    assert [(row.call, row.got, row.expected) for row in view.calls] == calls
    assert view.has_expected == any(row[2] for row in calls)


def test_what_the_message_says_is_not_said_again() -> None:
    """A call without an answer points to it."""
    view = case_of(case({"f(x)": "It raises.", "g(x)": 1}, {"f(x)": 2, "g(x)": 1}), "It raises.")
    assert view.calls[0].got.strip("'\"") == "no answer (see above)"


def test_a_name_stays_on_its_line() -> None:
    """A table has one line for each."""
    view = case_of(case({"f(\n)": 1}, {}, **{"x\ny": 1}))
    assert "\n" not in view.calls[0].call + view.inputs[0].name


@pytest.mark.parametrize(("several", "name"), [(False, "expected"), (True, "a right answer")])
def test_one_of_several_right_answers_is_called_so(several: bool, name: str) -> None:
    """The reference's number is not what has to come where a bound or a rule decides."""
    shown = Counterexample(inputs={}, got={"f(x)": 1}, expected={"f(x)": 2}, has_alternatives=several)
    assert case_of(shown).expected_name == name
