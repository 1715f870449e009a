"""Traits of single numbers, and of arrays and lists of numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from grader.domains.traits.trait import Measure, Trait


def _array(value: Any) -> np.ndarray[Any, Any]:
    return np.asarray(value, dtype=np.float64)


def _flat(value: Any) -> np.ndarray[Any, Any]:
    return _array(value).reshape(-1)


NUMBER = (
    Trait("{} is 0", "{} is not 0", lambda v: v == 0, 1),
    Trait("{} is negative", "{} is 0 or more", lambda v: v < 0, 1),
    Trait("{} is positive", "{} is 0 or less", lambda v: v > 0, 1),
    Trait("{} is 1", "{} is not 1", lambda v: v == 1, 2),
    Trait("{} is a whole number", "{} is not a whole number", lambda v: math.isfinite(v) and v == int(v), 3),
)
WHOLE_NUMBER = (
    Trait("{} is even", "{} is odd", lambda v: v % 2 == 0, 2),
    Trait("{} is a multiple of 3", "{} is no multiple of 3", lambda v: v % 3 == 0, 5),
    Trait("{} is a multiple of 4", "{} is no multiple of 4", lambda v: v % 4 == 0, 6),
    Trait("{} is a multiple of 5", "{} is no multiple of 5", lambda v: v % 5 == 0, 5),
    Trait("{} is a multiple of 10", "{} is no multiple of 10", lambda v: v % 10 == 0, 6),
    Trait("{} is a multiple of 100", "{} is no multiple of 100", lambda v: v % 100 == 0, 6),
    Trait("{} is a square number", "{} is no square number", lambda v: v >= 0 and math.isqrt(v) ** 2 == v, 5),
)
NUMBER_MEASURES = (
    Measure("{} is {bound} or more", "{} is less than {bound}", "{} is {bound}", float, 3),
    Measure("{} is {bound} or more in size", "{} is less than {bound} in size", "", lambda v: abs(float(v)), 4),
)


def _has_equal_pair(value: Any) -> bool:
    flat = _flat(value)
    return len(np.unique(flat)) < len(flat)


def _largest_is_shared(value: Any) -> bool:
    flat = _flat(value)
    return bool(flat.size and (flat == flat.max()).sum() > 1)


def _smallest_is_shared(value: Any) -> bool:
    flat = _flat(value)
    return bool(flat.size and (flat == flat.min()).sum() > 1)


def _rises(value: Any) -> bool:
    return bool((np.diff(_flat(value)) >= 0).all())


def _has_neighbours_equal(value: Any) -> bool:
    return bool((np.diff(_flat(value)) == 0).any())


NUMBERS = (
    Trait("all numbers in {} are 0", "some number in {} is not 0", lambda v: not _flat(v).any(), 2),
    Trait("some number in {} is 0", "no number in {} is 0", lambda v: bool((_flat(v) == 0).any()), 2),
    Trait("some number in {} is negative", "no number in {} is negative", lambda v: bool((_flat(v) < 0).any()), 2),
    Trait("some number in {} is positive", "no number in {} is positive", lambda v: bool((_flat(v) > 0).any()), 2),
    Trait("all numbers in {} are negative", "not all numbers in {} are negative", lambda v: bool((_flat(v) < 0).all())),
    Trait("two numbers in {} are equal", "no two numbers in {} are equal", _has_equal_pair, 2),
    Trait(
        "all numbers in {} are equal",
        "not all numbers in {} are equal",
        lambda v: len(np.unique(_flat(v))) <= 1,
        3,
    ),
    Trait("the largest number in {} occurs twice", "the largest number in {} occurs once", _largest_is_shared, 4),
    Trait("the smallest number in {} occurs twice", "the smallest number in {} occurs once", _smallest_is_shared, 4),
    Trait(
        "some number in {} is not whole",
        "all numbers in {} are whole",
        lambda v: bool((_flat(v) != np.rint(_flat(v))).any()),
    ),
    Trait("the sum of {} is 0", "the sum of {} is not 0", lambda v: float(_flat(v).sum()) == 0, 4),
    Trait("the sum of {} is negative", "the sum of {} is not negative", lambda v: float(_flat(v).sum()) < 0, 4),
)
SEQUENCE_OF_NUMBERS = (
    Trait("{} is sorted", "{} is not sorted", _rises, 3),
    Trait("two neighbours in {} are equal", "no two neighbours in {} are equal", _has_neighbours_equal, 4),
    Trait("{} is sorted downwards", "{} is not sorted downwards", lambda v: bool((np.diff(_flat(v)) <= 0).all()), 4),
    Trait("the first number in {} is 0", "the first number in {} is not 0", lambda v: bool((_flat(v)[:1] == 0).any())),
    Trait("the last number in {} is 0", "the last number in {} is not 0", lambda v: bool((_flat(v)[-1:] == 0).any())),
    Trait(
        "the first number in {} is negative",
        "the first number in {} is not negative",
        lambda v: bool((_flat(v)[:1] < 0).any()),
    ),
    Trait(
        "the last number in {} is negative",
        "the last number in {} is not negative",
        lambda v: bool((_flat(v)[-1:] < 0).any()),
    ),
    Trait(
        "the first number in {} is the largest",
        "the first number in {} is not the largest",
        lambda v: bool(_flat(v).size and _flat(v)[0] == _flat(v).max()),
        4,
    ),
    Trait(
        "the last number in {} is the largest",
        "the last number in {} is not the largest",
        lambda v: bool(_flat(v).size and _flat(v)[-1] == _flat(v).max()),
        4,
    ),
    Trait(
        "the first number in {} is the smallest",
        "the first number in {} is not the smallest",
        lambda v: bool(_flat(v).size and _flat(v)[0] == _flat(v).min()),
        5,
    ),
    Trait(
        "the first and the last number in {} are equal",
        "the first and the last number in {} differ",
        lambda v: bool(_flat(v).size and _flat(v)[0] == _flat(v)[-1]),
        5,
    ),
)
MATRIX = (
    Trait(
        "the diagonal of {} is 0",
        "the diagonal of {} is not 0",
        lambda v: not np.diagonal(_array(v)).any(),
        2,
    ),
    Trait("{} is square", "{} is not square", lambda v: np.shape(v)[0] == np.shape(v)[1], 3),
    Trait(
        "{} is symmetric",
        "{} is not symmetric",
        lambda v: np.shape(v)[0] == np.shape(v)[1] and bool((_array(v) == _array(v).T).all()),
        3,
    ),
    Trait(
        "in each column of {} all numbers are equal",
        "in some column of {} two numbers differ",
        lambda v: bool((_array(v) == _array(v)[:1]).all()),
        3,
    ),
    Trait(
        "in each row of {} all numbers are equal",
        "in some row of {} two numbers differ",
        lambda v: bool((_array(v) == _array(v)[:, :1]).all()),
        3,
    ),
    Trait(
        "each column of {} has the sum 0",
        "some column of {} has another sum than 0",
        lambda v: not _array(v).sum(axis=0).any(),
        4,
    ),
    Trait(
        "each row of {} has the sum 0",
        "some row of {} has another sum than 0",
        lambda v: not _array(v).sum(axis=1).any(),
        4,
    ),
    Trait("some row of {} is 0", "no row of {} is 0", lambda v: bool((~_array(v).any(axis=1)).any()), 4),
    Trait("some column of {} is 0", "no column of {} is 0", lambda v: bool((~_array(v).any(axis=0)).any()), 4),
    Trait(
        "two rows of {} are equal",
        "no two rows of {} are equal",
        lambda v: len(np.unique(_array(v), axis=0)) < len(v),
        4,
    ),
    Trait(
        "{} has more rows than columns", "{} has no more rows than columns", lambda v: np.shape(v)[0] > np.shape(v)[1]
    ),
    Trait(
        "{} has more columns than rows", "{} has no more columns than rows", lambda v: np.shape(v)[0] < np.shape(v)[1]
    ),
)


def _extreme(reduce: Any) -> Any:
    return lambda v: float(reduce(_flat(v))) if np.size(v) else math.nan


NUMBERS_MEASURES = (
    Measure(
        "the largest number in {} is {bound} or more",
        "the largest number in {} is less than {bound}",
        "the largest number in {} is {bound}",
        _extreme(np.max),
        5,
    ),
    Measure(
        "the smallest number in {} is {bound} or more",
        "the smallest number in {} is less than {bound}",
        "the smallest number in {} is {bound}",
        _extreme(np.min),
        5,
    ),
    Measure(
        "some number in {} is {bound} or more in size",
        "all numbers in {} are less than {bound} in size",
        "",
        lambda v: float(np.abs(_flat(v)).max(initial=0.0)),
        5,
    ),
    Measure(
        "the numbers in {} lie {bound} or more apart",
        "the numbers in {} lie less than {bound} apart",
        "",
        _extreme(np.ptp),
        6,
    ),
)


def _dimension(axis: int, noun: str) -> Measure:
    return Measure(
        f"{{}} has {{bound}} {noun} or more",
        f"{{}} has fewer than {{bound}} {noun}",
        f"{{}} has exactly {{bound}} {noun}",
        lambda v: float(np.shape(v)[axis]),
        3,
        whole=True,
    )


def axes(dimensions: int) -> tuple[Measure, ...]:
    """Return the lengths of an array along its axes, where it has more than two."""
    return tuple(
        Measure(
            f"{{}} has the length {{bound}} or more along axis {axis}",
            f"{{}} has a length below {{bound}} along axis {axis}",
            f"{{}} has the length {{bound}} along axis {axis}",
            lambda v, axis=axis: float(np.shape(v)[axis]),  # type: ignore[misc]
            4,
            whole=True,
        )
        for axis in range(dimensions)
    )


VECTOR_SIZE = (_dimension(0, "numbers"),)
MATRIX_SIZES = (_dimension(0, "rows"), _dimension(1, "columns"))
