"""Answers that are a plain summary of an argument are named, and others that come near are not."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.diagnosis.slips import Call, Sample
from grader.diagnosis.slips.summaries import summary_slip_of
from grader.worker.wire.tables import TableValue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LISTS = [[3, 1, 2], [4, 2], [9, 0, 8, -1], [5, 5, 2], [9], [0, -4, 7, 7], [1, 2, 3, 4], [-2, -2, -1, 6, 3]]
NESTED: list[Any] = [[1, [2, 3]], [[4], 5, 6], [[[7]], 1], [2, [], 3], [[1, 1], [2, [8]]], [6, 2, [3]]]
GRADES = [{"a": [1, 5, 9], "b": [2, 4]}, {"c": [3, 3, 9, 1]}, {"a": [8], "d": [0, 1, 7]}, {"b": [6, 2], "a": [4, 4, 1]}]
COLUMNS = [([1, 2, 4], [3, 4, 9]), ([5], [7]), ([2, 2], [1, 8]), ([6, 1], [2, 2])]
TABLES = [TableValue({"n": pieces, "p": prices}) for pieces, prices in COLUMNS]


def call_of(right: Callable[[Any], Any], student: Callable[[Any], Any], cases: Sequence[Any]) -> Call:
    """Return the cases of a call of a student's function beside the right answers."""
    return Call("f", ("x",), [Sample((case,), right(case), student(case)) for case in cases], {"f": right})


def flat(value: Any) -> list[Any]:
    """Return all numbers of a nested list."""
    return [number for part in value for number in (flat(part) if isinstance(part, list) else [part])]


def running(values: Sequence[float], of: Callable[[Sequence[float]], Any]) -> list[Any]:
    """Return what `of` makes of the first numbers, the first two, and so on."""
    return [of(values[: at + 1]) for at in range(len(values))]


NAMED: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any], Sequence[Any], str]] = {
    "largest": (sum, max, LISTS, "the largest of all numbers in `x`"),
    "median": (statistics.fmean, statistics.median, LISTS, "the median of"),
    "number": (sum, len, LISTS, "the number of all numbers in `x`"),
    "count of nested": (lambda x: sum(flat(x)), lambda x: len(flat(x)), NESTED, "the number of all numbers in `x`"),
    "outer alone": (
        lambda x: sum(flat(x)), lambda x: sum(i for i in x if type(i) is int), NESTED, "that stand in `x` itself",
    ),
    "column": (
        lambda t: sum(a * b for a, b in zip(t.columns["n"], t.columns["p"], strict=True)),
        lambda t: sum(t.columns["n"]), TABLES, "the sum of the column 'n' of `x`",
    ),
    "values of a dict": (
        lambda g: {k: statistics.fmean(v) for k, v in g.items()},
        lambda g: {k: statistics.median(v) for k, v in g.items()}, GRADES, "the right keys, each with the median of",
    ),
    "running means": (
        lambda x: running(x, sum), lambda x: running(x, statistics.fmean), LISTS, "at each place the mean of",
    ),
    "running largest of an array": (
        lambda x: np.array(running(x, sum), dtype=float), lambda x: np.array(running(x, max), dtype=float), LISTS,
        "at each place the largest of the numbers of `x` up to the same place",
    ),
    "unchanged": (lambda x: running(x, sum), list, LISTS, "the numbers of `x` as they are"),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_summary_of_an_argument_is_named(name: str) -> None:
    """It makes the answer in every case, from the argument alone."""
    right, student, cases, says = NAMED[name]
    assert says in summary_slip_of(call_of(right, student, cases))


SILENT: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any], Sequence[Any]]] = {
    "right": (sum, sum, LISTS),
    "in all cases but one": (sum, lambda x: max(x) if len(x) > 1 else -1, LISTS),
    "a dict with another value": (
        lambda g: {k: statistics.fmean(v) for k, v in g.items()},
        lambda g: {k: statistics.median(v) + ("c" in g) for k, v in g.items()}, GRADES,
    ),
    "another number": (lambda x: running(x, sum), lambda x: [*running(x, max)[:-1], 99], LISTS),
    "the same for every input": (sum, lambda _: 4, LISTS),
    "two cases": (sum, max, LISTS[:2]),
    "a text": (lambda x: str(sum(x)), lambda x: str(max(x)), LISTS),
    "lists within lists": (flat, lambda x: [number for number in x if not isinstance(number, list)], NESTED),
}  # fmt: skip


@pytest.mark.parametrize("name", SILENT)
def test_what_is_no_summary_in_every_case_is_not_named(name: str) -> None:
    """One case that differs is enough."""
    right, student, cases = SILENT[name]
    assert summary_slip_of(call_of(right, student, cases)) == ""
