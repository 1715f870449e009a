"""How a mark and a rubric read, in every form that a report has."""

from __future__ import annotations

from typing import Any

import pytest

from grader.presentation.marks import mark_view, rubric_view, signed_text
from grader.presentation.text import check_text
from grader.report.html import render
from grader.results import Audience, ByHand, Outcome, Rubric, RubricItem, for_audience
from grader.results.hand_marks import HandMark, decided
from tests.present import present
from tests.results.small_results import check, result, task

GOOD = RubricItem(id="good", points=1.5, says="the factor $e^c$ cancels")
MORE = RubricItem(id="more", points=0.5, says="a tie is looked at", note="be lenient")
SLIP = RubricItem(id="slip", points=-0.5, says="a slip")
LEAST = "no fewer points than the least that this can have"
RUBRIC = Rubric(text="Read it all.", note="Ask Eva.", items=(GOOD, MORE, SLIP))


def marked(*items: Any, **fields: Any) -> Any:
    """Return a written check that Ada has marked."""
    hand_mark = HandMark(**{"items": items, "by": "Ada", "at": "2026-01-01T00:00:00+00:00", **fields})
    return decided(written(), hand_mark, RUBRIC)


def written() -> Any:
    """Return one that nobody has marked."""
    return check(kind="written", outcome=Outcome.PENDING, points=0, max_points=2, answer="so", rubric=RUBRIC)


@pytest.mark.parametrize(
    ("points", "text"), [(0.5, "+0.5"), (-1, "−1"), (0, "0"), (1 / 3, "+0.333")], ids=["more", "less", "none", "third"]
)
def test_points_have_a_sign(points: float, text: str) -> None:
    """A minus is a minus, and no hyphen."""
    assert signed_text(points) == text


@pytest.mark.parametrize(
    ("mark", "rows"),
    [
        pytest.param(marked(GOOD), [("+1.5", "the factor $e^c$ cancels")], id="an-item"),
        pytest.param(
            marked(SLIP),
            [("−0.5", "a slip"), ("+0.5", "no fewer points than the least that this can have")],
            id="a-bound",
        ),
        pytest.param(marked(adjustment=1, reason="an idea"), [("+1", "an idea")], id="an-adjustment"),
        pytest.param(marked(), [("0", "points given")], id="nothing"),
        pytest.param(marked(points=2, reason="all right"), [("+2", "points given: all right")], id="points-alone"),
    ],
)
def test_the_rows_say_how_the_points_come_about(mark: Any, rows: list[tuple[str, ...]]) -> None:
    """In the order in which they are added."""
    assert [(row.points, row.text) for row in present(mark_view(mark)).rows] == rows


def test_what_would_have_added_points_is_named() -> None:
    """What would have taken some off is not: it is no news that it is missing."""
    assert [row.text for row in present(mark_view(marked(GOOD))).missing] == ["a tie is looked at (+0.5)"]


def test_of_a_group_of_which_one_is_given_no_other_is_missing() -> None:
    """The answer has one of them at most."""
    items = tuple(item.model_copy(update={"one_of": "how"}) for item in (GOOD, MORE))
    one = decided(written(), HandMark(items=items[:1], by="A", at=""), Rubric(items=items))
    assert present(mark_view(one.model_copy(update={"rubric": Rubric(items=items)}))).missing == ()


def test_points_of_the_file_are_a_row_of_their_own() -> None:
    """So that the rows still add up."""
    by_hand = ByHand(by="Eva", points_before=1.5, outcome_before=Outcome.FAILED)
    both = marked(GOOD).model_copy(update={"points": 2.0, "by_hand": by_hand})
    assert [(row.points, row.text) for row in present(mark_view(both)).rows][-1] == ("+0.5", "set by Eva")


@pytest.mark.parametrize("form", ["terminal", "page"])
def test_a_student_reads_items_points_and_comment_and_no_note(form: str) -> None:
    """In the terminal and on the page."""
    whole = result(task(marked(GOOD, comment="Nice use of $e$.")))
    copy = for_audience(whole, Audience.STUDENT)
    text = check_text(copy.tasks[0].checks[0]) if form == "terminal" else render(copy, {})
    for part in ("Marked by Ada", "+1.5", "cancels", "not given", "Nice use of"):
        assert part in text
    for part in ("lenient", "Eva", "be "):
        assert part not in text


@pytest.mark.parametrize("form", ["terminal", "page"])
def test_a_teacher_reads_the_rubric_before_it_is_marked(form: str) -> None:
    """With its notes; a student reads nothing of it."""
    whole = result(task(written()))

    def shown(copy: Any) -> Any:
        return check_text(copy.tasks[0].checks[0]) if form == "terminal" else render(copy, {})

    for part in ("What it is marked by", "Read it all.", "be lenient", "Ask Eva.", "−0.5"):
        assert part in shown(whole)
        assert part not in shown(for_audience(whole, Audience.STUDENT))


def test_without_a_rubric_there_is_nothing_to_show() -> None:
    """Nor without a mark."""
    assert rubric_view(None) is None
    assert mark_view(check()) is None


@pytest.mark.parametrize("heading", ["Exercise 2", "E\n\x1b[31m2", ""])
def test_the_heading_that_was_read_is_named(heading: str) -> None:
    """Where a marker found the answer under another one: the student is told what the marks are about."""
    shown = marked(GOOD, read_under=heading)
    view = mark_view(shown)
    assert view is not None
    text = check_text(shown)
    page = render(for_audience(result(task(shown)), Audience.STUDENT), {})
    for place in (text, page):
        assert ("Read under your heading" in place) == bool(heading)
        assert "\x1b" not in place
    assert view.read_under.startswith("Read under your heading “E") == bool(heading)
