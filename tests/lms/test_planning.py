"""What is written and what is not: decided for every state of a row, without an LMS."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from grader.lms.comments import Feedback, Tag
from grader.lms.journal import Journal
from grader.lms.planning import Decision, Planner, PlanOptions, same_grade, warning_texts
from grader.lms.records import LmsAssignment, LmsComment, LmsGrade, LmsStudent
from grader.results.hand_in_facts import Lateness
from tests.export.graded_rows import excused, got, left

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.export.grade import Grade

FEEDBACK = Feedback("text", "html", None, Tag("aaaaaaaa", "bbbbbbbb"))
THERE = LmsComment("1", FEEDBACK.tag.text)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Give an empty journal."""
    with Journal(tmp_path / "journal", "a") as opened:
        yield opened


def student(points: str | None = None, id_: str = "17", **fields: Any) -> LmsStudent:
    """Return a student with a grade in the LMS."""
    grade = LmsGrade(None if points is None else Decimal(points))
    return LmsStudent(**{"line": int(id_), "key": id_, "platform_id": id_, "name": "", "grade": grade, **fields})


def planner(journal: Journal, *students: LmsStudent, options: PlanOptions | None = None, **fields: Any) -> Planner:
    """Return a planner for an assignment of ten points."""
    assignment = LmsAssignment(**{"title": "A", "max_points": Decimal(10), "students": students, **fields})
    return Planner(assignment, journal, options or PlanOptions(), lambda *_: FEEDBACK, lambda row: row)


@pytest.mark.parametrize(
    ("row", "grade", "fields", "decision", "reason"),
    [
        pytest.param(student(), got("17", 5), {}, Decision.WRITE, "no grade yet", id="new"),
        pytest.param(student("5", comments=(THERE,)), got("17", 5), {}, Decision.UNCHANGED, "is there", id="there"),
        pytest.param(student("5.001", comments=(THERE,)), got("17", 5), {}, Decision.UNCHANGED, "is there", id="close"),
        pytest.param(student("5"), got("17", 5), {}, Decision.WRITE, "the comment is missing or old", id="comment"),
        pytest.param(student("4"), got("17", 5), {}, Decision.HOLD, "has 4, which was not written", id="a-persons"),
        pytest.param(
            student("4"),
            got("17", 5),
            {"options": PlanOptions(replace=True)},
            Decision.WRITE,
            "replaces 4",
            id="replaced",
        ),
        pytest.param(student(), left("17"), {}, Decision.SKIP, "3 points not marked yet", id="no-grade"),
        pytest.param(student(), excused("17"), {}, Decision.WRITE, "no grade yet", id="excused"),
        pytest.param(student(), excused("17"), {"can_excuse": False}, Decision.SKIP, "enter it by hand", id="cannot"),
        pytest.param(
            student(), got("17", 5), {"max_points": None}, Decision.SKIP, "no maximum; --raw", id="no-maximum"
        ),
        pytest.param(
            student(),
            got("17", 12),
            {"caps_at_maximum": True},
            Decision.SKIP,
            "12 is above the maximum of 10",
            id="above",
        ),
        pytest.param(
            student(locked_reason="is not active"), got("17", 5), {}, Decision.HOLD, "is not active", id="lock"
        ),
        pytest.param(
            student(attempt=2),
            got("17", 5, attempt=1),
            {},
            Decision.HOLD,
            "attempt 2 is there, attempt 1 was",
            id="handed-in-again",
        ),
        pytest.param(
            student(attempt=1, submitted_at="b"),
            got("17", 5, attempt=1, submitted="a"),
            {},
            Decision.HOLD,
            "changed since it was pulled: handed in b, graded was a",
            id="changed-without-a-number",
        ),
        pytest.param(
            student(foreign_feedback=True),
            got("17", 5),
            {},
            Decision.HOLD,
            "has a comment of a person",
            id="a-persons-comment",
        ),
    ],
)
def test_a_row_is_decided(
    journal: Journal, row: LmsStudent, grade: Grade, fields: dict[str, Any], decision: Decision, reason: str
) -> None:
    """Nothing of a person's is overwritten unless that was asked for."""
    plan = planner(journal, row, **fields).plan([grade], "Canvas")
    (planned,) = plan.rows
    assert (planned.decision, reason in planned.reason) == (decision, True), planned.reason
    assert plan.is_incomplete == (decision is Decision.HOLD)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        pytest.param(LmsGrade(Decimal("5.004")), LmsGrade(Decimal(5)), True, id="two-decimals"),
        pytest.param(LmsGrade(Decimal("5.01")), LmsGrade(Decimal(5)), False, id="a-hundredth"),
        pytest.param(LmsGrade(), LmsGrade(Decimal(0)), False, id="none-is-no-zero"),
        pytest.param(LmsGrade(), LmsGrade(), False, id="none-is-nothing"),
        pytest.param(LmsGrade(excused=True), LmsGrade(Decimal(5)), False, id="excused"),
        pytest.param(LmsGrade(Decimal(1), excused=True), LmsGrade(excused=True), True, id="points-of-an-excused"),
    ],
)
def test_grades_are_compared_as_an_lms_does(old: LmsGrade, new: LmsGrade, same: bool) -> None:
    """At two decimals."""
    assert same_grade(old, new) is same


def test_a_changed_report_replaces_the_old_comment(journal: Journal) -> None:
    """The points stay."""
    old = LmsComment("9", "(grader aaaaaaaa-00000000)")
    (row,) = planner(journal, student("5", comments=(old,))).plan([got("17", 5)], "Canvas").rows
    assert row.change is not None
    assert (row.change.points_unchanged, row.change.comment_unchanged) == (True, False)
    assert row.change.stale_comments == (old,)


@pytest.mark.parametrize(
    ("second", "decision"), [(got("18", 5), Decision.WRITE), (got("18", 6), Decision.HOLD)], ids=["equal", "unequal"]
)
def test_a_group_that_is_graded_together_has_one_grade(journal: Journal, second: Grade, decision: Decision) -> None:
    """Two of them are not resolved by chance."""
    students = [student(id_=id_, group="g", group_name="Foxes") for id_ in ("17", "18")]
    (row,) = planner(journal, *students).plan([got("17", 5), second], "Canvas").rows
    assert (row.decision, len(row.members), row.label) == (decision, 2, "Foxes: 17, 18")
    if decision is Decision.HOLD:
        assert row.reason == "one grade counts for the whole group, and there are several (17, 18)"


def test_those_who_stay_alone_are_counted(journal: Journal) -> None:
    """Who handed in and was not graded is told; who handed in nothing is a number."""
    plan = planner(journal, student(id_="1"), student(id_="2", attempt=1)).plan([got("9", 5)], "Canvas")
    assert plan.idle == 1
    assert plan.unmatched == ("9: no row in the gradebook", "2: handed in, but not graded here")


def test_two_late_policies_are_a_warning(journal: Journal) -> None:
    """The course's and the LMS's own would both take off."""
    late = Lateness(due="2026-01-01T00:00:00+00:00", percent=10)
    plan = planner(journal, student(late_deduction=Decimal("1.5"))).plan([got("17", 5, lateness=late)], "Canvas")
    assert warning_texts(plan) == [
        "17: late twice: the course's policy takes off 10 %, and the LMS's own 1.5 points more"
    ]
