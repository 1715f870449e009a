"""Traits of lists, tuples, dicts and sets, by their number of members and by what the members are."""

from __future__ import annotations

from typing import Any

from grader.domains.traits.trait import Measure, Trait


def _has_equal_pair(value: Any) -> bool:
    return any(item in value[:position] for position, item in enumerate(value))


def _is_sorted(value: Any) -> bool:
    try:
        return bool(sorted(value) == list(value))
    except TypeError:
        return False


def _size(noun: str) -> Measure:
    return Measure(
        f"{{}} has {{bound}} {noun} or more",
        f"{{}} has fewer than {{bound}} {noun}",
        f"{{}} has exactly {{bound}} {noun}",
        lambda v: float(len(v)),
        3,
        whole=True,
    )


EMPTY = Trait("{} is empty", "{} is not empty", lambda v: not len(v), 1)
SEQUENCE = (
    EMPTY,
    Trait("{} has a single item", "{} does not have a single item", lambda v: len(v) == 1, 1),
    Trait("two items of {} are equal", "no two items of {} are equal", _has_equal_pair, 2),
    Trait("{} is sorted", "{} is not sorted", _is_sorted, 3),
    Trait(
        "the first and the last item of {} are equal",
        "the first and the last item of {} differ",
        lambda v: bool(len(v) and v[0] == v[-1]),
        5,
    ),
    Trait("the number of items of {} is even", "the number of items of {} is odd", lambda v: len(v) % 2 == 0, 4),
)
SEQUENCE_MEASURES = (_size("items"),)
MAPPING = (
    EMPTY,
    Trait(
        "two values of {} are equal",
        "no two values of {} are equal",
        lambda v: _has_equal_pair(list(v.values())),
        2,
    ),
)
MAPPING_MEASURES = (_size("keys"),)
SET = (EMPTY,)
SET_MEASURES = (_size("members"),)
TRUTH = (Trait("{} is True", "{} is False", bool, 1),)
