"""Entries at drawn places: what is drawn, and which answers of a worker hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.checks.drawn_entries import ENTRIES, SAMPLE, DrawnEntries, sample_name, sample_of
from grader.checks.question import CallGroup, Question, room_for
from grader.worker.wire.columns import Column
from tests.present import present
from tests.samples.small_tasks import response_to

NAMES = (1, "task", "check", 10_000, 0)
LONG = np.arange(10_000.0)
CALL = Question.of([CallGroup("f", (Column.of([LONG]),), 1, room_for(Column.of([LONG])), sample=SAMPLE)])


def answered(value: Any, entries: DrawnEntries) -> bool:
    """Return whether the entries of a function's answer hold, which it gave before it knew the places."""
    response_to(CALL, {"f": lambda _: value})
    return entries.hold(response_to(entries.question, {"f": len}), 1e-5)


ANSWERS: dict[str, tuple[Any, bool]] = {
    "right": (LONG.copy(), True),
    "right-list": (LONG.tolist(), True),
    "right-integers": (LONG.astype(np.int32), True),
    "one-in-fifty-wrong": (np.where(np.arange(10_000) % 50, LONG, 0), False),
    "short": (LONG[:5], False),
    "number": (3.0, False),
    "none": (None, False),
    "texts": (["a"] * 10_000, False),
}


@pytest.mark.parametrize(("value", "holds"), ANSWERS.values(), ids=ANSWERS)
def test_entries_are_those_of_the_answer(value: Any, holds: bool) -> None:
    """Of a vector or list of numbers; what is none has no entries."""
    assert answered(value, present(DrawnEntries.of("f", LONG, NAMES))) is holds


def test_places_are_drawn_anew_for_each_name() -> None:
    """As many of each seed, size and repeat; equal ones for equal names."""
    places = [
        present(DrawnEntries.of("f", LONG, names)).expected.flat.tolist()
        for names in (NAMES, NAMES, (2, *NAMES[1:]), (*NAMES[:4], 1))
    ]
    assert places[0] == places[1]
    assert len({tuple(each) for each in places}) == 3
    assert all(len(each) == ENTRIES for each in places)


@pytest.mark.parametrize("answer", [LONG[:SAMPLE], np.zeros((5000, 2)), ["a"] * 5000, "text", None])
def test_nothing_is_drawn_where_all_is_compared(answer: Any) -> None:
    """What is no long vector crosses whole."""
    assert DrawnEntries.of("f", answer, NAMES) is None


def test_a_reference_may_return_a_list() -> None:
    """Its entries are those of the vector of the same numbers."""
    of_list, of_vector = (present(DrawnEntries.of("f", answer, NAMES)) for answer in (LONG.tolist(), LONG))
    assert of_list.expected.flat.tolist() == of_vector.expected.flat.tolist()


def test_a_recorded_reference_has_no_whole_answer() -> None:
    """A students' kit compares what it has."""
    answers: list[Any] = []
    recorded = sample_of({sample_name("f"): lambda _: "recorded"}, "f", answers)
    assert (recorded(1), answers) == ("recorded", [])
    whole = sample_of({"f": lambda _: LONG}, "f", answers)
    assert (len(whole(1)), len(answers)) == (2 * SAMPLE, 1)
