"""Operations on single values: what Python would say, where the kinds fit, and TypeError where they do not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader.expressions.plain_operations import applied, compared, contains, display, item, part, truth_of
from grader.worker.wire.plain import NamedValues, Opaque
from grader.worker.wire.tables import SeriesValue, TableValue

NAMED = NamedValues("Loss", ("loss", "grad"), (0.5, 2))
DAY = dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("base", "index", "value"),
    [
        pytest.param([1, 2], -1, 2, id="list"),
        pytest.param("abc", 1, "b", id="text"),
        pytest.param({"a": 1}, "a", 1, id="dict"),
        pytest.param(range(5), 2, 2, id="range"),
        pytest.param(np.arange(4), 3, 3, id="array"),
        pytest.param(TableValue({"a": [1, 2]}), "a", [1, 2], id="column-of-a-table"),
        pytest.param(SeriesValue([5, 6]), 1, 6, id="series"),
        pytest.param(SeriesValue([5, 6], ["x", "y"]), "y", 6, id="series-with-names"),
    ],
)
def test_an_item_is_looked_up(base: Any, index: Any, value: Any) -> None:
    """As Python does."""
    assert item(base, index) == value


@pytest.mark.parametrize("base", [3, None, {1}, Opaque("Layer")], ids=["number", "none", "set", "opaque"])
def test_what_has_no_items_is_refused(base: Any) -> None:
    """No method of a student's class is asked."""
    with pytest.raises(TypeError, match="has no items"):
        item(base, 0)


def test_a_part_is_one_of_a_tuple_with_names() -> None:
    """An attribute of any other value is not looked up."""
    assert part(NAMED, "grad") == 2
    for base, name in ((NAMED, "count"), ((1, 2), "loss"), ("a", "upper"), (np.ones(2), "T")):
        with pytest.raises(TypeError, match=f"has no part `{name}`"):
            part(base, name)


@pytest.mark.parametrize(
    ("kind", "parts", "value"),
    [
        ("list", (1, 2), [1, 2]),
        ("tuple", (1,), (1,)),
        ("set", (1, 1), {1}),
        ("dict", ("a", 1, "b", 2), {"a": 1, "b": 2}),
    ],
    ids=["list", "tuple", "set", "dict"],
)
def test_a_container_is_written_out(kind: str, parts: tuple[Any, ...], value: Any) -> None:
    """Of a dict keys and values alternate."""
    assert display(kind, parts) == value


NAN = float("nan")
COMPARISONS: dict[str, tuple[Any, str, Any, bool]] = {
    "numbers": (1, "<", 2, True),
    "all-entries": (np.array([1, 2]), "<=", np.array([1, 3]), True),
    "not-all-entries": (np.array([1, 4]), "<", np.array([2, 3]), False),
    "an-array-and-a-number": (np.array([2, 2]), "==", 2, True),
    "not-every-entry": (np.array([2, 3]), "==", 2, False),
    "other-shapes": (np.ones(2), "==", np.ones(3), False),
    "other-shapes-are-not-unequal": (np.ones(2), "!=", np.ones(3), False),
    "no-rows-hold-in-nothing": (np.ones((0, 2)), "<", np.ones((0, 3)), False),
    "texts": ("a", "<", "b", True),
    "other-kinds": ("1", "==", 1, False),
    "lists": ([1, [2]], "==", [1, [2]], True),
    "member": (2, "in", [1, 2], True),
    "no-member": (3, "not in", {1, 2}, True),
    "nan": (NAN, "<", 1, False),
}


@pytest.mark.parametrize(("left", "op", "right", "holds"), COMPARISONS.values(), ids=COMPARISONS)
def test_a_comparison_holds_for_values_as_wholes(left: Any, op: str, right: Any, holds: bool) -> None:
    """Arrays hold where all entries do."""
    assert compared(op, left, right) is holds


@pytest.mark.parametrize(
    ("container", "member", "inside"),
    [
        ("abc", "bc", True), (b"ab", b"b", True), (range(0, 10, 2), 3, False), ({"a": 1}, "a", True), ({1}, [1], False),
        ([np.ones(2)], np.ones(2), True), ((1, "a"), "a", True), (np.array([1, 2]), 2, True), ([NAN], 1, False),
    ],
    ids=["text", "bytes", "range", "key", "a-list-is-no-key", "array-in-list", "tuple", "entry", "nan"],
)  # fmt: skip
def test_a_container_contains(container: Any, member: Any, inside: bool) -> None:
    """By equality of values, whatever their kind."""
    assert contains(container, member) is inside


@pytest.mark.parametrize(
    ("op", "left", "right", "value"),
    [
        ("+", 1, 2, 3), ("-", 1, True, 0), ("*", Fraction(1, 2), 2, 1), ("/", Decimal(1), 4, Decimal("0.25")),
        ("**", 2, 8, 256), ("+", "a", "b", "ab"), ("+", [1], [2], [1, 2]), ("+", (1,), (2,), (1, 2)),
        ("-", {1, 2}, frozenset({2}), {1}), ("-", DAY, dt.timedelta(1), dt.date(2025, 12, 31)),
        ("-", DAY, DAY, dt.timedelta(0)), ("+", b"a", b"b", b"ab"),
    ],
    ids=["int", "truth", "fraction", "decimal", "power", "text", "list", "tuple", "set", "date", "days", "bytes"],
)  # fmt: skip
def test_an_operation_is_that_of_its_kinds(op: str, left: Any, right: Any, value: Any) -> None:
    """With the result that Python gives."""
    assert applied(op, left, right) == value


@pytest.mark.parametrize(
    ("op", "left", "right"),
    [
        ("*", "a", 10**12), ("*", [1], 10**12), ("+", [1], (2,)), ("+", "a", 1), ("-", "a", "a"), ("+", {1}, {2}),
        ("+", Opaque("Layer"), 1), ("*", DAY, 2), ("+", None, None),
    ],
    ids=["long-text", "long-list", "list-and-tuple", "text-and-number", "texts", "sets", "opaque", "date", "none"],
)  # fmt: skip
def test_what_has_no_operation_is_refused(op: str, left: Any, right: Any) -> None:
    """Above all what would take time or memory out of proportion."""
    with pytest.raises(TypeError, match="no "):
        applied(op, left, right)


def test_whole_numbers_do_not_wrap_around() -> None:
    """A product beyond 64 bits goes on as a float."""
    big = np.array([2**62, 1])
    assert applied("*", big, big).dtype == np.float64
    assert applied("+", np.array([1]), np.array([2])).dtype == np.int64


@pytest.mark.parametrize(
    ("value", "truth"),
    [(True, True), (0, False), (-0.5, True), (NAN, False), (np.array([1, 1]), True), (np.array([1, 0]), False),
     (np.array([NAN]), False), (np.array([]), True), (Fraction(0), False)],
    ids=["yes", "zero", "number", "nan", "all", "not-all", "nan-entry", "no-entry", "fraction"],
)  # fmt: skip
def test_a_value_says_yes_or_no(value: Any, truth: bool) -> None:
    """Numbers that are not 0, arrays in all entries; NaN says no."""
    assert truth_of(value) is truth


@pytest.mark.parametrize("value", ["yes", [1], None, np.array(["a"]), Opaque("Layer")], ids=repr)
def test_other_values_say_neither(value: Any) -> None:
    """A text that is not empty is no yes."""
    with pytest.raises(TypeError, match="is neither yes nor no"):
        truth_of(value)
