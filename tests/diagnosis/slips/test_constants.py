"""One answer for every input is said as what it is, though many slips happen to give it."""

from __future__ import annotations

import itertools
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.diagnosis.slips import Call, Sample, slip_of
from grader.diagnosis.slips.answers import answer_slip_of
from grader.diagnosis.slips.constants import constant_slip_of
from grader.diagnosis.slips.inputs import input_slip_of
from grader.diagnosis.slips.structures import structure_slip_of
from tests.judge.small_gradings import graded, grading_of, the

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DRAWN = np.random.default_rng(1)
SMALL = [DRAWN.uniform(0.05, 0.45, 3 + count % 3) for count in range(8)]
NEGATIVE = [-10 * numbers for numbers in SMALL]
BITS = [(numbers > 0.2).astype(float) for numbers in SMALL]
SIGNS = [2 * bits - 1 for bits in BITS]


def call_of(due: list[Any], student: Callable[[Any], Any]) -> Call:
    """Return cases in which `student` answers, from what is due."""
    return Call("f", ("n",), [Sample((at,), right, student(right)) for at, right in enumerate(due)], {})


@pytest.mark.parametrize(
    ("due", "number", "instead"),
    [
        (SMALL, 0.0, "cut to, rounded to, rounded down to whole numbers; rounded to 0 decimals"),
        (NEGATIVE, 0.0, "clipped below at 0"),
        (SIGNS, 1.0, "without its sign, the square of what is due"),
        ([10 * numbers + 1 for numbers in SMALL], 1.0, "the sign of what is due, clipped to the range from 0 to 1"),
        ([10 * numbers for numbers in NEGATIVE], -1.0, "the sign of what is due, clipped to the range from -1 to 1"),
    ],
)
def test_of_arrays_of_one_number_no_slip_is_told(due: list[Any], number: float, instead: str) -> None:
    """Though one of them gives it too."""
    text = slip_of(call_of(due, lambda right: np.full_like(right, number)))
    assert text.startswith(f"`f` returns {number:g} for every input that was tried."), instead


@pytest.mark.parametrize(
    ("due", "answer", "shown"),
    [
        ([True, False, True, False, True, False], True, "True"),
        (["ab", "cd", "ef", "gh"], "", "''"),
        ([[1, 2], [3], [4, 5, 6]], [], "[]"),
        ([{"a": 1}, {"b": 2}, {"c": 3}], {}, "{}"),
        ([1.5, 2.5, 3.25], 1 / 3, str(1 / 3)),
        ([1.5, 2.5, 3.25], 12345678.0, "12345678"),
        ([1.5, 2.5, 3.25], 123456789.25, "123456789.25"),
        ([5, 7, 9, 11], 3, "3"),
        ([5, 7, 9, 11], 12345678, "12345678"),
        (SMALL, np.array([12345678, 12345678]), "12345678"),
        (SMALL, np.array([False, False]), "False"),
        (SMALL, np.array(["a", "a"]), "'a'"),
        (SMALL, np.array(1.0), "1"),
    ],
)
def test_one_answer_of_any_kind_is_told(due: list[Any], answer: Any, shown: str) -> None:
    """As Python writes it."""
    assert answer_slip_of(call_of(due, lambda _: answer)).startswith(f"`f` returns {shown} for every input")


def test_two_answers_are_no_constant() -> None:
    """Though all wrong ones are alike."""
    assert constant_slip_of(call_of([1, 2, 3, 4, 5], lambda right: 3 if right != 5 else 4)) == ""
    assert constant_slip_of(call_of([1, 2, 3, 4, 5], lambda right: 3)) != ""


@pytest.mark.parametrize(
    "answer",
    [
        np.array(["a", "b"]), np.array([1j, 1j]), np.array([None, None]), np.array([None, 1]), np.array([np.nan]),
        np.zeros(0), np.array(["2020-01-01"], dtype="datetime64[D]"), np.array(["a" * 99]), [10**400, 1],
    ],
    ids=str,
)  # fmt: skip
def test_an_array_of_anything_else_than_one_plain_value_is_not_told(answer: Any) -> None:
    """Nor does it end the diagnosis, or warn that a part of a number is lost."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert constant_slip_of(call_of(SMALL, lambda _: answer)) == ""


def test_arrays_of_two_kinds_are_no_constant() -> None:
    """A text is no number, and neither is a truth."""
    answers = itertools.cycle([np.array([1.0]), np.array([True]), np.array(["1"]), 1.0])
    assert constant_slip_of(call_of(SMALL, lambda _: next(answers))) == ""


@pytest.mark.parametrize(
    ("body", "shown"), [("12345678", "12345678"), ("np.zeros(3) > 1", "False"), ("np.array(['a', 'b'])", "")]
)
def test_what_came_is_told_as_it_came(tmp_path: Path, body: str, shown: str) -> None:
    """Where numbers are due, other values are looked at as numbers too; that is none of what is told."""
    spec = """
functions: {f: {args: [x]}}
checks:
  - {id: f, title: F, points: 1, inputs: {x: {vector: n, uniform: [1, 9]}}, expect: "close(f(x), ref.f(x))"}
"""
    code = "import numpy as np\ndef f(x):\n    return "
    check = the(graded(grading_of(tmp_path, spec, f"{code}x"), f"{code}{body}"), "f")
    assert not check.fault
    assert check.diagnosis == (
        shown and f"`f` returns {shown} for every input that was tried. Is a result overwritten, or never computed?"
    )


def test_one_that_is_wrong_in_two_cases_is_not_told() -> None:
    """It may well be right elsewhere."""
    assert constant_slip_of(call_of([3, 3, 3, 3, 5, 6], lambda _: 3)) == ""


def test_what_is_long_or_has_named_parts_makes_no_sentence() -> None:
    """Nobody reads it there."""
    assert constant_slip_of(call_of([1, 2, 3], lambda _: list(range(100)))) == ""
    assert constant_slip_of(call_of([1, 2, 3], lambda _: None)) == ""


def test_where_all_wrong_numbers_are_one_no_rounding_is_told() -> None:
    """Here 0 stands for every number with decimals; that such a number is cut fits by chance."""
    due = [np.array([n, 0.25 + n / 100, 0.5]) for n in range(8)]
    assert slip_of(call_of(due, lambda right: np.where(right % 1 > 0, 0.0, right))) == ""
    mixed = [right + np.arange(3) for right in due]
    assert "rounded down" in slip_of(call_of(mixed, np.floor))


def test_of_lists_all_of_whose_numbers_are_one_that_number_is_told() -> None:
    """However long they are."""
    due = [numbers.tolist() for numbers in SMALL]
    text = structure_slip_of(call_of(due, lambda right: [0.0] * len(right)))
    assert "all its numbers replaced by 0" in text
    assert "rounded down" in structure_slip_of(call_of([[9.5, *right] for right in due], lambda r: [x // 1 for x in r]))


def test_an_argument_set_to_0_is_not_said_to_be_cut() -> None:
    """Between -1 and 1 both are the same."""

    def reference(x: Any, y: Any) -> Any:
        return x + y

    cases = [Sample((x, x + 3), reference(x, x + 3), reference(0 * x, x + 3)) for x in SMALL]
    text = input_slip_of(Call("f", ("x", "y"), cases, {"f": reference}))
    assert text == "`f` returns what is right where `x` is 0, whatever `x` is. Is `x` used?"
