"""Domain `real`: numbers between two bounds, on a grid or by their logarithm."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, edges, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"real": [-1, 1]},
        {"real": [0.5, 2], "grid": "1/4"},
        {"real": [1e-6, 1e6], "log": True},
        {"real": [2, 2]},
        {"real": [-7.3, -1.2], "grid": 0.5},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), float)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"real": [0, 1]}, 0.0, True),
        ({"real": [0, 1]}, 1.0, True),
        ({"real": [0, 1]}, 1.0000001, False),
        ({"real": [0, 1]}, -0.1, False),
        ({"real": [0, 1], "grid": "1/4"}, 0.75, True),
        ({"real": [0, 1], "grid": "1/4"}, 0.7, False),
        ({"real": [0, 1]}, float("nan"), False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        ({"real": [-2, 3]}, [-2.0, 3.0, 0.0, 1.0]),
        ({"real": [0.5, 0.75]}, [0.5, 0.75]),
        ({"real": [0.3, 2.2], "grid": 0.5}, [0.5, 2.0, 1.0]),
    ],
    ids=str,
)
def test_the_edges_are_those_of_the_bounds(spec: Any, values: list[Any]) -> None:
    """They are drawn first, so that every batch meets them."""
    assert edges(read(spec)) == values


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"real": [-9, 9]}, 7.25, 0.0),
        ({"real": [2, 9], "grid": 0.5}, 8.5, 2.0),
        ({"real": [-9, -3]}, -8.5, -3.0),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), value) == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"real": [1, 0]}, "validation error"),
        ({"real": [0, 1], "log": True}, "log"),
        ({"real": [1, 2], "log": True, "grid": 1}, "log"),
        ({"real": [0.1, 0.2], "grid": 1}, "no multiple"),
        ({"real": [0, 1], "grid": 0}, "validation error"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)
