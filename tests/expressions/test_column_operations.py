"""Operations on columns: which ones have a form for all cases at once, and that no entry wraps around."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.expressions.column_operations import aligned, all_numbers, as_numbers, entrywise, identical, own_copy
from grader.values.columns import ValueColumn, column_of

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS, TEXTS = column_of([1.0, 2.0]), ValueColumn(("a", "b"))


def test_columns_of_values_are_gone_through_by_case() -> None:
    """One of them is enough."""
    assert all_numbers([NUMBERS, NUMBERS, "an option"])
    assert not all_numbers([NUMBERS, TEXTS])
    assert aligned(NUMBERS, TEXTS) is None
    assert aligned(TEXTS, NUMBERS) is None
    assert aligned(NUMBERS, NUMBERS) is not None


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param([1.0, 2.0], [1.0, 2.5], [True, False], id="numbers"),
        pytest.param([0.0, float("nan")], [-0.0, float("nan")], [False, True], id="bit-for-bit"),
        pytest.param(["a", "b"], ["a", "c"], [True, False], id="texts"),
        pytest.param(["a", 1], [None, 1], [False, True], id="mixed"),
    ],
)
def test_columns_are_the_same_in_cases(left: list[Any], right: list[Any], same: list[bool]) -> None:
    """A column is the same as itself, whatever is in it."""
    assert identical(column_of(left), column_of(right)).tolist() == same
    column = ValueColumn((object(),))
    assert identical(column, column).tolist() == [True]


@pytest.mark.parametrize(
    ("dtype", "due"), [("bool", "int64"), ("int8", "int64"), ("uint8", "int64"), ("float32", "float32")]
)
def test_small_numbers_become_large_ones(dtype: str, due: str) -> None:
    """Truths count as 1 and 0."""
    assert as_numbers(np.ones(2, dtype=dtype)).dtype == due


@pytest.mark.parametrize(
    ("op", "a", "b", "value"),
    [
        pytest.param(operator.add, [1, 2], [3, 4], [4, 6], id="integers"),
        pytest.param(operator.mul, [2**62], [4], [2.0**64], id="beyond-64-bits"),
        pytest.param(operator.truediv, [1, 3], [2, 2], [0.5, 1.5], id="division-is-real"),
        pytest.param(operator.pow, [2, 10], [-1, 2], [0.5, 100.0], id="real-power"),
        pytest.param(operator.sub, [0.5], [1.5], [-1.0], id="reals"),
    ],
)
def test_an_operation_goes_entry_by_entry(op: Callable[..., Any], a: list[Any], b: list[Any], value: list[Any]) -> None:
    """Whole numbers stay whole as far as they are exact."""
    left, right = np.array(a), np.array(b)
    if op is operator.pow:
        left = left.astype(float)
    got = entrywise(op, left, right)
    assert got.tolist() == value
    assert (got.dtype.kind == "i") == all(isinstance(number, int) for number in value)


@pytest.mark.parametrize("value", [np.ones(2), [1, [2]], {"a": [1]}, {1}], ids=["array", "list", "dict", "set"])
def test_a_function_of_the_reference_gets_its_own_copy(value: Any) -> None:
    """It may change what it is given; the next check asks with the same case."""
    copied = own_copy(value)
    assert copied is not value
    assert type(copied) is type(value)
    if isinstance(value, list):
        copied[1].append(3)
        assert value == [1, [2]]


@pytest.mark.parametrize("value", [1, 0.5, "a", b"a", None, True], ids=repr)
def test_what_cannot_change_is_given_as_it_is(value: Any) -> None:
    """And a number of numpy's as Python's."""
    assert own_copy(value) is value
    assert type(own_copy(np.float64(0.5))) is float
