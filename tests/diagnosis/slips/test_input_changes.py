"""Changes of an argument: each makes what its words say, and only of values that it fits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.diagnosis.slips import Call, Sample, input_slip_of
from grader.diagnosis.slips.input_changes import INPUT_SLIPS
from grader.worker.wire.tables import TableValue

SALES = TableValue({"item": ["tea", "milk", "tea"], "pieces": [1, 2, 3]})
POINTS = {"Ada": [1, 0, 1], "Bo": [2]}


def changed(words: str, value: Any) -> Any:
    """Return what the change with these words makes of a value that it fits."""
    return next(slip.make(value) for slip in INPUT_SLIPS if slip.text.startswith(words) and slip.fits(value))


@pytest.mark.parametrize(
    ("words", "value", "after"),
    [
        ("with its first number in every place", np.array([3.0, 1.0]), [3.0, 3.0]),
        ("with its last number in every place", np.array([3.0, 1.0]), [1.0, 1.0]),
        ("with equal items of each value once only", POINTS, {"Ada": [1, 0], "Bo": [2]}),
        ("with the first item of each value alone", POINTS, {"Ada": [1], "Bo": [2]}),
        ("with the last item of each value alone", POINTS, {"Ada": [1], "Bo": [2]}),
        ("without the first item of each value", POINTS, {"Ada": [0, 1], "Bo": []}),
        ("without the last item of each value", POINTS, {"Ada": [1, 0], "Bo": []}),
        ("without the zeros in its values", POINTS, {"Ada": [1, 1], "Bo": [2]}),
    ],
)
def test_a_change_makes_what_its_words_say(words: str, value: Any, after: Any) -> None:
    """Of the values that it is for."""
    made = changed(words, value)
    assert (made.tolist() if isinstance(made, np.ndarray) else made) == after


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("with one row alone for each value of its first column: the first", [1, 2]),
        ("with one row alone for each value of its first column: the last", [2, 3]),
        ("without its first row", [2, 3]),
        ("without its last row", [1, 2]),
        ("with its rows in the opposite order", [3, 2, 1]),
    ],
)
def test_rows_of_a_table_are_left_out_and_turned_round(words: str, pieces: list[int]) -> None:
    """Whole rows, so that the columns stay of one length."""
    made = changed(words, SALES)
    assert made.columns["pieces"] == pieces
    assert len(made.columns["item"]) == len(pieces)


@pytest.mark.parametrize("value", [np.zeros(0), {"a": 1}, TableValue({}), None, "text"])
def test_no_change_of_entries_or_rows_is_tried_where_there_are_none(value: Any) -> None:
    """An empty array has no first number, a dict of numbers no lists, and a table without columns no rows."""
    words = ("with its first number in every", "with equal items of each value", "without its first row")
    assert not [slip for slip in INPUT_SLIPS if slip.text.startswith(words) and slip.fits(value)]


def test_lists_of_lists_of_several_lengths_cost_no_other_slip() -> None:
    """They have no number of axes, which is asked of arrays alone."""
    cases = [Sample(([number, [1, [2]]], [[3], number]), 2 * number, 2 * number + 2) for number in range(8)]
    call = Call("f", ("x", "y"), cases, {"f": lambda x, y: 2 * y[1]})
    assert input_slip_of(call) == ""
    by_first = Call("f", ("n", "x"), [Sample((s.expected / 2, s.arguments[0]), s.expected, s.got) for s in cases],
                    {"f": lambda n, x: 2 * n})  # fmt: skip
    assert "right for `n` plus 1" in input_slip_of(by_first)


@pytest.mark.parametrize(
    ("student", "says"),
    [
        (lambda x, w, b: (x @ w) + b * x.shape[1], "`b` times the number of columns of `x`"),
        (lambda x, w, b: (x @ w) / len(x) + b, "`x` divided by the number of rows of `x`"),
        (lambda x, w, b: (x @ w) + b / len(w), "`b` divided by the number of columns of `x`"),
    ],
)
def test_an_argument_is_taken_as_often_as_an_array_is_long(student: Any, says: str) -> None:
    """As a term that is added once for each column, or a mean over the rows of what should be a sum."""
    rng = np.random.default_rng(2)
    given = [(rng.normal(size=(2 + n % 3, 1 + n % 4)), rng.normal(size=1 + n % 4), 0.5 + n) for n in range(12)]

    def reference(x: Any, w: Any, b: Any) -> Any:
        return x @ w + b

    cases = [Sample(each, reference(*each), student(*each)) for each in given]
    assert f"right for {says}, in every case" in input_slip_of(Call("f", ("x", "w", "b"), cases, {"f": reference}))
