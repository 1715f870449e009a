"""Mirrors of the reference's objects that go on as those of a student's, or say that they cannot."""

from __future__ import annotations

import math
from types import FunctionType, SimpleNamespace
from typing import Any

import pytest

from grader.tester.link import MISSING
from grader.tester.mirrors import library_class, remote_class
from grader.tester.warm import _become, _is_replaceable, _looked_up_again, can_change_worker


def mirror(
    name: str = "Stack",
    special: tuple[str, ...] = (),
    methods: tuple[str, ...] = (),
    bases: tuple[type, ...] = (object,),
) -> type:
    """Return the mirror of a student's class."""
    return remote_class(7, name, ["work", special, (), methods, "A stack."], list(bases))


def handle(kind: Any, number: int) -> Any:
    """Return a handle that tells nobody when it is gone."""
    value = object.__new__(kind)
    object.__setattr__(value, "_grader_number", number)
    object.__setattr__(value, "_grader_released", [])
    return value


FUNCTIONS = library_class(FunctionType, is_callable=True)


def test_a_class_becomes_another() -> None:
    """With its methods and none of its own before; objects of it are so too."""
    old, new = mirror(special=("__len__",), methods=("pop",)), mirror(special=("__len__",), methods=("push",))
    value: Any = handle(old, 1)
    assert _become(old, new)
    assert type(value) is old
    assert vars(old)["_grader_methods"] == {"push"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(mirror("Stack"), mirror("Queue"), id="another name"),
        pytest.param(mirror(), mirror(bases=(mirror("Base"),)), id="another base"),
        pytest.param(mirror("E", bases=(ValueError,)), mirror("E", bases=(KeyError,)), id="another builtin base"),
        pytest.param(mirror("E"), mirror("E", bases=(KeyError,)), id="an exception now"),
        pytest.param(mirror(special=("__len__",)), mirror(), id="a special method less"),
        pytest.param(mirror(), mirror(special=("__iter__",)), id="a special method more"),
    ],
)
def test_a_class_that_cannot(old: type, new: type) -> None:
    """Stays what it was."""
    before = dict(vars(old))
    assert not _become(old, new)
    assert dict(vars(old)) == before


@pytest.mark.parametrize(
    ("value", "replaceable"),
    [
        pytest.param(handle(FUNCTIONS, 1), True, id="a function"),
        pytest.param(mirror(), True, id="a class"),
        pytest.param(mirror("E", bases=(ValueError,)), True, id="an exception"),
        pytest.param(mirror(bases=(mirror("Base"),)), False, id="a derived class"),
        pytest.param(handle(mirror(), 2), False, id="an object"),
        pytest.param(math, True, id="a module of a library"),
        pytest.param(math.sqrt, True, id="a function of a library"),
        pytest.param(3, True, id="a number"),
        pytest.param("text", True, id="a text"),
        pytest.param([1], False, id="a list"),
        pytest.param(MISSING, True, id="nothing"),
    ],
)
def test_what_can_be_replaced(value: object, replaceable: bool) -> None:
    """Are functions, classes of no other of the student's, values that cannot change, and what is a library's."""
    assert _is_replaceable(value) is replaceable


class Worker:
    """A conversation with a worker in which each name means one thing."""

    def __init__(self, meaning: object) -> None:
        self.meaning = meaning
        self.adopted: list[tuple[object, object]] = []
        self.libraries = SimpleNamespace(meant=lambda _, value: value)
        self.party = SimpleNamespace(adopt=lambda old, new: self.adopted.append((old, new)))

    def ask(self, *_: object) -> object:
        """Return what the name means."""
        if self.meaning is MISSING:
            raise AttributeError
        return self.meaning


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        pytest.param(handle(FUNCTIONS, 1), handle(FUNCTIONS, 2), True, id="a function"),
        pytest.param(handle(FUNCTIONS, 1), mirror(), False, id="a class in place of a function"),
        pytest.param(handle(FUNCTIONS, 1), MISSING, False, id="a name that is missing"),
        pytest.param(MISSING, MISSING, True, id="missing in both"),
        pytest.param(MISSING, handle(FUNCTIONS, 2), False, id="a name more"),
        pytest.param(3, 3, True, id="a number"),
        pytest.param(3, 4, False, id="another number"),
        pytest.param(0.0, -0.0, False, id="another zero"),
        pytest.param(1, True, False, id="another kind of number"),
        pytest.param(math, math, True, id="a library"),
        pytest.param(math.sqrt, math.cos, False, id="another function of a library"),
        pytest.param(mirror(), mirror(), True, id="a class"),
        pytest.param(mirror("Stack"), mirror("Queue"), False, id="another class"),
    ],
)
def test_names_that_are_looked_up_again(old: object, new: object, same: bool) -> None:
    """Mean the same kind of thing, or the tests are collected afresh; objects take the place of those before."""
    worker: Any = Worker(new)
    assert _looked_up_again(worker, "work", "name", old) is same
    is_object = same and old is not new and not isinstance(old, int | float)
    assert worker.adopted == ([(old, new)] if is_object else [])


@pytest.mark.parametrize(
    ("changes", "can"),
    [
        ({}, True),
        ({"asked": {"name", "names", "stage", "get __wrapped__"}}, True),
        ({"asked": {"name", "call"}}, False),
        ({"asked": {"get size"}}, False),
        ({"bound_to_worker": True}, False),
        ({"surroundings": SimpleNamespace(untouched=False)}, False),
        ({"looked_up": {("work", "f"): [1]}}, False),
    ],
)
def test_conversations_that_another_worker_can_go_on_with(changes: dict[str, object], can: bool) -> None:
    """Are those in which names were looked up and nothing else."""
    quiet = {
        "asked": {"name"},
        "bound_to_worker": False,
        "surroundings": SimpleNamespace(untouched=True),
        "looked_up": {},
    }
    link: Any = SimpleNamespace(**quiet | changes)
    assert can_change_worker(link) is can
