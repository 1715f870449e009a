"""The same class again: who changes, by how much, through which check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch import recorded, regrade
from grader.batch.gradebook import FAILURES, rewrite_gradebook
from grader.batch.process_state import worker_state
from grader.errors import UsageError
from grader.store import Folder, Writer
from tests.batch.class_of import RIGHT, TASK, WRONG, Threads, grade, hand_in, kept, store, table, write_class

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.batch.regrade import Regrade

OFTEN = TASK.replace("points: 2", "points: 4")
"""The course with more points for a check."""


@pytest.fixture(scope="module", autouse=True)
def zygote() -> Iterator[None]:
    """End the zygote of this process."""
    yield
    worker_state().close()


@pytest.fixture
def klass(tmp_path: Path) -> Path:
    """Return a graded class of two."""
    root = write_class(tmp_path, anna=RIGHT, ben=WRONG)
    grade(root)
    return root


def again(root: Path, *, apply: bool = False) -> Regrade:
    """Regrade."""
    return regrade(recorded(root / "out", Threads()), lambda _: None, apply=apply)


def change_course(root: Path, text: str = OFTEN) -> None:
    """Write another task."""
    (root / "course/tasks/double.yaml").write_text(text)


def said(found: Regrade) -> list[Any]:
    """Return what changes, as plain values."""
    return [(one.submission, one.before, one.after, [check.check for check in one.checks]) for one in found.changes]


def test_nothing_changes_where_nothing_has_changed(klass: Path) -> None:
    """And nothing is graded."""
    found = again(klass)
    assert (said(found), found.same, found.progress.graded, found.progress.cached) == ([], 0, 0, 2)


def test_a_dry_run_says_who_changes_and_changes_nothing(klass: Path) -> None:
    """The page, the table and the result are those of before; the second dry run grades nothing again."""
    change_course(klass)
    before = (
        kept(klass, "anna"),
        (klass / "out/grades.csv").read_bytes(),
        (klass / "out/reports/anna.html").read_bytes(),
    )
    first = again(klass)
    assert said(first) == said(again(klass)) == [
        ("anna", 3, 5, ["double.twice"]),
        ("ben", 0, 0, ["double.twice"]),
    ]  # fmt: skip
    assert (again(klass).progress.graded, first.progress.graded) == (0, 2)
    after = kept(klass, "anna"), (klass / "out/grades.csv").read_bytes(), (klass / "out/reports/anna.html").read_bytes()
    assert after == before


def test_applied_both_grades_are_on_record(klass: Path) -> None:
    """The new one counts everywhere; the old one says when and why."""
    change_course(klass)
    again(klass)
    found = again(klass, apply=True)
    assert (found.applied, found.progress.graded, len(found.changes)) == (True, 0, 2)
    assert table(klass)["anna"]["points"] == "5"
    assert "5 of 5" not in (klass / "out/reports/anna.html").read_text()  # a hidden check is not in a student's sum
    assert "4 of 4" in (klass / "out/reports/anna.html").read_text()
    with store(klass) as results:
        (old,) = results.superseded("anna")
        assert (old.result.points, old.why) == (3, "the course has changed")
        assert results.proposed("anna") is None
    assert grade(klass).cached == 2


def test_applied_at_once_it_does_the_same(klass: Path) -> None:
    """Without a dry run before."""
    change_course(klass)
    assert again(klass, apply=True).progress.graded == 2
    assert table(klass)["anna"]["points"] == "5"


def test_what_decides_otherwise_and_ends_the_same_is_counted(klass: Path) -> None:
    """A comment in a task changes nobody."""
    change_course(klass, "# more\n" + TASK)
    found = again(klass)
    assert (said(found), found.same) == ([], 2)
    again(klass, apply=True)
    assert grade(klass).cached == 2


def test_points_set_by_hand_survive_and_are_compared_as_set(klass: Path) -> None:
    """Whose points a person has set does not change by a regrade of that check, and the mark stays."""
    entry = '[[points]]\nsubmission = "ben"\ncheck = "double.twice"\npoints = 1\nby = "Ada"\n'
    (klass / "out/overrides.toml").write_text(entry)
    grade(klass)
    change_course(klass, TASK.replace("points: 1,", "points: 2,"))
    assert said(again(klass, apply=True)) == [("anna", 3, 4, ["double.secret"]), ("ben", 1, 1, ["double.secret"])]
    assert table(klass)["ben"]["points"] == "1"
    assert "set by Ada" in (klass / "out/reports/ben.html").read_text()


def test_a_change_that_is_taken_back_leaves_no_proposal(klass: Path) -> None:
    """What was proposed under another course is not applied under this one."""
    change_course(klass)
    again(klass)
    change_course(klass, TASK)
    assert said(again(klass, apply=True)) == []
    assert table(klass)["anna"]["points"] == "3"
    with store(klass) as results:
        assert results.superseded("anna") == []


def test_a_fault_of_ours_is_listed_and_never_applied(klass: Path) -> None:
    """Results stay as they are where the grader fails."""
    (klass / "course/reference/double.py").write_text("def double(a):\n    return [][0]\n")
    found = again(klass, apply=True)
    assert found.progress.judge_errors.keys() == {"anna", "ben"}
    assert (said(found), table(klass)["anna"]["points"]) == ([], "3")


def test_who_has_no_result_yet_is_left_to_the_batch(klass: Path) -> None:
    """A regrade adds nobody."""
    hand_in(klass, "carl", RIGHT)
    change_course(klass)
    assert again(klass, apply=True).progress.total == 2
    assert table(klass).keys() == {"anna", "ben"}


@pytest.mark.parametrize("apply", [False, True], ids=["dry", "applied"])
def test_who_could_not_be_graded_stays_in_the_table(klass: Path, *, apply: bool) -> None:
    """A regrade writes the tables of the whole class, not those of the results alone."""
    with Writer(Folder(klass / "out")) as writer:
        writer.set_fact(FAILURES, json.dumps({"carl": "the worker was lost"}))
        writer.set_hand_ins({name: klass / "class" / name for name in ("anna", "ben", "carl")})
        rewrite_gradebook(writer)
    assert list(table(klass)) == ["anna", "ben", "carl"]
    change_course(klass)
    again(klass, apply=apply)
    assert list(table(klass)) == ["anna", "ben", "carl"]
    assert table(klass)["carl"]["notes"] == "no result: the worker was lost"


def test_another_course_can_be_tried(klass: Path, tmp_path: Path) -> None:
    """Beside the one of the batch."""
    other = write_class(tmp_path / "other")
    change_course(other)
    batch = recorded(klass / "out", Threads(), other / "course")
    assert said(regrade(batch, lambda _: None))[0] == ("anna", 3, 5, ["double.twice"])


def test_submissions_that_are_gone_are_named(klass: Path) -> None:
    """They are needed to grade them again."""
    (klass / "class").rename(klass / "elsewhere")
    with pytest.raises(UsageError, match="class: the submissions are not there any more"):
        recorded(klass / "out", Threads())
