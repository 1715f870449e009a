"""Grades to Moodle: one save for each student, none that Moodle would skip silently, none that destroys feedback."""

from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from tests.lms.graded_class import result, write_class
from tests.lms.lms_server import AFTER, FAILURES
from tests.lms.moodle_double import FUNCTIONS, MoodleDouble, course_of, error
from tests.lms.pushed import push as push_to
from tests.samples.families import some_of

SUBMITTED = "2025-11-24T16:00:00+00:00"
"""The submission time of the double's participants as it is pulled."""


def push(double: Any, folder: Path, **options: Any) -> Any:
    """Push to a Moodle."""
    return push_to(double, folder, lms="moodle", **options)


def graded(tmp_path: Path, *entries: Any, **more: Any) -> Any:
    """Return a folder with the results of participants 1, 2, ... with these points of 4."""
    results = [
        result(str(1000 + number), points, platform="Moodle", submitted=SUBMITTED)
        for number, points in enumerate(entries, 1)
    ]
    return write_class(tmp_path / "graded", results, **more)


def test_grade_comment_and_report_arrive(tmp_path: Path) -> None:
    """In one save, scaled to the assignment, with the attempt that was graded."""
    with MoodleDouble(course_of(2)) as moodle:
        done = push(moodle, graded(tmp_path, 4, 3))
        assert not done.report.failed
        person = moodle.participants[2]
        assert person.grade == 7.5
        assert person.comment.startswith("<p><strong>3 of 4 points")
        assert "(grader " in person.comment
        assert moodle.drafts[person.draft] == ("report.html", b"<p>report of 1002</p>")
        assert moodle.notifications == 2


def test_a_dry_run_saves_nothing(tmp_path: Path) -> None:
    """It calls functions that read only."""
    with MoodleDouble(course_of(2)) as moodle:
        done = push(moodle, graded(tmp_path, 4, 3), apply=False)
        assert done.decisions() == {"1001": "write", "1002": "write"}
        assert not [seen for seen in moodle.seen if "save" in seen.field("wsfunction")]


@pytest.mark.parametrize("journal", [True, False])
def test_a_second_push_notifies_nobody(tmp_path: Path, journal: bool) -> None:
    """With the journal and without it."""
    from grader.store import Folder

    folder = graded(tmp_path, 4, 3)
    with MoodleDouble(course_of(2)) as moodle:
        push(moodle, folder)
        if not journal:
            Folder(folder).push_journal.unlink()
        again = push(moodle, folder)
        assert set(again.decisions().values()) == {"unchanged"}
        assert moodle.notifications == 2


@pytest.mark.parametrize("failure", [*FAILURES, *AFTER])
def test_trouble_with_a_save_saves_once(tmp_path: Path, failure: Any) -> None:
    """Before or after it had its effect."""
    with MoodleDouble(course_of(2)) as moodle:
        moodle.counted = lambda seen: seen.field("wsfunction") == "mod_assign_save_grade"
        moodle.failures = {0: failure}
        done = push(moodle, graded(tmp_path, 4, 3))
        assert not done.report.failed
        assert [(user, grade) for user, grade, *_ in moodle.writes] == [(1, "10"), (2, "7.5")]


@pytest.mark.parametrize("failure", some_of([*FAILURES, *AFTER]))
def test_trouble_with_any_other_call_ends_well(tmp_path: Path, failure: Any) -> None:
    """Lists, reads and uploads are repeated."""
    with MoodleDouble(course_of(2)) as moodle:
        moodle.counted = lambda seen: seen.field("wsfunction") != "mod_assign_save_grade"
        moodle.failures = dict.fromkeys(range(0, 40, 3), failure)
        done = push(moodle, graded(tmp_path, 4, 3))
        assert not done.report.failed
        assert len(moodle.writes) == 2


def test_a_locked_grade_is_listed(tmp_path: Path) -> None:
    """Moodle answers as if it were saved; reading it back tells."""
    people = course_of(2)
    people[0].locked = True
    with MoodleDouble(people) as moodle:
        done = push(moodle, graded(tmp_path, 4, 3))
        assert list(done.failed()) == ["1001"]
        assert "locked or overridden" in done.failed()["1001"]
        assert people[1].grade == 7.5


@pytest.mark.parametrize("replace", [False, True])
def test_the_comment_of_a_person_stays_unless_told(tmp_path: Path, replace: bool) -> None:
    """A save would replace it."""
    people = course_of(1, comment="<p>Well done, see me.</p>", graded_at=1_764_050_000)
    with MoodleDouble(people) as moodle:
        done = push(moodle, graded(tmp_path, 4), replace=replace)
        assert (people[0].comment == "<p>Well done, see me.</p>") is not replace
        assert ("comment of a person" in str(done.failed())) is not replace


@pytest.mark.parametrize("replace", [False, True])
def test_a_grade_of_somebody_else_stays_unless_told(tmp_path: Path, replace: bool) -> None:
    """It is listed with what is there."""
    people = course_of(1, grade=3.0, graded_at=1_764_050_000, grader=7)
    with MoodleDouble(people) as moodle:
        done = push(moodle, graded(tmp_path, 4), replace=replace)
        assert people[0].grade == (10 if replace else 3)
        assert done.reasons() == ({} if replace else {"1001": "has 3, which was not written by this command"})


def test_a_grade_that_changes_during_the_push_stays(tmp_path: Path) -> None:
    """One short call before each save tells of the whole class."""
    people = course_of(2)

    def somebody_grades() -> None:
        moodle.clock += 1
        people[1].grade, people[1].graded_at, people[1].grader = 9.0, moodle.clock, 7

    with MoodleDouble(people) as moodle:
        done = push(moodle, graded(tmp_path, 4, 4), before_apply=somebody_grades)
        assert people[1].grade == 9
        assert list(done.failed()) == ["1002"]


def test_files_that_were_changed_since_the_pull_keep_their_grade(tmp_path: Path) -> None:
    """Moodle's students change the files of an attempt; its number stays."""
    with MoodleDouble(course_of(1, submitted_at=1_764_000_999)) as moodle:
        done = push(moodle, graded(tmp_path, 4))
        assert "changed since it was pulled" in done.reasons()["1001"]
        assert moodle.writes == []


def test_a_team_is_saved_once(tmp_path: Path) -> None:
    """For all members, with one call; a student without a team is saved alone."""
    people = course_of(3)
    people[0].group = people[1].group = 5
    with MoodleDouble(people, teamsubmission=1) as moodle:
        folder = graded(tmp_path, 4, 4, 3)
        push(moodle, folder)
        assert [(user, grade, everybody) for user, grade, _, everybody in moodle.writes] == [
            (3, "7.5", False), (1, "10", True),
        ]  # fmt: skip
        assert [person.grade for person in people] == [10, 10, 7.5]
        assert set(push(moodle, folder).decisions().values()) == {"unchanged"}


@pytest.mark.parametrize("failure", ["cut-after", "500-after", "200-html-after"])
def test_a_lost_answer_for_a_team_saves_once(tmp_path: Path, failure: str) -> None:
    """Reading one member tells of all."""
    with MoodleDouble(course_of(2, group=5), teamsubmission=1) as moodle:
        moodle.counted = lambda seen: seen.field("wsfunction") == "mod_assign_save_grade"
        moodle.failures = {0: failure}
        assert not push(moodle, graded(tmp_path, 4, 4)).report.failed
        assert len(moodle.writes) == 1


def test_a_workflow_keeps_its_state(tmp_path: Path) -> None:
    """An empty state would reset it."""
    with MoodleDouble(course_of(1), markingworkflow=1) as moodle:
        push(moodle, graded(tmp_path, 4))
        assert moodle.workflow == "inmarking"


@pytest.mark.parametrize("plugins", [(), ("comments",), ("file",)])
def test_only_plugins_that_are_on_are_sent(tmp_path: Path, plugins: Any) -> None:
    """Moodle refuses a save with the data of another one."""
    folder = graded(tmp_path, 4)
    with MoodleDouble(course_of(1), plugins=plugins) as moodle:
        assert not push(moodle, folder).report.failed
        assert ("(grader " in moodle.participants[1].comment) is ("comments" in plugins)
        assert push(moodle, folder).decisions() == {"1001": "unchanged"}


def test_a_grade_above_the_maximum_is_not_sent(tmp_path: Path) -> None:
    """Moodle would refuse it."""
    with MoodleDouble(course_of(1), grade=3) as moodle:
        done = push(moodle, graded(tmp_path, 4), raw=True)
        assert "above the maximum" in done.reasons(done.plan.rows[0].decision)["1001"]


@pytest.mark.parametrize(("grade", "words"), [(-2, "scale"), (0, "not graded")])
def test_assignments_that_take_no_points_are_refused(grade: int, words: str) -> None:
    """The assignment says why."""
    from grader.lms.clients import load_lms
    from tests.lms.lms_server import TOKEN

    with MoodleDouble(course_of(1), grade=grade) as moodle:
        client = load_lms("moodle").connect(moodle.address, TOKEN, None)
        assert words in client.load().refusal
        client.close()


@pytest.mark.parametrize(
    ("functions", "words"),
    [
        (FUNCTIONS[:-1], "lacks mod_assign_save_grade"),
        (FUNCTIONS[1:], "may not call core_webservice_get_site_info"),
    ],
)
def test_a_service_without_a_function_is_named(tmp_path: Path, functions: Any, words: str) -> None:
    """The administrator can add it."""
    with MoodleDouble(course_of(1), functions=functions) as moodle, pytest.raises(UsageError, match=words):
        push(moodle, graded(tmp_path, 4))


def test_a_wrong_token_stops_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call, and a sentence that says where tokens are made."""
    monkeypatch.setattr("tests.lms.pushed.TOKEN", "wrong")
    with MoodleDouble(course_of(1)) as moodle:
        with pytest.raises(UsageError, match="does not accept the token"):
            push(moodle, graded(tmp_path, 4))
        assert len(moodle.seen) == 1


def test_an_unknown_assignment_is_a_sentence(tmp_path: Path) -> None:
    """The number in the address is the page's, not the instance's."""
    with (
        MoodleDouble(course_of(1), cmid=78) as moodle,
        pytest.raises(UsageError, match="no assignment with the number 77"),
    ):
        push(moodle, graded(tmp_path, 4))


def test_hidden_submissions_are_a_sentence(tmp_path: Path) -> None:
    """Without rights Moodle answers with a warning and no rows."""

    class Hidden(MoodleDouble):
        def _mod_assign_get_submissions(self, _: Any) -> Any:
            from tests.lms.lms_server import Reply

            warning = {"item": "assignment", "warningcode": "1", "message": "No access rights"}
            return Reply.json({"assignments": [], "warnings": [warning]})

    with Hidden(course_of(1)) as moodle, pytest.raises(UsageError, match="shows no submissions"):
        push(moodle, graded(tmp_path, 4))


def test_a_refusal_concerns_one_row(tmp_path: Path) -> None:
    """It is listed with Moodle's words, and the others are saved."""

    class Refusing(MoodleDouble):
        def _mod_assign_save_grade(self, seen: Any) -> Any:
            if seen.field("userid") == "1":
                return error("nopermissions", "You may not \x1b[31mgrade\n this one")
            return super()._mod_assign_save_grade(seen)

    with Refusing(course_of(2)) as moodle:
        done = push(moodle, graded(tmp_path, 4, 3))
        assert "You may not" in done.failed()["1001"]
        assert done.failed()["1001"].isprintable()
        assert moodle.participants[2].grade == 7.5
