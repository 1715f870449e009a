"""How far the marking is: by question, by marker, what is flagged, and what is left before grades go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.marking.overview import Overview, QuestionList, overview_view, question_list
from grader.marking.queue import AnswerState
from tests.marking.small_site import ITEM, SmallSite, mark_body, post

if TYPE_CHECKING:
    from typing import Any


def overview(site: SmallSite, marker: str = "Ada") -> Overview:
    """Return what the first page shows."""
    return site.service.ask_from_outside(lambda store: overview_view(site.service, store, marker))


def listed(site: SmallSite, marker: str = "Ada") -> QuestionList:
    """Return what the page of the question shows."""
    return site.service.ask_from_outside(lambda store: question_list(site.service, store, ITEM, marker))


def mark(site: SmallSite, submission: str, *items: str, by: str = "Ada", **fields: Any) -> None:
    """Let somebody mark an answer."""
    body = mark_body(site, submission, *items, act=f"{by}-{submission}-act", **fields)
    assert post(site.client(by), "mark", body)[0] == 200


def test_a_class_that_nobody_has_begun(site: SmallSite) -> None:
    """Everything is open, and there is no mean of nothing."""
    (row,) = overview(site).questions
    assert (row.open, row.total, row.mean, row.bars, row.adjusted, row.sample) == (4, 4, "", (), 0, 0)
    assert [(use.points, use.count) for use in row.items] == [("+1", 0), ("+1", 0), ("−0.5", 0)]
    assert overview(site).left == ("Mean: 4 unmarked of 4",)
    assert overview(site).markers == ()


def test_points_items_and_markers_are_counted(site: SmallSite) -> None:
    """Each mark once, for who has made it."""
    mark(site, "annika", "there", "back")
    mark(site, "bjarne", "there", by="Bob")
    mark(site, "celine", by="Bob", adjustment=0.5, reason="a picture")
    shown = overview(site)
    (row,) = shown.questions
    assert (row.open, row.mean, row.adjusted) == (1, "1.167", 1)
    assert [(bar.points, bar.count) for bar in row.bars] == [("0.5", 1), ("1", 1), ("2", 1)]
    assert [use.count for use in row.items] == [2, 1, 0]
    assert shown.markers == (("Ada", {ITEM: 1}, 1), ("Bob", {ITEM: 2}, 2))
    assert shown.left == ("Mean: 1 unmarked of 4",)


def test_what_somebody_should_look_at_is_listed_with_the_note(site: SmallSite) -> None:
    """It counts for nothing until it is decided, and is no part of the mean."""
    mark(site, "annika", "there", state="check", note="is this enough?")
    shown = overview(site, "Bob")
    (flag,) = shown.flags
    assert (flag.item, flag.number, flag.by, flag.note) == (ITEM, site.number("annika"), "Ada", "is this enough?")
    assert shown.questions[0].mean == ""
    assert shown.left == ("Mean: 3 unmarked, 1 please check of 4",)


def test_a_draft_is_open_for_who_has_it_alone(site: SmallSite) -> None:
    """Others see an answer that nobody has marked."""
    body = {"item": ITEM, "number": site.number("annika"), "content": {"comment": "well"}}
    post(site.client(), "draft", body)
    assert overview(site).questions[0].counts[AnswerState.DRAFT] == 1
    assert overview(site, "Bob").questions[0].counts[AnswerState.DRAFT] == 0


def test_a_question_lists_its_answers_without_names(site: SmallSite) -> None:
    """Empty ones and the same ones are told from the rest."""
    site.read_all()
    mark(site, "annika", "there")
    rows = {answer.number: answer for answer in listed(site).answers}
    assert sorted(rows) == [1, 2, 3, 4]
    annika, bjarne, celine, dmitri = (rows[site.number(name)] for name in ("annika", "bjarne", "celine", "dmitri"))
    assert (annika.points, annika.by, annika.items, annika.state) == ("1", "Ada", ("there",), AnswerState.MARKED)
    assert annika.group == bjarne.group > 0
    assert (celine.group, celine.is_empty, celine.points, celine.by) == (0, False, "", "")
    assert dmitri.is_empty


def test_answers_that_are_grouped_by_hand_share_a_number(site: SmallSite) -> None:
    """Beside those that have the same words."""
    site.read_all()
    numbers = [site.number("celine"), site.number("dmitri")]
    status, _ = post(site.client(), "group", {"item": ITEM, "numbers": numbers})
    assert status == 200
    groups = {answer.number: answer.group for answer in listed(site).answers}
    assert groups[numbers[0]] == groups[numbers[1]] > 0
    assert groups[numbers[0]] != groups[site.number("annika")]


def test_everything_marked_leaves_nothing(site: SmallSite) -> None:
    """The sentence before the grades go out is none."""
    for name in ("annika", "bjarne", "celine", "dmitri"):
        mark(site, name, "there")
    assert overview(site).left == ()
    assert overview(site).questions[0].open == 0
