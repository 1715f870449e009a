"""From an LMS to grades in it in three commands: pull, batch, push; what each prints and how it ends."""

import os
import re
import signal
import subprocess  # noqa: TID251 - the command as a person starts it
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import grader.lms
from grader.store import Folder
from tests.cli.running import RIGHT, WRONG, write_course
from tests.cli.running import say as run_grader
from tests.lms.canvas_double import CanvasDouble, class_of
from tests.lms.graded_class import result, write_class
from tests.lms.lms_server import TOKEN
from tests.lms.moodle_double import MoodleDouble, course_of


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Give what runs `grader ARGV...` in this process."""
    return lambda *argv: run_grader(monkeypatch, capsys, *argv)


@pytest.fixture
def canvas() -> Iterator[Any]:
    """Give a Canvas where two students have handed in and one has not."""
    students = class_of(3)
    students[2].attempt = None
    with CanvasDouble(students) as double:
        double.add_file(1, "scan.py", RIGHT)
        double.add_file(2, "scan.py", WRONG)
        yield double


def one_task(root: Any) -> Any:
    """Write a course whose only task is the one that is handed in."""
    write_course(root)
    (root / "tasks" / "double.yaml").unlink()
    (root / "reference" / "double.py").unlink()
    return root


def test_three_commands(say: Any, canvas: Any, tmp_path: Path) -> None:
    """Who, when and which attempt come along; grades, comments and reports go back."""
    course = one_task(tmp_path / "course")
    pulled, graded = tmp_path / "pulled", tmp_path / "graded"
    said = say("pull", "canvas", canvas.address, "--out", str(pulled))
    assert (said.code, said.out.splitlines()[0]) == (0, f"{pulled}: 2 submissions, 2 files; 1 handed in nothing")
    said = say("batch", str(pulled), "--out", str(graded), "--course", str(course), "--jobs", "1")
    assert said.code == 0, said.err
    dry = say("push", "canvas", "--from", str(graded))
    assert (dry.code, canvas.writes) == (0, [])
    assert re.search(r"Student 1 \(1\) +- +10 +no grade yet", dry.out)
    assert "Nothing was written. To write the grades, add --apply." in dry.out
    said = say("push", "canvas", "--from", str(graded), "--apply")
    assert (said.code, said.out.splitlines()[-1]) == (0, "2 written, 0 not written")
    assert canvas.students[1].score == 10
    assert 0 <= canvas.students[2].score < 10
    (comment,) = canvas.students[1].comments
    name, page = canvas.uploads[comment["attachments"][0]["id"]]
    assert (name, page[:15].lower()) == ("report.html", b"<!doctype html>")
    again = say("push", "canvas", "--from", str(graded), "--apply")
    assert "0 to be written, 2 there already" in again.out
    assert len(canvas.writes) == 2


@pytest.mark.wide
def test_moodle_in_three_commands(say: Any, tmp_path: Path) -> None:
    """The same for Moodle."""
    course = one_task(tmp_path / "course")
    pulled, graded = tmp_path / "pulled", tmp_path / "graded"
    people = course_of(2, files=[{"name": "scan.py", "content": RIGHT}])
    with MoodleDouble(people) as moodle:
        assert say("pull", "moodle", moodle.address, "--out", str(pulled)).code == 0
        said = say("batch", str(pulled), "--out", str(graded), "--course", str(course), "--jobs", "1")
        assert said.code == 0, said.err
        said = say("push", "moodle", "--from", str(graded), "--apply")
        assert (said.code, people[0].grade, people[1].grade) == (0, 10, 10), said.out + said.err


def test_what_is_not_written_is_listed_and_ends_with_1(say: Any, tmp_path: Path) -> None:
    """A stranger's grade, and a submission without a student."""
    folder = write_class(tmp_path / "graded", [result("1", 4), result("77", 4)])
    with CanvasDouble(class_of(1, score=3.0, grader=7)) as canvas:
        said = say("push", "canvas", canvas.address, "--from", str(folder), "--apply")
    assert said.code == 1
    assert "has 3, which was not written by this command" in said.out
    assert "77: no row in the gradebook" in said.out


def test_hostile_names_are_safe_to_print(say: Any, tmp_path: Path) -> None:
    """Names come from students: no terminal codes, no commands of a CI runner, no second line."""
    folder = write_class(tmp_path / "graded", [result("1", 4)])
    students = class_of(1)
    students[0].name = "\x1b]0;evil\x07\n::error::x \u202e"
    with CanvasDouble(students, name="\x1b[31m::warning::y\nHW") as canvas:
        said = say("push", "canvas", canvas.address, "--from", str(folder))
    assert "\x1b" not in said.out + said.err
    assert not re.search(r"^\s*::", said.out, re.MULTILINE)
    assert "\u202e" not in said.out


def test_hostile_answers_are_safe_to_print(say: Any, tmp_path: Path) -> None:
    """The sentence that ends a command quotes the LMS."""
    folder = write_class(tmp_path / "graded", [result("1", 4)])
    with CanvasDouble(class_of(200)) as canvas:
        canvas.link_base = "https://x.example\x1b]0;evil\x07"
        said = say("push", "canvas", canvas.address, "--from", str(folder))
    assert (said.code, "names its pages with another address" in said.err) == (2, True)
    assert not {"\x1b", "\x07"} & set(said.err)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["push", "canvas"], "were not pulled from an LMS", id="no address"),
        pytest.param(["push", "canvas", "https://x.example.edu/courses/1"], "not the page of a Canvas", id="a course"),
        pytest.param(["push", "moodle", "https://x.example.edu/mod/quiz/view.php?id=1"], "not the page", id="a quiz"),
        pytest.param(["push", "canvas", "http://x.example.edu/courses/1/assignments/2"], "encrypted", id="http"),
    ],
)
def test_wrong_use_ends_with_2(say: Any, tmp_path: Path, words: Any, message: str) -> None:
    """With what is expected."""
    folder = write_class(tmp_path / "graded", [result("1", 4)])
    said = say(*words, "--from", str(folder))
    assert (said.code, message in said.err) == (2, True), said.err


def test_without_a_token_the_places_for_one_are_named(
    say: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment and the keyring; never the command line."""
    monkeypatch.delenv("GRADER_CANVAS_TOKEN")
    said = say("pull", "canvas", "https://canvas.example.edu/courses/1/assignments/2", "--out", str(tmp_path / "x"))
    assert said.code == 2
    assert "keyring set grader canvas.example.edu" in said.err
    assert "GRADER_CANVAS_TOKEN" in said.err


def test_the_token_is_never_printed(say: Any, tmp_path: Path, canvas: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong."""
    folder = write_class(tmp_path / "graded", [result("1", 4)])
    for token in (TOKEN, "another-secret"):
        monkeypatch.setenv("GRADER_CANVAS_TOKEN", token)
        said = say("push", "canvas", canvas.address, "--from", str(folder), "--apply")
        assert token not in said.out + said.err


def test_a_keyring_is_asked(say: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canvas: Any) -> None:
    """Under the name of the host."""
    import keyring
    from keyring.backend import KeyringBackend

    class Memory(KeyringBackend):
        priority = 1

        def get_password(self, service: Any, username: str) -> Any:
            return TOKEN if (service, username) == ("grader", canvas.base.removeprefix("http://")) else None

        def set_password(self, *_: Any) -> None:
            raise NotImplementedError

        def delete_password(self, *_: Any) -> None:
            raise NotImplementedError

    monkeypatch.delenv("GRADER_CANVAS_TOKEN")
    before = keyring.get_keyring()
    keyring.set_keyring(Memory())  # type: ignore[no-untyped-call]
    try:
        assert say("pull", "canvas", canvas.address, "--out", str(tmp_path / "pulled")).code == 0
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize("moment", [3, *(pytest.param(moment, marks=pytest.mark.slow) for moment in (1, 2, 8, 16))])
def test_a_kill_at_any_moment_loses_nothing_and_repeats_nothing(say: Any, tmp_path: Path, moment: int) -> None:
    """SIGKILL while requests are answered; the same command then goes on."""
    folder = write_class(tmp_path / "graded", [result(str(number), 3) for number in range(1, 7)])
    with CanvasDouble(class_of(6)) as canvas:
        canvas.delay = 0.02
        command = [sys.executable, "-m", "grader", "push", "canvas", canvas.address, "--from", str(folder), "--apply"]
        process = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        limit = time.monotonic() + 60
        while len([seen for seen in canvas.seen if seen.method != "GET"]) < moment and time.monotonic() < limit:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
        canvas.delay = 0.0
        said = say(*command[3:])
        assert said.code == 0, said.out
        assert sorted(canvas.writes) == sorted(set(canvas.writes))
        assert sorted(student for student, _, _ in canvas.writes) == list(range(1, 7))
        assert [(student.score, len(student.comments)) for student in canvas.students.values()] == [(7.5, 1)] * 6


@pytest.mark.parametrize("moment", [6, *(pytest.param(moment, marks=pytest.mark.slow) for moment in (4, 9))])
def test_a_killed_pull_goes_on(say: Any, tmp_path: Path, moment: int) -> None:
    """Files that are there are kept, and the folder is complete in the end."""
    pulled = tmp_path / "pulled"
    with CanvasDouble(class_of(4)) as canvas:
        for number in range(1, 5):
            canvas.add_file(number, "a.py", f"x = {number}\n")
        canvas.delay = 0.02
        command = [sys.executable, "-m", "grader", "pull", "canvas", canvas.address, "--out", str(pulled)]
        process = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        limit = time.monotonic() + 60
        while len(canvas.seen) < moment and time.monotonic() < limit:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
        canvas.delay = 0.0
        said = say(*command[3:])
    assert said.code == 0, said.err
    assert {path.read_text() for path in pulled.rglob("a.py")} == {f"x = {number}\n" for number in range(1, 5)}


def test_without_the_extra_the_command_says_what_to_install(
    say: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--help` and every other command need no library for requests."""
    monkeypatch.setattr(grader, "lms", grader.lms)  # importing it anew replaces it there, too
    for name in [name for name in sys.modules if name.startswith(("httpx2", "grader.lms"))]:
        monkeypatch.delitem(sys.modules, name)
    # Put back after the test as well: the attribute of a package outlives the entry among the modules.
    monkeypatch.setattr(grader, "lms", grader.lms)
    monkeypatch.setitem(sys.modules, "httpx2", None)
    assert say("pull", "--help").code == 0
    said = say("pull", "canvas", "c.example.edu/courses/1/assignments/2", "--out", str(tmp_path / "x"))
    assert (said.code, "[lms]" in said.err) == (2, True)


def test_a_half_written_journal_is_read(say: Any, tmp_path: Path) -> None:
    """A kill in the middle of a line, or of a byte."""
    folder = write_class(tmp_path / "graded", [result("1", 4)])
    journal = Folder(folder).push_journal
    with CanvasDouble(class_of(1)) as canvas:
        assert say("push", "canvas", canvas.address, "--from", str(folder), "--apply").code == 0
        lines = journal.read_bytes()
        for end in (len(lines) - 1, len(lines) // 2, 1):
            journal.write_bytes(lines[:end] + b"\xff{")
            said = say("push", "canvas", canvas.address, "--from", str(folder), "--apply")
            assert "1 there already" in said.out
        assert len(canvas.writes) == 1


def test_two_pushes_at_once_are_refused(say: Any, tmp_path: Path, canvas: Any) -> None:
    """The folder is locked while one runs."""
    from grader.store import FolderLock

    folder = write_class(tmp_path / "graded", [result("1", 4)])
    with FolderLock(folder):
        said = say("push", "canvas", canvas.address, "--from", str(folder), "--apply")
    assert (said.code, "another grader is writing here" in said.err) == (2, True)
