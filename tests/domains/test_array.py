"""Domain `array`: arrays of any dimension."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"array": ["n"]},
        {"array": ["n", 2, "m"], "booleans": True},
        {"array": [2, 1, 2, 1], "integers": [0, 5]},
        {"array": ["z", 3]},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), np.ndarray)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"array": [2, 1, 2]}, np.zeros((2, 1, 2)), True),
        ({"array": [2, 1, 2]}, np.zeros((2, 2)), False),
        ({"array": [2], "booleans": True}, np.array([True, False]), True),
        ({"array": [2], "uniform": [0, 1]}, np.array([0.0, 3]), False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"array": [3], "booleans": True}, [True, False, True], [False, False, False]),
        ({"array": [1, 1, 1]}, [[[4.5]]], [[[0.0]]]),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), np.array(value)).tolist() == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"array": ["n"], "booleans": True, "normal": 1}, "not both"),
        ({"array": "n"}, "validation error"),
        ({"array": [-1]}, "validation error"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)
