"""Submissions from an LMS: a folder that `grader batch` reads, whatever students call their files."""

import json
from pathlib import Path
from typing import Any

import pytest

from grader.batch.handins import handins
from grader.errors import UsageError
from grader.intake.pulled import MANIFEST, read_manifest
from grader.lms.clients import load_lms
from grader.lms.http import Backoff
from grader.lms.pulling import PullSource, pull, safe_path
from grader.results.platforms import Platform
from grader.store import Folder
from tests.lms.canvas_double import CanvasDouble, class_of
from tests.lms.lms_server import FAILURES, TOKEN
from tests.lms.moodle_double import MoodleDouble, course_of

LMSS = {"canvas": Platform.CANVAS, "moodle": Platform.MOODLE}


def fetch(double: Any, folder: Path, lms: str = "canvas") -> Any:
    """Pull from a double, without pauses."""
    client = load_lms(lms).connect(double.address, TOKEN, Backoff(sleep=lambda _: None))
    try:
        return pull(client, PullSource(lms, LMSS[lms], double.address), folder, lambda done, total: None)
    finally:
        client.close()


def hand_ins(tmp_path: Path, folder: Path) -> Any:
    """Return what a batch makes of a pulled folder, by id."""
    return {one.id: one for one in handins(folder, Folder(tmp_path / "graded")).hand_ins}


def test_canvas_tells_who_when_which_attempt(tmp_path: Path) -> None:
    """Files, name, logins, time, lateness and attempt reach the batch."""
    students = class_of(2, attempt=2)
    students[1].late = True
    with CanvasDouble(students) as canvas:
        canvas.add_file(1, "softmax.py", "def softmax(x): ...\n")
        canvas.add_file(1, "notes.ipynb", "{}")
        canvas.add_file(2, "softmax.py", "x = 1\n")
        report = fetch(canvas, tmp_path / "pulled")
    assert (report.submissions, report.files, report.problems) == (2, 3, [])
    first, second = hand_ins(tmp_path, tmp_path / "pulled").values()
    assert (first.id, first.name, first.ids, first.attempt, first.platform) == ("1", "Student 1", ("u1",), 2, "Canvas")
    assert (first.submitted, first.late, second.late) == ("2026-11-20T12:00:00Z", False, True)
    assert sorted(path.name for path in first.path.iterdir()) == ["notes.ipynb", "softmax.py"]
    assert (second.path / "softmax.py").read_text() == "x = 1\n"


def test_moodle_tells_who_when_which_attempt(tmp_path: Path) -> None:
    """The id is the one of downloads and worksheets; names lose their HTML."""
    people = course_of(2, attempt=1)
    people[0].name = "Ann &amp; Bo"
    people[0].files = [{"name": "softmax.py", "content": "x = 1\n"}]
    people[1].files = [{"name": "a.py", "content": "x = 2\n"}]
    with MoodleDouble(people) as moodle:
        report = fetch(moodle, tmp_path / "pulled", "moodle")
    assert (report.submissions, report.problems) == (2, [])
    first = hand_ins(tmp_path, tmp_path / "pulled")["1001"]
    assert (first.name, first.attempt, first.platform, first.ids) == ("Ann & Bo", 2, "Moodle", ("u1@example.edu",))
    assert first.submitted.startswith("2025-11-24T")


@pytest.mark.parametrize("lms", ["canvas", "moodle"])
def test_a_group_is_one_submission_with_members(tmp_path: Path, lms: str) -> None:
    """Graded once, and everybody receives the grade."""
    double: CanvasDouble | MoodleDouble
    if lms == "canvas":
        students = class_of(3)
        students[0].group = students[1].group = {"id": 5, "name": "Blue"}
        canvas = double = CanvasDouble(students, group_category_id=3)
        canvas.add_file(1, "a.py", "x = 1\n")
        canvas.add_file(2, "a.py", "x = 1\n")
    else:
        people = course_of(3)
        people[0].group = people[1].group = 5
        people[0].files = [{"name": "a.py", "content": "x = 1\n"}]
        double = MoodleDouble(people, teamsubmission=1)
    with double:
        fetch(double, tmp_path / "pulled", lms)
    found = hand_ins(tmp_path, tmp_path / "pulled")
    assert len(found) == 2
    group = next(iter(found.values()))
    assert [member.name for member in group.members] == ["Student 1", "Student 2"]
    assert group.name in {"Blue", "Team 5"}
    assert [path.name for path in group.path.iterdir()] == ["a.py"]


def test_who_handed_in_nothing_and_drafts_are_counted_and_named(tmp_path: Path) -> None:
    """A draft is not handed in; nobody is silently left out."""
    people = course_of(3)
    people[1].status, people[2].attempt = "draft", None
    with MoodleDouble(people) as moodle:
        report = fetch(moodle, tmp_path / "pulled", "moodle")
    assert (report.submissions, report.without) == (1, 1)
    assert report.problems == ["Student 2 (1002): has a draft that was never handed in."]


def test_typed_texts_are_noted(tmp_path: Path) -> None:
    """They are not files, and the student reads that they were not read."""
    people = course_of(1, text="<p>My answer</p>")
    with MoodleDouble(people) as moodle:
        fetch(moodle, tmp_path / "pulled", "moodle")
    assert hand_ins(tmp_path, tmp_path / "pulled")["1001"].notes == ("Text typed into Moodle is not read.",)


@pytest.mark.parametrize("failure", FAILURES)
def test_trouble_ends_well(tmp_path: Path, failure: Any) -> None:
    """Lists and downloads are repeated."""
    with CanvasDouble(class_of(2)) as canvas:
        canvas.add_file(1, "a.py", "x = 1\n")
        canvas.add_file(2, "a.py", "x = 2\n")
        canvas.failures = dict.fromkeys(range(0, 30, 3), failure)
        report = fetch(canvas, tmp_path / "pulled")
    if failure in {"200-html", "truncated-json"} and report.failed:
        # A download may be any bytes; its size tells that this is not the file.
        assert "instead of" in report.problems[0]
        return
    assert report.problems == []
    assert (hand_ins(tmp_path, tmp_path / "pulled")["2"].path / "a.py").read_text() == "x = 2\n"


def test_a_second_pull_fetches_what_is_new(tmp_path: Path) -> None:
    """Files that are there are not fetched again; a new attempt is."""
    with CanvasDouble(class_of(2)) as canvas:
        canvas.add_file(1, "a.py", "x = 1\n")
        canvas.add_file(2, "a.py", "x = 2\n")
        fetch(canvas, tmp_path / "pulled")
        canvas.students[2].attempt = 2
        canvas.students[2].files = []
        canvas.add_file(2, "a.py", "y = 2\n")
        report = fetch(canvas, tmp_path / "pulled")
    assert (report.files, report.files_kept) == (2, 1)
    assert (hand_ins(tmp_path, tmp_path / "pulled")["2"].path / "a.py").read_text() == "y = 2\n"


def test_files_changed_within_a_moodle_attempt_are_fetched_again(tmp_path: Path) -> None:
    """Same number, same size, other content."""
    people = course_of(1, files=[{"name": "a.py", "content": "x = 1\n"}])
    with MoodleDouble(people) as moodle:
        fetch(moodle, tmp_path / "pulled", "moodle")
        people[0].files, people[0].submitted_at = [{"name": "a.py", "content": "x = 2\n"}], 1_764_000_500
        fetch(moodle, tmp_path / "pulled", "moodle")
    assert (hand_ins(tmp_path, tmp_path / "pulled")["1001"].path / "a.py").read_text() == "x = 2\n"


def test_a_file_that_does_not_arrive_is_noted(tmp_path: Path) -> None:
    """In the report and on the student's page; the others are there."""
    people = course_of(2, files=[{"name": "a.py", "content": "x = 1\n"}])
    people[0].files = [{"name": "b.py", "content": "x = 1\n", "size": 999}]
    with MoodleDouble(people) as moodle:
        report = fetch(moodle, tmp_path / "pulled", "moodle")
    assert report.failed == 1
    found = hand_ins(tmp_path, tmp_path / "pulled")
    assert "b.py: could not be fetched (arrived as 6 bytes instead of 999 bytes)." in found["1001"].notes
    assert (found["1002"].path / "a.py").exists()


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("softmax.py", "softmax.py"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\..\\evil.py", "evil.py"),
        ("C:\\temp\\a.py", "C_/temp/a.py"),
        ("a\x00b.py", "a_b.py"),
        ("a\x1b[31m.py", "a_[31m.py"),
        ("\u202egpj.py", "_gpj.py"),
        ("con.py", "_con.py"),
        ("....", "file"),
        ("", "file"),
        ("./.", "file"),
        (" . ", "file"),
        (".bashrc", "bashrc"),
        ("\ud800.py", "?.py".replace("?", "_")),
        ("x" * 500 + ".ipynb", "x" * 114 + ".ipynb"),
        ("a/" * 50 + "b.py", "a/a/a/a/a/b.py"),
        ("=cmd|'/c calc'!A1.py", "=cmd_'/c calc'!A1.py"),
    ],
)
def test_names_of_files_stay_inside(name: Any, stored: Any) -> None:
    """Whatever a student or an LMS calls a file."""
    assert safe_path(name) == stored


def test_hostile_names_reach_the_folder_safely(tmp_path: Path) -> None:
    """Every file lies in the student's own folder, none replaces another."""
    names = ["../../../evil.py", "a.py", "A.py", "a.py", "x\r\ny.py", "\u202e.py"]
    with CanvasDouble(class_of(1)) as canvas:
        for number, name in enumerate(names):
            canvas.add_file(1, name, f"x = {number}\n")
        canvas.students[1].name = "=1+1\x1b]0;evil\x07\r\nX"
        fetch(canvas, tmp_path / "pulled")
    files = [path for path in (tmp_path / "pulled").rglob("*") if path.is_file() and path.name != MANIFEST]
    assert len(files) == len(names)
    assert sorted(path.read_text() for path in files) == [f"x = {number}\n" for number in range(len(names))]
    manifest = read_manifest(tmp_path / "pulled")
    assert manifest is not None
    assert manifest.submissions[0].name.isprintable()
    assert not (tmp_path / "evil.py").exists()


@pytest.mark.parametrize("names", [["a", "a/b.py"], ["a/b.py", "a"], ["a/b/c", "A", "a/B", "a-2"]])
def test_a_file_named_like_a_folder_arrives(tmp_path: Path, names: list[str]) -> None:
    """Under a name of its own."""
    with CanvasDouble(class_of(1)) as canvas:
        for number, name in enumerate(names):
            canvas.add_file(1, name, f"x = {number}\n")
        assert fetch(canvas, tmp_path / "pulled").failed == 0
    manifest = read_manifest(tmp_path / "pulled")
    assert manifest is not None
    stored = [tmp_path / "pulled" / file.stored for file in manifest.submissions[0].files]
    assert [path.read_text() for path in stored] == [f"x = {number}\n" for number in range(len(names))]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("{", "is damaged", id="half a file"),
        pytest.param('{"version": 2}', "is damaged", id="another version"),
        pytest.param("../../secret", "outside of the folder", id="a file outside"),
        pytest.param("/etc/passwd", "outside of the folder", id="an absolute file"),
    ],
)
def test_a_changed_manifest_is_refused(tmp_path: Path, content: str, words: str) -> None:
    """It says which files a batch reads, so it must not lead elsewhere."""
    with CanvasDouble(class_of(1)) as canvas:
        canvas.add_file(1, "a.py", "x = 1\n")
        fetch(canvas, tmp_path / "pulled")
    path = tmp_path / "pulled" / MANIFEST
    if content.startswith("{"):
        path.write_text(content)
    else:
        data = json.loads(path.read_text())
        data["submissions"][0]["files"][0]["stored"] = content
        path.write_text(json.dumps(data))
    with pytest.raises(UsageError, match=words):
        hand_ins(tmp_path, tmp_path / "pulled")


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    """Neither a stranger's folder nor that of another assignment is mixed with this one."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with CanvasDouble(class_of(1)) as canvas:
        with pytest.raises(UsageError, match="holds other files"):
            fetch(canvas, tmp_path / "mine")
        fetch(canvas, tmp_path / "pulled")
    with CanvasDouble(class_of(1)) as another, pytest.raises(UsageError, match="holds the submissions of"):
        fetch(another, tmp_path / "pulled")


def test_the_manifest_is_for_its_owner_only(tmp_path: Path) -> None:
    """It names students."""
    with CanvasDouble(class_of(1)) as canvas:
        fetch(canvas, tmp_path / "pulled")
    assert (tmp_path / "pulled" / MANIFEST).stat().st_mode & 0o077 == 0
    assert TOKEN not in (tmp_path / "pulled" / MANIFEST).read_text()
