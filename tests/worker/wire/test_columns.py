"""Columns: many values in one array, and each of them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.worker.wire.columns import Column, counts_of, offsets_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@st.composite
def values(draw: Any) -> Any:
    """Arrays of one number of dimensions, empty ones among them."""
    ndim = draw(st.integers(0, 3))
    shapes = hnp.array_shapes(min_dims=ndim, max_dims=ndim, min_side=0, max_side=3) if ndim else st.just(())
    return draw(st.lists(shapes.flatmap(lambda shape: hnp.arrays(np.float64, shape)), min_size=1, max_size=6))


def same(got: Column | Iterator[Any], expected: list[Any]) -> bool:
    """Whether two lists of values agree in shape and in every entry."""
    got = list(got)  # type: ignore[assignment]
    assert [np.shape(value) for value in got] == [np.shape(value) for value in expected]
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(got, expected, strict=True))


@settings(deadline=None)
@given(values())
def test_every_value_comes_back(arrays: Any) -> None:
    """Iteration and `row` give the values that went in, whatever their shapes."""
    column = Column.of(arrays)
    assert len(column) == len(arrays)
    assert column.ndim == arrays[0].ndim
    assert same(column, arrays)
    assert same((column.row(index) for index in range(len(column))), arrays)
    assert column.offsets[-1] == column.counts.sum() == len(column.flat)


@settings(deadline=None)
@given(values(), st.data())
def test_taking_rows_is_picking_values(arrays: Any, data: Any) -> None:
    """`take` gives the values at any rows, in any order, repeated or none."""
    rows = data.draw(st.lists(st.integers(0, len(arrays) - 1), max_size=8))
    taken = Column.of(arrays).take(np.array(rows, dtype=np.int64))
    assert same(taken, [arrays[row] for row in rows])
    assert taken.ndim == arrays[0].ndim


@pytest.mark.parametrize(
    ("mixed", "says"),
    [
        pytest.param([1.0, np.ones(2)], r"\[0, 1\] dimensions", id="dimensions"),
        pytest.param(["a", "b"], "only numbers", id="text"),
        pytest.param([None], "only numbers", id="none"),
        pytest.param([np.array([1, "a"], dtype=object)], "only numbers", id="objects"),
        pytest.param([np.datetime64("2026-01-01")], "only numbers", id="dates"),
    ],
)
def test_what_makes_no_column_is_refused(mixed: list[Any], says: str) -> None:
    """A column is of numbers, and of one number of dimensions."""
    with pytest.raises(ValueError, match=says):
        Column.of(mixed)


def test_a_column_of_nothing_has_no_rows() -> None:
    """No values make an empty column of scalars."""
    column = Column.of([])
    assert (len(column), column.ndim, list(column)) == (0, 0, [])


def test_integers_beside_reals_become_reals() -> None:
    """One column has one type of number, the one that holds all values."""
    column = Column.of([np.array([1, 2]), np.array([0.5])])
    assert column.flat.tolist() == [1.0, 2.0, 0.5]


def test_rows_are_views() -> None:
    """A row shares its memory with the column: nothing is copied for a call."""
    column = Column.of([np.zeros((2, 2)), np.zeros((1, 3))])
    column.row(1)[0, 2] = 7.0
    assert column.flat[-1] == 7.0
    for value in column:
        value += 1.0
    assert column.flat.tolist() == [1.0] * 6 + [8.0]


@pytest.mark.parametrize("ndim", [0, 1, 2])
def test_columns_one_after_the_other_are_the_column_of_all_values(ndim: int) -> None:
    """One of them is itself; whole numbers go with real ones as they do in one column."""
    shape = (2, 3)[:ndim]
    values = [np.full(shape, number) for number in (1.0, 2.5, 3.0, 7)]
    joined = Column.joined([Column.of(values[:1]), Column.of(values[1:3]), Column.of(values[3:])])
    due = Column.of(values)
    assert joined.flat.tolist() == due.flat.tolist()
    assert joined.flat.dtype == due.flat.dtype
    assert joined.shapes.tolist() == due.shapes.tolist()
    assert Column.joined([due]) is due


def test_offsets_that_are_known_are_not_computed() -> None:
    """And are what a column computes by itself; a column of scalars needs none."""
    shapes = np.array([[2, 3], [0, 4], [1, 1]], dtype=np.int64)
    plain = Column(np.arange(7.0), shapes)
    offsets = offsets_of(counts_of(shapes))
    assert offsets.tolist() == plain.offsets.tolist() == [0, 6, 6, 7]
    known = Column.with_offsets(plain.flat, shapes, offsets)
    assert known.offsets is offsets
    assert [value.tolist() for value in known] == [value.tolist() for value in plain]
    scalars = Column.scalars(np.arange(3.0))
    assert [*Column.with_offsets(scalars.flat, scalars.shapes, None)] == [0.0, 1.0, 2.0]
