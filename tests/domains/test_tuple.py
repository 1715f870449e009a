"""Domain `tuple`: tuples of a member of each domain."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, edges, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"tuple": ["boolean"]},
        {"tuple": [{"integer": [0, 9]}, {"text": [0, 3]}]},
        {"tuple": [{"tuple": ["boolean", "boolean"]}, {"real": [0, 1]}]},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), tuple)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"tuple": ["boolean", "boolean"]}, (True, False), True),
        ({"tuple": ["boolean"]}, (True, False), False),
        ({"tuple": ["boolean"]}, (), False),
        ({"tuple": [{"integer": [0, 1]}]}, (2,), False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        ({"tuple": ["boolean"]}, [(False,), (True,)]),
    ],
    ids=str,
)
def test_the_edges_are_those_of_the_bounds(spec: Any, values: list[Any]) -> None:
    """They are drawn first, so that every batch meets them."""
    assert edges(read(spec)) == values


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"tuple": [{"integer": [0, 9]}, {"text": [1, 3]}]}, (7, "xyz"), (0, "a")),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), value) == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"tuple": []}, "at least 1"),
        ({"tuple": "boolean"}, "validation error"),
        ({"tuple": ["boolean"], "length": 3}, "length"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)
