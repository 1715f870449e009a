"""Domain `signs`: vectors of +1 and -1."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"signs": "n"},
        {"signs": "m"},
        {"signs": 4},
        {"signs": "z"},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), np.ndarray)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"signs": "n"}, np.array([1.0, -1, 1]), True),
        ({"signs": "n"}, np.array([1.0, 0, 1]), False),
        ({"signs": "n"}, np.ones(2), False),
        ({"signs": "z"}, np.ones(0), True),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"signs": 3}, [1.0, -1.0, 1.0], [1.0, 1.0, 1.0]),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), np.array(value)).tolist() == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"signs": -1}, "validation error"),
        ({"signs": "n", "grid": 1}, "grid"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)
