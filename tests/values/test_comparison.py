"""Comparison: structure exactly, numbers exactly or closely, and the first part that differs is named."""

from __future__ import annotations

from collections import Counter, OrderedDict, namedtuple
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from grader.values.comparison import close, difference, equal
from grader.worker.wire.plain import NamedValues
from grader.worker.wire.value_reading import read_value
from grader.worker.wire.value_writing import write_value
from tests.values.any_value import VALUES

LOSS = NamedValues("", ("loss", "dW"), (0.5, np.array([[1.0, 2.0], [3.0, 4.0]])))
Pair = namedtuple("Pair", "a b")  # noqa: PYI024 - as a student writes it
OTHER = NamedValues("", ("loss", "dW"), (0.5, np.array([[1.0, 2.0], [3.5, 4.0]])))


@given(VALUES)
def test_a_value_equals_its_copy(value: Any) -> None:
    """Whatever it is made of; and nothing is said about it."""
    assert equal(value, read_value(write_value(value)))


@given(VALUES, VALUES)
def test_equality_is_symmetric(a: Any, b: Any) -> None:
    """And closeness within nothing is equality."""
    assert equal(a, b) == equal(b, a)
    assert close(a, b, lambda _: 0.0) == equal(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (1, 1.0),
        (True, 1),
        (float("nan"), float("nan")),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.array([np.nan]), np.array([np.nan])),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (Counter("aab"), {"a": 2, "b": 1}),
        (OrderedDict(a=1, b=2), OrderedDict(b=2, a=1)),
        ({1, 2}, frozenset({2, 1})),
        (LOSS, tuple(LOSS)),
        (2**70, 2**70),
        ([1, [2.0]], [1.0, [2]]),
    ],
    ids=str,
)
def test_equal(a: Any, b: Any) -> None:
    """Kinds of containers count where they hold different things; NaN equals NaN alone."""
    assert equal(a, b)
    assert equal(b, a)


@pytest.mark.parametrize(
    ("got", "expected", "sentence"),
    [
        ([1, 2, 3], [1, 2, 3, 4], "`f(x)` has 3 items, 4 expected; 4 is missing at the end."),
        ([1, 2, 3], [1, 2], "`f(x)` has 3 items, 2 expected; 3 at position 2 is too many."),
        ([1, 5], [1, 2, 3], "`f(x)` has 2 items, 3 expected; the first that differs, at position 1, is 5 and not 2."),
        ((1,), (1, 2), "`f(x)` has 1 item, 2 expected; 2 is missing at the end."),
        ([1, 2], (1, 2), "`f(x)` is a list of 2 items and should be a tuple of 2 items."),
        ([1], np.array([1]), "`f(x)` is a list of 1 item and should be an array of shape (1,)."),
        ({"a": 1}, {"a": 1, "b2": 2}, "`f(x)` has no key 'b2'."),
        ({"a": 1, "c": 2}, {"a": 1}, "`f(x)` has a key 'c', which is not expected."),
        ({"a": 1}, {"a": 2}, '`f(x)["a"]` is 1 and should be 2, so it is too small by 1.'),
        ({(1, 2): "x"}, {(1, 2): "y"}, "`f(x)[(1, 2)]` is 'x' and should be 'y': at position 0 there is 'x', not 'y'."),
        ([[0], [1]], [[0], [3]], "`f(x)[1][0]` is 1 and should be 3, so it is too small by 2."),
        (OTHER, LOSS, "`f(x).dW at position (1, 0)` is 3.5 and should be 3, so it is too large by 0.5."),
        ({1, 2}, {1, 3}, "`f(x)` does not contain 3."),
        ({1, 2}, {1}, "`f(x)` contains 2, which is not expected."),
        (None, 3, "`f(x)` is None and should be 3."),
        (0, None, "`f(x)` is 0 and should be None."),
        ([1], "ab", "`f(x)` is a list of 1 item and should be 'ab'."),
        (1.5, {1: 2}, "`f(x)` is 1.5 and should be a dict of 1 key."),
        ("a", 1, "`f(x)` is 'a' and should be 1."),
        (Pair(1, 2), Pair(1, 3), "`f(x).b` is 2 and should be 3, so it is too small by 1."),
        ((1, 2), Pair(1, 3), "`f(x).b` is 2 and should be 3, so it is too small by 1."),
        (float("nan"), 1.0, "`f(x)` is nan and should be 1."),
        (True, 0, "`f(x)` is True and should be 0."),
        (np.zeros(2), np.zeros((2, 1)), "`f(x)` is an array of shape (2,) and should be an array of shape (2, 1)."),
        (np.array(["a"]), np.array(["b"]),
         "`f(x) at position 0` is 'a' and should be 'b': at position 0 there is 'a', not 'b'."),
        (range(3), range(4), "`f(x)` is range(0, 3) and should be range(0, 4)."),
        (b"a", b"b", "`f(x)` is b'a' and should be b'b'."),
        (10**400, 1.5, f"`f(x)` is {'1' + '0' * 39} ... {'0' * 15} and should be 1.5."),
        (1.0, 1 + 2j, "`f(x)` is 1 and should be (1+2j)."),
        (np.array([1.0]), np.array([2j]), "`f(x) at position 0` is 1 and should be 2j."),
        ([[1], [2, 3]], np.zeros(2), "`f(x)` is a list of 2 items and should be an array of shape (2,)."),
        (10**30, np.bool_(True), f"`f(x)` is 1{'0' * 30} and should be True."),
        (Fraction(1, 2), np.int64(3), "`f(x)` is Fraction(1, 2) and should be 3, so it is too small by 2.5."),
        (2**70, np.array(1.0), "`f(x)` is 1180591620717411303424 and should be 1, so it is too large by 1.18e+21."),
        (object(), 1, "`f(x)` is something of type object and should be 1."),
    ],
)  # fmt: skip
def test_the_first_difference_is_named(got: Any, expected: Any, sentence: str) -> None:
    """Which part, what it is, what it should be."""
    found = difference(got, expected)
    assert found is not None
    assert found.sentence("f(x)") == sentence


def test_closeness_is_of_every_leaf_by_itself() -> None:
    """A large leaf beside a small one makes the small one no less exact."""
    allowance = lambda part: 1e-6 * np.abs(np.asarray(part)).max(initial=0)  # noqa: E731
    assert close([1e9, 1.0], [1e9 + 1, 1.0], allowance)
    assert not close([1e9, 1.0], [1e9, 1.1], allowance)
    assert close({"a": np.array([1e9, 1.0])}, {"a": np.array([1e9, 1.1])}, allowance)
    assert not close([1e9], (1e9,), allowance)
    assert not close(["a"], ["b"], lambda _: 1e9)


def test_texts_are_not_close_to_numbers() -> None:
    """No tolerance makes them so."""
    assert not close("1", 1, lambda _: 1e9)
