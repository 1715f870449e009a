"""The queue of a question: an order that no alphabet makes, the state of each answer, and which one is next."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from grader.marking.queue import (
    AnswerState,
    QueuedAnswer,
    counts_of,
    neighbour,
    next_open,
    shuffled,
    state_of,
)
from grader.results.hand_marks import HandMark, MarkState

if TYPE_CHECKING:
    from collections.abc import Collection

STUDENTS = [f"student{number:02}" for number in range(40)]


def test_each_question_has_an_order_of_its_own_that_stays() -> None:
    """Nobody is first everywhere, and a second start of the site shows the same order."""
    first = shuffled("secret", "mean.proof")(STUDENTS)
    assert first == shuffled("secret", "mean.proof")(reversed(STUDENTS))
    others = [shuffled("secret", "mean.other")(STUDENTS), shuffled("another", "mean.proof")(STUDENTS), STUDENTS]
    assert all(sorted(order) == STUDENTS for order in (first, *others))
    assert first not in others
    places = Counter(shuffled("secret", f"task.q{number}")(STUDENTS)[0] for number in range(20))
    assert max(places.values()) < 6


def test_a_name_that_is_no_unicode_has_a_place_too() -> None:
    """File names may hold single surrogates."""
    assert set(shuffled("secret", "item")(["a\udcff", "b"])) == {"a\udcff", "b"}


def mark(state: MarkState = MarkState.MARKED, answer: str = "digest") -> HandMark:
    """Return a mark of an answer."""
    return HandMark(state=state, answer=answer, by="Ada", at="2026-01-01T00:00:00+00:00")


@pytest.mark.parametrize(
    ("given", "digest", "drafted", "state"),
    [
        pytest.param(None, None, False, AnswerState.UNMARKED, id="nothing"),
        pytest.param(None, "digest", True, AnswerState.DRAFT, id="a-draft"),
        pytest.param(mark(), "digest", False, AnswerState.MARKED, id="marked"),
        pytest.param(mark(), "digest", True, AnswerState.MARKED, id="marked-with-a-draft"),
        pytest.param(mark(), "other", False, AnswerState.LOOK_AGAIN, id="changed-since"),
        pytest.param(mark(), None, False, AnswerState.MARKED, id="not-read-yet"),
        pytest.param(mark(answer=""), "other", False, AnswerState.MARKED, id="a-mark-of-no-words"),
        pytest.param(mark(MarkState.CHECK), "digest", False, AnswerState.CHECK, id="please-check"),
        pytest.param(mark(MarkState.CHECK), "other", False, AnswerState.LOOK_AGAIN, id="please-check-and-changed"),
        pytest.param(mark(MarkState.CLEARED), "digest", False, AnswerState.UNMARKED, id="taken-back"),
        pytest.param(mark(MarkState.CLEARED), "other", True, AnswerState.DRAFT, id="taken-back-with-a-draft"),
    ],
)
def test_the_state_of_an_answer(given: HandMark | None, digest: str | None, drafted: bool, state: AnswerState) -> None:
    """By its newest mark, and whether the answer is the one that was marked."""
    assert state_of(given, digest, drafted=drafted) is state


QUEUE = [
    QueuedAnswer(number, f"s{number}", state)
    for number, state in [
        (1, AnswerState.UNMARKED),
        (2, AnswerState.MARKED),
        (3, AnswerState.DRAFT),
        (4, AnswerState.CHECK),
        (7, AnswerState.LOOK_AGAIN),
    ]
]


@pytest.mark.parametrize(
    ("number", "claimed", "following"),
    [
        pytest.param(1, (), 3, id="the-next-that-is-open"),
        pytest.param(3, (), 7, id="over-what-waits-for-somebody-else"),
        pytest.param(7, (), 1, id="from-the-beginning-after-the-end"),
        pytest.param(5, (), 7, id="after-a-number-that-is-gone"),
        pytest.param(1, {"s3"}, 7, id="over-what-another-looks-at"),
        pytest.param(1, {"s3", "s7"}, 3, id="all-are-looked-at"),
    ],
)
def test_the_next_answer_is_the_next_that_is_open(number: int, claimed: Collection[str], following: int) -> None:
    """One that somebody looks at comes last."""
    answer = next_open(QUEUE, number, claimed)
    assert answer is not None
    assert answer.number == following


def test_nothing_is_next_where_the_one_open_answer_is_this_one() -> None:
    """And states that a marker asks for are the only ones."""
    assert next_open(QUEUE[:2], 1) is None
    checked = next_open(QUEUE, 1, states={AnswerState.CHECK})
    assert checked is QUEUE[3]


@pytest.mark.parametrize(
    ("number", "step", "expected"),
    [(1, 1, 2), (4, 1, 7), (7, 1, None), (1, -1, None), (7, -1, 4), (5, 1, None), (5, -1, None)],
)
def test_the_neighbours_of_an_answer(number: int, step: int, expected: int | None) -> None:
    """In whatever state; none beyond either end, and none of a number that is not there."""
    answer = neighbour(QUEUE, number, step)
    assert (answer.number if answer else None) == expected


def test_answers_are_counted_by_their_states() -> None:
    """Every state is there, those that no answer has with 0."""
    assert counts_of(QUEUE[:2]) == {
        **dict.fromkeys(AnswerState, 0),
        AnswerState.UNMARKED: 1,
        AnswerState.MARKED: 1,
    }
