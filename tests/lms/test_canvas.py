"""Grades to Canvas: what is written, what is not, and that nothing is written twice whatever happens on the way."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from grader.lms.http import MAX_TRIES
from grader.lms.planning import warning_texts
from grader.results import Lateness
from grader.store import Folder
from tests.lms.canvas_double import GRADER, CanvasDouble, class_of
from tests.lms.graded_class import result, write_class
from tests.lms.lms_server import AFTER, FAILURES, Reply
from tests.lms.pushed import push
from tests.samples.families import some_of


def graded(tmp_path: Path, *entries: Any, **more: Any) -> Any:
    """Return a folder with the results of students 1, 2, ... with these points of 4."""
    submitted = "2026-11-20T11:00:00Z"
    results = [result(str(number), points, submitted=submitted) for number, points in enumerate(entries, 1)]
    return write_class(tmp_path / "graded", results, **more)


def test_grade_comment_attempt_and_report_arrive(tmp_path: Path) -> None:
    """Points are scaled to the assignment, the comment names its attempt, and the report hangs on it."""
    with CanvasDouble(class_of(2)) as canvas:
        done = push(canvas, graded(tmp_path, 4, 3))
        assert [(row.student.platform_id, row.new.text) for row in done.report.written] == [("1", "10"), ("2", "7.5")]
        student = canvas.students[2]
        assert (student.score, student.grader) == (7.5, GRADER)
        (comment,) = student.comments
        assert comment["attempt"] == "1"
        assert comment["comment"].startswith("3 of 4 points")
        assert re.search(r"\(grader [0-9a-f]{8}-[0-9a-f]{8}\)$", comment["comment"])
        (file,) = comment["attachments"]
        assert canvas.uploads[file["id"]] == ("report.html", b"<p>report of 2</p>")


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It reads only, and says what would happen."""
    with CanvasDouble(class_of(2)) as canvas:
        done = push(canvas, graded(tmp_path, 4, 3), apply=False)
        assert done.decisions() == {"1": "write", "2": "write"}
        assert {seen.method for seen in canvas.seen} == {"GET"}


def test_a_second_push_writes_nothing(tmp_path: Path) -> None:
    """Grades that are there, with their comment, are left alone."""
    folder = graded(tmp_path, 4, 3, 0)
    with CanvasDouble(class_of(3)) as canvas:
        push(canvas, folder)
        writes = list(canvas.writes)
        again = push(canvas, folder)
        assert set(again.decisions().values()) == {"unchanged"}
        assert canvas.writes == writes


def test_the_journal_is_not_needed(tmp_path: Path) -> None:
    """On another machine the LMS alone tells what is there."""
    folder = graded(tmp_path, 4, 3)
    with CanvasDouble(class_of(2)) as canvas:
        push(canvas, folder)
        Folder(folder).push_journal.unlink()
        assert set(push(canvas, folder).decisions().values()) == {"unchanged"}


def test_a_new_result_replaces_grade_and_comment(tmp_path: Path) -> None:
    """The grade is ours, so it is replaced; the old comment goes, the new one stays."""
    with CanvasDouble(class_of(1)) as canvas:
        push(canvas, graded(tmp_path, 1))
        done = push(canvas, graded(tmp_path, 4))
        assert [row.reason for row in done.report.written] == ["replaces 2.5"]
        (comment,) = canvas.students[1].comments
        assert comment["comment"].startswith("4 of 4 points")
        assert canvas.students[1].score == 10


def test_a_new_report_with_the_same_points_replaces_the_comment_only(tmp_path: Path) -> None:
    """The points are not sent again."""
    with CanvasDouble(class_of(1)) as canvas:
        push(canvas, graded(tmp_path, 3))
        push(canvas, graded(tmp_path, 3, report="<p>another report</p>"))
        assert [points for _, points, _ in canvas.writes] == ["7.5", None]
        assert len(canvas.students[1].comments) == 1


@pytest.mark.parametrize("replace", [False, True])
def test_a_grade_of_somebody_else_stays_unless_told(tmp_path: Path, replace: bool) -> None:
    """It is listed with what is there."""
    with CanvasDouble(class_of(1, score=3.0, grader=7)) as canvas:
        done = push(canvas, graded(tmp_path, 4), replace=replace)
        assert canvas.students[1].score == (10 if replace else 3)
        assert done.reasons() == ({} if replace else {"1": "has 3, which was not written by this command"})


def test_a_grade_that_was_changed_after_a_push_stays(tmp_path: Path) -> None:
    """Somebody has looked at it and decided otherwise."""
    with CanvasDouble(class_of(1)) as canvas:
        push(canvas, graded(tmp_path, 1))
        canvas.students[1].score = 6.0
        done = push(canvas, graded(tmp_path, 2))
        assert (canvas.students[1].score, done.reasons()) == (
            6, {"1": "has 6, which was not written by this command"},
        )  # fmt: skip


@pytest.mark.parametrize("replace", [False, True])
def test_a_grade_that_was_removed_after_a_push_stays_removed_unless_told(tmp_path: Path, replace: bool) -> None:
    """Somebody has looked at it and decided that there is none."""
    folder = graded(tmp_path, 4)
    with CanvasDouble(class_of(1)) as canvas:
        push(canvas, folder)
        canvas.students[1].score, canvas.students[1].grader = None, 7
        done = push(canvas, folder, replace=replace)
        assert canvas.students[1].score == (10 if replace else None)
        assert done.reasons() == ({} if replace else {"1": "somebody has removed the 10 of an earlier push"})


def test_a_grade_that_changed_since_the_dry_run_stays_even_when_told_to_replace(tmp_path: Path) -> None:
    """The table that the person has read is not true any more."""
    folder = graded(tmp_path, 4)
    with CanvasDouble(class_of(1, score=3.0, grader=7)) as canvas:
        push(canvas, folder, apply=False, replace=True)
        canvas.students[1].score = 5.0
        done = push(canvas, folder, replace=True)
        assert (canvas.students[1].score, done.reasons()) == (5, {"1": "changed since the dry run: has 5 now"})


@pytest.mark.parametrize("replace", [False, True])
def test_a_grade_that_changes_during_the_push_stays(tmp_path: Path, replace: bool) -> None:
    """Each row is read again just before its write."""

    def somebody_grades() -> None:
        canvas.students[2].score, canvas.students[2].grader = 9.0, 7

    with CanvasDouble(class_of(2)) as canvas:
        done = push(canvas, graded(tmp_path, 4, 4), before_apply=somebody_grades, replace=replace)
        assert canvas.students[2].score == 9
        assert list(done.failed()) == ["2"]
        assert canvas.students[1].score == 10


def test_work_that_was_handed_in_again_keeps_its_grade(tmp_path: Path) -> None:
    """A grade for the first attempt would stand beside the second."""
    with CanvasDouble(class_of(1, attempt=2)) as canvas:
        done = push(canvas, graded(tmp_path, 4))
        assert done.reasons() == {"1": "handed in again since: attempt 2 is there, attempt 1 was graded"}
        assert canvas.writes == []


@pytest.mark.parametrize("failure", [*FAILURES, *AFTER])
def test_trouble_with_a_write_writes_once(tmp_path: Path, failure: Any) -> None:
    """Before or after the write had its effect: the grade is there once, and so is the comment."""
    with CanvasDouble(class_of(2)) as canvas:
        canvas.counted = lambda seen: seen.method == "PUT"
        canvas.failures = {0: failure}
        done = push(canvas, graded(tmp_path, 4, 3))
        assert not done.report.failed
        assert [(student, points) for student, points, _ in canvas.writes] == [(1, "10"), (2, "7.5")]
        assert [len(student.comments) for student in canvas.students.values()] == [1, 1]


@pytest.mark.parametrize(
    ("method", "failure"), some_of(itertools.product(["GET", "POST", "DELETE"], [*FAILURES, *AFTER]))
)
def test_trouble_with_any_other_request_ends_well(tmp_path: Path, failure: Any, method: str) -> None:
    """Lists, reads, uploads and deletions are repeated; nothing is lost and nothing is there twice."""
    with CanvasDouble(class_of(3)) as canvas:
        canvas.page_size = 2
        push(canvas, graded(tmp_path, 1, 1, 1))
        canvas.writes.clear()
        canvas.counted = lambda seen: seen.method == method
        canvas.failures = dict.fromkeys((0, 2, 3), failure)
        done = push(canvas, graded(tmp_path, 4, 3, 2))
        assert not done.report.failed
        assert [points for _, points, _ in canvas.writes] == ["10", "7.5", "5"]
        assert [len(student.comments) for student in canvas.students.values()] == [1, 1, 1]


@pytest.mark.parametrize(("step", "failure"), some_of(itertools.product([0, 1, 2], [*FAILURES, *AFTER])))
def test_trouble_in_any_step_of_an_upload_ends_well(tmp_path: Path, failure: Any, step: int) -> None:
    """Announced, uploaded, confirmed: after trouble it begins anew, and the comment carries one report."""
    with CanvasDouble(class_of(1)) as canvas:
        canvas.file_status = 302
        canvas.counted = lambda seen: "files" in seen.path or seen.path == "/upload"
        canvas.failures = {step: failure}
        done = push(canvas, graded(tmp_path, 4))
        assert not done.report.failed
        (comment,) = canvas.students[1].comments
        (file,) = comment["attachments"]
        assert canvas.uploads[file["id"]] == ("report.html", b"<p>report of 1</p>")


def test_throttling_slows_down(tmp_path: Path) -> None:
    """Pauses grow, and a server's own wish is respected."""
    slow = Reply(429, b"", {"Retry-After": "9"})
    with CanvasDouble(class_of(1)) as canvas:
        FAILURES["429-wait"] = slow
        canvas.counted = lambda seen: seen.method == "PUT"
        canvas.failures = {0: "429", 1: "429", 2: "429", 3: "429-wait"}
        done = push(canvas, graded(tmp_path, 4))
        FAILURES.pop("429-wait")
        assert canvas.students[1].score == 10
        first, second, third, fourth = done.pauses
        assert (first <= 1, second <= 2, third <= 4, fourth >= 9) == (True,) * 4


def test_an_lms_that_only_throttles_ends_with_a_list(tmp_path: Path) -> None:
    """A row that cannot be written is listed, and the others go on."""
    with CanvasDouble(class_of(2)) as canvas:
        canvas.students[1].refuse = FAILURES["429"]
        done = push(canvas, graded(tmp_path, 4, 3))
        assert "429" in done.failed()["1"]
        assert canvas.students[2].score == 7.5
        assert len(done.pauses) == MAX_TRIES - 1


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        pytest.param(
            Reply.json({"status": "unauthorized", "errors": [{"message": "user not authorized"}]}, 403),
            "user not authorized", id="403",
        ),
        pytest.param(
            Reply.json({"status": "unauthorized", "errors": [{"message": "user not authorized"}]}, 401),
            "user not authorized", id="401 for one student",
        ),
        pytest.param(Reply.json({"error": "grade refused"}, 400), "grade refused", id="400"),
        pytest.param(Reply.json({"errors": [{"message": "gone"}]}, 404), "gone", id="404"),
        pytest.param(Reply(403, b"\x1b[31m<b>no</b>\r\n"), "no", id="a page with control characters"),
    ],
)  # fmt: skip
def test_a_refusal_concerns_one_row(tmp_path: Path, refusal: Any, words: str) -> None:
    """It is listed with the LMS's own words, made safe, and the others are written."""
    with CanvasDouble(class_of(2)) as canvas:
        canvas.students[1].refuse = refusal
        done = push(canvas, graded(tmp_path, 4, 3))
        (reason,) = done.failed().values()
        assert words in reason
        assert reason.isprintable()
        assert canvas.students[2].score == 7.5


def test_a_wrong_token_stops_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One request, and a sentence that says where tokens are made."""
    monkeypatch.setattr("tests.lms.pushed.TOKEN", "wrong")
    with CanvasDouble(class_of(2)) as canvas:
        with pytest.raises(UsageError, match=r"does not accept the token \(Invalid access token\.\)"):
            push(canvas, graded(tmp_path, 4, 3))
        assert len(canvas.seen) == 1


def test_excused_students_are_excused(tmp_path: Path) -> None:
    """Canvas knows the word, and a second push leaves it."""
    from grader.results import Excused

    excused = result("1", 0, submitted="2026-11-20T11:00:00Z").model_copy(update={"excused": Excused(by="Ada")})
    folder = write_class(tmp_path / "graded", [excused])
    with CanvasDouble(class_of(1)) as canvas:
        push(canvas, folder)
        assert (canvas.students[1].excused, canvas.students[1].score) == (True, None)
        assert push(canvas, folder).decisions() == {"1": "unchanged"}


def test_canvas_own_late_policy_looks_like_no_change(tmp_path: Path) -> None:
    """What was entered counts, not what Canvas has taken off."""
    folder = graded(tmp_path, 4)
    with CanvasDouble(class_of(1)) as canvas:
        push(canvas, folder)
        canvas.students[1].deducted = 2.0
        assert push(canvas, folder).decisions() == {"1": "unchanged"}


def test_a_deduction_by_both_policies_is_listed(tmp_path: Path) -> None:
    """The course takes off for lateness, and so does Canvas."""
    late = Lateness(due="2026-11-20T10:00:00+00:00", seconds=3600, percent=10)
    entry = result("1", 4, submitted="2026-11-20T11:00:00Z", lateness=late)
    with CanvasDouble(class_of(1, deducted=1.5)) as canvas:
        done = push(canvas, write_class(tmp_path / "graded", [entry]), apply=False)
    assert warning_texts(done.plan) == [
        "1: late twice: the course's policy takes off 10 %, and the LMS's own 1.5 points more"
    ]
    assert done.plan.rows[0].new.text == "9"


def test_a_second_assistant_repeats_nothing(tmp_path: Path) -> None:
    """The comment of the first one has the tag; a new one stands beside it, for only its author may delete it."""
    folder = graded(tmp_path, 4)
    with CanvasDouble(class_of(1)) as canvas:
        push(canvas, folder)
        canvas.grader = 98
        assert push(canvas, folder).decisions() == {"1": "unchanged"}
        push(canvas, graded(tmp_path, 2))
        assert [comment["author_id"] for comment in canvas.students[1].comments] == [GRADER, 98]
        assert push(canvas, folder).decisions() == {"1": "unchanged"}


def test_a_students_copy_of_the_tag_proves_nothing(tmp_path: Path) -> None:
    """A comment counts as ours only if the token's owner wrote it."""
    folder = graded(tmp_path, 4)
    with CanvasDouble(class_of(1)) as canvas:
        push(canvas, folder)
        (comment,) = canvas.students[1].comments
        canvas.students[1].comments = [{**comment, "author_id": 1}]
        push(canvas, folder)
        assert [comment["author_id"] for comment in canvas.students[1].comments] == [1, GRADER]


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ({"grading_type": "pass_fail"}, "complete or incomplete"),
        ({"grading_type": "not_graded"}, "not graded"),
        ({"published": False}, "not published"),
        ({"moderated_grading": True, "grades_published": False}, "moderated"),
    ],
)
def test_assignments_that_take_no_points_are_refused(tmp_path: Path, assignment: Any, words: str) -> None:
    """The assignment says why, before anything is written."""
    with CanvasDouble(class_of(1), **assignment) as canvas:
        from grader.lms.clients import load_lms
        from tests.lms.lms_server import TOKEN

        client = load_lms("canvas").connect(canvas.address, TOKEN, None)
        assert words in client.load().refusal
        client.close()


def test_a_group_is_written_once(tmp_path: Path) -> None:
    """One request grades all members, and the comment goes to each."""
    blue, red = {"id": 5, "name": "Blue"}, {"id": 6, "name": "Red"}
    students = class_of(5)
    for student, group in zip(students, (blue, blue, red, red, None), strict=True):
        student.group = group
    with CanvasDouble(students, group_category_id=3) as canvas:
        folder = graded(tmp_path, 4, 4, 3, 3, 2)
        push(canvas, folder)
        assert [(student, points) for student, points, _ in canvas.writes] == [(5, "5"), (1, "10"), (3, "7.5")]
        assert [len(student.comments) for student in students] == [1] * 5
        assert set(push(canvas, folder).decisions().values()) == {"unchanged"}


@pytest.mark.parametrize("failure", some_of([*FAILURES, *AFTER]))
def test_trouble_with_the_write_of_a_group_writes_once(tmp_path: Path, failure: Any) -> None:
    """The members that were not read again are as fresh as the one that was."""
    group = {"id": 5, "name": "Blue"}
    with CanvasDouble(class_of(3, group=group), group_category_id=3) as canvas:
        canvas.counted = lambda seen: seen.method == "PUT"
        canvas.failures = {0: failure}
        done = push(canvas, graded(tmp_path, 4, 4, 4))
        assert not done.report.failed
        assert [(student, points) for student, points, _ in canvas.writes] == [(1, "10")]
        assert [len(student.comments) for student in canvas.students.values()] == [1, 1, 1]


def test_two_grades_of_one_group_are_listed(tmp_path: Path) -> None:
    """Nobody decides for the teacher which one counts."""
    group = {"id": 5, "name": "Blue"}
    with CanvasDouble(class_of(2, group=group), group_category_id=3) as canvas:
        done = push(canvas, graded(tmp_path, 4, 3))
        assert "there are several (1, 2)" in done.reasons()["1"]
        assert canvas.writes == []


def test_who_matches_nobody_is_listed(tmp_path: Path) -> None:
    """A submission without a student, a student whose work was not graded, and those who handed in nothing."""
    submitted = "2026-11-20T11:00:00Z"
    folder = write_class(tmp_path / "graded", [result("1", 4, submitted=submitted), result("77", 4)])
    students = [*class_of(2), *class_of(4, attempt=None)[2:]]
    with CanvasDouble(students) as canvas:
        done = push(canvas, folder)
        assert done.plan.unmatched == ("77: no row in the gradebook", "Student 2 (2): handed in, but not graded here")
        assert done.plan.idle == 2


def test_names_never_join(tmp_path: Path) -> None:
    """A submission from elsewhere joins by login only."""
    folder = write_class(
        tmp_path / "graded", [result("Student 1", 4, platform=""), result("u2", 4, platform="", attempt=None)]
    )
    with CanvasDouble(class_of(2)) as canvas:
        done = push(canvas, folder)
        assert done.decisions() == {"2": "write"}


def test_grades_only_and_comments_without_reports(tmp_path: Path) -> None:
    """The user decides what students receive."""
    folder = graded(tmp_path, 4)
    with CanvasDouble(class_of(1)) as canvas:
        push(canvas, folder, comments=False, files=False)
        assert canvas.writes == [(1, "10", None)]
        push(canvas, folder, files=False)
        (comment,) = canvas.students[1].comments
        assert (comment["attachments"], "attached report" in comment["comment"]) == ([], False)


@pytest.mark.parametrize("status", [201, 302, 303])
def test_each_way_in_which_an_upload_is_confirmed(tmp_path: Path, status: int) -> None:
    """Canvas answers the upload with the file or with a place to ask; only Canvas gets the token."""
    with CanvasDouble(class_of(1)) as canvas:
        canvas.file_status = status
        push(canvas, graded(tmp_path, 4))
        (comment,) = canvas.students[1].comments
        assert comment["attachments"] == [{"id": 500}]


def test_the_token_is_nowhere_on_disk(tmp_path: Path) -> None:
    """Neither in the journal nor beside it."""
    folder = graded(tmp_path, 4)
    with CanvasDouble(class_of(1)) as canvas:
        push(canvas, folder)
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"secret-token" not in written
    lines = [json.loads(line) for line in Folder(folder).push_journal.read_text().splitlines()]
    assert [line["step"] for line in lines] == ["sending", "written"]
