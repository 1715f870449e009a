"""Traits of two inputs at once: which is larger, whether one is in the other, what lies at an index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.domains.traits.by_kind import is_real
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class PairTrait:
    """A statement about two values, and its opposite; `{a}` and `{b}` stand for their names.

    `{entry}` is `b[a]`, `{corner}` is `b[a, a]`, `{product}` is `a·b`.
    """

    text: str
    opposite: str
    fits: Callable[[Any, Any], bool]
    """Whether it makes sense for two values."""
    holds: Callable[[Any, Any], bool]
    cost: float = 4.0


def _numbers(a: Any, b: Any) -> bool:
    return is_real(a) and is_real(b)


def _vectors(a: Any, b: Any) -> bool:
    return all(isinstance(v, np.ndarray) and v.ndim == 1 and v.dtype.kind in "iuf" for v in (a, b)) and len(a) == len(b)


def _sequences(a: Any, b: Any) -> bool:
    return all(isinstance(v, list | tuple) or (isinstance(v, np.ndarray) and v.ndim == 1) for v in (a, b))


def _arrays(a: Any, b: Any) -> bool:
    return isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.shape == b.shape


def _lists(a: Any, b: Any) -> bool:
    return isinstance(a, list | tuple) and type(a) is type(b)


def _texts(a: Any, b: Any) -> bool:
    return isinstance(a, str) and isinstance(b, str)


def _containers(a: Any, b: Any) -> bool:
    return isinstance(a, dict | set | frozenset) and type(a) is type(b)


def _member(a: Any, b: Any) -> bool:
    return isinstance(b, list | tuple | dict | set | frozenset) and isinstance(a, int | float | str)


def _index(a: Any, b: Any) -> bool:
    whole = isinstance(a, int | np.integer) and not isinstance(a, bool)
    has_positions = isinstance(b, list | tuple | str) or (isinstance(b, np.ndarray) and b.ndim in {1, 2})
    return whole and has_positions and 0 <= a < len(b)


def _index_of_numbers(a: Any, b: Any) -> bool:
    return _index(a, b) and isinstance(b, np.ndarray) and b.ndim == 1


def _index_of_square(a: Any, b: Any) -> bool:
    return _index(a, b) and isinstance(b, np.ndarray) and b.ndim == 2 and b.shape[0] == b.shape[1]


def _has_length(value: Any) -> bool:
    return value.ndim > 0 if isinstance(value, np.ndarray) else hasattr(value, "__len__")


def _count(a: Any, b: Any) -> bool:
    return isinstance(a, int | np.integer) and not isinstance(a, bool) and _has_length(b)


PAIRS = (
    PairTrait("{a} and {b} are equal", "{a} and {b} differ", _numbers, lambda a, b: a == b, 2),
    PairTrait("{a} is less than {b}", "{a} is not less than {b}", _numbers, lambda a, b: a < b, 3),
    PairTrait("{a} is more than {b}", "{a} is not more than {b}", _numbers, lambda a, b: a > b, 3),
    PairTrait(
        "{a} and {b} have different signs",
        "{a} and {b} do not have different signs",
        _numbers,
        lambda a, b: a * b < 0,
        4,
    ),
    PairTrait(
        "{a} is a multiple of {b}", "{a} is no multiple of {b}", _numbers, lambda a, b: bool(b) and a % b == 0, 5
    ),
    PairTrait(
        "the product {product} is positive",
        "the product {product} is not positive",
        _vectors,
        lambda a, b: a @ b > 0,
        4,
    ),
    PairTrait(
        "the product {product} is negative",
        "the product {product} is not negative",
        _vectors,
        lambda a, b: a @ b < 0,
        4,
    ),
    PairTrait("the product {product} is 0", "the product {product} is not 0", _vectors, lambda a, b: a @ b == 0, 4),
    PairTrait("{a} and {b} are equal", "{a} and {b} differ", _arrays, lambda a, b: bool((a == b).all()), 2),
    PairTrait("{a} and {b} are equal", "{a} and {b} differ", _lists, lambda a, b: a == b, 2),
    PairTrait(
        "{a} and {b} are of one length",
        "{a} and {b} are of different lengths",
        _sequences,
        lambda a, b: len(a) == len(b),
        2,
    ),
    PairTrait("{a} is shorter than {b}", "{a} is not shorter than {b}", _sequences, lambda a, b: len(a) < len(b), 3),
    PairTrait("{a} is longer than {b}", "{a} is not longer than {b}", _sequences, lambda a, b: len(a) > len(b), 3),
    PairTrait(
        "{a} and {b} have an item in common",
        "{a} and {b} have no item in common",
        _sequences,
        lambda a, b: any(item in list(b) for item in list(a)),
        3,
    ),
    PairTrait("{a} and {b} are equal", "{a} and {b} differ", _texts, lambda a, b: a == b, 2),
    PairTrait("{a} is shorter than {b}", "{a} is not shorter than {b}", _texts, lambda a, b: len(a) < len(b), 3),
    PairTrait("{a} is longer than {b}", "{a} is not longer than {b}", _texts, lambda a, b: len(a) > len(b), 3),
    PairTrait(
        "{a} and {b} are of one length",
        "{a} and {b} are of different lengths",
        _texts,
        lambda a, b: len(a) == len(b),
        3,
    ),
    PairTrait("{a} occurs in {b}", "{a} does not occur in {b}", _texts, lambda a, b: a in b, 3),
    PairTrait(
        "{a} and {b} are equal but for upper and lower case",
        "{a} and {b} differ in more than upper and lower case",
        _texts,
        lambda a, b: a.lower() == b.lower(),
        4,
    ),
    PairTrait(
        "{a} and {b} have something in common",
        "{a} and {b} have nothing in common",
        _containers,
        lambda a, b: bool(a.keys() & b.keys() if isinstance(a, dict) else a & b),
        2,
    ),
    PairTrait("{a} is in {b}", "{a} is not in {b}", _member, lambda a, b: a in b, 2),
    PairTrait(
        "{a} is in {b} more than once",
        "{a} is in {b} at most once",
        lambda a, b: _member(a, b) and isinstance(b, list | tuple),
        lambda a, b: b.count(a) > 1,
        4,
    ),
    PairTrait(
        "{a} is the last position of {b}",
        "{a} is not the last position of {b}",
        _index,
        lambda a, b: a == len(b) - 1,
        4,
    ),
    PairTrait("the number {entry} is 0", "the number {entry} is not 0", _index_of_numbers, lambda a, b: b[a] == 0),
    PairTrait(
        "the number {entry} is negative",
        "the number {entry} is not negative",
        _index_of_numbers,
        lambda a, b: b[a] < 0,
    ),
    PairTrait(
        "the number {corner} is 0",
        "the number {corner} is not 0",
        _index_of_square,
        lambda a, b: b[a, a] == 0,
    ),
    PairTrait(
        "{a} is larger than the number of items of {b}",
        "{a} is at most the number of items of {b}",
        _count,
        lambda a, b: a > len(b),
        4,
    ),
    PairTrait(
        "{a} is the number of items of {b}",
        "{a} is not the number of items of {b}",
        _count,
        lambda a, b: a == len(b),
        4,
    ),
)
