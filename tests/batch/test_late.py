"""A class with a late policy: what is taken off stands in table, page and class page; the points stay what they are."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch import Batch, run
from grader.presentation import text
from grader.presentation.view import view_of
from grader.report import html
from tests.batch.class_of import RIGHT, WRONG, Threads, store, table, write_class
from tests.present import present

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.results.model import SubmissionResult

POLICY = "[late]\ndue = 2026-10-05T12:00:00Z\ngrace = '10 minutes'\nper_day = 10\n"
MEMBERS = {
    "S_ann_attempt_2026-10-05-11-00-00_double.py": RIGHT,
    "S_bo_attempt_2026-10-06-15-00-00_double.py": RIGHT,
    "S_cy_attempt_2026-10-05-12-09-00_double.py": WRONG,
    "S_dee_attempt_2026-10-07-10-00-00_double.py": RIGHT,
}
ROSTER = "login,name,extension\nann,Ann,\nbo,Bo,\ncy,Cy,\ndee,Dee,2 days\neve,Eve,\n"


@pytest.fixture
def late(tmp_path: Path) -> Callable[..., Any]:
    """Return how the class is graded under a policy."""
    write_class(tmp_path)
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name, text in MEMBERS.items():
            archive.writestr(name, text)
    (tmp_path / "list.csv").write_text(ROSTER)

    def grade(policy: Any, overrides: str = "") -> Any:
        (tmp_path / "course" / "course.toml").write_text(policy)
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / "overrides.toml").write_text(overrides)
        source, course, out = (tmp_path / name for name in ("class.zip", "course", "out"))
        return run(Batch(source, course, out, Threads(), 1, roster=tmp_path / "list.csv"), lambda _: None)

    return grade


def test_what_is_taken_off_stands_in_the_table(late: Callable[..., Any], tmp_path: Path) -> None:
    """Points stay raw; beside them what is taken off and what is left; nothing from who handed in nothing."""
    late(POLICY)
    rows = {name: (row["points"], row["late_percent"], row["final_points"]) for name, row in table(tmp_path).items()}
    assert rows == {
        "ann": ("3", "0", "3"), "bo": ("3", "20", "2.4"), "cy": ("0", "0", "0"), "dee": ("3", "0", "3"),
        "eve": ("0", "", "0"),
    }  # fmt: skip
    assert table(tmp_path)["bo"]["handed_in"] == "2026-10-06T15:00:00"
    assert "handed in 1 day 3 hours late, 20 % off" in table(tmp_path)["bo"]["notes"]
    assert "handed in 1 day 3 hours late, 20 % off" in (tmp_path / "out" / "index.html").read_text()


def test_the_students_page_says_it(late: Callable[..., Any], tmp_path: Path) -> None:
    """How late, what that costs, and the points before that, which the page shows without the hidden check."""
    late(POLICY)
    page = (tmp_path / "out" / "reports" / "bo.html").read_text()
    assert "Handed in 1 day 3 hours late: 20 % off when grades are exported; 2 points before that." in page
    assert (
        "Handed in 9 minutes late; nothing is taken off for that."
        in (tmp_path / "out" / "reports" / "cy.html").read_text()
    )
    assert "late" not in html.render(_result(tmp_path, "ann"), {}).split("<main")[1]
    assert "20 % off when grades are exported; 3 points before that." in " ".join(
        text.render(view_of(_result(tmp_path, "bo")), colour=False).split()
    )


def _result(root: Path, name: str) -> SubmissionResult:
    with store(root) as found:
        return present(found.newest(name)).result


def test_another_policy_grades_nothing_anew(late: Callable[..., Any], tmp_path: Path) -> None:
    """The same command brings pages and table up to date, and the points in the store never move."""
    late(POLICY)
    again = late(POLICY.replace("per_day = 10", "per_day = 30"))
    assert (again.graded, again.cached) == (0, 5)
    assert table(tmp_path)["bo"]["final_points"] == "1.2"
    assert "60 % off" in (tmp_path / "out" / "reports" / "bo.html").read_text()
    assert {_result(tmp_path, name).points for name in ("ann", "bo", "dee")} == {3}
    late("")
    assert table(tmp_path)["bo"]["late_percent"] == ""
    assert "late" not in table(tmp_path)["bo"]["notes"]


def test_an_excuse_leaves_no_grade(late: Callable[..., Any], tmp_path: Path) -> None:
    """Whom overrides.toml excuses has no final points, and the page says who says so."""
    late(POLICY, '[[excused]]\nsubmission = "bo"\nby = "Ada"\nreason = "ill"\n')
    assert (table(tmp_path)["bo"]["points"], table(tmp_path)["bo"]["final_points"]) == ("3", "")
    assert "excused" in table(tmp_path)["bo"]["notes"]
    assert "excused by Ada: ill" in (tmp_path / "out" / "reports" / "bo.html").read_text()
    late(POLICY)
    assert table(tmp_path)["bo"]["final_points"] == "2.4"


def test_members_stand_in_the_table(tmp_path: Path) -> None:
    """Who handed in together has one row, which names them all."""
    write_class(tmp_path, Blue=RIGHT)
    (tmp_path / "list.csv").write_text("login,name,group\nann,Ann,Blue\nbo,Bo,Blue\n")
    run(
        Batch(tmp_path / "class", tmp_path / "course", tmp_path / "out", Threads(), 1, roster=tmp_path / "list.csv"),
        lambda _: None,
    )
    assert {name: row["members"] for name, row in table(tmp_path).items()} == {"Blue": "ann; bo"}
