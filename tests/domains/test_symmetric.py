"""Domain `symmetric`: symmetric matrices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"symmetric": "n"},
        {"symmetric": "z"},
        {"symmetric": 2, "diagonal": False},
        {"symmetric": "n", "integers": [-2, 2]},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), np.ndarray)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"symmetric": 2}, np.array([[1.0, 2], [2, 3]]), True),
        ({"symmetric": 2}, np.array([[1.0, 2], [3, 3]]), False),
        ({"symmetric": 2, "diagonal": False}, np.array([[1.0, 2], [2, 0]]), False),
        ({"symmetric": 2, "diagonal": False}, np.array([[0.0, 2], [2, 0]]), True),
        ({"symmetric": 3}, np.zeros((2, 2)), False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"symmetric": 2}, [[4.0, -3.0], [-3.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), np.array(value)).tolist() == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"symmetric": ["n", "n"]}, "validation error"),
        ({"symmetric": "n", "diagonal": "no way"}, "diagonal"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)
