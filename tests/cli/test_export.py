"""`grader export`: from the results of a class to the file that is uploaded, and the exit code."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from grader import __version__
from grader.results import CheckResult, Lateness, Member, Outcome, SubmissionFacts, SubmissionResult, TaskResult
from grader.store import Folder, ResultKey, StoredResult, Writer
from tests.cli.running import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BOOK = b"Student,ID,SIS Login ID,Section,HW (7)\r\nPoints Possible,,,,10\r\nAnn,1,ann,A,\r\nBo,2,bo,A,\r\n"


def result(id_: str, points: int, outcome: Outcome = Outcome.PASSED, **more: Any) -> SubmissionResult:
    """Return a result with one check of 4 points."""
    check = CheckResult(id="c", title="c", kind="expect", functions=(), outcome=outcome, points=points, max_points=4)
    task = TaskResult(id="t", title="T", points=points, max_points=4, checks=(check,))
    pending = 4 if outcome is Outcome.PENDING else 0
    facts = SubmissionFacts(id=id_, files=("t.py",), **more)
    return SubmissionResult(
        grader_version=__version__, isolation="process", submission=facts, points=points, max_points=4,
        pending_points=pending, tasks=(task,),
    )  # fmt: skip


def keep(root: Path, *results: Any) -> Path:
    """Write a store with these results; return its folder."""
    folder = Folder(root / "graded")
    with Writer(folder) as store:
        for one in results:
            text = one.model_dump_json()
            key = ResultKey("f", "c", 1, "process")
            store.save(StoredResult(one.submission.id, text, text, "", key.key, key.json, "2026-11-25T10:00:00+00:00"))
    return folder.path


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Return how a class with these results is exported to a gradebook of two rows, and what is written."""

    def run(target: Any, *results: Any, options: tuple[Any, ...] = ()) -> Any:
        folder = keep(tmp_path, *results)
        (tmp_path / "book.csv").write_bytes(BOOK)
        book = ("--gradebook", tmp_path / "book.csv") if target != "csv" else ()
        out = tmp_path / "new" / "up.csv"
        said = say(monkeypatch, capsys, "export", target, "--from", folder, *book, "--output", out, *options)
        return said, out.read_bytes() if out.exists() else None

    return run


def test_every_row_set_ends_with_0(export: Callable[..., Any]) -> None:
    """Both rows have a submission: the file is written, scaled, and the code is 0."""
    said, data = export("canvas", result("ann", 3), result("bo", 4))
    assert (said.code, said.err) == (0, "")
    assert data == BOOK.replace(b"ann,A,", b"ann,A,7.5").replace(b"bo,A,", b"bo,A,10")
    assert "2 rows set, 0 left alone, 0 unmatched" in said.out


def test_who_matches_nobody_ends_with_1(export: Callable[..., Any]) -> None:
    """The file is written all the same, and those that match nobody are listed."""
    said, data = export("canvas", result("ann", 3), result("zed", 4))
    assert said.code == 1
    assert data == BOOK.replace(b"ann,A,", b"ann,A,7.5")
    assert "zed: no row in the gradebook" in said.out
    assert "line 4, Bo (2): no submission" in said.out


def test_what_waits_for_marks_is_left_alone(export: Callable[..., Any]) -> None:
    """Pending marks and faults of the grader are no zeros, are said, and end with 0; --so-far takes pending ones."""
    waiting = result("ann", 0, Outcome.PENDING), result("bo", 0, Outcome.JUDGE_ERROR)
    said, data = export("canvas", *waiting)
    assert (said.code, data) == (0, BOOK)
    assert "ann: 1 check of 4 points not marked yet" in said.out
    assert "bo: the grader failed in 1 check" in said.out
    assert "--so-far" in said.out
    said, data = export("canvas", *waiting, options=("--so-far",))
    assert data == BOOK.replace(b"ann,A,", b"ann,A,0")


def test_a_table_for_people(export: Callable[..., Any]) -> None:
    """The table guards what a spreadsheet would run, marks its encoding for Excel and quotes every cell."""
    said, data = export("csv", result("=cmd()", 3, name="Ольга, +1"))
    assert said.code == 0
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 2
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert (row["submission"], row["name"], row["points"], row["final_points"]) == ("'=cmd()", "Ольга, +1", "3", "3")


@pytest.mark.parametrize(
    ("target", "options", "said"),
    [
        pytest.param("csv", ("--raw",), "takes no --gradebook", id="csv takes no option of columns"),
        pytest.param("canvas", ("--assignment", "8"), "no assignment `8`", id="an assignment that is not there"),
        pytest.param("moodle", (), "not a Moodle grading worksheet", id="the other platform's file"),
        pytest.param("canvas", ("--gradebook", "missing.csv"), "cannot be read", id="no file"),
    ],
)
def test_wrong_use_ends_with_2(export: Callable[..., Any], target: str, options: tuple[Any, ...], said: str) -> None:
    """What cannot be done is one sentence, and nothing is written."""
    found, data = export(target, result("ann", 3), options=options)
    assert (found.code, data) == (2, None)
    assert said in found.err


def test_the_export_is_not_overwritten(export: Callable[..., Any], tmp_path: Path) -> None:
    """The platform's own file stays as it is."""
    said, _ = export("canvas", result("ann", 3), options=("--output", tmp_path / "book.csv"))
    assert said.code == 2
    assert (tmp_path / "book.csv").read_bytes() == BOOK


def test_a_gradebook_must_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Canvas and Moodle need their own export."""
    folder = keep(tmp_path, result("ann", 3))
    said = say(monkeypatch, capsys, "export", "canvas", "--from", folder, "--output", tmp_path / "x.csv")
    assert said.code == 2
    assert "--gradebook" in said.err


def test_another_late_policy_must_reach_the_pages_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is exported is what the students' pages say: a policy that has changed since is refused."""
    folder = keep(tmp_path, result("ann", 3))
    (tmp_path / "course").mkdir()
    with Writer(Folder(folder)) as store:
        store.set_fact("course", str(tmp_path / "course"))
        store.set_fact("late", "")
    (tmp_path / "course" / "course.toml").write_text("[late]\ndue = 2026-10-05T12:00:00Z\nper_day = 10\n")
    said = say(monkeypatch, capsys, "export", "csv", "--from", folder, "--output", tmp_path / "x.csv")
    assert said.code == 2
    assert "has changed since" in said.err


def test_what_is_late_is_taken_off(export: Callable[..., Any]) -> None:
    """Of 3 points 20 percent go: 2.4 of 4 are 6 of 10; the table for people has all three numbers."""
    late = Lateness(due="2026-10-05T12:00:00+00:00", seconds=97200, percent=20)
    _, data = export("canvas", result("ann", 3, lateness=late), result("bo", 4))
    assert data == BOOK.replace(b"ann,A,", b"ann,A,6").replace(b"bo,A,", b"bo,A,10")
    _, data = export("csv", result("ann", 3, lateness=late))
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    row = next(row for row in rows if row["student"] == "ann")
    assert [row[name] for name in ("points", "late_percent", "deduction", "final_points")] == ["3", "20", "0.6", "2.4"]


def test_a_time_that_is_not_known_is_listed_for_a_look(export: Callable[..., Any]) -> None:
    """Nothing is taken off, and somebody is asked to look."""
    late = Lateness(due="2026-10-05T12:00:00+00:00", look="when it was handed in is not known")
    said, data = export("canvas", result("ann", 3, lateness=late), result("bo", 4))
    assert data == BOOK.replace(b"ann,A,", b"ann,A,7.5").replace(b"bo,A,", b"bo,A,10")
    assert "Look at these before you upload:\n  ann: when it was handed in is not known" in said.out


def test_members_have_rows_of_their_own(export: Callable[..., Any]) -> None:
    """Who handed in together: in the gradebook and in the table, each has the group's grade."""
    members = (Member(ids=("ann",), name="Ann"), Member(ids=("bo",), name="Bo"))
    said, data = export("canvas", result("Blue", 2, members=members, group="Blue"))
    assert said.code == 0
    assert data == BOOK.replace(b"ann,A,", b"ann,A,5").replace(b"bo,A,", b"bo,A,5")
    _, data = export("csv", result("Blue", 2, members=members, group="Blue"))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [(row["submission"], row["student"], row["points"]) for row in rows] == [
        ("Blue", "ann", "2"), ("Blue", "bo", "2")
    ]  # fmt: skip


def test_reports_go_back_with_the_grades(export: Callable[..., Any], tmp_path: Path) -> None:
    """Who has a grade and a page is in the zip, under the name that Canvas knows; who waits for marks is not."""
    (tmp_path / "graded" / "reports").mkdir(parents=True)
    for name in ("1", "bo"):
        (tmp_path / "graded" / "reports" / f"{name}.html").write_text(f"page of {name}")
    ann = result("1", 3, platform="Canvas", originals=("ann_1_900_t.py",))
    said, _ = export(
        "canvas", ann, result("bo", 4, Outcome.PENDING), options=("--feedback-zip", tmp_path / "reports.zip")
    )
    with zipfile.ZipFile(tmp_path / "reports.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"ann_1_900_t_report.html": b"page of 1"}
    assert "reports.zip: 1 reports" in said.out
