"""Domain `choice`: one of the values listed, each of its own kind."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, edges, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"choice": [3]},
        {"choice": [1, 2, 30]},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), int)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"choice": [1, "a", None]}, 1, True),
        ({"choice": [1, "a", None]}, None, True),
        ({"choice": [1]}, 1.0, False),
        ({"choice": [1]}, True, False),
        ({"choice": [[1, 2]]}, [1, 2], True),
        ({"choice": [[1, 2]]}, (1, 2), False),
        ({"choice": ["1/4", 2]}, 0.25, True),
        ({"choice": ["1/4", "b"]}, "b", True),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        ({"choice": ["b", "a"]}, ["b", "a"]),
        ({"choice": [2, 1], "as": "real"}, [2.0, 1.0]),
        ({"choice": [True, 2.5]}, [True, 2.5]),
    ],
    ids=str,
)
def test_the_edges_are_those_of_the_bounds(spec: Any, values: list[Any]) -> None:
    """They are drawn first, so that every batch meets them."""
    assert edges(read(spec)) == values


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"choice": [4, 2, 8]}, 8, 2),
        ({"choice": ["ccc", "bb", "a"]}, "ccc", "a"),
        ({"choice": [[1, 2], [1]]}, [1, 2], [1]),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), value) == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"choice": []}, "at least 1"),
        ({"choice": 3}, "validation error"),
        ({"choice": [1], "as": "text"}, "real"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)
