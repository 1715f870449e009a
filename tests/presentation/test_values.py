"""How values of a counterexample are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.presentation.values import write, write_pair

NUMBERS = st.floats() | st.integers() | st.booleans() | st.none()
VALUES = st.recursive(NUMBERS | st.text(), lambda inner: st.lists(inner, max_size=30), max_leaves=60)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([0.0, 1.5, -3.0], "[0, 1.5, -3]"),
        (-0.0, "-0"),
        (0.1, "0.1"),
        (1 / 3, "0.3333333333333333"),
        (1e300, "1e+300"),
        (123456789.0, "123456789"),
        (True, "True"),
        (None, "None"),
        ([float("nan"), float("inf"), "-Infinity", "NaN"], "[nan, inf, -inf, nan]"),
        ([], "[]"),
        ([[1, 0], [0, 1]], "[[1, 0],\n [0, 1]]"),
        ([["=", 1.5], ["<=", 0]], "[['=', 1.5],\n ['<=', 0]]"),
        ("raised ValueError", "raised ValueError"),
        ({"a": [1.0]}, "{a: [1]}"),
        pytest.param(10**5000, "(an integer of about 5,001 digits)", id="huge"),
        (list(range(20)), "[" + ", ".join(map(str, range(16))) + ", ... (4 more)]"),
    ],
)
def test_a_value_is_written_exactly_and_short(value: object, text: str) -> None:
    """A value reads as a person would write it."""
    assert write(value) == text


@pytest.mark.parametrize(
    ("got", "expected", "texts"),
    [
        (1 / 3, 2 / 3, ("0.333333", "0.666667")),
        (0.1234567, 0.1234568, ("0.1234567", "0.1234568")),
        (1.0, 1.0 + 2**-52, ("1", "1.0000000000000002")),
        ([0.5, 0.5], [0.5, 0.5], ("[0.5, 0.5]", "[0.5, 0.5]")),
    ],
)
def test_two_values_get_as_many_digits_as_tell_them_apart(
    got: object, expected: object, texts: tuple[str, str]
) -> None:
    """Six digits where that is enough, and more only where it is not."""
    pair = write_pair(got, expected)
    assert (pair.got, pair.expected) == texts


def test_a_long_list_keeps_the_place_of_the_first_difference() -> None:
    """The cut never hides what is wrong."""
    expected = [0.0] * 100
    got = [*expected[:70], 7.25, *expected[71:]]
    assert write_pair(got, expected).got == (
        "[0, 0, 0, 0, 0, 0, 0, 0, ... (61 more), 0, 7.25, 0, 0, 0, 0, 0, 0, ... (23 more)]"
    )


def test_a_long_text_keeps_the_place_of_the_first_difference() -> None:
    """Texts are cut as lists are."""
    pair = write_pair("a" * 3000 + "X" + "b" * 3000, "a" * 3000 + "Y" + "b" * 3000)
    assert "X" in pair.got
    assert "Y" in pair.expected
    assert len(pair.got) < 500


@given(VALUES, VALUES)
def test_values_that_differ_never_look_alike(got: object, expected: object) -> None:
    """Whatever a student returns, two different values have two different texts."""
    pair = write_pair(got, expected)
    if write(got) != write(expected):
        assert pair.got != pair.expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_itself(value: float) -> None:
    """An input can be typed in again."""
    assert float(write(value)) == value
    assert math.copysign(1, float(write(value))) == math.copysign(1, value)


@given(VALUES)
def test_what_is_written_stays_short(value: object) -> None:
    """No list of numbers fills a page."""
    assert len(write([[value] * 100] * 100)) < 200 * (len(write(value)) + 40)
