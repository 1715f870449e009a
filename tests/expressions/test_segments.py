"""Reductions of many values at once, empty ones included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from grader.expressions import segments
from grader.worker.wire.columns import Column
from tests.samples.expression_samples import pairs, ragged


@pytest.mark.parametrize("lengths", [(), (0,), (0, 0), (2, 0, 3), (0, 2, 0), (1, 1), (3, 0, 0)], ids=str)
def test_every_place_of_an_empty_value_is_right(lengths: tuple[Any, ...]) -> None:
    """First, last, between, all or none are empty."""
    values = [np.arange(1.0, n + 1) for n in lengths]
    column = Column(np.concatenate([*values, np.zeros(0)]), np.array(lengths, dtype=np.int64).reshape(-1, 1))
    assert segments.total(column, column.flat).tolist() == [value.sum() for value in values]
    assert segments.largest(column, column.flat).tolist() == [float(n) for n in lengths]
    assert segments.smallest(column, column.flat).tolist() == [min(float(n), 1.0) for n in lengths]
    assert segments.every(column, column.flat > 1).tolist() == [n == 0 for n in lengths]
    assert segments.every(column, column.flat > 0).tolist() == [True for _ in lengths]


def test_a_sum_of_truths_counts_beside_an_empty_value() -> None:
    """The type of the entries is not the type of the sum."""
    column = Column.of([np.array([True] * 300), np.zeros(0, dtype=bool)])
    assert segments.total(column, column.flat).tolist() == [300, 0]


@given(pairs())
def test_aligned_columns_are_numpys_pairs(pair: Any) -> None:
    """Side by side stand the entries that numpy puts side by side."""
    a, b = pair
    found = segments.aligned(a, b)
    if found is None:
        assert a.ndim
        assert b.ndim
        assert not np.array_equal(a.shapes, b.shapes)
        return
    layout, left, right = found
    for row in range(len(a)):
        due = np.broadcast_arrays(a.row(row), b.row(row))
        for flat, expected in zip((left, right), due, strict=True):
            np.testing.assert_array_equal(Column(flat, layout.shapes).row(row), expected)


@given(ragged())
def test_a_number_a_value_is_spread_over_its_entries(column: Any) -> None:
    """As often as the value has entries."""
    numbers = np.arange(len(column))
    due = np.concatenate([np.full(np.size(value), row) for row, value in enumerate(column)])
    assert segments.spread(numbers, column).tolist() == due.tolist()


NAN = float("nan")


@pytest.mark.parametrize(
    ("left", "right", "due"),
    [
        pytest.param([1.0, 2.0], [1.0, 2.0], [True, True], id="equal"),
        pytest.param([1.0, 2.0], [1.0, 3.0], [True, False], id="one-differs"),
        pytest.param([0.0, NAN], [-0.0, NAN], [False, True], id="by-their-bits"),
        pytest.param([1, 2], [1.0, 2.0], [False, False], id="types"),
        pytest.param([1 + 0j], [1 + 0j], [False], id="complex-numbers-are-not-looked-at"),
        pytest.param([True, False], [True, True], [True, False], id="truths"),
        pytest.param([np.arange(2.0), np.arange(3.0)], [np.arange(2.0), np.arange(4.0)], [True, False], id="lengths"),
        pytest.param([np.ones(2), np.ones(3)], [np.ones(1), np.ones(1)], [False, False], id="no-length-alike"),
        pytest.param([np.ones((1, 2))], [np.ones((2, 1))], [False], id="shapes"),
        pytest.param([np.ones(2)], [1.0], [False], id="dimensions"),
        pytest.param([np.ones(0), np.ones(1)], [np.ones(0), np.zeros(1)], [True, False], id="empty"),
    ],
)
def test_what_is_identical_is_so_in_its_shape_and_bit_for_bit(
    left: list[Any], right: list[Any], due: list[bool]
) -> None:
    """Value by value; of no type or dimension is anything made up."""
    a, b = Column.of(left), Column.of(right)
    assert segments.identical(a, b).tolist() == due
    assert segments.identical(b, a).tolist() == due


@given(ragged())
def test_every_column_is_identical_to_its_copy(column: Any) -> None:
    """In all values, whatever they are."""
    copy = Column(column.flat.copy(), column.shapes.copy())
    assert segments.identical(column, copy).all()
