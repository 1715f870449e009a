"""Domain `vector`: vectors of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, edges, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"vector": "n"},
        {"vector": "z"},
        {"vector": 4, "uniform": [-1, 1], "grid": "1/8"},
        {"vector": "n", "integers": [-3, 3]},
        {"vector": "n", "integers": [0, 3], "as": "real"},
        {"vector": "n", "normal": 2, "gap": "1/100"},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), np.ndarray)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"vector": "n", "uniform": [0, 1]}, np.array([0.0, 0.5, 1]), True),
        ({"vector": "n", "uniform": [0, 1]}, np.array([0.0, 0.5, 1.1]), False),
        ({"vector": "n", "uniform": [0, 1]}, np.zeros(2), False),
        ({"vector": 2, "grid": "1/2"}, np.array([0.5, 0.25]), False),
        ({"vector": 2, "gap": 1}, np.array([0.0, 0.5]), False),
        ({"vector": 2, "gap": 1}, np.array([0.0, 2]), True),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"vector": 3}, [7.5, -2.0, 3.0], [0.0, 0.0, 0.0]),
        ({"vector": 2, "integers": [2, 9]}, [7, 5], [2, 2]),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), np.array(value)).tolist() == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"vector": "n", "normal": 1, "uniform": [0, 1]}, "not several"),
        ({"vector": "n", "integers": [0, 1], "grid": 1}, "own grid"),
        ({"vector": "n", "as": "real"}, "as: real"),
        ({"vector": "n", "uniform": [0.1, 0.2], "grid": 1}, "no multiple"),
        ({"vector": "n", "normal": -1}, "validation error"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)


@pytest.mark.parametrize(
    ("spec", "dtype"),
    [({}, "float64"), ({"integers": [0, 3]}, "int64"), ({"integers": [0, 3], "as": "real"}, "float64")],
    ids=str,
)
def test_entries_keep_their_kind(spec: Any, dtype: str) -> None:
    """Whole numbers arrive as whole numbers, unless the task asks for floats."""
    assert {edge.dtype.name for edge in edges(read({"vector": "n", **spec}))} == {dtype}


def test_a_vector_gets_shorter_with_its_size() -> None:
    """The positions that are kept stay in order; another size leaves it as it is."""
    domain, value = read({"vector": "n"}), np.array([5.0, 6.0, 7.0])
    assert domain.shorter(value, "n", [0, 2]).tolist() == [5.0, 7.0]
    assert domain.shorter(value, "m", [0]).tolist() == [5.0, 6.0, 7.0]
    assert domain.sizes_of(value) == {"n": 3}
    assert read({"vector": 3}).sizes_of(value) == {}
