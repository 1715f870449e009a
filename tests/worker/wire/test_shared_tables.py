"""pandas' values in messages: they come back as they were, unchanged ones cost nothing, forged ones are refused."""

from __future__ import annotations

import datetime as dt
import sys
import tracemalloc
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.wire import containers, shared_tables
from grader.worker.wire.plain import COUNT
from grader.worker.wire.shared_tables import FRAME, SERIES, type_name, type_of_name, writer_of
from grader.worker.wire.shared_values import ForgedValueError, MessageWriting, Party
from grader.worker.wire.table_columns import write_column, write_index

if TYPE_CHECKING:
    from collections.abc import Callable


class PlainParty(Party):
    """A side without objects of its own."""

    def write_other(self, writing: MessageWriting, value: Any) -> None:
        """Write what cannot cross by its name."""
        writing.value(f"<{type(value).__name__}>")


def sides() -> tuple[PlainParty, PlainParty]:
    """Return two sides of a conversation."""
    return PlainParty(1), PlainParty(2)


def crossed(value: Any) -> Any:
    """Return what arrives."""
    here, there = sides()
    return there.read(here.write(value))


TABLES: dict[str, Any] = {
    "whole-numbers": pd.Series([1, 2], dtype="int32"),
    "numbers": pd.Series([0.5, float("nan"), float("inf")], name="x"),
    "half-precision": pd.Series([1], dtype="float16"),
    "complex": pd.Series([1j]),
    "truths": pd.Series([True, False]),
    "texts": pd.Series(["a", None, "", "ö\n\0"]),
    "surrogate": pd.Series(["\ud800x", "y"], dtype=object),
    "nullable-texts": pd.Series(["a", None], dtype="string"),
    "objects": pd.Series(["a", None, float("nan"), 1, (1, 2), [3], pd.NA, pd.NaT], dtype=object),
    "categories": pd.Series(["a", "b", None, "a"], dtype="category"),
    "ordered": pd.Series(pd.Categorical([2, 1], categories=[1, 2, 3], ordered=True)),
    "moments": pd.Series(pd.to_datetime(["2024-01-01", None])),
    "seconds": pd.Series(np.array(["2024-01-01"], dtype="M8[s]")),
    "zone": pd.Series(pd.date_range("2024-03-30", periods=3, tz="Europe/Paris")),
    "fixed-zone": pd.Series(pd.to_datetime(["2024-01-01T00:00+02:30"])),
    "durations": pd.Series(pd.to_timedelta([1, None], unit="s")),
    "nullable-numbers": pd.Series([1, None], dtype="Int64"),
    "nullable-small": pd.Series([1, None], dtype="UInt8"),
    "nullable-floats": pd.Series([1.5, None], dtype="Float32"),
    "nullable-truths": pd.Series([True, None], dtype="boolean"),
    "bins": pd.cut(pd.Series([1, 2, 7, None]), 3),
    "months": pd.Series(pd.period_range("2024", periods=3, freq="M")),
    "quarters": pd.Series(pd.period_range("2024", periods=3, freq="Q-NOV")),
    "frequency": pd.Series([1, 2], index=pd.date_range("2024", periods=2, freq="W-MON", name="week")),
    "hours": pd.Series([1, 2], index=pd.timedelta_range(0, periods=2, freq="h")),
    "range": pd.Series([1, 2], index=pd.RangeIndex(5, 1, -2, name="r")),
    "levels": pd.Series([1, 2], index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", None])),
    "intervals": pd.Series([1], index=pd.IntervalIndex.from_breaks([0.5, 1], closed="left")),
    "named-by-tuple": pd.Series([1], name=("a", 1)),
    "empty-series": pd.Series(dtype=float),
    "mixed": pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.date_range("2024", periods=2)}),
    "names-twice": pd.DataFrame([[1, "x"]], columns=["a", "a"]),
    "named-axes": pd.DataFrame({"a": [1.5]}, index=pd.Index(["r"], name="rows")).rename_axis(columns="cols"),
    "numbered": pd.DataFrame(np.arange(6).reshape(3, 2)),
    "grouped": pd.DataFrame({"a": [1, 1], "b": [2, 3]}).groupby("a").agg(["mean", "max"]),
    "pivot": pd.DataFrame({"a": ["x", "y"], "b": [1, 2]}).pivot_table(index="a", values="b"),
    "no-columns": pd.DataFrame(index=[3, 4]),
    "no-rows": pd.DataFrame({"a": []}),
    "nothing": pd.DataFrame(),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_a_table_arrives_as_it_was(table: Any) -> None:
    """With the types of its columns, its names and their order; another table, equal in all parts."""
    again = crossed(table)
    assert type(again) is type(table)
    assert again is not table
    if isinstance(table, pd.DataFrame):
        pd.testing.assert_frame_equal(again, table, check_freq=True)
        assert [dtype.name for dtype in again.dtypes] == [dtype.name for dtype in table.dtypes]
    else:
        pd.testing.assert_series_equal(again, table, check_freq=True)
    index, expected = again.index, table.index
    assert type(index) is type(expected)
    pd.testing.assert_index_equal(index, expected, exact=True)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_an_unchanged_table_is_not_sent_again(table: Any) -> None:
    """Neither by the side that gave it nor by the one that got it; two messages more are a few bytes."""
    here, there = sides()
    held = there.read(here.write(table))
    for writer, reader in ((there, here), (here, there)):
        message = writer.write(None)
        assert len(message) == 3 * COUNT.size + 1
        reader.read(message)
    assert held is there.read(here.write(table))
    assert here.read(there.write(held)) is table


PLAIN: dict[str, Any] = {
    "index": pd.Index([1, 2], name="n"),
    "texts": pd.Index(["a", "b"]),
    "range": pd.RangeIndex(3),
    "categories": pd.CategoricalIndex(["a", "b"]),
    "levels": pd.MultiIndex.from_product([[1], ["a", "b"]]),
    "moments": pd.date_range("2024", periods=2, tz="UTC"),
    "unique-texts": pd.Series(["a", "b", "a"]).unique(),
    "array": pd.array([1, None], dtype="Int64"),
    "categorical": pd.Categorical(["a"]),
    "moment": pd.Timestamp("2024-01-02 03:04:05.678"),
    "zoned": pd.Timestamp("2024", tz="America/New_York"),
    "fine": pd.Timestamp(1, unit="ns"),
    "duration": pd.Timedelta("1s"),
    "period": pd.Period("2024-01"),
    "interval": pd.Interval(0, 1),
    "interval-of-moments": pd.Interval(pd.Timestamp("2024"), pd.Timestamp("2025")),
    "type-of-numbers": np.dtype("int64"),
    "type-of-objects": np.dtype(object),
    "type-of-texts": pd.Series(["a"]).dtype,
    "type-of-categories": pd.CategoricalDtype(["a"], ordered=True),
}


@pytest.mark.parametrize("value", PLAIN.values(), ids=PLAIN.keys())
def test_other_values_of_pandas_arrive_equal(value: Any) -> None:
    """Indexes, arrays, moments, intervals and the types of columns cross by value."""
    again = crossed(value)
    assert type(again) is type(value)
    if isinstance(value, pd.Index):
        pd.testing.assert_index_equal(again, value, exact=True)
    elif isinstance(value, pd.api.extensions.ExtensionArray):
        pd.testing.assert_extension_array_equal(again, value)
    else:
        assert again == value


@pytest.mark.parametrize("value", [pd.NaT, pd.NA], ids=["no-moment", "no-value"])
def test_what_is_missing_is_the_same_object(value: object) -> None:
    """A test may ask for it by identity."""
    assert crossed(value) is value


def with_other_columns(frame: Any) -> None:
    """Change a table in every way that keeps it the same object."""
    frame.loc[0, "a"] = 7
    frame["new"] = ["p", "q"]
    del frame["b"]


CHANGES: dict[str, tuple[Callable[[], Any], Callable[[Any], object]]] = {
    "entry": (lambda: pd.Series([1, 2]), lambda series: series.__setitem__(0, 9)),
    "type": (lambda: pd.DataFrame({"a": [1, 2]}), lambda frame: frame.__setitem__("a", ["x", "y"])),
    "longer": (lambda: pd.Series([1, 2]), lambda series: series.__setitem__(5, 3)),
    "name": (lambda: pd.Series([1]), lambda series: setattr(series, "name", "n")),
    "index": (lambda: pd.Series([1]), lambda series: setattr(series, "index", ["r"])),
    "columns": (lambda: pd.DataFrame({"a": [1]}), lambda frame: setattr(frame, "columns", ["z"])),
    "many": (lambda: pd.DataFrame({"a": [1, 2], "b": [3, 4]}), with_other_columns),
}


@pytest.mark.parametrize(("make", "change"), CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("by_receiver", [False, True], ids=["giver", "receiver"])
def test_a_change_in_place_reaches_the_other_side(
    make: Callable[[], Any], change: Callable[[Any], object], *, by_receiver: bool
) -> None:
    """Whoever changes a table, the other side's own table has the new contents."""
    here, there = sides()
    mine = make()
    yours = there.read(here.write(mine))
    changing, changed = (yours, mine) if by_receiver else (mine, yours)
    change(changing)
    if by_receiver:
        here.read(there.write(None))
    else:
        there.read(here.write(None))
    equal = pd.testing.assert_series_equal if isinstance(mine, pd.Series) else pd.testing.assert_frame_equal
    equal(changed, changing)
    equal(changed, changed.copy())
    place = 0 if isinstance(mine, pd.Series) else (0, 0)
    changed.iat[place] = changed.iat[place]  # it can be written to


def test_attributes_of_the_receivers_own_stay() -> None:
    """`attrs` do not cross, and are not lost where they are."""
    here, there = sides()
    mine = pd.Series([1])
    yours = there.read(here.write(mine))
    yours.attrs["unit"] = "m"
    mine[0] = 2
    there.read(here.write(None))
    assert yours.attrs == {"unit": "m"}
    assert yours.tolist() == [2]


def test_a_table_that_nobody_holds_is_forgotten() -> None:
    """On both sides, as every container."""
    here, there = sides()
    for number in range(5):
        there.read(here.write(pd.DataFrame({"a": [number], "b": ["x"]})))
        here.read(there.write(None))
    there.read(here.write(None))
    assert not here.mirrors
    assert not there.mirrors


def test_a_table_in_a_table_is_mirrored_as_well() -> None:
    """Containers in cells keep their identity."""
    here, there = sides()
    inner = pd.Series([1])
    outer = pd.Series([inner, [2], inner], dtype=object)
    yours = there.read(here.write(outer))
    assert yours[0] is yours[2]
    yours[1].append(3)
    here.read(there.write(None))
    assert outer[1] == [2, 3]


class LyingTable(pd.DataFrame):  # type: ignore[misc]
    """A table that is equal to everything."""

    def equals(self, other: object) -> bool:
        """Return True."""
        return True

    def __eq__(self, other: object) -> Any:
        return True

    __hash__ = None  # type: ignore[assignment]


class LyingSeries(pd.Series):  # type: ignore[misc]
    """A series that is equal to everything."""

    def equals(self, other: object) -> bool:
        """Return True."""
        return True


@pytest.mark.parametrize(
    ("lying", "plain"),
    [(LyingTable({"a": [1]}), pd.DataFrame({"a": [1]})), (LyingSeries([1]), pd.Series([1]))],
    ids=["table", "series"],
)
def test_of_a_derived_class_nothing_arrives(lying: Any, plain: Any) -> None:
    """It arrives as pandas' own, and changes there are changes of the original."""
    here, there = sides()
    yours = there.read(here.write(lying))
    assert type(yours) is type(plain)
    assert yours.equals(plain)
    assert not yours.equals(plain + 1)
    yours.iloc[0] = 5
    here.read(there.write(None))
    assert np.asarray(lying).ravel().tolist() == [5]
    assert there.read(here.write(lying)) is yours


def test_a_column_without_a_form_of_its_own_arrives_as_objects() -> None:
    """A sparse column's entries; never a handle, whose `equals` would be the other side's."""
    frame = pd.DataFrame({"a": pd.arrays.SparseArray([0, 1]), "b": [1, 2]})
    again = crossed(frame)
    assert again["a"].dtype == object
    assert again["a"].tolist() == [0, 1]
    assert again["b"].dtype == "int64"


def test_a_moment_that_pandas_itself_puts_into_no_column_is_an_object() -> None:
    """Before the first year, in a zone that changes its distance."""
    moment = pd.DatetimeIndex(np.array([-(2**43)], dtype="M8[s]")).tz_localize("UTC").tz_convert("Europe/Paris")[0]
    assert crossed(moment) == "<Timestamp>"
    assert crossed(pd.Series([moment, 1], dtype=object)).tolist() == ["<Timestamp>", 1]


def test_a_zone_that_is_a_file_is_not_named() -> None:
    """A column with such a zone crosses as objects, whose moments are of the other side."""
    zone = dt.timezone(dt.timedelta(hours=1), "../../etc/passwd")
    column = pd.Series(pd.to_datetime(["2024-01-01"])).dt.tz_localize(zone)
    assert b"passwd" not in sides()[0].write(column)


# Types by name.


@pytest.mark.parametrize("name", shared_tables.NAMES)
def test_types_cross_by_name(name: str) -> None:
    """Each of them is found under the name that is sent."""
    kind = getattr(pd, name)
    assert type_name(kind) == f"pandas.{name}"
    assert type_of_name(f"pandas.{name}") is kind


@pytest.mark.parametrize("name", ["pandas.read_pickle", "pandas.io", "numpy.DataFrame", "DataFrame", "pandas.Series.x"])
def test_nothing_else_of_pandas_is_found_by_name(name: str) -> None:
    """No function, no module, no path."""
    assert type_of_name(name) is None


def test_a_class_that_is_called_as_one_of_pandas_has_no_name() -> None:
    """A student's own DataFrame is the student's."""
    assert type_name(type("DataFrame", (), {"__module__": "pandas"})) == ""


@pytest.mark.parametrize("module", [None, object()], ids=["blocked", "half-imported"])
def test_without_pandas_no_class_has_a_writer(module: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing imports it."""
    monkeypatch.setitem(sys.modules, "pandas", module)
    assert writer_of(pd.DataFrame, lambda _writing, _value: None) is None
    assert type_name(pd.DataFrame) == ""


def test_a_side_that_takes_no_tables_is_sent_none() -> None:
    """They are objects there like any other."""
    here, there = sides()
    here.takes_tables = False
    assert there.read(here.write(pd.Series([1]))) == "<Series>"


# Forged messages.

KINDS = {"table": len(containers.KINDS) + 1 + FRAME, "series": len(containers.KINDS) + 1 + SERIES}


def piece(write: Callable[[MessageWriting], None]) -> bytes:
    """Return what is written."""
    writing = PlainParty(1).writing()
    write(writing)
    return b"".join(writing.pieces)


def numbers(dtype: str, count: int, data: bytes) -> bytes:
    """Return a column of numbers with a type, a count and bytes that nobody vouches for."""
    return b"n" + piece(lambda writing: writing.text(dtype)) + COUNT.pack(count) + data


def text(value: str) -> bytes:
    """Return a text with its length."""
    return piece(lambda writing: writing.text(value))


def indexed(index: Any) -> bytes:
    """Return an index."""
    return piece(lambda writing: write_index(writing, index))


def column(values: Any) -> bytes:
    """Return a column."""
    return piece(lambda writing: write_column(writing, values))


def message(kind: str, content: bytes, number: int = 1) -> bytes:
    """Return a message with one table, which is new or not."""
    named = number.to_bytes(8, "little")
    head = COUNT.pack(0) + COUNT.pack(0) + COUNT.pack(1) + named + bytes([KINDS[kind], 1])
    return head + content + b"r" + named


ROWS = indexed(pd.RangeIndex(2))
ONE = np.array([1, 2])
FORGED: dict[str, tuple[str, bytes]] = {
    "nothing": ("table", b""),
    "unknown-index": ("table", b"Q"),
    "short-column": ("series", ROWS + b"N" + column(np.array([1]))),
    "long-column": ("table", ROWS + indexed(pd.RangeIndex(1)) + COUNT.pack(1) + column(np.arange(3))),
    "more-names": ("table", ROWS + indexed(pd.RangeIndex(2)) + COUNT.pack(1) + column(ONE)),
    "fewer-names": ("table", ROWS + indexed(pd.RangeIndex(0)) + COUNT.pack(1) + column(ONE)),
    "many-columns": ("table", ROWS + indexed(pd.RangeIndex(2**31)) + COUNT.pack(2**31) + column(ONE)),
    "more-entries-than-bytes": ("series", ROWS + b"N" + numbers("<i8", 2**31, bytes(16))),
    "object-type": ("series", ROWS + b"N" + numbers("|O", 2, bytes(16))),
    "record-type": ("series", ROWS + b"N" + numbers("i4,i4", 2, bytes(16))),
    "void-type": ("series", ROWS + b"N" + numbers("|V8", 2, bytes(16))),
    "no-unit": ("series", ROWS + b"N" + numbers("<M8", 2, bytes(16))),
    "wide-text": ("series", ROWS + b"N" + numbers("<U99999", 2, bytes(16))),
    "unknown-column": ("series", ROWS + b"N" + b"?"),
    "list-as-name": ("series", ROWS + b"t" + COUNT.pack(1) + b"r" + bytes(8) + column(ONE)),
    "code-out-of-range": (
        "series",
        ROWS + b"N" + b"cF" + indexed(pd.Index(["a"])) + text("<i1") + COUNT.pack(2) + b"\x05\x06",
    ),
    "codes-that-are-no-numbers": (
        "series",
        ROWS + b"N" + b"cF" + indexed(pd.Index(["a"])) + text("<f8") + COUNT.pack(2) + bytes(16),
    ),
    "categories-twice": (
        "series",
        ROWS + b"N" + b"cF" + indexed(pd.Index(["a", "a"])) + text("<i1") + COUNT.pack(2) + bytes(2),
    ),
    "texts-longer-than-the-text": (
        "series",
        ROWS + b"N" + b"sn" + COUNT.pack(2) + np.array([5, 5], dtype="<i4").tobytes() + text("abc"),
    ),
    "texts-backwards": (
        "series",
        ROWS + b"N" + b"sn" + COUNT.pack(2) + np.array([5, -2], dtype="<i4").tobytes() + text("abc"),
    ),
    "texts-of-unknown-kind": (
        "series",
        ROWS + b"N" + b"s?" + COUNT.pack(2) + np.array([1, 1], dtype="<i4").tobytes() + text("ab"),
    ),
    "zone-that-is-a-file": (
        "series",
        ROWS + b"Nz" + text("dateutil//etc/localtime") + numbers("<M8[ns]", 2, bytes(16))[1:],
    ),
    "zone-that-is-a-path": (
        "series",
        ROWS + b"Nz" + text("Europe/../../../etc/passwd") + numbers("<M8[ns]", 2, bytes(16))[1:],
    ),
    "zone-of-this-machine": (
        "series",
        ROWS + b"Nz" + text("tzlocal()") + numbers("<M8[ns]", 2, bytes(16))[1:],
    ),
    "no-such-zone": ("series", ROWS + b"Nz" + text("Europe/Nowhere") + numbers("<M8[ns]", 2, bytes(16))[1:]),
    "zone-of-numbers": ("series", ROWS + b"Nz" + text("UTC") + numbers("<i8", 2, bytes(16))[1:]),
    "mask-of-another-length": (
        "series",
        ROWS + b"Nm" + numbers("<i8", 2, bytes(16))[1:] + numbers("|b1", 1, bytes(1))[1:],
    ),
    "mask-of-numbers": ("series", ROWS + b"Nm" + numbers("<i8", 2, bytes(16))[1:] + numbers("<i8", 2, bytes(16))[1:]),
    "frequency-that-is-none": ("series", ROWS + b"Np" + text("__import__('os')") + numbers("<i8", 2, bytes(16))[1:]),
    "unknown-frequency": ("series", ROWS + b"Np" + text("XYZ") + numbers("<i8", 2, bytes(16))[1:]),
    "intervals-backwards": (
        "series",
        ROWS + b"Ni" + text("left") + indexed(pd.Index([2, 3])) + indexed(pd.Index([1, 1])),
    ),
    "intervals-of-unknown-kind": (
        "series",
        ROWS + b"Ni" + text("up") + indexed(pd.Index([0])) + indexed(pd.Index([1])),
    ),
    "intervals-of-ranges": (
        "series",
        indexed(pd.RangeIndex(2**22)) + b"N" + b"i" + text("left")
        + indexed(pd.RangeIndex(2**22)) + indexed(pd.RangeIndex(1, 2**22 + 1)),
    ),
    "range-of-categories": (
        "series",
        ROWS + b"N" + b"cF" + indexed(pd.RangeIndex(2**40)) + text("<i1") + COUNT.pack(2) + bytes(2),
    ),
    "range-of-levels": (
        "series",
        b"M" + COUNT.pack(1) + indexed(pd.RangeIndex(2**25)) + text("<i8") + COUNT.pack(2) + bytes(16)
        + b"t" + COUNT.pack(1) + b"N" + b"N" + column(ONE),
    ),
    "levels-without-codes": ("series", b"M" + COUNT.pack(2**30) + ROWS),
    "codes-of-levels": (
        "series",
        b"M" + COUNT.pack(1) + indexed(pd.Index(["a"])) + text("<i8") + COUNT.pack(1) + ONE[1:].tobytes() + b"N",
    ),
    "nested-too-deep": ("series", b"X" + b"cF" * 5000),
    "index-in-index": ("series", (b"Xi" + text("left")) * 5000),
    "frequency-that-does-not-fit": (
        "series",
        b"X" + column(pd.DatetimeIndex(["2024-01-01", "2024-01-05"]).array) + text("D") + b"N" + b"N" + column(ONE),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "content"), FORGED.values(), ids=FORGED.keys())
def test_forged_tables_are_refused(kind: str, content: bytes) -> None:
    """With the one exception that says so, and without memory for what is only announced."""
    tracemalloc.start()
    with pytest.raises(ForgedValueError):
        PlainParty(2).read(message(kind, content))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


RIGHT: dict[str, tuple[str, bytes, Any]] = {
    "numbers": ("series", ROWS + b"N" + column(ONE), [1, 2]),
    "entries": ("series", ROWS + b"N" + numbers("<i8", 2, bytes(16)), [0, 0]),
    "moments": ("series", ROWS + b"N" + numbers("<M8[ns]", 2, bytes(16)), [pd.Timestamp(0)] * 2),
    "columns": ("table", ROWS + indexed(pd.RangeIndex(1)) + COUNT.pack(1) + column(ONE), [[1], [2]]),
    "categories": (
        "series",
        ROWS + b"N" + b"cF" + indexed(pd.Index(["a"])) + text("<i1") + COUNT.pack(2) + bytes(2),
        ["a", "a"],
    ),
    "texts": (
        "series",
        ROWS + b"N" + b"sn" + COUNT.pack(2) + np.array([2, 1], dtype="<i4").tobytes() + text("abc"),
        ["ab", "c"],
    ),
    "zone": (
        "series",
        ROWS + b"Nz" + text("Europe/Paris") + numbers("<M8[ns]", 2, bytes(16))[1:],
        [pd.Timestamp(0, tz="UTC")] * 2,
    ),
    "mask": ("series", ROWS + b"Nm" + numbers("<i8", 2, bytes(16))[1:] + numbers("|b1", 2, bytes(2))[1:], [0, 0]),
    "periods": (
        "series",
        ROWS + b"Np" + text("M") + numbers("<i8", 2, bytes(16))[1:],
        [pd.Period("1970-01")] * 2,
    ),
    "intervals": (
        "series",
        ROWS + b"Ni" + text("left") + indexed(pd.Index([1, 2])) + indexed(pd.Index([1, 3])),
        [pd.Interval(1, 1, "left"), pd.Interval(2, 3, "left")],
    ),
    "levels": (
        "series",
        b"M" + COUNT.pack(1) + indexed(pd.Index(["a"])) + text("<i8") + COUNT.pack(2) + bytes(16)
        + b"t" + COUNT.pack(1) + b"N" + b"N" + column(ONE),
        [1, 2],
    ),
    "frequency": (
        "series",
        b"X" + column(pd.DatetimeIndex(["2024-01-01", "2024-01-02"]).array) + text("D") + b"N" + b"N" + column(ONE),
        [1, 2],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "content", "entries"), RIGHT.values(), ids=RIGHT.keys())
def test_the_forged_messages_are_all_but_right(kind: str, content: bytes, entries: Any) -> None:
    """Right contents in the same frames are read."""
    table = PlainParty(2).read(message(kind, content))
    assert (table if kind == "series" else table.to_numpy()).tolist() == entries


@pytest.mark.parametrize(
    "value",
    [b"p", b"p?", b"pC", b"pE" + numbers("<i8", 0, b""), b"pIQ"],
    ids=["cut", "kind", "empty", "no-entry", "index"],
)
def test_forged_values_are_refused(value: bytes) -> None:
    """As are those that cross by value."""
    with pytest.raises(ForgedValueError):
        PlainParty(2).read(COUNT.pack(0) * 3 + value)


def test_a_table_cannot_take_the_place_of_another_container() -> None:
    """The number of a series names another container from now on: what is held here stays as it is."""
    here, there = sides()
    held = there.read(here.write(pd.Series([1])))
    number = next(iter(there.mirrors))
    forged = message("table", ROWS + indexed(pd.RangeIndex(1)) + COUNT.pack(1) + column(ONE), number)
    assert type(there.read(forged)) is pd.DataFrame
    assert held.tolist() == [1]


MESSAGES = [sides()[0].write(table) for table in TABLES.values()]


@given(st.sampled_from(MESSAGES), st.data())
def test_changed_bytes_state_a_table_or_nothing(original: bytes, data: Any) -> None:
    """Bytes that are changed or cut off are refused or give another value; nothing else can happen."""
    forged = bytearray(original)
    for _ in range(data.draw(st.integers(1, 3))):
        forged[data.draw(st.integers(0, len(forged) - 1))] = data.draw(st.integers(0, 255))
    try:
        PlainParty(2).read(bytes(forged[: data.draw(st.integers(len(forged) // 2, len(forged)))]))
    except ForgedValueError:
        return
