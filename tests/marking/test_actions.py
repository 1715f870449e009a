"""What a marker does: every state and its ways out, conflicts, drafts, undo, groups, second marks."""

from __future__ import annotations

import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from grader.results import Outcome
from tests.marking.small_site import ITEM, mark_body, post
from tests.samples.families import some_of


def proof(site: Any, submission: str = "annika") -> Any:
    """Return the written check of a result."""
    return next(check for check in site.result(submission).tasks[0].checks if check.id == "proof")


def version(site: Any, submission: str = "annika") -> Any:
    """Return the version of the mark that counts."""
    stored = site.service.ask_from_outside(lambda store: store.mark_of(submission, ITEM))
    return stored.version if stored else 0


def test_a_mark_is_saved_and_the_next_open_answer_is_named(site: Any) -> None:
    """The result has it when the answer is here."""
    status, answer = post(site.client(), "mark", mark_body(site, "annika", "there", comment="Good."))
    assert (status, answer["version"], answer["left"], answer["state"]) == (200, 1, 3, "marked")
    assert answer["next"] in {site.number(name) for name in ("bjarne", "celine", "dmitri")}
    assert (proof(site).points, proof(site).mark.comment, proof(site).mark.by) == (1, "Good.", "Ada")


def test_the_last_open_answer_has_no_next_one(site: Any) -> None:
    """The page says so, instead of leading somewhere."""
    names = ("annika", "bjarne", "celine", "dmitri")
    answers = [post(site.client(), "mark", mark_body(site, name, act=f"act-{name}"))[1] for name in names]
    assert [answer["left"] for answer in answers] == [3, 2, 1, 0]
    assert answers[-1]["next"] is None


def test_a_message_that_is_sent_twice_is_saved_once(site: Any) -> None:
    """The server may die after saving and before answering."""
    body = mark_body(site, "annika", "there")
    assert post(site.client(), "mark", body) == post(site.client(), "mark", body)
    assert version(site) == 1


def test_two_markers_see_each_other(site: Any) -> None:
    """Nothing is overwritten; the one who is told can save on top."""
    post(site.client("Bob"), "mark", mark_body(site, "annika", "there", comment="Bob's"))
    status, answer = post(site.client(), "mark", mark_body(site, "annika", "back", act="b" * 12))
    assert (status, answer["conflict"]["by"], answer["conflict"]["version"]) == (409, "Bob", 1)
    assert answer["conflict"]["items"] == ["+1 one direction, by $e^x$"]
    assert proof(site).mark.by == "Bob"
    status, _ = post(site.client(), "mark", mark_body(site, "annika", "back", act="b" * 12, version=1))
    assert (status, proof(site).mark.by) == (200, "Ada")


@pytest.mark.parametrize("after", ["marked", "check", "cleared"])
@pytest.mark.parametrize("before", ["marked", "check", "cleared"])
def test_every_state_has_a_way_to_every_other(site: Any, before: str, after: str) -> None:
    """And the answer says which state it is in."""
    post(site.client(), "mark", mark_body(site, "annika", "there", state=before))
    status, answer = post(
        site.client(), "mark", mark_body(site, "annika", "there", state=after, version=1, act="b" * 12)
    )
    shown = {"marked": "marked", "check": "please check", "cleared": "unmarked"}[after]
    assert (status, answer["state"], site.state("annika")) == (200, shown, shown)
    assert (proof(site).outcome is Outcome.PENDING) == (after != "marked")


def test_a_changed_answer_waits_and_one_mark_confirms_it(site: Any) -> None:
    """The old mark stands in the form; saving it again is the confirmation."""
    post(site.client(), "mark", mark_body(site, "annika", "there"))
    site.hand_in_again("annika", "By $e^x$ and $e^y$ it holds.")
    site.read_all()
    assert (site.state("annika"), proof(site).outcome) == ("look again", Outcome.PENDING)
    page = site.client().get(f"/q/{ITEM}/{site.number('annika')}").text
    assert "This answer has changed" in page
    assert "<ins>+ By $e^x$ and $e^y$ it holds.</ins>" in page
    assert 'value="there" data-key="1" data-points="1.0" data-group="" checked' in page
    status, _ = post(site.client(), "mark", mark_body(site, "annika", "there", version=1, act="b" * 12))
    assert (status, site.state("annika"), proof(site).points) == (200, "marked", 1)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param({"items": ("gone",)}, "has no item gone any more", id="an-item-that-is-gone"),
        pytest.param({"items": (), "adjustment": 0.5}, "needs a reason", id="an-adjustment-without-reason"),
        pytest.param({"items": (), "comment": "x" * 20_001}, "20000", id="a-comment-that-is-too-long"),
        pytest.param({"items": (), "adjustment": 1e9, "reason": "x"}, "10000", id="too-many-points"),
        pytest.param({"items": (), "number": 99}, "no answer 99", id="a-number-of-nobody"),
        pytest.param({"items": (), "state": "draft"}, "state", id="a-state-that-is-none"),
        pytest.param({"items": (), "version": -1}, "version", id="a-version-that-is-none"),
        pytest.param({"items": (), "by": "Eva"}, "by", id="in-somebody-elses-name"),
    ],
)
def test_what_cannot_be_saved_is_refused_with_a_reason(site: Any, fields: Any, says: str) -> None:
    """And nothing is saved."""
    status, answer = post(site.client(), "mark", mark_body(site, "annika", *fields.pop("items"), **fields))
    assert status == 422
    assert says in answer["error"]
    assert version(site) == 0


def test_a_draft_is_of_one_marker_and_goes_when_it_is_marked(site: Any) -> None:
    """Another marker does not see it; the page shows it again."""
    content = {"items": ["there"], "comment": "half a sent"}
    body = {"item": ITEM, "number": site.number("annika"), "content": content}
    assert post(site.client(), "draft", body) == (200, {"kept": True})
    address = f"/q/{ITEM}/{site.number('annika')}"
    assert "half a sent" in site.client().get(address).text
    assert "half a sent" not in site.client("Bob").get(address).text
    assert (site.state("annika"), site.state("annika", "Bob")) == ("draft", "unmarked")
    post(site.client(), "mark", mark_body(site, "annika", "there"))
    assert (site.state("annika"), site.service.ask_from_outside(lambda store: store.drafts())) == ("marked", [])


def test_an_emptied_draft_is_gone(site: Any) -> None:
    """Nothing is left of it."""
    body = {"item": ITEM, "number": site.number("annika"), "content": {"comment": "x"}}
    post(site.client(), "draft", body)
    post(site.client(), "draft", {**body, "content": {}})
    assert site.state("annika") == "unmarked"


def test_undo_takes_back_what_was_decided_last(site: Any) -> None:
    """The first mark becomes none, a second one the first; then there is nothing to undo."""
    client = site.client()
    post(client, "mark", mark_body(site, "annika", "there"))
    post(client, "mark", mark_body(site, "annika", "there", "back", version=1, act="b" * 12))
    status, answer = post(client, "undo", {})
    assert (status, answer["count"], answer["page"]) == (200, 1, f"/q/{ITEM}/{site.number('annika')}")
    assert proof(site).points == 1
    assert version(site) == 3


def test_undo_of_a_first_mark_leaves_the_answer_unmarked(site: Any) -> None:
    """There is a way back to unmarked."""
    post(site.client(), "mark", mark_body(site, "annika", "there"))
    post(site.client(), "undo", {})
    assert (site.state("annika"), proof(site).outcome) == ("unmarked", Outcome.PENDING)


def test_undo_touches_no_mark_of_somebody_else(site: Any) -> None:
    """It says why there is nothing to undo."""
    post(site.client(), "mark", mark_body(site, "annika", "there"))
    post(site.client("Bob"), "mark", mark_body(site, "annika", "back", version=1, act="b" * 12))
    status, answer = post(site.client(), "undo", {})
    assert (status, proof(site).mark.by) == (422, "Bob")
    assert "nothing to undo" in answer["error"]


def test_same_answers_are_marked_at_once_and_undone_at_once(site: Any) -> None:
    """Blanks make no difference."""
    others = [site.number("bjarne")]
    assert post(site.client(), "mark", mark_body(site, "annika", "there", others=others))[0] == 200
    assert [proof(site, name).points for name in ("annika", "bjarne", "celine")] == [1, 1, 0]
    assert post(site.client(), "undo", {})[1]["count"] == 2
    assert site.state("bjarne") == "unmarked"


def test_answers_are_joined_by_hand(site: Any) -> None:
    """Then they are offered together, until one is taken out."""
    numbers = [site.number("annika"), site.number("celine")]
    assert post(site.client(), "group", {"item": ITEM, "numbers": numbers}) == (200, {"joined": 2})

    def same() -> Any:
        return site.service.ask_from_outside(lambda store: site.service.same_answers(store, ITEM, "annika"))

    assert same() == ["bjarne", "celine"]
    post(site.client(), "group", {"item": ITEM, "numbers": [site.number("celine")]})
    assert same() == ["bjarne"]


TURNS = 4


def test_ten_clients_lose_nothing(site: Any) -> None:
    """Every save is there or was refused as a conflict, and then tried again."""
    numbers = [site.number(name) for name in ("annika", "bjarne", "celine", "dmitri")]
    client = site.client()

    def work(worker: Any) -> Any:
        conflicts = 0
        for turn in range(TURNS):
            number = numbers[(worker + turn) % len(numbers)]
            body = mark_body(site, "annika", "there", comment=f"{worker} {turn}", act=f"act-{worker:04}-{turn:04}")
            at = 0
            while True:
                status, answer = post(client, "mark", {**body, "number": number, "version": at})
                if status == 200:
                    break
                assert status == 409
                conflicts += 1
                at = answer["conflict"]["version"]
        return conflicts

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(work, range(10)))
    rows = site.service.ask_from_outside(lambda store: store.everything())
    assert len(rows) == 10 * TURNS
    assert {row.mark.comment for row in rows} == {f"{worker} {turn}" for worker in range(10) for turn in range(TURNS)}


def test_points_for_a_check_that_the_grader_decided(site: Any) -> None:
    """With a reason, for one; the grader's own stays on record."""
    body = {"student": 1, "item": "mean.value", "version": 0, "act": "c" * 12, "points": 0.5, "reason": "copied"}
    page = site.client().get("/s/1").text
    assert "Points or a comment by hand" in page
    assert post(site.client(), "check", body) == (200, {"saved": 1})
    submission = site.service.ask_from_outside(lambda store: store.everything())[0].submission
    check = site.result(submission).tasks[0].checks[0]
    assert (check.points, check.mark.points_before, check.mark.reason) == (0.5, 1, "copied")
    cleared = {**body, "version": 1, "state": "cleared", "points": None, "reason": "", "act": "d" * 12}
    assert post(site.client(), "check", cleared)[0] == 200
    assert site.result(submission).tasks[0].checks[0].points == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param({"points": 0.5}, "reason", id="no-reason"),
        pytest.param({"points": 7, "reason": "x"}, "from 0 to 1", id="too-many-points"),
        pytest.param({"item": ITEM, "points": 1, "reason": "x"}, "page of its answer", id="a-written-check"),
        pytest.param({"item": "other.thing", "points": 1, "reason": "x"}, "no such check", id="an-unknown-check"),
        pytest.param({"item": "", "excused": True}, "reason", id="an-excuse-without-reason"),
        pytest.param({"student": 99, "comment": "x"}, "no answer 99", id="nobody"),
    ],
)
def test_points_by_hand_that_are_refused(site: Any, fields: Any, says: str) -> None:
    """With a reason."""
    body = {"student": 1, "item": "mean.value", "version": 0, "act": "c" * 12, **fields}
    status, answer = post(site.client(), "check", body)
    assert status == 422
    assert says in answer["error"]


def test_an_excuse_is_taken_back(site: Any) -> None:
    """The student has no grade, and then one again."""
    body = {"student": 1, "item": "", "version": 0, "act": "c" * 12, "excused": True, "reason": "ill"}
    post(site.client(), "check", body)
    submission = site.service.ask_from_outside(lambda store: store.everything())[0].submission
    assert site.result(submission).excused.reason == "ill"
    post(site.client(), "check", {**body, "version": 1, "state": "cleared", "excused": False, "act": "d" * 12})
    assert site.result(submission).excused is None


def test_an_edited_rubric_says_first_how_many_marks_it_changes(site: Any) -> None:
    """Then it changes them; who has seen an older rubric is told."""
    post(site.client(), "mark", mark_body(site, "annika", "there"))
    rubric = site.service.questions[ITEM].rubric.model_dump()
    rubric["items"][0]["points"] = 1.5
    body = {"item": ITEM, "version": 0, "rubric": rubric}
    assert post(site.client(), "rubric", body) == (200, {"confirm": {"there": 1}})
    assert proof(site).points == 1
    assert post(site.client(), "rubric", {**body, "confirmed": True}) == (200, {"saved": True, "marks": 1})
    assert proof(site).points == 1.5
    status, answer = post(site.client("Bob"), "rubric", {**body, "confirmed": True})
    assert (status, answer["version"]) == (409, 1)
    page = site.client().get(f"/rubric/{ITEM}").text
    assert "Version 1, Ada" in page


def test_a_rubric_with_a_mistake_is_refused(site: Any) -> None:
    """It says what is wrong."""
    rubric = {"items": [{"id": "a", "points": 1, "says": "x"}, {"id": "a", "points": 1, "says": "y"}]}
    status, answer = post(site.client(), "rubric", {"item": ITEM, "version": 0, "rubric": rubric})
    assert status == 422
    assert "two items have the id `a`" in answer["error"]


def test_a_blind_second_mark(site: Any) -> None:
    """The first one is not shown and frozen until the second is there; then both are listed."""
    post(site.client(), "mark", mark_body(site, "annika", "there", comment="Ada's secret view"))
    assert post(site.client(), "sample", {"item": ITEM, "count": 5}) == (200, {"chosen": 1})
    number = site.number("annika")
    assert site.client().get(f"/second/{ITEM}/{number}").status_code == 404
    page = site.client("Bob").get(f"/second/{ITEM}/{number}").text
    assert "secret view" not in page
    assert "checked" not in page.split('name="note"')[0].split("<fieldset>")[1]
    status, answer = post(site.client(), "mark", mark_body(site, "annika", "back", version=1, act="b" * 12))
    assert status == 422
    assert "blind second mark" in answer["error"]
    assert (
        post(site.client("Bob"), "mark", mark_body(site, "annika", "there", "back", role="second", act="s" * 12))[0]
        == 200
    )
    assert (proof(site).points, proof(site).mark.by) == (1, "Ada")
    listed = site.client().get("/second").text
    assert "Ada: 1" in listed
    assert "Bob: 2" in listed
    assert "differ" in listed
    assert post(site.client(), "mark", mark_body(site, "annika", "there", "back", version=1, act="e" * 12))[0] == 200


def test_a_name_is_shown_when_asked_for_and_that_is_on_record(site: Any) -> None:
    """Only to the marker who asked."""
    address = f"/q/{ITEM}/{site.number('annika')}"
    assert "Annika" not in site.client().get(address).text
    post(site.client(), "reveal", {"item": ITEM, "number": site.number("annika")})
    assert "Annika Lund (annika)" in site.client().get(address).text
    assert "Annika" not in site.client("Bob").get(address).text
    logged = site.service.ask_from_outside(lambda store: store.logged("revealed"))
    assert [row[1:] for row in logged] == [("Ada", "annika", ITEM)]


def test_where_an_answer_stands_is_noted_once_for_all(site: Any) -> None:
    """The page shows it there, for everybody."""
    (site.root / "class/dmitri/answers.md").write_text("# Prof\nIt is $e$.\n\n# Else\nNo.\n")
    number = site.number("dmitri")
    page = site.client().get(f"/q/{ITEM}/{number}").text
    assert "Nothing was found under the heading “Proof”" in page
    assert "<option>Prof</option>" in page
    post(site.client(), "pointer", {"item": ITEM, "number": number, "heading": "Prof"})
    page = site.client("Bob").get(f"/q/{ITEM}/{number}").text
    assert "<mi>e</mi>" in page
    assert "where a marker found it" in page
    post(site.client(), "mark", mark_body(site, "dmitri", "there"))
    mark = site.result("dmitri").tasks[0].checks[-1].mark
    assert mark.read_under == "Prof"
    post(site.client(), "mark", mark_body(site, "annika", "there"))
    assert site.result("annika").tasks[0].checks[-1].mark.read_under == ""


def test_who_else_looks_is_shown_and_nothing_is_locked(site: Any) -> None:
    """A claim is no mark."""
    number = site.number("annika")
    site.client("Bob").get(f"/q/{ITEM}/{number}")
    assert "Also looking at this: Bob" in site.client().get(f"/q/{ITEM}/{number}").text
    assert post(site.client(), "claim", {"item": ITEM, "number": number}) == (200, {"looking": ["Bob"]})
    assert post(site.client(), "mark", mark_body(site, "annika", "there"))[0] == 200
    assert version(site, "bjarne") == 0


def test_finishing_writes_pages_and_tables(site: Any) -> None:
    """The page of a student has the mark; what is not written yet is known."""
    post(site.client(), "mark", mark_body(site, "annika", "there", comment="Good."))
    status, answer = post(site.client(), "publish", {})
    assert status == 200
    assert answer["says"].startswith("1 pages")
    assert site.tables == ["written"]
    page = site.folder.report("annika").read_text()
    assert "Marked by Ada" in page
    assert "lenient" not in page
    assert site.service.ask_from_outside(lambda store: store.unpublished()) == []


def test_turning_a_picture_turns_it_for_all(site: Any) -> None:
    """By a quarter each time."""
    body = {"item": ITEM, "number": site.number("annika"), "picture": "0"}
    assert [post(site.client(), "turn", body)[1]["turn"] for _ in range(5)] == [90, 180, 270, 0, 90]


ACTIONS = ("mark", "draft", "claim", "reveal", "check", "rubric", "pointer", "turn", "sample", "group")
NO_BODIES = (b"", b"[]", b"{", b"null", b"\xff", json.dumps({"item": 1}).encode())


@pytest.mark.parametrize(("name", "body"), some_of(itertools.product(ACTIONS, NO_BODIES), 5), ids=repr)
def test_a_body_that_is_none_is_refused(site: Any, name: str, body: Any) -> None:
    """With a sentence, and no traceback."""
    response = site.client().post(f"/api/{name}", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert response.json()["error"]


def test_a_body_without_end_is_refused(site: Any) -> None:
    """Before it is read."""
    response = site.client().post("/api/draft", content=b" " * (2 << 20), headers={"Content-Type": "application/json"})
    assert (response.status_code, "too long" in response.json()["error"]) == (422, True)
