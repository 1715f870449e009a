"""Traits of numbers and arrays: exactly those that hold for a value, and for no neighbour of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from grader.domains.traits import numbers
from grader.domains.traits.numbers import (
    MATRIX,
    MATRIX_SIZES,
    NUMBER,
    NUMBER_MEASURES,
    NUMBERS,
    NUMBERS_MEASURES,
    SEQUENCE_OF_NUMBERS,
    WHOLE_NUMBER,
    axes,
)


def holding(traits: Any, value: Any) -> set[str]:
    """Return the texts of the traits that hold, without the name."""
    return {trait.text.replace("{}", "").replace("  ", " ").strip() for trait in traits if trait.holds(value)}


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (0.0, {"is 0", "is a whole number"}),
        (-2.5, {"is negative"}),
        (1.0, {"is positive", "is 1", "is a whole number"}),
        (math.inf, {"is positive"}),
        (math.nan, set()),
    ],
    ids=["zero", "negative", "one", "infinity", "nan"],
)
def test_traits_of_a_number(value: float, texts: set[str]) -> None:
    """Also of one that is not finite."""
    assert holding(NUMBER, value) == texts


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (7, set()),
        (16, {"is even", "is a multiple of 4", "is a square number"}),
        (-4, {"is even", "is a multiple of 4"}),
        (100, {"is even", *(f"is a multiple of {n}" for n in (4, 5, 10, 100)), "is a square number"}),
        (9, {"is a multiple of 3", "is a square number"}),
    ],
    ids=["prime", "square", "negative", "hundred", "nine"],
)
def test_traits_of_a_whole_number(value: int, texts: set[str]) -> None:
    """By division, and squares."""
    assert holding(WHOLE_NUMBER, value) == texts


def test_a_large_whole_number_is_exact() -> None:
    """No float is in between."""
    assert "is a square number" in holding(WHOLE_NUMBER, (10**20 + 1) ** 2)
    assert "is a square number" not in holding(WHOLE_NUMBER, (10**20 + 1) ** 2 + 1)


@pytest.mark.parametrize(
    ("value", "some"),
    [
        ([0, 0], {"all numbers in are 0", "all numbers in are equal", "the sum of is 0", "two numbers in are equal"}),
        ([-1, 1], {"some number in is negative", "some number in is positive", "the sum of is 0"}),
        ([0.5, 2], {"some number in is not whole", "some number in is positive"}),
        ([3, 1, 3], {"the largest number in occurs twice", "two numbers in are equal"}),
        ([-1, -2], {"all numbers in are negative", "the sum of is negative"}),
    ],
    ids=["zeros", "signs", "fraction", "largest-twice", "negative"],
)
def test_traits_of_several_numbers(value: list[float], some: set[str]) -> None:
    """In lists and arrays alike."""
    assert some <= holding(NUMBERS, value)
    assert holding(NUMBERS, value) == holding(NUMBERS, np.array(value))


@pytest.mark.parametrize("traits", [NUMBERS, SEQUENCE_OF_NUMBERS], ids=["numbers", "sequence"])
def test_no_numbers_at_all_have_traits(traits: Any) -> None:
    """Without an exception: an empty input is an edge of every domain."""
    assert "the first number in is 0" not in holding(traits, np.array([]))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([1, 2, 2], "is sorted"),
        ([2, 1], "is sorted downwards"),
        ([0, 5], "the first number in is 0"),
        ([5, 0], "the last number in is 0"),
        ([-1, 5], "the first number in is negative"),
        ([5, 1], "the first number in is the largest"),
        ([1, 5], "the last number in is the largest"),
        ([1, 5, 1], "the first and the last number in are equal"),
        ([1, 1, 2], "two neighbours in are equal"),
    ],
)
def test_traits_of_a_sequence(value: list[float], text: str) -> None:
    """By the order of the numbers."""
    assert text in holding(SEQUENCE_OF_NUMBERS, value)
    assert text not in holding(SEQUENCE_OF_NUMBERS, [3, 7, -2, 4])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([[0, 1], [2, 0]], "the diagonal of is 0"),
        ([[1, 2], [2, 5]], "is symmetric"),
        ([[1, 2], [3, 4]], "is square"),
        ([[1, 2], [1, 2]], "in each column of all numbers are equal"),
        ([[1, 1], [2, 2]], "in each row of all numbers are equal"),
        ([[1, -1], [-1, 1]], "each column of has the sum 0"),
        ([[0, 0], [1, 2]], "some row of is 0"),
        ([[0, 1], [0, 2]], "some column of is 0"),
        ([[1, 2], [1, 2]], "two rows of are equal"),
        ([[1], [2]], "has more rows than columns"),
        ([[1, 2]], "has more columns than rows"),
    ],
)
def test_traits_of_a_matrix(value: list[list[float]], text: str) -> None:
    """By rows, columns and the diagonal."""
    assert text in holding(MATRIX, np.array(value))
    other = np.array([[1.0, 2, 4], [3, 5, 9]]) if text != "has more columns than rows" else np.ones((2, 2))
    assert text not in holding(MATRIX, other)


def test_measures_are_numbers() -> None:
    """NaN where there is none."""
    array = np.array([[1.0, -3.0], [2.0, 0.0]])
    assert [measure.of(array) for measure in NUMBERS_MEASURES] == [2.0, -3.0, 3.0, 5.0]
    assert [measure.of(array) for measure in MATRIX_SIZES] == [2.0, 2.0]
    assert [measure.of(-2) for measure in NUMBER_MEASURES] == [-2.0, 2.0]
    assert math.isnan(NUMBERS_MEASURES[0].of(np.array([])))
    assert [measure.of(np.ones((2, 3, 4))) for measure in axes(3)] == [2.0, 3.0, 4.0]
    assert numbers.VECTOR_SIZE[0].of(np.ones(7)) == 7.0
