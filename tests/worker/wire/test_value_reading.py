"""Bytes read as values: forged ones can only state a value, and take no more memory than their own size."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.wire.plain import COUNT, MAX_COLLISIONS, PlainValueError
from grader.worker.wire.value_reading import read_value
from grader.worker.wire.value_writing import write_value
from tests.values.any_value import VALUES


@given(VALUES, st.data())
def test_forged_bytes_state_a_value_or_nothing(value: Any, data: Any) -> None:
    """Bytes that are changed, cut off or longer are refused or give another value; nothing else can happen."""
    forged = bytearray(write_value(value))
    for _ in range(data.draw(st.integers(1, 4))):
        if forged:
            forged[data.draw(st.integers(0, len(forged) - 1))] = data.draw(st.integers(0, 255))
    forged = forged[: data.draw(st.integers(0, len(forged)))] + data.draw(st.binary(max_size=3))
    try:
        again = read_value(forged)
    except PlainValueError:
        return
    write_value(again)


@given(st.binary(max_size=200))
def test_random_bytes_state_a_value_or_nothing(data: Any) -> None:
    """Whatever they begin with."""
    try:
        read_value(data)
    except PlainValueError:
        return


def colliding(count: Any) -> Any:
    """Return the bytes of a set of `count` different numbers of one hash."""
    numbers = [number * (2**61 - 1) for number in range(1, count + 1)]
    return b"S" + COUNT.pack(count) + b"".join(map(write_value, numbers))


FORGED = {
    "a list of more items than bytes": b"l" + COUNT.pack(2**32 - 1) + b"N",
    "a text that is cut off": b"s" + COUNT.pack(9) + b"abc",
    "an unknown tag": b"?",
    "nothing": b"",
    "two values": b"NN",
    "a list as a key": b"D\0" + COUNT.pack(1) + b"l" + COUNT.pack(0) + b"N",
    "a list within a tuple as a key": b"S" + COUNT.pack(1) + b"t" + COUNT.pack(1) + b"l" + COUNT.pack(0),
    "a dict of unknown kind": b"D\7" + COUNT.pack(0),
    "numbers of one hash": colliding(20 * MAX_COLLISIONS),
    "an array of unknown type": b"A\x7f\0",
    "an array of too many dimensions": b"A\x0c\x09" + b"\0" * 72,
    "an array of a negative size": b"A\x0c\x01" + b"\xff" * 8,
    "an array that is too large for its bytes": b"A\x0c\x02" + (b"\xff\xff\xff\x7f\0\0\0\0") * 2,
    "a list of floats of odd length": b"L" + COUNT.pack(3) + b"abc",
    "a fraction over 0": b"q" + write_value(1) + write_value(0),
    "a range of texts": b"R" + write_value("a") * 3,
    "a range with step 0": b"R" + write_value(1) * 2 + write_value(0),
    "a decimal that takes all memory": b"m" + COUNT.pack(11) + b"1e999999999",
    "a decimal that is none": b"m" + COUNT.pack(3) + b"abc",
    "a date that is none": b"y" + COUNT.pack(3) + b"abc",
    "a duration beyond all": b"e" + b"\xff\xff\xff\x7f" * 3,
    "a named tuple without names": b"n" + COUNT.pack(1) + b"NNN",
    "depth": (b"l" + COUNT.pack(1)) * 500 + b"N",
    "text in no encoding": b"s" + COUNT.pack(2) + b"\xff\xff",
    "an int of a million digits": b"I" + COUNT.pack(500_000) + b"\x7f" * 500_000,
    "an array of text that is wide": b"U\x01"
    + (10**4).to_bytes(8, "little")
    + b"s"
    + COUNT.pack(10**5)
    + b"a" * 10**5
    + (b"s" + COUNT.pack(0)) * (10**4 - 1),
}


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED)
def test_forged_bytes_are_refused_in_memory_of_their_own_size(data: Any) -> None:
    """Each is one trick, refused before what it claims is built."""
    tracemalloc.start()
    try:
        with pytest.raises(PlainValueError):
            read_value(data)
        assert tracemalloc.get_traced_memory()[1] < 50 * len(data) + 100_000
    finally:
        tracemalloc.stop()


def test_a_forged_truth_is_a_truth() -> None:
    """A byte of 2 would be true and not equal to True."""
    value = read_value(b"A\x01\x01" + (1).to_bytes(8, "little") + b"\x02")
    assert (value == np.array([True])).all()
