"""Functions and classes that are given a library's values: by a small library of boxes around whole numbers."""

from __future__ import annotations

from typing import Any

import pytest

from grader.worker.wire import conversions
from grader.worker.wire.conversions import call, call_method, converting, read_attribute, within


class Box:
    """What the library has for a whole number."""

    def __init__(self, number: int) -> None:
        self.number = number


class Boxes:
    """Boxes for whole numbers, wherever they stand."""

    def given(self, value: Any) -> Any:
        """Return a value with boxes in it."""
        return Box(value) if type(value) is int else within(value, self.given)

    def returned(self, value: Any) -> Any:
        """Return a value without boxes."""
        return value.number if type(value) is Box else within(value, self.returned)

    def settled(self, value: Any, given: Any) -> Any:
        """Return what stands in the box now."""
        del value
        return self.returned(given)


@pytest.fixture(autouse=True)
def _no_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the classes of other tests."""
    monkeypatch.setattr(conversions, "_CLASSES", {})


def test_a_function_is_given_boxes_and_its_answer_is_plain() -> None:
    """Also by keyword, and its parameters stay its own."""

    def added(a: Box, *, b: Box) -> dict[str, Box]:
        return {"sum": Box(a.number + b.number)}

    converted = converting(added, Boxes())
    assert converted(1, b=2) == {"sum": 3}
    assert converted.__wrapped__ is added  # type: ignore[attr-defined]


class Counter:
    """A class of a student's."""

    def __init__(self, start: Box) -> None:
        self.total = Box(start.number)

    def add(self, more: Box) -> Box:
        """Return the new total."""
        self.total.number += more.number
        return self.total


def test_a_class_stays_what_it_is_and_its_methods_are_converted() -> None:
    """Until a task asks for it, nothing is."""
    plain = call(Counter, (Box(1),), {})
    assert read_attribute(plain, "total") is plain.total
    assert converting(Counter, Boxes()) is Counter
    counter = call(Counter, (5,), {})
    assert type(counter) is Counter
    assert call_method(counter, "add", (), {"more": 2}) == 7
    assert read_attribute(counter, "total") == 7
    assert call(len, ([1],), {}) == 1


def _emptied(items: Any) -> None:
    items.clear()


def _doubled(items: Any) -> None:
    for box in items.values() if isinstance(items, dict) else items:
        box.number *= 2


def _replaced(items: Any) -> None:
    items[0] = Box(9)


@pytest.mark.parametrize(
    ("change", "value", "after"),
    [
        (_doubled, [1, 2], [2, 4]),
        (_doubled, {"a": 3}, {"a": 6}),
        (_emptied, [1, 2], []),
        (_emptied, {"a": 1}, {}),
        (_replaced, [1, 2], [9, 2]),
        (lambda items: items.append(Box(3)), [1], [1, 3]),
        (lambda items: _replaced(items["x"]), {"x": [1], "y": "text"}, {"x": [9], "y": "text"}),
        (lambda items: items.update(b=Box(2)), {"a": 1}, {"a": 1, "b": 2}),
        (lambda items: items.append("more"), ["text"], ["text", "more"]),
        (lambda items: items[1].append(Box(2)), (1, [1]), (1, [1, 2])),
    ],
    ids=["items", "values", "clear", "clear-dict", "replace", "append", "within", "key", "without-boxes", "in-a-tuple"],
)
def test_what_is_done_to_an_argument_is_done_to_the_plain_one(change: Any, value: Any, after: Any) -> None:
    """The very object."""
    held = value
    converting(change, Boxes())(value)
    assert held == after


def test_an_argument_that_is_only_read_is_left_alone() -> None:
    """Its parts are the very objects that they were."""
    inner: list[Any] = ["text", [1]]
    value = {"a": inner}
    converting(len, Boxes())(value)
    assert value["a"] is inner
    assert inner == ["text", [1]]


def test_a_container_without_boxes_is_given_as_it_is() -> None:
    """So that a function can change it in place, and return it itself."""
    value = [["a"], {"b": None}, ("c",)]
    assert Boxes().given(value) is value
    assert Boxes().given([*value, 1]) is not value
    assert type(Boxes().given((1,))) is tuple
