"""Named sizes: the number that a size stands for, and the names that the shape of an array determines."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from grader.domains.sizes import SizeName, named_sizes, resolve, shape_of


@pytest.mark.parametrize(("size", "number"), [("n", 3), ("z", 0), (7, 7), (0, 0)])
def test_a_size_is_a_name_or_a_number(size: str | int, number: int) -> None:
    """A name is looked up in the case."""
    assert resolve(size, {"n": 3, "z": 0}) == number


@pytest.mark.parametrize("size", ["n", "_a1", "rows", 0, 1_000_000])
def test_a_good_size_is_taken(size: str | int) -> None:
    """As a task file says it."""
    assert TypeAdapter(SizeName).validate_python(size) == size


@pytest.mark.parametrize("size", ["", "1n", "n m", "n-1", -1, 1_000_001, 1.5, None])
def test_a_bad_size_is_refused(size: object) -> None:
    """Expressions are no sizes, and arrays are bounded."""
    with pytest.raises(ValidationError):
        TypeAdapter(SizeName).validate_python(size)


def test_a_shape_mixes_names_and_numbers() -> None:
    """An unknown name is a mistake of the caller."""
    assert shape_of(("n", 2, "z"), {"n": 3, "z": 0}) == (3, 2, 0)
    assert shape_of((), {}) == ()
    with pytest.raises(KeyError):
        shape_of(("k",), {"n": 3})


def test_named_sizes_are_read_from_a_shape() -> None:
    """Numbers determine nothing; names beyond the array's dimensions are left out."""
    assert named_sizes(("n", 2, "m"), np.zeros((3, 2, 5))) == {"n": 3, "m": 5}
    assert named_sizes(("n", "m"), np.zeros(4)) == {"n": 4}
    assert all(type(count) is int for count in named_sizes(("n",), np.zeros(4)).values())
