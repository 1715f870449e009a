"""Marks that people give: what they add up to, when they count, and what becomes of them when something changes."""

from __future__ import annotations

from typing import Any

import pytest

from grader.results import Outcome, Rubric, RubricItem
from grader.results.hand_marks import HandMark, MarkState, answer_digest, counts, decided, manual_mark
from tests.present import present
from tests.results.small_results import check

FULL = RubricItem(id="full", points=1.5, says="all of it", one_of="how much")
HALF = RubricItem(id="half", points=0.75, says="half of it", one_of="how much")
SLIP = RubricItem(id="slip", points=-0.5, says="a slip")
RUBRIC = Rubric(items=(FULL, HALF, SLIP))


def hand_mark(*items: Any, **fields: Any) -> Any:
    """Return a mark with these items."""
    return HandMark(**{"items": items, "by": "Ada", "at": "2026-01-01T00:00:00+00:00", **fields})


def written(**fields: Any) -> Any:
    """Return a written check of two points that nobody has marked."""
    return check(**{"kind": "written", "outcome": Outcome.PENDING, "points": 0, "message": "A person marks.", **fields})


@pytest.mark.parametrize(
    ("mark", "rubric", "points", "limit"),
    [
        pytest.param(hand_mark(), RUBRIC, 0, 0, id="no-item"),
        pytest.param(hand_mark(FULL), RUBRIC, 1.5, 0, id="one-item"),
        pytest.param(hand_mark(FULL, SLIP), RUBRIC, 1, 0, id="something-taken-off"),
        pytest.param(hand_mark(SLIP), RUBRIC, 0, 0.5, id="not-below-the-least"),
        pytest.param(hand_mark(FULL, adjustment=1, reason="a new idea"), RUBRIC, 2, -0.5, id="not-above-the-check"),
        pytest.param(hand_mark(FULL, adjustment=1), Rubric(items=(FULL,), most=3), 2.5, 0, id="the-rubric-allows-more"),
        pytest.param(hand_mark(SLIP), Rubric(items=(SLIP,), start=2), 1.5, 0, id="starting-with-all"),
        pytest.param(hand_mark(SLIP), Rubric(items=(SLIP,), least=-1), -0.5, 0, id="below-zero-where-it-may"),
        pytest.param(hand_mark(points=1.25), Rubric(text="Look."), 1.25, 0, id="points-where-there-are-no-items"),
        pytest.param(hand_mark(points=9), Rubric(), 2, -7, id="too-many-points"),
    ],
)
def test_what_is_listed_adds_up_to_the_points(mark: Any, rubric: Any, points: float, limit: float) -> None:
    """Start, items, adjustment and the bound are the points; nothing is counted and not shown."""
    made = manual_mark(mark, rubric, 2)
    assert (made.points, made.limit) == (points, limit)
    assert made.start + sum(item.points for item in made.items) + made.adjustment + made.limit == points


def test_an_item_whose_points_change_changes_what_it_makes() -> None:
    """Points are computed from the rubric of today; the mark itself is as it was."""
    mark = hand_mark(FULL)
    changed = Rubric(items=(FULL.model_copy(update={"points": 1.0, "says": "most of it"}),))
    assert manual_mark(mark, changed, 2).points == 1
    assert manual_mark(mark, changed, 2).items[0].says == "most of it"


def test_an_item_that_is_gone_still_counts_as_it_was() -> None:
    """A student loses no points to an edit of a file."""
    assert manual_mark(hand_mark(FULL), Rubric(items=(SLIP,)), 2).points == 1.5


@pytest.mark.parametrize(
    ("points", "outcome"), [(2, Outcome.PASSED), (1.5, Outcome.FAILED), (0, Outcome.FAILED)], ids=str
)
def test_a_marked_check_has_its_points_and_no_message(points: float, outcome: Any) -> None:
    """And what stood there before."""
    marked = decided(written(), hand_mark(points=points), Rubric())
    assert (marked.points, marked.outcome, marked.message) == (points, outcome, "")
    assert (present(marked.mark).points_before, present(marked.mark).outcome_before) == (0, Outcome.PENDING)


def test_a_comment_on_what_the_grader_decided_moves_no_points() -> None:
    """Points and outcome stay; the comment is there."""
    judged = check(outcome=Outcome.FAILED, points=0.5, message="why")
    marked = decided(judged, hand_mark(comment="Nearly."), Rubric())
    assert (marked.points, marked.outcome, marked.message, present(marked.mark).comment) == (
        0.5,
        Outcome.FAILED,
        "why",
        "Nearly.",
    )
    assert present(marked.mark).outcome_before is None


def test_points_by_hand_replace_those_of_the_grader() -> None:
    """What the grader had given stays on record."""
    marked = decided(check(outcome=Outcome.FAILED, points=0), hand_mark(points=2, reason="a slip of ours"), Rubric())
    assert (marked.points, marked.outcome) == (2, Outcome.PASSED)
    assert (present(marked.mark).points_before, present(marked.mark).outcome_before) == (0, Outcome.FAILED)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        pytest.param(("a  b\r\nc", ""), ("a b\nc ", ""), True, id="blanks-and-line-ends"),
        pytest.param(("a b", ""), ("a c", ""), False, id="other-words"),
        pytest.param(("a b", "f1"), ("a b", "f2"), True, id="other-files-beside-words"),
        pytest.param(("", "f1"), ("", "f2"), False, id="other-files-and-no-words"),
        pytest.param(("see ![](x.png)", "f1"), ("see ![](x.png)", "f2"), False, id="other-files-and-a-picture"),
    ],
)
def test_when_an_answer_has_changed(first: tuple[str, ...], second: tuple[str, ...], same: bool) -> None:
    """Only what a marker would see."""
    assert (answer_digest(*first) == answer_digest(*second)) is same


@pytest.mark.parametrize(
    ("mark", "stands"),
    [
        pytest.param(hand_mark(answer=answer_digest("yes")), True, id="the-answer-that-was-marked"),
        pytest.param(hand_mark(answer=answer_digest("no")), False, id="another-answer-now"),
        pytest.param(hand_mark(state=MarkState.CHECK), False, id="to-be-checked"),
        pytest.param(hand_mark(state=MarkState.CLEARED), False, id="taken-back"),
        pytest.param(hand_mark(), True, id="about-what-the-grader-decided"),
    ],
)
def test_which_marks_count(mark: Any, stands: bool) -> None:
    """A mark of an older answer waits for a person."""
    assert counts(mark, written(answer="yes")) is stands
