"""Answers of Moodle's web services as records: whatever is missing or of another kind, nothing is made up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from grader.lms.moodle_records import (
    feedback_text,
    latest_attempt,
    latest_time,
    moment,
    plain_name,
    read_assignment,
    read_grade,
    read_students,
    workflow_state,
)
from grader.lms.outcomes import LmsRefusalError


def assignment(**facts: Any) -> Any:
    """Return an assignment."""
    return read_assignment({"id": 7, "name": "One", "grade": 100, **facts})


def enabled(plugin: str, value: str = "1", subtype: str = "assignfeedback") -> dict[str, str]:
    """Return a setting of Moodle's that switches a plugin on."""
    return {"plugin": plugin, "subtype": subtype, "name": "enabled", "value": value}


def test_an_assignment_has_the_plugins_that_are_switched_on() -> None:
    """Of feedback alone; names come escaped, and a number is needed."""
    read = assignment(
        name="Sheet&nbsp;1 &amp; 2\n", teamsubmission=1, blindmarking=1, markingworkflow=0,
        configs=[enabled("comments"), enabled("file", "0"), enabled("onlinetext", subtype="assignsubmission")],
    )  # fmt: skip
    assert (read.plugins, read.by_group, read.blind, read.workflow) == ({"comments"}, True, True, False)
    assert "1 & 2" in read.name
    assert "\n" not in read.name
    assert not assignment(blindmarking=1, revealidentities=1).blind
    with pytest.raises(LmsRefusalError, match="without a number"):
        read_assignment({"name": "One"})


def student(row: dict[str, Any], **facts: Any) -> Any:
    """Return one participant with a submission."""
    person = {"id": 3, "fullname": "Zo&euml; F", "username": "zf", "email": "", **facts}
    (read,) = read_students([person], [{"userid": 3, **row}], {}, assignment())
    return read


@pytest.mark.parametrize(
    ("status", "attempt", "draft"),
    [("submitted", 2, False), ("draft", None, True), ("new", None, False), ("reopened", None, False)],
)
def test_a_submission_counts_once_it_is_handed_in(status: str, attempt: int | None, draft: bool) -> None:
    """A draft has no time and no files."""
    file = {"filename": "a.py", "filepath": "/b/", "fileurl": "u", "filesize": 3}
    plugins = [{"type": "file", "fileareas": [{"files": [file]}]}]
    read = student({"status": status, "attemptnumber": 1, "timemodified": 86400, "plugins": plugins})
    assert (read.attempt, read.draft) == (attempt, draft)
    assert read.submitted_at == ("1970-01-02T00:00:00+00:00" if attempt else "")
    assert [attachment.path for attachment in read.attachments] == (["b/a.py"] if attempt else [])
    assert read.name == "Zoë F"


def test_text_typed_into_moodle_is_named() -> None:
    """An empty editor leaves marks of HTML."""

    def typed(text: str) -> Any:
        plugins = [{"type": "onlinetext", "editorfields": [{"text": text}]}]
        return student({"status": "submitted", "attemptnumber": 0, "plugins": plugins}).notes

    assert typed("<p>x</p>") == ("Text typed into Moodle is not read.",)
    assert typed(" <p></p> ") == ()


def test_a_group_hands_in_for_all_its_members() -> None:
    """Who is in no group is in Moodle's group 0."""
    people: list[dict[str, Any]] = [{"id": 1, "groupid": 5, "groupname": "A"}, {"id": 2}]
    rows = [
        {"userid": 0, "groupid": 5, "status": "submitted", "attemptnumber": 0},
        {"userid": 0, "groupid": 0, "status": "submitted", "attemptnumber": 3},
    ]
    one, two = read_students(people, rows, {}, assignment(teamsubmission=1))
    assert (one.attempt, one.group, one.group_name) == (1, "5", "A")
    assert (two.attempt, two.group) == (4, "")
    with pytest.raises(LmsRefusalError, match="participant without a number"):
        list(read_students([{"fullname": "x"}], [], {}, assignment()))


@pytest.mark.parametrize(("grade", "points"), [("-1.00000", None), ("12.50", Decimal("12.5")), (None, None)])
def test_a_grade_below_0_is_none(grade: str | None, points: Decimal | None) -> None:
    """Moodle writes -1 before anybody has graded, and the same for the grader."""
    read = read_grade({"grade": grade, "grader": -1, "timemodified": 0})
    assert (read.points, read.grader, read.graded_at) == (points, "", "")


ODD: list[Any] = [None, [], "x", 3, {}, {"lastattempt": None}, {"lastattempt": {"submission": None}}]


@pytest.mark.parametrize("status", ODD, ids=map(repr, ODD))
def test_a_status_without_what_is_looked_for_changes_nothing(status: object) -> None:
    """Moodle leaves out what a user may not see."""
    assert latest_attempt(status, 2) == 2
    assert latest_time(status, "2024") == "2024"
    assert (workflow_state(status), feedback_text(status)) == ("", "")


def test_a_status_may_know_a_newer_attempt() -> None:
    """Never an older one, and none that is a draft."""

    def status(number: int, state: str = "submitted") -> Any:
        return {"lastattempt": {"submission": {"attemptnumber": number, "status": state, "timemodified": 86400}}}

    assert [latest_attempt(status(n), 2) for n in (0, 1, 4)] == [2, 2, 5]
    assert latest_attempt(status(4, "draft"), 2) == 2
    assert latest_time(status(0), "1969") == "1970-01-02T00:00:00+00:00"


@pytest.mark.parametrize("value", [True, 0, -1, 1 << 40, "86400", None])
def test_what_is_no_moment_is_empty(value: object) -> None:
    """Moodle writes 0 for never."""
    assert moment(value) == ""


def test_a_name_is_one_line() -> None:
    """Whatever Moodle escaped."""
    assert plain_name("A &lt;b&gt;\r\nC") == "A <b> C"
