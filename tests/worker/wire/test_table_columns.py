"""Columns and indexes as bytes: the same type and the same entries, from names of a few types and raw bytes alone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from grader.worker.wire.plain import COUNT, MAX_COLLISIONS, PlainValueError
from grader.worker.wire.shared_values import MessageReading, MessageWriting, Party
from grader.worker.wire.table_columns import (
    has_form,
    is_number_type,
    read_column,
    read_index,
    write_column,
    write_index,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class ColumnParty(Party):
    """A side without objects of its own."""

    def write_other(self, writing: MessageWriting, value: Any) -> None:
        """Write what cannot cross by its name."""
        writing.value(f"<{type(value).__name__}>")


def written(write: Callable[[MessageWriting, Any], None], value: Any) -> bytes:
    """Return the bytes of a column or of an index."""
    writing = ColumnParty(1).writing()
    write(writing, value)
    return b"".join(writing.pieces)


def read(reader: Callable[[MessageReading], Any], data: bytes) -> Any:
    """Return what bytes stand for, all of which must be read."""
    reading = MessageReading(ColumnParty(2), memoryview(data))
    value = reader(reading)
    assert reading.position == len(data)
    assert reading.depth == 0
    return value


FORMS: dict[str, tuple[bytes, Any]] = {
    "numbers": (b"n", np.array([1.5, 2])),
    "moments": (b"n", np.array(["2024-01-01", "NaT"], dtype="M8[us]")),
    "pandas-numbers": (b"n", pd.Series([1, 2]).array),
    "texts": (b"s", pd.array(["a", None], dtype="string")),
    "missing": (b"m", pd.array([1, None], dtype="Int8")),
    "categories": (b"c", pd.Categorical(["a", None, "b"], ordered=True)),
    "zone": (b"z", pd.date_range("2024-03-30", periods=3, tz="Europe/Paris").array),
    "intervals": (b"i", pd.arrays.IntervalArray.from_breaks([0, 1, 2])),
    "range-of-categories": (b"c", pd.Categorical.from_codes([0, 1], pd.RangeIndex(2))),
    "intervals-of-ranges": (b"i", pd.arrays.IntervalArray.from_arrays(pd.RangeIndex(2), pd.RangeIndex(1, 3))),
    "periods": (b"p", pd.period_range("2024", periods=2, freq="W-SUN").array),
    "objects": (b"o", np.array(["a", 1, None], dtype=object)),
    "numpy-texts": (b"o", np.array(["a", "b"])),
    "sparse": (b"o", pd.arrays.SparseArray([0, 1])),
}


@pytest.mark.parametrize(("form", "array"), FORMS.values(), ids=FORMS.keys())
def test_a_column_has_the_form_of_its_type(form: bytes, array: Any) -> None:
    """It is the first byte; the entries come back, and the same bytes are written of them again."""
    data = written(write_column, array)
    again = read(read_column, data)
    assert data[:1] == form
    assert [str(entry) for entry in again] == [str(entry) for entry in array]
    assert written(write_column, again) == data


@pytest.mark.parametrize(("form", "array"), FORMS.values(), ids=FORMS.keys())
def test_a_column_keeps_its_type_where_it_has_a_form(form: bytes, array: Any) -> None:
    """All others are objects."""
    again = read(read_column, written(write_column, array))
    plain = array.dtype.numpy_dtype if type(array) is pd.arrays.NumpyExtensionArray else array.dtype
    assert again.dtype == (object if form == b"o" else plain)
    assert has_form(again) is (form != b"o")


def test_equal_columns_are_equal_bytes() -> None:
    """What lies below the mask of what is missing is not written."""
    mask = np.array([False, True])
    columns = [pd.arrays.IntegerArray(np.array([1, hidden]), mask) for hidden in (0, 7)]
    assert written(write_column, columns[0]) == written(write_column, columns[1])


def test_texts_are_objects_where_pandas_has_no_type_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with pandas before 2.3, when the student's code has a newer one."""
    data = written(write_column, pd.Series(["a", None]).array)
    monkeypatch.setattr(pd, "StringDtype", lambda: None)
    again = read(read_column, data)
    assert again.dtype == object
    assert again[0] == "a"
    assert np.isnan(again[1])


@pytest.mark.parametrize(
    ("dtype", "known"),
    [("i4", True), (">f8", True), ("?", True), ("c16", True), ("M8[ns]", True), ("m8[s]", True), ("M8[D]", False),
     ("M8", False), ("O", False), ("U3", False), ("S3", False), ("V2", False), ("i4,i4", False)],
)  # fmt: skip
def test_types_that_are_believed(dtype: str, known: bool) -> None:
    """Those that pandas keeps in a column, of numbers and moments."""
    assert is_number_type(np.dtype(dtype)) is known


def test_no_type_of_pandas_is_one_of_numbers() -> None:
    """Its name is not numpy's."""
    assert not is_number_type(pd.Int64Dtype())


ZONES = [
    pytest.param("Europe/Paris", b"z", id="place"),
    pytest.param("UTC", b"z", id="utc"),
    pytest.param(dt.timezone(dt.timedelta(hours=-2, minutes=-30)), b"z", id="distance"),
    pytest.param(dt.timezone(dt.timedelta(hours=1), "/etc/passwd"), b"o", id="path"),
    pytest.param(dt.timezone(dt.timedelta(hours=1), "a" * 100), b"o", id="long"),
    pytest.param(dt.timezone(dt.timedelta(hours=1), "dateutil/x"), b"o", id="library"),
]


@pytest.mark.parametrize(("zone", "form"), ZONES)
def test_zones_cross_by_a_plain_name(zone: Any, form: bytes) -> None:
    """A name that could be a file's is never written."""
    column = pd.DatetimeIndex(["2024-01-01"]).tz_localize(zone).array
    data = written(write_column, column)
    assert data[:1] == form
    if form == b"z":
        assert (read(read_column, data) == column).all()


INDEXES: dict[str, tuple[bytes, Any]] = {
    "range": (b"R", pd.RangeIndex(2, 9, 3, name="r")),
    "levels": (b"M", pd.MultiIndex.from_tuples([(1, "a"), (1, None)], names=[None, "n"])),
    "numbers": (b"X", pd.Index([1, 2], dtype="int8", name=("a", 1))),
    "objects": (b"X", pd.Index(["a", 1, None], dtype=object)),
    "dates": (b"X", pd.date_range("2024", periods=3, freq="MS")),
    "categories": (b"X", pd.CategoricalIndex(["a", "b"])),
    "periods": (b"X", pd.period_range("2024", periods=2, freq="M")),
    "no-entries": (b"X", pd.Index([], dtype=object)),
}


@pytest.mark.parametrize(("form", "index"), INDEXES.values(), ids=INDEXES.keys())
def test_an_index_keeps_its_class_and_its_names(form: bytes, index: Any) -> None:
    """And its frequency; the same bytes are written of it again."""
    data = written(write_index, index)
    again = read(read_index, data)
    assert data[:1] == form
    pd.testing.assert_index_equal(again, index, exact=True)
    assert getattr(again, "freq", None) == getattr(index, "freq", None)
    assert written(write_index, again) == data


def test_an_index_of_what_has_no_hash_is_read() -> None:
    """Pandas allows it."""
    entries = COUNT.pack(MAX_COLLISIONS + 5) + (b"k" + written_text("<i8") + bytes(8)) * (MAX_COLLISIONS + 4)
    slices = entries + b":" + COUNT.pack(3) + b"NNN"
    assert len(read(read_index, b"Xo" + slices + COUNT.pack(0) + b"N")) == MAX_COLLISIONS + 5


def written_text(text: str) -> bytes:
    """Return a text with its length."""
    return COUNT.pack(len(text)) + text.encode()


def test_an_index_of_one_hash_is_refused() -> None:
    """To look one of them up would take quadratic time."""
    numbers = np.array([number * (2**61 - 1) for number in range(2 * MAX_COLLISIONS)], dtype=object)
    with pytest.raises(PlainValueError):
        read(read_index, written(write_index, pd.Index(numbers, dtype=object)))


@pytest.mark.parametrize("reader", [read_column, read_index], ids=["column", "index"])
def test_an_unknown_form_is_refused(reader: Callable[[MessageReading], Any]) -> None:
    """Before anything is built."""
    with pytest.raises(PlainValueError):
        read(reader, b"?")


@pytest.mark.parametrize("name", list(FORMS))
def test_every_shorter_column_is_refused(name: str) -> None:
    """Cut off at any byte, it is no column."""
    data = written(write_column, FORMS[name][1])
    for end in range(len(data)):
        reading = MessageReading(ColumnParty(2), memoryview(data)[:end])
        with pytest.raises(Exception):  # noqa: B017, PT011 - a message that fails in any way is refused as a whole
            read_column(reading)
