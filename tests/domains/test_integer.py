"""Domain `integer`: whole numbers between two bounds, of any length."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, edges, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"integer": [0, 9]},
        {"integer": [-5, -2]},
        {"integer": [3, 3]},
        {"integer": [-(10**40), 10**40]},
        {"integer": [0, 2**63]},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), int)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"integer": [2, 4]}, 2, True),
        ({"integer": [2, 4]}, 4, True),
        ({"integer": [2, 4]}, 1, False),
        ({"integer": [2, 4]}, 5, False),
        ({"integer": [0, 10**30]}, 10**30, True),
        ({"integer": [0, 10**30]}, 10**30 + 1, False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "values"),
    [
        ({"integer": [-3, 5]}, [-3, 5, 0]),
        ({"integer": [2, 5]}, [2, 5]),
        ({"integer": [-5, -2]}, [-5, -2]),
        ({"integer": [0, 0]}, [0, 0, 0]),
    ],
    ids=str,
)
def test_the_edges_are_those_of_the_bounds(spec: Any, values: list[Any]) -> None:
    """They are drawn first, so that every batch meets them."""
    assert edges(read(spec)) == values


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"integer": [-9, 9]}, 7, 0),
        ({"integer": [3, 9]}, 8, 3),
        ({"integer": [-9, -3]}, -8, -3),
        ({"integer": [0, 10**30]}, 123 * 10**25, 0),
        ({"integer": [10**20, 10**30]}, 10**25 + 7, 10**20),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), value) == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"integer": [3, 2]}, "validation error"),
        ({"integer": [1]}, "validation error"),
        ({"integer": [0.5, 2]}, "validation error"),
        ({"integer": [0, 10**1001]}, "validation error"),
        ({"integer": "n"}, "validation error"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)


def test_large_bounds_give_small_numbers_too() -> None:
    """Drawn evenly there would be none below a billion, and most mistakes show at small ones."""
    from grader.domains import stream

    domain = read({"integer": [0, 10**30]})
    drawn = [domain.draw({}, stream(seed)) for seed in range(200)]
    assert any(value < 100 for value in drawn)
    assert any(value > 10**25 for value in drawn)


@pytest.mark.parametrize("number", [2**53 + 1, -(10**30)])
def test_one_large_number_alone_is_drawn(number: int) -> None:
    """As a constant with many digits is written."""
    from grader.domains import stream

    domain = read({"integer": [number, number]})
    assert {domain.draw({}, stream(seed)) for seed in range(20)} == {number}
