"""Values as short texts: exact builtin types and numpy's are written out, and nothing of a student's runs for it."""

from __future__ import annotations

import json
import math
from collections import OrderedDict, namedtuple
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.worker import safe_repr
from grader.worker.safe_repr import LONGEST_NAME, LONGEST_VALUE, MOST_BYTES, MOST_VALUES, short_repr, values_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LoudError(BaseException):
    """Raised when somebody looks: not even an Exception."""


def _loud(*_: Any) -> None:
    raise LoudError


SPECIAL = ("__repr__", "__str__", "__len__", "__iter__", "__format__", "__getitem__", "__eq__", "__lt__", "__abs__")


def loud(base: Any) -> Any:
    """Return a class below `base` of which no method may be called."""
    return type("Loud", (base,), dict.fromkeys(SPECIAL, _loud) | {"__hash__": lambda self: 1})


def around_itself() -> Any:
    """Return a list that contains itself."""
    circle: list[Any] = []
    circle.append(circle)
    return circle


WRITTEN = {
    "int": (-12, "-12"),
    "bool": (True, "True"),
    "none": (None, "None"),
    "float": (1 / 3, "0.333333"),
    "nan": (math.nan, "nan"),
    "complex": (1 + 2j, "(1+2j)"),
    "text": ("a\n'b", '"a\\n\'b"'),
    "bytes": (b"\0a", "b'\\x00a'"),
    "huge-int": (10**100_000, f"a whole number of {(10**100_000).bit_length()} bits"),
    "float64": (np.float64(2.5), "2.5"),
    "int8": (np.int8(-3), "-3"),
    "numpy-bool": (np.True_, "True"),
    "vector": (np.array([1.0, 0.5]), "array of shape (2,): 1, 0.5"),
    "long-vector": (np.arange(9.0), "array of shape (9,): 0, 1, 2, 3, 4, 5, ..."),
    "matrix": (np.eye(2, dtype=int), "array of shape (2, 2), int64: 1, 0, 0, 1"),
    "number-as-array": (np.array(4.0), "array of shape (): 4"),
    "empty-array": (np.zeros((0, 3), np.float32), "array of shape (0, 3), float32"),
    "objects": (np.array([loud(object)()]), "array of shape (1,), object"),
    "endless-view": (np.broadcast_to(1.0, (2**40, 2**10)), f"array of shape {(2**40, 2**10)}: 1, 1, 1, 1, 1, 1, ..."),
    "list": ([1, "a", None], "[1, 'a', None]"),
    "empty-list": ([], "[]"),
    "long-list": (list(range(99)), "list of 99: [0, 1, 2, 3, 4, 5, ...]"),
    "pair": ((1, 2.5), "(1, 2.5)"),
    "single": ((1,), "(1,)"),
    "set": ({7}, "{7}"),
    "empty-set": (set(), "set()"),
    "frozen": (frozenset({7}), "frozenset({7})"),
    "dict": ({"a": [1], 2: {}}, "{'a': [1], 2: {}}"),
    "deep": ([[[[1]]]], "[[list of 1]]"),
    "circle": (around_itself(), "[[list of 1]]"),
    "arrays-inside": ([np.zeros(2)], "[array of shape (2,): 0, 0]"),
    "date": (np.datetime64("2020-01-01"), "datetime64"),
}


@pytest.mark.parametrize(("value", "text"), WRITTEN.values(), ids=WRITTEN)
def test_plain_values_are_written_out(value: Any, text: str) -> None:
    """Numbers to six digits, arrays by shape and first numbers, containers by their first entries."""
    assert short_repr(value) == text


NAMED = {
    "object": (object(), "object"),
    "instance": (loud(object)(), "Loud"),
    "text": (loud(str)("a"), "Loud"),
    "int": (loud(int)(1), "Loud"),
    "float": (loud(float)(1), "Loud"),
    "list": (loud(list)([1]), "Loud"),
    "dict": (loud(dict)(a=1), "Loud"),
    "array": (np.zeros(2).view(loud(np.ndarray)), "Loud"),
    "number-of-numpy": (loud(np.float64)(1), "Loud"),
    "ordered": (OrderedDict(a=1), "OrderedDict"),
    "named-tuple": (namedtuple("Point", "x")(1), "Point"),  # type: ignore[arg-type]  # noqa: PYI024 - of any class, this is the nearest to tuple
    "proxy": (MappingProxyType({}), "mappingproxy"),
    "inside-a-list": ([loud(object)(), loud(str)("x")], "[Loud, Loud]"),
    "as-a-key": ({loud(object)(): loud(list)()}, "{Loud: Loud}"),
    "in-a-set": ({loud(object)()}, "{Loud}"),
}


@pytest.mark.parametrize(("value", "text"), NAMED.values(), ids=NAMED)
def test_anything_else_is_named_by_its_type(value: Any, text: str) -> None:
    """Whatever a student's class does when it is looked at is not done."""
    assert short_repr(value) == text


def test_a_class_that_lies_about_its_name_and_type_is_named_all_the_same() -> None:
    """`__class__` and `__name__` are the student's to set; the slots of `type` are not."""

    class Meta(type):
        __name__ = property(_loud)

    class Thing(metaclass=Meta):
        __class__ = property(_loud)

    assert short_repr(Thing()) == "Thing"


@pytest.mark.parametrize("value", ["ж" * 10**6, b"x" * 10**6, ["y" * 1000] * 9, {"k" * 999: 1}], ids=type)
def test_a_long_text_is_cut(value: Any) -> None:
    """And says so."""
    text = short_repr(value)
    assert len(text) == LONGEST_VALUE
    assert text.endswith("...")


def test_what_no_list_here_names_is_named_by_its_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of array that cannot be written is no reason to lose the traceback."""
    monkeypatch.setattr(safe_repr, "_array", _raise)
    assert short_repr(np.zeros(2)) == "ndarray"


def _raise(_: NDArray[Any]) -> None:
    raise TypeError


def test_names_are_chosen_and_counted() -> None:
    """Modules, functions, classes and hidden names are left out; the first ten others stay, in their order."""
    names = {".0": iter(()), "__class__": 1, "np": np, "f": len, "g": lambda: 0, "C": int, "None": None}
    names |= {f"x{number}": number for number in range(20)}
    values = values_of(names)
    assert list(values) == ["None", *(f"x{number}" for number in range(MOST_VALUES - 1))]


def test_all_values_together_are_bounded() -> None:
    """Signs outside of ASCII take up to twelve bytes each in JSON, and a header has no room for many of them."""
    values = values_of({f"{number}" + "𝕏" * 300: "𝕐" * 1000 for number in range(MOST_VALUES)})
    assert 1 < len(values) < MOST_VALUES
    assert len(json.dumps(values)) <= MOST_BYTES
    assert {len(name) for name in values} == {LONGEST_NAME}
