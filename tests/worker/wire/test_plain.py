"""Plain values that stand for something of the other process: named tuples, functions, what cannot cross."""

from __future__ import annotations

import copy
from typing import NamedTuple

import pytest

from grader.worker.wire.plain import (
    MAX_COLLISIONS,
    NamedFunction,
    NamedValues,
    Opaque,
    PlainValueError,
    refuse_collisions,
)
from grader.worker.wire.value_reading import read_value
from grader.worker.wire.value_writing import write_value


class Loss(NamedTuple):
    """A result with named parts."""

    loss: float
    grad: list[float]


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


def test_a_copy_of_a_named_tuple_keeps_its_names() -> None:
    """A mutation of what a test was given must not turn it into an ordinary tuple."""
    value = NamedValues("Loss", ("loss", "grad"), (0.5, [1.0]))
    made = copy.deepcopy(value)
    made.grad.append(2.0)
    assert (made, value) == ((0.5, [1.0, 2.0]), (0.5, [1.0]))
    assert repr(made) == "Loss(loss=0.5, grad=[1.0, 2.0])"


def test_a_function_is_known_by_its_name() -> None:
    """Two of one name are one, whether or not this side has the function; a copy is the same one."""
    function, name_alone = NamedFunction("double", lambda x: 2 * x), NamedFunction("double")
    assert function == name_alone
    assert len({function, name_alone, NamedFunction("triple")}) == 2
    assert copy.deepcopy(function) is function
    assert function(3) == 6
    assert function.module == __name__
    assert repr(function) == "double"
    with pytest.raises(TypeError, match="double is known by its name only"):
        name_alone(3)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(Opaque("Layer"), "<Layer>", id="class"),
        pytest.param(Opaque("list", "contains itself"), "<list that contains itself>", id="reason"),
    ],
)
def test_what_cannot_cross_is_printed_with_its_reason(value: Opaque, text: str) -> None:
    """A message shows it in place of the value."""
    assert repr(value) == text


class Colliding:
    """A key that shares its hash with all of its kind."""

    def __hash__(self) -> int:
        return 1


@pytest.mark.parametrize(("extra", "refused"), [(1, False), (2, True)], ids=["at-the-limit", "one-more"])
def test_keys_that_share_a_hash_are_limited(extra: int, refused: bool) -> None:
    """The first of a hash collides with nothing."""
    members = [*map(str, range(500)), *(Colliding() for _ in range(MAX_COLLISIONS + extra))]
    if refused:
        with pytest.raises(PlainValueError, match="too many keys of one hash"):
            refuse_collisions(members)
    else:
        refuse_collisions(members)
