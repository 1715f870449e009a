"""Domain `optional`: None, or a member of another domain."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, edges, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"optional": {"integer": [0, 9]}},
        {"optional": {"optional": {"integer": [0, 9]}}},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), int)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"optional": {"integer": [0, 9]}}, None, True),
        ({"optional": {"integer": [0, 9]}}, 3, True),
        ({"optional": {"integer": [0, 9]}}, 10, False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        ({"optional": {"integer": [2, 9]}}, [2, 9]),
    ],
    ids=str,
)
def test_the_edges_are_those_of_the_bounds(spec: Any, values: list[Any]) -> None:
    """They are drawn first, so that every batch meets them."""
    assert edges(read(spec)) == values


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"optional": {"integer": [0, 9]}}, 4, None),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), value) == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"optional": None}, "validation error"),
        ({"optional": "boolean", "length": 2}, "length"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)


def test_none_is_drawn_now_and_then() -> None:
    """Often enough to be met, and seldom enough to leave cases with a member."""
    from grader.domains import stream

    drawn = [read({"optional": "boolean"}).draw({}, stream(seed)) for seed in range(100)]
    assert 5 < drawn.count(None) < 50
