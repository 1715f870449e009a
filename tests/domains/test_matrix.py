"""Domain `matrix`: matrices of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"matrix": ["n", "m"]},
        {"matrix": ["z", "n"]},
        {"matrix": [2, "n"], "integers": [0, 4]},
        {"matrix": ["n", "n"], "uniform": [1, 2], "grid": "1/4"},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), np.ndarray)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"matrix": ["n", "m"]}, np.zeros((3, 1)), True),
        ({"matrix": ["n", "m"]}, np.zeros((1, 3)), False),
        ({"matrix": ["n", "m"]}, np.zeros(3), False),
        ({"matrix": [1, 1], "uniform": [0, 1]}, np.array([[2.0]]), False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"matrix": [1, 2]}, [[4.0, -3.0]], [[0.0, 0.0]]),
        ({"matrix": [1, 1], "uniform": [2, 5]}, [[4.5]], [[2.0]]),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), np.array(value)).tolist() == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"matrix": ["n"]}, "validation error"),
        ({"matrix": "n"}, "validation error"),
        ({"matrix": ["n", "n"], "normal": 1, "integers": [0, 1]}, "not several"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)


def test_a_size_that_stands_twice_takes_rows_and_columns() -> None:
    """A square matrix stays square."""
    domain, value = read({"matrix": ["n", "n"]}), np.arange(9.0).reshape(3, 3)
    assert domain.shorter(value, "n", [0, 2]).tolist() == [[0.0, 2.0], [6.0, 8.0]]
    assert read({"matrix": ["m", "n"]}).shorter(value, "m", [1]).tolist() == [[3.0, 4.0, 5.0]]
