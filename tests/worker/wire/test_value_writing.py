"""Values as tagged bytes: they come back as they were; what cannot cross is named, and what is too large is refused."""

from __future__ import annotations

import collections
import enum
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.wire.plain import MAX_DEPTH, Opaque, PlainValueError
from grader.worker.wire.value_reading import read_value, read_values
from grader.worker.wire.value_writing import write_value
from tests.values.any_value import VALUES
from tests.worker.wire.canonical import alike

if TYPE_CHECKING:
    from collections.abc import Callable


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    """Of the same kind, part by part, in the same order."""
    assert alike(read_value(write_value(value)), value)


@given(st.lists(VALUES, max_size=4))
def test_values_come_back_one_after_the_other(values: Any) -> None:
    """The arguments of a hundred cases are one piece of bytes."""
    data = b"".join(map(write_value, values))
    assert alike(read_values(data, len(values)), values)


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
