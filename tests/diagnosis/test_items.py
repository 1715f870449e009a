"""Which items of an answer are missing, too many or wrong is said where one statement tells them from all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.diagnosis.items import wrong_items
from grader.diagnosis.slips import Call, Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STREAM = np.random.default_rng(7)
LISTS = [STREAM.integers(-6, 7, STREAM.integers(1, 8)).tolist() for _ in range(40)]
POINTS = [
    {name: STREAM.integers(0, 10, STREAM.integers(1, 5)).tolist() for name in "abcd"[: STREAM.integers(1, 5)]}
    for _ in range(40)
]


def runs(values: Sequence[int]) -> list[tuple[int, int]]:
    """Return each number with its count, in order of the numbers."""
    return [(value, values.count(value)) for value in sorted(set(values))]


def call_of(right: Callable[[Any], Any], student: Callable[[Any], Any], cases: Sequence[Any]) -> Call:
    """Return the cases of a call of a student's function beside the right answers."""
    return Call("f", ("x",), [Sample((case,), right(case), student(case)) for case in cases], {})


NAMED: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any], Sequence[Any], str]] = {
    "zeros missing": (
        sorted, lambda x: [i for i in sorted(x) if i], LISTS,
        "In the answer of `f` an item is missing exactly when the item is 0: so it is with all ",
    ),
    "members missing": (set, lambda x: {i for i in x if i > 0}, LISTS, "an item is missing exactly when the item is "),
    "single ones missing": (
        runs, lambda x: [run for run in runs(x) if run[1] > 1], LISTS, "the second part of the item is ",
    ),
    "too many": (
        lambda x: {i for i in x if i >= 0}, set, LISTS,
        "In the answer of `f` an item is too many exactly when the item is negative",
    ),
    "values of long lists": (
        lambda g: {k: sum(v) for k, v in g.items()},
        lambda g: {k: sum(v[:3]) + (len(v) > 3) * 100 for k, v in g.items()},
        POINTS, "what stands at the key in `x` has exactly 4 items",
    ),
    "words of one letter": (
        lambda x: {"abc"[i % 3] * (abs(i) % 4 + 1) for i in x},
        lambda x: {"abc"[i % 3] * (abs(i) % 4 + 1) for i in x if i % 4 or i % 3 > 5}, LISTS,
        "the item has exactly 1 character: so",
    ),
    "last place": (
        lambda x: [2 * i + 50 for i in x], lambda x: [*[2 * i + 50 for i in x[:-1]], -1], LISTS,
        "its position from the end is 0",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_the_wrong_items_are_told_from_the_others(name: str) -> None:
    """By what they are, by what an argument has at them, or by their place."""
    right, student, cases, says = NAMED[name]
    assert says in wrong_items(call_of(right, student, cases))


SILENT: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any], Sequence[Any]]] = {
    "right": (sorted, sorted, LISTS),
    "some missing and some too many": (set, lambda x: {i for i in x if i} | {77}, LISTS),
    "one of two equal ones missing": (
        lambda x: sorted([*x, *x]), lambda x: [i for i in sorted([*x, *x]) if i > 0] + [i for i in x if i <= 0], LISTS,
    ),
    "all wrong": (sorted, lambda x: [i + 9 for i in sorted(x)], LISTS),
    "without a rule": (set, lambda x: set(x) - {sum(x) % 13 - 6}, LISTS),
    "too few cases": (sorted, lambda x: [i for i in sorted(x) if i], LISTS[:3]),
    "another kind": (sorted, lambda x: tuple(i for i in sorted(x) if i), LISTS),
    "a number": (sum, max, LISTS),
}  # fmt: skip


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_said_where_no_statement_tells_them_apart(name: str) -> None:
    """One item that contradicts a statement is enough, and so is an answer that is wrong in another way."""
    right, student, cases = SILENT[name]
    assert wrong_items(call_of(right, student, cases)) == ""


@pytest.mark.parametrize(
    ("argument", "item"),
    [([np.arange(2), np.arange(3)], 1), (0.5, 10**400), ({"a": 1}, [1]), (None, 1), ([], None), (np.inf, np.inf)],
    ids=["arrays-in-a-list", "beyond-all-floats", "no-key", "none", "empty", "infinite"],
)
def test_items_of_any_kind_stand_beside_arguments_of_any_kind(argument: Any, item: Any) -> None:
    """Where they cannot be compared nothing is said of it."""
    cases = [Sample((argument,), [item, count], [item, count + count % 2 * 5]) for count in range(12)]
    wrong_items(Call("f", ("x",), cases, {}))


def test_no_difference_of_infinite_numbers_is_told() -> None:
    """It is no number, which is neither 0 nor more."""
    cases = [Sample((np.inf,), [count, np.inf, count + 1], [count, 3, count + 1]) for count in range(12)]
    assert "minus" not in wrong_items(Call("f", ("x",), cases, {}))
