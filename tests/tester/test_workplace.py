"""The folder that tests stand in: what is copied there, from where, and that it goes away."""

from __future__ import annotations

import os
import signal
import subprocess  # noqa: TID251 - a judge that is killed
import sys
import time
from pathlib import Path

import pytest

from grader.sandbox.link import is_portable
from grader.tester.workplace import lay_out, remove

FILES = {
    "reference/tests/work.py": "def test_work(): pass\n",
    "reference/tests/helper.py": "",
    "reference/tests/data.csv": "beside",
    "reference/tests/numbers/one.txt": "1",
    "reference/tests/numbers/deep/two.txt": "2",
    "reference/tests/other/test_other.py": "def test_other(): pass\n",
    "reference/tests/other/data.csv": "other",
    "reference/tests/__pycache__/work.pyc": "",
    "support/data.csv": "public",
    "support/more/notes.txt": "notes",
    "support/hidden.txt": "of another task",
}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Write a course's files."""
    for name, text in FILES.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "course"


def laid_out(course: Path, tests: str, *names: str) -> dict[str, str]:
    """Return the texts in a new folder for the tests in `tests`."""
    place = lay_out(course.parent / "place", course / tests, [course / "support"], names)
    return {path.relative_to(place).as_posix(): path.read_text() for path in place.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("tests", "names", "expected"),
    [
        pytest.param(
            "reference/tests",
            ["data.csv", "more/notes.txt"],
            {
                "data.csv": "beside",
                "more/notes.txt": "notes",
                "numbers/one.txt": "1",
                "numbers/deep/two.txt": "2",
            },
            id="the folder of all tasks",
        ),
        pytest.param(
            "reference/tests/other",
            ["more/notes.txt"],
            {
                "test_other.py": FILES["reference/tests/other/test_other.py"],
                "data.csv": "other",
                "more/notes.txt": "notes",
            },
            id="a folder of one task",
        ),
        pytest.param("reference/tests/numbers/deep", ["data.csv"], {"two.txt": "2", "data.csv": "public"}, id="public"),
        pytest.param("reference/tests/numbers/deep", [], {"two.txt": "2"}, id="no public files"),
        pytest.param("reference/tests/numbers/deep", ["none.csv"], {"two.txt": "2"}, id="a public file that is gone"),
    ],
)
def test_what_is_copied(course: Path, tests: str, names: list[str], expected: dict[str, str]) -> None:
    """The public files of the task alone; what lies beside the tests, and goes before them; no other task's tests."""
    assert laid_out(course, tests, *names) == expected


@pytest.mark.parametrize("tests", ["reference/tests", "reference/tests/other"])
def test_it_is_a_copy(course: Path, tests: str) -> None:
    """What is written there reaches no file of the course, also where that is for reading only or a link."""
    (course / "support/data.csv").chmod(0o400)
    (course / tests / "link.txt").symlink_to(course / "support/hidden.txt")
    laid_out(course, tests, "data.csv", "more/notes.txt")
    place = course.parent / "place"
    for path in place.rglob("*"):
        if path.is_file():
            assert not path.is_symlink()
            path.write_text("changed")
    assert {name: (course / name).read_text() for name in FILES} == FILES
    assert place.stat().st_mode & 0o077 == 0


def test_it_is_removed(course: Path) -> None:
    """With all that was written there; a second time does nothing."""
    laid_out(course, "reference/tests")
    place = course.parent / "place"
    (place / "new/deep").mkdir(parents=True)
    remove(place)
    remove(place)
    assert not place.exists()
    assert (course / "reference/tests/work.py").is_file()


def test_a_file_that_cannot_be_read(course: Path) -> None:
    """Is an error with its name."""
    (course / "reference/tests/numbers/nowhere").symlink_to(course / "nowhere")
    with pytest.raises(OSError, match="nowhere"):
        laid_out(course, "reference/tests")


JUDGE = {
    "socket": "from grader.sandbox.tester_process import TesterProcess as T; t = T(); f = t.fork(); print(t._folder)",
    "pipes": "from grader.sandbox.piped_tester import PipedTester as T; t = T(); print(t._folder)",
}


@pytest.mark.slow
@pytest.mark.parametrize("link", ["pipes"] if is_portable() else ["socket", "pipes"])
def test_a_judge_that_is_killed_leaves_no_folder(link: str) -> None:
    """The tester's own process removes it then."""
    program = f"import os, sys, time; {JUDGE[link]}; sys.stdout.flush(); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as judge:
        assert judge.stdout is not None
        folder = Path(judge.stdout.readline().strip())
        assert folder.is_dir()
        os.kill(judge.pid, signal.SIGKILL)
    until = time.monotonic() + 60
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not folder.exists()
