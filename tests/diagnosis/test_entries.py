"""Which numbers of an answer are wrong: by their place along the last axes, and from a place on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.diagnosis.entries import onset_of, wrong_entries
from grader.diagnosis.slips import Call, Sample

if TYPE_CHECKING:
    from collections.abc import Callable

DRAWN = np.random.default_rng(3)
VECTORS = [DRAWN.normal(size=4 + number % 9) for number in range(16)]
PICTURES = [DRAWN.normal(size=(1 + number % 2, 2, 3, 2 + number % 3)) for number in range(12)]


def call_of(due: list[Any], student: Callable[[Any], Any]) -> Call:
    """Return cases in which `student` answers, from what is due."""
    return Call("f", ("n",), [Sample((at,), right, student(right)) for at, right in enumerate(due)], {})


def _changed(where: Any) -> Callable[[Any], Any]:
    def change(due: Any) -> Any:
        got = due.copy()
        got[where] += 7
        return got

    return change


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ((..., -1, slice(None)), "it stands in the last row"),
        ((..., 0), "it stands in the first column"),
        ((..., slice(None), 1), "its column (from 0) is 1"),
    ],
)
def test_of_pictures_the_last_two_axes_are_rows_and_columns(where: Any, says: str) -> None:
    """However many axes there are before them."""
    assert f"exactly when {says}: so it is with all" in wrong_entries(call_of(PICTURES, _changed(where)))


def test_a_place_of_a_vector_is_named() -> None:
    """From it on all are wrong."""
    text = wrong_entries(call_of(VECTORS, _changed(slice(5, None))))
    assert "exactly when its position (from 0) is 5 or more" in text


def test_from_a_place_on_nearly_all_are_wrong() -> None:
    """Where a few are right by chance no statement separates them, and the place is told."""

    def change(due: Any) -> Any:
        got = _changed(slice(5, None))(due)
        got[11:] = due[11:]
        return got

    call = call_of(VECTORS, change)
    assert wrong_entries(call) == ""
    wrong = sum(len(due[5:11]) for due in VECTORS)
    assert onset_of(call) == (
        "In the answer of `f` each number at the positions 0 to 4 is right, in all 16 cases that were tried; "
        f"from position 5 on {wrong} of {sum(len(due[5:]) for due in VECTORS)} are wrong."
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda due: due + 1,
        lambda due: due,
        _changed(slice(5, None, 3)),
        lambda due: due[:-1],
        lambda due: np.add.outer(due, due),
    ],
    ids=["all", "none", "one in three", "shorter", "matrix"],
)
def test_no_place_is_told_where_there_is_none(change: Callable[[Any], Any]) -> None:
    """From the beginning on, nowhere, or with many right ones after it."""
    assert onset_of(call_of(VECTORS, change)) == ""


@pytest.mark.parametrize("unusual", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_right_where_it_is_due(unusual: float) -> None:
    """And no number is near an infinite one, or right because one stands beside it."""
    due = [np.where(np.arange(len(vector)) == 1, unusual, vector) for vector in VECTORS]
    assert "exactly when its position (from 0) is 5 or more" in wrong_entries(call_of(due, _changed(slice(5, None))))
    assert wrong_entries(call_of(due, lambda right: right)) == ""


def test_whole_numbers_beyond_all_floats_are_no_entries() -> None:
    """Nothing is said of them, and nothing fails."""
    due = [[10**400, number, 2 * number] for number in range(8)]
    call = call_of(due, lambda right: [*right[:-1], 7])
    assert wrong_entries(call) == onset_of(call) == onset_of(call_of([], lambda right: right)) == ""
