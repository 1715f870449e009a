"""Tables and series as plain values: there and back, and parts that make none."""

from __future__ import annotations

from typing import Any

import pytest

from grader.worker.wire.tables import SeriesValue, TableValue, from_pandas, is_series, is_table, to_pandas, with_tables

pd = pytest.importorskip("pandas")
TABLE = TableValue({"a": [1, 2], "b": ["x", None]})


@pytest.mark.parametrize(
    "value",
    [
        TABLE,
        TableValue({"a": [1.5, 2.5]}, ["x", "y"]),
        TableValue({}, ["x"]),
        SeriesValue([1, 2]),
        SeriesValue([True, False], ["x", "y"], "flags"),
        [TABLE, (SeriesValue([1]), 3)],
        {"t": TABLE},
        "text",
        None,
    ],
    ids=["table", "names", "no-columns", "series", "named-series", "in-a-list", "in-a-dict", "text", "none"],
)
def test_a_value_comes_back(value: Any) -> None:
    """Whatever it is in."""
    assert from_pandas(to_pandas(value)) == value


@pytest.mark.parametrize(
    ("made", "entries"),
    [
        (lambda: pd.Series([1, None], dtype="Int64"), [1, None]),
        (lambda: pd.Series(["a", None]), ["a", None]),
        (lambda: pd.Series(pd.to_datetime(["2026-01-01", None])), None),
        (lambda: pd.Series(["a"], dtype="category"), ["a"]),
    ],
    ids=["missing-integer", "missing-text", "missing-moment", "category"],
)
def test_what_is_missing_is_none(made: Any, entries: list[Any] | None) -> None:
    """And a moment is Python's own."""
    values = from_pandas(made()).values
    assert (
        values == entries
        if entries is not None
        else (values[0].isoformat(), values[1]) == ("2026-01-01T00:00:00", None)
    )


@pytest.mark.parametrize(
    ("columns", "index", "good"),
    [
        ({"a": [1], "b": [2]}, None, True),
        ({"a": [1]}, ["x"], True),
        ({}, None, True),
        ({"a": [1], "b": []}, None, False),
        ({"a": [1]}, ["x", "y"], False),
        ({"a": (1,)}, None, False),
        ([1], None, False),
        ({"a": [1]}, "x", False),
    ],
    ids=["plain", "names", "empty", "uneven", "other-names", "tuple", "list", "text"],
)
def test_parts_from_the_wire_make_a_table_or_none(columns: Any, index: Any, good: bool) -> None:
    """Nobody vouches for them."""
    assert is_table(columns, index) is good


@pytest.mark.parametrize(
    ("values", "index", "good"),
    [([1], None, True), ([1], ["x"], True), ([1], [], False), ((1,), None, False)],
    ids=["plain", "names", "other-names", "tuple"],
)
def test_parts_from_the_wire_make_a_series_or_none(values: Any, index: Any, good: bool) -> None:
    """As many names as entries."""
    assert is_series(values, index) is good


def test_a_function_is_given_pandas_own() -> None:
    """And its tables come back plain; a class is left alone."""
    doubled = with_tables(lambda table, *, by: table * by)
    assert doubled(TableValue({"a": [1, 2]}), by=2) == TableValue({"a": [2, 4]})
    assert with_tables(dict) is dict
    assert len(TABLE) == 2
    assert len(TableValue({}, ["x"])) == 1
