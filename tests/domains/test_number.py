"""Numbers as authors write them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.domains import Vector
from grader.domains.number import read_number


@pytest.mark.parametrize(
    ("written", "number"),
    [(3, 3.0), (0.5, 0.5), ("1e-6", 1e-6), ("1/64", 1 / 64), (" -1 / 3 ", -1 / 3), (".5", 0.5), ("1e-999999999", 0.0)],
)
def test_numbers_and_fractions(written: float | str, number: float) -> None:
    """Decimals, powers of ten and fractions, nearest first."""
    assert read_number(written) == number
    assert type(read_number(written)) is float


@pytest.mark.parametrize(
    "written",
    [True, None, "", "x", "1/0", "1/2/3", "1/1.5", "nan", "inf", "1e999", float("nan"), float("inf"), 10**400, [1], {},
     "1/" + "9" * 50, "1e999999999"],
    ids=lambda value: str(value)[:12],
)  # fmt: skip
def test_what_is_no_number(written: Any) -> None:
    """Refused in a sentence, at once, whatever it is."""
    with pytest.raises(ValueError, match=r"is due"):
        read_number(written)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_as_python_reads_it(number: Any) -> None:
    """The text of a float is that float."""
    assert read_number(repr(number)) == read_number(number) == number


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**9))
def test_a_fraction_is_rounded_once(above: Any, below: Any) -> None:
    """As a division of two integers is."""
    assert read_number(f"{above}/{below}") == above / below


def test_bounds_of_zero_and_minus_zero_are_zero() -> None:
    """A generator refuses to draw between 0 and -0.0, which is no smaller: the second is read as the first."""
    vector = Vector(vector=2, uniform=(0.0, -0.0))
    assert [math.copysign(1.0, bound) for bound in vector.uniform] == [1.0, 1.0]  # type: ignore[union-attr]
    assert vector.draw({}, np.random.default_rng(0)).tolist() == [0.0, 0.0]
