"""Domain `index`: positions in a vector of a named size."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, edges, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"index": "n"},
        {"index": "m"},
        {"index": 5},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), int)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"index": "n"}, 0, True),
        ({"index": "n"}, 2, True),
        ({"index": "n"}, 3, False),
        ({"index": "n"}, -1, False),
        ({"index": 5}, 4, True),
        ({"index": 5}, 5, False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        ({"index": "n"}, [0, 2]),
        ({"index": "m"}, [0, 0]),
    ],
    ids=str,
)
def test_the_edges_are_those_of_the_bounds(spec: Any, values: list[Any]) -> None:
    """They are drawn first, so that every batch meets them."""
    assert edges(read(spec)) == values


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"index": "n"}, 2, 0),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), value) == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"index": "1n"}, "validation error"),
        ({"index": -1}, "validation error"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)


@pytest.mark.parametrize(("low", "count"), [(0, 1), (1, 0)], ids=["may-be-empty", "never-empty"])
def test_a_vector_that_may_be_empty_has_no_index(low: int, count: int) -> None:
    """A mistake of the task, told when it is read."""
    assert len(list(read({"index": "n"}).mistakes({"n": (low, 4)}))) == count
