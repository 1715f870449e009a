"""Changes of an argument: each makes what its words say, and only of values that it fits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

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
