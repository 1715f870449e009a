"""Plain values in messages: of the same type and equal, and of a subclass nothing is believed."""

from __future__ import annotations

import datetime as dt
from collections import Counter, OrderedDict, deque
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader.worker.wire.plain import COUNT
from grader.worker.wire.shared_kinds import READERS, WRITERS
from grader.worker.wire.shared_values import ForgedValueError, MessageWriting, Party


class NamedParty(Party):
    """A side whose objects cross as the names of their classes."""

    def write_other(self, writing: MessageWriting, value: Any) -> None:
        """Write the name of a class."""
        writing.value(f"<{type(value).__name__}>")


def crossed(value: Any) -> Any:
    """Return what arrives."""
    return NamedParty(2).read(NamedParty(1).write(value))


VALUES = [
    None,
    True,
    False,
    0,
    -1,
    2**63 - 1,
    2**63,
    -(2**70),
    0.5,
    float("inf"),
    1 - 2j,
    "",
    "\ud800\u00e4",
    b"\0",
    (),
    (1, ("a",)),
    frozenset({1}),
    slice(1, None, 2),
    NotImplemented,
    ...,
    Decimal("1.10"),
    Fraction(1, 3),
    dt.date(2024, 1, 2),
    dt.datetime(2024, 1, 2, tzinfo=dt.UTC),
    dt.time(1),
    dt.timedelta(1),
    range(3),
    np.float32(0.5),
    np.int8(1),
    np.True_,
    np.str_("a"),
    np.datetime64("2024-01-01", "D"),
    [1, [2]],
    {"a": {1}},
    {1, 2},
    bytearray(b"x"),
    Counter("aab"),
    OrderedDict(a=1),
    deque([1], maxlen=2),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_arrives_as_it_was(value: Any) -> None:
    """Equal, and of the same type."""
    again = crossed(value)
    assert again == value
    assert type(again) is type(value)


def test_an_ordered_dict_arrives_in_its_order() -> None:
    """Also where entries were moved, and when it changes later."""
    here, there = NamedParty(1), NamedParty(2)
    mine = OrderedDict(a=1, b=2)
    mine.move_to_end("a")
    yours = there.read(here.write(mine))
    assert list(yours.items()) == [("b", 2), ("a", 1)]
    yours.move_to_end("b")
    yours["c"] = 3
    here.read(there.write(None))
    assert list(mine.items()) == [("a", 1), ("b", 2), ("c", 3)]


@pytest.mark.parametrize(
    "array",
    [np.arange(6.0).reshape(2, 3), np.array(["a", "bc"]), np.array([1, "a", None], dtype=object), np.zeros((0, 2))],
    ids=["numbers", "texts", "objects", "empty"],
)
def test_an_array_arrives_as_it_was(array: Any) -> None:
    """With its type and its shape."""
    again = crossed(array)
    assert again.tolist() == array.tolist()
    assert (again.dtype, again.shape) == (array.dtype, array.shape)


class Number(float):
    """A number of a class of its own."""


class Text(str):
    """A text of a class of its own."""

    __slots__ = ()


class Grid(np.ndarray):
    """An array of a class of its own."""


@pytest.mark.parametrize(
    ("value", "name"),
    [
        pytest.param(Number(1), "<Number>", id="number"),
        pytest.param(Text("a"), "<Text>", id="text"),
        pytest.param(np.zeros(2).view(Grid), "<Grid>", id="array"),
        pytest.param(np.zeros(2, dtype="i4,i4"), "<ndarray>", id="records"),
        pytest.param(np.void(b"a"), "<void>", id="record"),
    ],
)
def test_what_is_derived_has_no_writer(value: Any, name: str) -> None:
    """It is an object like any other."""
    assert crossed(value) == name


def test_each_tag_is_read() -> None:
    """A value of each type begins with a tag that has a reader."""
    for value in VALUES:
        writing = NamedParty(1).writing()
        WRITERS[type(value)](writing, value)
        assert b"".join(writing.pieces)[0] in READERS


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"?",
        b"i\0",
        b"d\0",
        b"s\xff\0\0\0",
        b"t\xff\xff\xff\xff",
        b"r" + bytes(8),
        b"k" + COUNT.pack(2) + b"|O" + bytes(8),
        b"NN",
        b":" + COUNT.pack(4) + b"NNNN",
        b"z" + COUNT.pack(1) + b"t" * 200,
        b"z" + COUNT.pack(500) + (b"F" + b"i" + bytes(8)) * 250,
    ],
    ids=["nothing", "tag", "int", "float", "text", "tuple", "container", "object", "two", "slice", "deep", "hash"],
)
def test_forged_values_are_refused(value: bytes) -> None:
    """With the one exception that says so."""
    with pytest.raises(ForgedValueError):
        NamedParty(2).read(COUNT.pack(0) * 3 + value)
