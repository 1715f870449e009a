"""Tables and series as plain values: there and back, and parts that make none."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from grader.worker.wire.conversions import call, call_method, converting, read_attribute
from grader.worker.wire.tables import SeriesValue, Tables, TableValue, from_pandas, is_series, is_table, to_pandas
from grader.worker.wire.value_reading import read_values
from grader.worker.wire.value_writing import write_value

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
    assert is_table(columns, index, None) is good


@pytest.mark.parametrize(
    ("values", "index", "good"),
    [([1], None, True), ([1], ["x"], True), ([1], [], False), ((1,), None, False)],
    ids=["plain", "names", "other-names", "tuple"],
)
def test_parts_from_the_wire_make_a_series_or_none(values: Any, index: Any, good: bool) -> None:
    """As many names as entries."""
    assert is_series(values, index, None) is good


def test_a_function_is_given_pandas_own() -> None:
    """And its tables come back plain."""
    doubled = converting(lambda table, *, by: table * by, Tables())
    assert doubled(TableValue({"a": [1, 2]}), by=2) == TableValue({"a": [2, 4]})
    assert len(TABLE) == 2
    assert len(TableValue({}, ["x"])) == 1


def _set_entry(table: Any) -> None:
    table.loc[0, "a"] = 7


def _add_row(table: Any) -> None:
    table.loc["last"] = "y"


def _rename(series: Any) -> None:
    series.name = "other"


def _set_series(series: Any) -> None:
    series[0] = 7


@pytest.mark.parametrize(
    ("change", "value", "after"),
    [
        (_set_entry, TableValue({"a": [1, 2]}), TableValue({"a": [7, 2]})),
        (lambda table: table.insert(0, "b", 0), TableValue({"a": [1, 2]}), TableValue({"b": [0, 0], "a": [1, 2]})),
        (
            _add_row,
            TableValue({"name": ["x"]}, ["first"]),
            TableValue({"name": ["x", "y"]}, ["first", "last"]),
        ),
        (_set_series, SeriesValue([1, 2]), SeriesValue([7, 2])),
        (
            _rename,
            SeriesValue([1], None, "a"),
            SeriesValue([1], None, "other"),
        ),
        (lambda tables: tables.append(3), [TABLE], [TABLE, 3]),
        (lambda tables: _set_entry(tables["t"]), {"t": TableValue({"a": [1]})}, {"t": TableValue({"a": [7]})}),
        (lambda tables: tables.pop("t"), {"t": TableValue({"a": [1]}), "n": 1}, {"n": 1}),
        (lambda tables: _set_entry(tables[0]), (TableValue({"a": [1]}),), (TableValue({"a": [7]}),)),
        (lambda items: items.sort(), [3, 1], [1, 3]),
    ],
    ids=["entry", "column", "rows", "series", "name", "list", "in-a-dict", "dict", "in-a-tuple", "list-without-tables"],
)
def test_what_a_call_does_to_its_argument_is_seen_on_the_plain_one(change: Any, value: Any, after: Any) -> None:
    """So that it is noted, and a check of an effect in place can ask for it."""
    converting(change, Tables())(value)
    assert value == after
    assert getattr(value, "name", None) == getattr(after, "name", None)


@pytest.mark.parametrize(
    "value",
    [
        TableValue({"a": [1, None], "b": ["x", None]}),
        TableValue({"name": []}),
        SeriesValue([1, None], None, "s"),
        [TABLE],
    ],
    ids=["missing", "empty", "series", "list"],
)
def test_a_table_that_is_only_read_stays_what_it_was(value: Any) -> None:
    """Also where its entries come back in another form, as whole numbers beside a missing one do."""
    before = copy.deepcopy(value)
    converting(len, Tables())(value)
    assert repr(write_value(value)) == repr(write_value(before))


@pytest.mark.parametrize(
    ("entries", "kind"),
    [(["x"], "str"), ([1], "int64"), ([True], "bool"), ([0.5], "float64"), ([None], None), ([1, "x"], None)],
    ids=["text", "whole", "truth", "real", "missing", "mixed"],
)
def test_an_empty_column_is_of_the_kind_of_its_entries(entries: list[Any], kind: str | None) -> None:
    """So that a function for texts works on it, as on a column of a file without rows."""
    empty = TableValue({"a": entries}).rows([])
    assert (empty.kinds or {}).get("a") == kind
    (read,) = read_values(memoryview(write_value(empty)), 1)
    assert read.rows([]).kinds == empty.kinds
    frame = to_pandas(read)
    assert len(frame) == 0
    if kind is not None:
        assert frame["a"].dtype == pd.Series(entries).dtype
        assert from_pandas(frame).kinds == {"a": kind}
        series = from_pandas(frame["a"])
        assert to_pandas(series).dtype == frame["a"].dtype


@pytest.mark.parametrize(
    "kinds", ["str", {"a": "category"}, {"a": 3}, {"a": ["str"]}], ids=["text", "other", "int", "list"]
)
def test_only_known_kinds_come_from_the_wire(kinds: Any) -> None:
    """Nothing else is looked up in pandas."""
    assert not is_table({"a": []}, None, kinds)
    assert not is_series([], None, kinds if kinds != "str" else "object")


def test_methods_and_attributes_of_a_class_have_pandas_tables() -> None:
    """The class itself stays what it is."""

    class Cleaner:
        def __init__(self, table: Any) -> None:
            self.table = table

        def clean(self) -> Any:
            return self.table.dropna()

    assert converting(Cleaner, Tables()) is Cleaner
    cleaner = call(Cleaner, (TableValue({"a": [1.0, None]}),), {})
    assert isinstance(cleaner.table, pd.DataFrame)
    assert call_method(cleaner, "clean", (), {}) == TableValue({"a": [1.0]})
    assert read_attribute(cleaner, "table").columns["a"][0] == 1.0
