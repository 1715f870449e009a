"""Plain values as tagged bytes: they come back as they were, and forged bytes can only state a value."""

from __future__ import annotations

import collections
import enum
import tracemalloc
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.worker.wire.plain import COUNT, MAX_COLLISIONS, MAX_DEPTH, NamedValues, Opaque, PlainValueError
from grader.worker.wire.value_reading import read_value, read_values
from grader.worker.wire.value_writing import write_value
from tests.values.any_value import VALUES

if TYPE_CHECKING:
    from collections.abc import Callable


def alike(a: Any, b: Any) -> Any:
    """Return whether two values have the same kinds and the same parts, all the way down."""
    return canonical(a) == canonical(b)


def canonical(value: Any) -> Any:
    """Return a text that only values of the same kinds and parts have; sets have no order."""
    parts = []
    if isinstance(value, np.ndarray):
        parts = [value.dtype.str, str(value.shape), value.tobytes().hex()]
    elif isinstance(value, dict):
        parts = [canonical(part) for item in value.items() for part in item]
    elif isinstance(value, set | frozenset):
        parts = sorted(map(canonical, value))
    elif isinstance(value, list | tuple):
        parts = [*getattr(value, "_fields", ()), *map(canonical, value)]
    else:
        parts = [repr(value)]
    return f"{type(value).__name__}({'; '.join(parts)})"


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    """Of the same kind, part by part, in the same order."""
    assert alike(read_value(write_value(value)), value)


@given(st.lists(VALUES, max_size=4))
def test_values_come_back_one_after_the_other(values: Any) -> None:
    """The arguments of a hundred cases are one piece of bytes."""
    data = b"".join(map(write_value, values))
    assert alike(read_values(data, len(values)), values)


@given(VALUES, st.data())
@settings(max_examples=300)
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
@settings(max_examples=300)
def test_random_bytes_state_a_value_or_nothing(data: Any) -> None:
    """Whatever they begin with."""
    try:
        read_value(data)
    except PlainValueError:
        return


class Text(str):
    """A text that claims to be another one."""

    __slots__ = ()

    def encode(self, *_: Any) -> Any:
        """Return what it claims to be."""
        return b"other"

    def __str__(self) -> Any:
        return "other"


class Number(int):
    """A number that claims to be another one."""

    def __int__(self) -> Any:
        return 7

    def bit_length(self) -> Any:
        """Return the length of another number."""
        return 1


class Items(list[Any]):
    """A list that claims to be empty."""

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> Any:
        return 0


class Keys(dict[Any, Any]):
    """A dict that claims to be empty."""

    def items(self) -> Any:
        """Return no items."""
        return ()


class Loss(NamedTuple):
    """A result with named parts."""

    loss: float
    grad: list[float]


class Colour(enum.IntEnum):
    """A number with a name."""

    RED = 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(Text("mine"), "mine", id="text"),
        pytest.param(Number(3), 3, id="int"),
        pytest.param(Items([1, "a"]), [1, "a"], id="list"),
        pytest.param(Keys(a=1), {"a": 1}, id="dict"),
        pytest.param(collections.defaultdict(int, a=1), {"a": 1}, id="defaultdict"),
        pytest.param(Colour.RED, 3, id="enum"),
        pytest.param([np.float64(0.5), np.int8(3), np.bool_(True)], [0.5, 3, True], id="numpy"),
        pytest.param(np.str_("a"), "a", id="numpy-text"),
        pytest.param(np.float32(0.1), float(np.float32(0.1)), id="single"),
    ],
)
def test_a_subclass_crosses_as_its_base_type(value: Any, expected: Any) -> None:
    """By the base type's own methods: what the class overrides is not asked."""
    assert alike(read_value(write_value(value)), expected)


def cycle() -> Any:
    """Return a list that contains itself, two levels down."""
    items = [1]
    items.append({"again": items})  # type: ignore[arg-type]
    return items


def nested(depth: Any) -> Any:
    """Return lists in lists."""
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "find", "kind", "reason"),
    [
        pytest.param(object(), lambda v: v, "object", "", id="an-object"),
        pytest.param([print], lambda v: v[0], "builtin_function_or_method", "", id="in-a-list"),
        pytest.param({"g": (n for n in ())}, lambda v: v["g"], "generator", "", id="in-a-dict"),  # type: ignore[var-annotated]
        pytest.param(cycle(), lambda v: v[1]["again"], "list", "contains itself", id="a-cycle"),
        pytest.param(10**5000, lambda v: v, "int", "has too many digits", id="digits"),
        pytest.param(np.array([object()]), lambda v: v, "ndarray", "holds object", id="an-array-of-objects"),
        pytest.param(np.zeros((1,) * 9), lambda v: v, "ndarray", "has too many dimensions", id="dimensions"),
        pytest.param(np.ma.masked_array([1.0]), lambda v: v, "MaskedArray", "", id="another-array"),
    ],
)
def test_what_cannot_cross_is_named(value: Any, find: Callable[..., Any], kind: str, reason: str) -> None:
    """By its class, and why if that does not say it."""
    found = find(read_value(write_value(value)))
    assert isinstance(found, Opaque)
    assert (found.kind, found.reason) == (kind, reason)


def test_a_value_that_is_nested_too_deep_is_cut_there() -> None:
    """The levels above it cross."""
    value = read_value(write_value(nested(MAX_DEPTH + 5)))
    for _ in range(MAX_DEPTH):
        (value,) = value
    assert value.reason == "is nested too deep"


def doubled(times: Any) -> Any:
    """Return a list that holds one list twice, which holds one list twice, and so on: small here, large on the wire."""
    value = [1]
    for _ in range(times):
        value = [value, value]  # type: ignore[list-item]
    return value


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("a" * 2000, id="text"),
        pytest.param(np.zeros(1000), id="array"),
        pytest.param(np.broadcast_to(0.0, (10**6, 10**6)), id="a-view-of-nothing"),
        pytest.param(doubled(30), id="shared-parts"),
        pytest.param(list(range(1000)), id="list"),
    ],
)
def test_a_value_beyond_its_limit_is_refused_before_it_takes_memory(value: Any) -> None:
    """The limit is the room for an answer."""
    with pytest.raises(PlainValueError, match="too large"):
        write_value(value, 1000)


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


def test_a_named_tuple_is_a_tuple_with_names() -> None:
    """Its parts are reached by name and by place; other names are none."""
    made = Loss(0.5, [1.0, 2.0])
    value = read_value(write_value(made))
    assert (value.loss, value[1], tuple(value)) == (0.5, [1.0, 2.0], made)
    assert repr(value) == repr(made)
    with pytest.raises(AttributeError):
        _ = value.other


def test_named_values_with_forged_names_answer_only_to_them() -> None:
    """Names are data: one that shadows a method is reached by place alone."""
    value = NamedValues("T", ("count", "__class__"), (1, 2))
    assert callable(value.count)
    assert value.__class__ is NamedValues
