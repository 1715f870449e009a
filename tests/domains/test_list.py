"""Domain `list`: lists of members of another domain."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, edges, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"list": {"integer": [0, 9]}},
        {"list": "boolean", "length": 3},
        {"list": {"integer": [0, 9]}, "distinct": True, "sorted": True},
        {"list": {"list": {"text": [0, 2]}, "length": [0, 2]}},
        {"list": {"real": [0, 1]}, "length": 0},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), list)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"list": "boolean", "length": [1, 2]}, [True], True),
        ({"list": "boolean", "length": [1, 2]}, [], False),
        ({"list": "boolean", "length": [1, 2]}, [True] * 3, False),
        ({"list": {"integer": [0, 9]}, "sorted": True}, [1, 1, 2], True),
        ({"list": {"integer": [0, 9]}, "sorted": True}, [2, 1], False),
        ({"list": {"integer": [0, 9]}, "distinct": True}, [2, 1, 2], False),
        ({"list": {"integer": [0, 9]}}, [10], False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        ({"list": "boolean", "length": 0}, [[]] * 7),
    ],
    ids=str,
)
def test_the_edges_are_those_of_the_bounds(spec: Any, values: list[Any]) -> None:
    """They are drawn first, so that every batch meets them."""
    assert edges(read(spec)) == values


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"list": {"integer": [0, 9]}}, [3, 1, 4], []),
        ({"list": {"integer": [0, 9]}, "length": 2}, [3, 1], [0, 0]),
        ({"list": {"integer": [0, 9]}, "length": 3, "distinct": True}, [9, 7, 8], [0, 1, 2]),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), value) == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"list": "boolean", "length": [2, 1]}, "smaller length"),
        ({"list": {"list": "bool"}}, "validation error"),
        ({"list": "boolean", "length": "n"}, "named sizes"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)


@pytest.mark.parametrize(
    ("item", "count"), [({"integer": [0, 9]}, 0), ({"choice": [1, "a"]}, 1), ({"dict": {"a": "boolean"}}, 1)], ids=str
)
def test_items_without_an_order_cannot_be_sorted(item: Any, count: int) -> None:
    """A mistake of the task, told when it is read."""
    domain = read({"list": item, "sorted": True, "length": [2, 3]})
    assert len(list(domain.mistakes({}))) == count
