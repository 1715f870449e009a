"""What an object of a derived class holds: the plain value, whatever the class says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.worker.plain_content import plain_content

if TYPE_CHECKING:
    from collections.abc import Callable


def _lies(*_: object, **__: object) -> Any:
    """Stand for a method that says something else, or nothing at all."""
    raise AssertionError("a method of the derived class was asked")


NAMES = (
    "__iter__", "__getitem__", "__len__", "__int__", "__index__", "__float__", "__complex__", "__str__", "__bytes__",
    "keys", "items", "copy", "view", "__array__", "__eq__", "real", "imag",
)  # fmt: skip


def derived(base: type) -> type:
    """Return a class that overrides every way to what it holds."""
    return type("Liar", (base,), dict.fromkeys(NAMES, _lies) | {"__hash__": base.__hash__})


VALUES = {
    "whole number": 7, "number": 2.5, "complex number": 1 - 2j, "text": "abc", "empty text": "", "bytes": b"ab",
    "list": [1, [2]], "tuple": (1, "a"), "dict": {"a": [1], 2: None}, "set": {1, 2}, "frozen set": frozenset({3}),
}  # fmt: skip


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_it_is_of_the_plain_class_and_what_went_in(value: object) -> None:
    """No method of the derived class has a part in it."""
    kind: Callable[[object], object] = derived(type(value))
    content = plain_content(kind(value))
    assert type(content) is type(value)
    assert content == value


def test_an_array_has_the_same_numbers() -> None:
    """And its shape."""
    content = plain_content(np.arange(6.0).reshape(2, 3).view(derived(np.ndarray)))
    assert type(content) is np.ndarray
    assert content.tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]


@pytest.mark.parametrize("value", [object(), None, len], ids=["object", "none", "function"])
def test_what_is_derived_from_no_plain_class_holds_none(value: object) -> None:
    """Only those are asked for that are."""
    with pytest.raises(TypeError, match="no plain type"):
        plain_content(value)
