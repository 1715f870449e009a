"""Domain `text`: texts over an alphabet."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, edges, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"text": [0, 5]},
        {"text": 3, "of": "digits"},
        {"text": [1, 4], "of": "ab "},
        {"text": 0},
        {"text": [2, 6], "of": "unicode"},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), str)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"text": [1, 2]}, "a", True),
        ({"text": [1, 2]}, "", False),
        ({"text": [1, 2]}, "abc", False),
        ({"text": 2, "of": "digits"}, "12", True),
        ({"text": 2, "of": "digits"}, "1a", False),
        ({"text": [0, 3], "of": "xy"}, "", True),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        ({"text": 0}, [""] * 5),
        ({"text": 1, "of": "a"}, ["a"] * 5),
        ({"text": 2, "of": "a"}, ["aa"] * 5),
    ],
    ids=str,
)
def test_the_edges_are_those_of_the_bounds(spec: Any, values: list[Any]) -> None:
    """They are drawn first, so that every batch meets them."""
    assert edges(read(spec)) == values


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"text": [0, 9]}, "Hello", ""),
        ({"text": [2, 9]}, "Hello", "aa"),
        ({"text": 3, "of": "xyz"}, "zyx", "xxx"),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), value) == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"text": [3, 2]}, "smaller length"),
        ({"text": -1}, "validation error"),
        ({"text": 10**6}, "validation error"),
        ({"text": 3, "of": ""}, "validation error"),
        ({"text": 3, "of": "words"}, "words: "),
        ({"text": "n"}, "named sizes"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)
