"""Domain `words`: texts of words with a blank between two."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, edges, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"words": [0, 4]},
        {"words": 2},
        {"words": [1, 3], "of": ["x", "yy"]},
        {"words": 0},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), str)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"words": [1, 2]}, "a", True),
        ({"words": [1, 2]}, "a cat", True),
        ({"words": [1, 2]}, "a cat dog", False),
        ({"words": [0, 2]}, "", True),
        ({"words": [1, 2]}, "", False),
        ({"words": [1, 2]}, "zebra", False),
        ({"words": [1, 3]}, "a  cat", False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        ({"words": 0}, [""] * 4),
        ({"words": 2, "of": ["x"]}, ["x x"] * 4),
    ],
    ids=str,
)
def test_the_edges_are_those_of_the_bounds(spec: Any, values: list[Any]) -> None:
    """They are drawn first, so that every batch meets them."""
    assert edges(read(spec)) == values


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"words": [0, 4]}, "yellow house", ""),
        ({"words": [2, 4]}, "yellow house dog", "a a"),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), value) == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"words": [2, 1]}, "smaller length"),
        ({"words": 2, "of": []}, "validation error"),
        ({"words": 2, "of": ["a b"]}, "pattern"),
        ({"words": 2, "of": ["x" * 101]}, "validation error"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)
