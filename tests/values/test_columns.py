"""Columns of values: what becomes one flat array, what stays a list, and that no kind is lost on the way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.values.columns import ValueColumn, column_of, joined, plain_row, plain_rows, same_bits
from grader.worker.wire.columns import Column
from grader.worker.wire.plain import NamedValues, Opaque


@pytest.mark.parametrize(
    ("values", "strict", "flat"),
    [
        pytest.param([1.0, 2.0], True, "float64", id="reals"),
        pytest.param([1, 2], True, "int64", id="integers"),
        pytest.param([1, 2.5], False, "float64", id="mixed"),
        pytest.param([1, 2.5], True, None, id="mixed-strict"),
        pytest.param([True, False], True, "bool", id="truths"),
        pytest.param([True, 1], False, None, id="truth-and-number"),
        pytest.param([1, 2**70], False, None, id="beyond-64-bits"),
        pytest.param([np.ones(2), np.ones(5)], True, "float64", id="arrays-of-other-sizes"),
        pytest.param([np.ones(2), np.ones((2, 2))], False, None, id="other-dimensions"),
        pytest.param([np.ones(2), np.arange(2)], True, None, id="other-entries-strict"),
        pytest.param([np.ones(2), np.arange(2)], False, "float64", id="other-entries"),
        pytest.param([np.ones(2, dtype=np.float32)], True, None, id="single-precision-strict"),
        pytest.param([np.array(["a"])], False, None, id="array-of-text"),
        pytest.param(["a", "b"], False, None, id="texts"),
        pytest.param([1.0, None], False, None, id="none"),
    ],
)
def test_values_of_one_kind_make_a_flat_column(values: list[Any], strict: bool, flat: str | None) -> None:
    """All others stay as they are, one by one."""
    column = column_of(values, strict=strict)
    assert len(column) == len(values)
    if flat is None:
        assert isinstance(column, ValueColumn)
        assert list(map(type, column)) == [type(value) for value in values]
    else:
        assert isinstance(column, Column)
        assert column.flat.dtype == flat


def test_single_numbers_are_pythons_own() -> None:
    """A result and a message show 3, not np.int64(3)."""
    column = column_of([3, 4])
    assert [type(value) for value in plain_rows(column)] == [int, int]
    assert type(plain_row(column, 1)) is int
    assert plain_rows(column_of([np.float64(0.5), "a"])) == [0.5, "a"]


def test_rows_are_taken_in_any_order() -> None:
    """Also several times, and none."""
    column = ValueColumn(("a", "b", "c"))
    assert list(column.take(np.array([2, 0, 0]))) == ["c", "a", "a"]
    assert len(column.take(np.array([], dtype=int))) == 0
    assert column.row(1) == "b"


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        pytest.param([[1.0], [2.0]], Column, id="alike"),
        pytest.param([[1.0], [2]], ValueColumn, id="integers-stay-integers"),
        pytest.param([[1.0], ["a"]], ValueColumn, id="others"),
        pytest.param([["a"]], ValueColumn, id="single"),
    ],
)
def test_columns_are_joined(parts: list[list[Any]], kind: type) -> None:
    """In order, with the kind of each value."""
    column = joined([column_of(part) for part in parts])
    assert isinstance(column, kind)
    assert [repr(value) for value in plain_rows(column)] == [repr(value) for part in parts for value in part]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        pytest.param(1, 1.0, False, id="kind"),
        pytest.param(0.0, -0.0, False, id="sign-of-zero"),
        pytest.param(float("nan"), float("nan"), True, id="nan"),
        pytest.param({"a": 1, "b": 2}, {"b": 2, "a": 1}, False, id="order-of-keys"),
        pytest.param([1, [2]], [1, [2]], True, id="nested"),
        pytest.param(Opaque("Layer"), Opaque("Layer"), False, id="what-cannot-cross"),
    ],
)
def test_two_values_are_the_same_bit_for_bit(a: Any, b: Any, same: bool) -> None:
    """Of what cannot cross nobody can say so."""
    assert same_bits(ValueColumn((a,)), ValueColumn((b,))).tolist() == [same]


def test_a_named_answer_of_the_reference_is_that_of_an_ordinary_tuple() -> None:
    """A task names the parts; what a student returns has no names."""
    named, plain = NamedValues("", ("loss", "dW"), (1.0, 2.0)), (1.0, 2.0)
    assert ValueColumn((named,)).answers == ValueColumn((plain,)).answers
    assert ValueColumn((Opaque("Layer"),)).answers == (None,)


def test_a_value_that_cannot_cross_is_a_fault() -> None:
    """With its reason; the first one counts."""
    assert ValueColumn(("a", [1])).fault() == ""
    assert "object" in ValueColumn(("a", [object()])).fault()


def test_the_entries_of_a_value_are_counted_with_itself() -> None:
    """They say how much room an answer like it may take."""
    assert ValueColumn(([1, 2], "abc")).counts.tolist() == [3, 4]
