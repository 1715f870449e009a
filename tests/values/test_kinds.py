"""The kinds of values and their words: subclasses, numpy's own types, and names that a student chose."""

from __future__ import annotations

import datetime as dt
from collections import Counter, OrderedDict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader.values.kinds import PHRASES, array_phrase, holds_reals, is_number, kind_of, phrase
from grader.worker.wire.plain import NamedFunction, NamedValues, Opaque


class Celsius(float):
    """A number of a student's class."""


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        pytest.param(None, "none", "None", id="none"),
        pytest.param(np.True_, "boolean", "True", id="numpy-truth"),
        pytest.param(True, "boolean", "True", id="a-truth-is-no-integer"),
        pytest.param(np.int8(3), "integer", "a whole number", id="small-integer"),
        pytest.param(Celsius(3), "real", "a number", id="subclass"),
        pytest.param(np.float32(1), "real", "a number", id="single-precision"),
        pytest.param(np.complex64(1), "complex", "a complex number", id="complex"),
        pytest.param("", "text", "a text", id="text"),
        pytest.param(b"", "bytes", "bytes", id="bytes"),
        pytest.param([1], "list", "a list of 1 item", id="list"),
        pytest.param(NamedValues("T", ("a",), (1,)), "tuple", "a tuple of 1 item with names", id="named-tuple"),
        pytest.param(Counter("ab"), "dict", "a Counter of 2 keys", id="counter"),
        pytest.param(OrderedDict(a=1), "dict", "a dict of 1 key", id="ordered-dict"),
        pytest.param(frozenset(), "frozenset", "a frozenset of 0 items", id="frozenset"),
        pytest.param(range(3), "range", "a range", id="range"),
        pytest.param(Fraction(1, 2), "fraction", "a Fraction", id="fraction"),
        pytest.param(Decimal(1), "decimal", "a Decimal", id="decimal"),
        pytest.param(dt.datetime(2024, 1, 1, 12), "datetime", "a datetime", id="a-datetime-is-no-date"),
        pytest.param(dt.date(2024, 1, 1), "date", "a date", id="date"),
        pytest.param(NamedFunction("f"), "function", "a function", id="function"),
        pytest.param(np.zeros((2, 1), bool), "array", "an array of True and False of shape (2, 1)", id="truths"),
        pytest.param(np.array(["a"]), "array", "an array of text of shape (1,)", id="array-of-text"),
        pytest.param(Opaque("Layer"), "opaque", "something of type Layer", id="opaque"),
        pytest.param(Opaque("list", "contains itself"), "opaque", "something of type list that contains itself",
                     id="opaque-with-a-reason"),
        pytest.param(object(), "opaque", "something of type object", id="anything-else"),
    ],
)  # fmt: skip
def test_a_value_has_a_kind_and_words(value: Any, kind: str, words: str) -> None:
    """In a sentence after "returns"."""
    assert (kind_of(value), phrase(value)) == (kind, words)
    assert kind in PHRASES or kind == "opaque"


def test_a_class_with_a_strange_name_does_not_write_into_a_message() -> None:
    """Its name comes from the student's process: line ends and control signs are replaced."""
    assert phrase(Opaque("A\x1b[2J\nB")) == "something of type A\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}B"


@pytest.mark.parametrize(
    ("value", "reals", "number"),
    [
        pytest.param(3, True, True, id="integer"),
        pytest.param(10**400, False, True, id="beyond-floats"),
        pytest.param(True, True, False, id="truth"),
        pytest.param(1j, False, True, id="complex"),
        pytest.param(Fraction(1, 2), False, True, id="fraction"),
        pytest.param(np.array([True]), True, False, id="array-of-truths"),
        pytest.param(np.array([1j]), False, False, id="array-of-complex"),
        pytest.param("3", False, False, id="text"),
    ],
)
def test_which_values_are_numbers(value: Any, reals: bool, number: bool) -> None:
    """Those that a float can hold, and those that are single numbers."""
    assert (holds_reals(value), is_number(value)) == (reals, number)


@pytest.mark.parametrize(
    ("shape", "words"), [((), "()"), ((3,), "(3,)"), ((None, 2), "(any, 2)")], ids=["none", "one", "open"]
)
def test_a_shape_is_written_as_python_does(shape: tuple[int | None, ...], words: str) -> None:
    """With the comma of a tuple of one."""
    assert array_phrase(shape) == f"an array of shape {words}"
