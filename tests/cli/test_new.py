"""`grader new`: where it writes, what it says, and that `grader verify` finds nothing wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import say, write_course

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Any]:
    """Return a function that runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *argv: say(monkeypatch, capsys, *argv)


def test_an_empty_folder_becomes_a_course(grader: Callable[..., Any], tmp_path: Path) -> None:
    """Each file is said with what it is for, and the next command works."""
    said = grader("new", "conv")
    assert (said.code, said.err) == (0, "")
    assert "  reference/conv.py          the right answer\n" in said.out
    assert "Next: grader verify conv " in said.out
    written = [line.split()[0] for line in said.out.splitlines()[1:-1]]
    assert all((tmp_path / name).is_file() for name in written)
    assert grader("tasks").out.startswith("conv: Conv, 5 points, 2 checks and 1 when your work is graded")


@pytest.mark.parametrize(
    ("argv", "here", "there"),
    [
        (["--course", "course"], ".", "course/tasks/conv.yaml"),
        (["--course", "made/anew"], ".", "made/anew/tasks/conv.yaml"),
        ([], "course/reference", "../tasks/conv.yaml"),
        ([], "course", "tasks/conv.yaml"),
    ],
    ids=["a course", "a new folder", "below a course", "in a course"],
)
def test_a_task_goes_into_the_course_named_or_the_nearest(
    grader: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[Any], here: str, there: str
) -> None:
    """And its files are said as they are seen from here."""
    write_course(tmp_path / "course")
    monkeypatch.chdir(tmp_path / here)
    said = grader("new", "conv", *argv)
    assert said.code == 0
    assert f"  {there} " in said.out
    assert (tmp_path / here / there).is_file()


def test_what_is_there_is_left_alone(grader: Callable[..., Any], tmp_path: Path) -> None:
    """A second time is wrong use."""
    grader("new", "conv")
    (tmp_path / "tasks" / "conv.yaml").write_text("mine")
    said = grader("new", "conv")
    assert (said.code, said.out) == (2, "")
    assert "nothing is overwritten" in said.err
    assert (tmp_path / "tasks" / "conv.yaml").read_text() == "mine"


@pytest.mark.slow
def test_the_starter_is_a_submission_that_gets_nothing(grader: Callable[..., Any]) -> None:
    """A student who begins with it reads that it is not written yet."""
    grader("new", "conv")
    said = grader("check", "reference/starter/conv.py", "--isolation", "process")
    assert said.code == 1
    assert "not written yet" in said.out
    assert "0 of 4 points" in said.out


@pytest.mark.slow
@pytest.mark.parametrize("name", ["reference/conv.py", "reference/right/conv.py"])
def test_a_right_solution_gets_all_points(grader: Callable[..., Any], tmp_path: Path, name: str) -> None:
    """Handed in like a student's."""
    grader("new", "conv")
    text = (tmp_path / name).read_text().replace("conv_loops", "conv")
    (tmp_path / "conv.py").write_text(text)
    said = grader("check", "conv.py", "--course", ".", "--audience", "teacher", "--isolation", "process")
    assert (said.code, "5 of 5 points" in said.out) == (0, True)


@pytest.mark.slow
@pytest.mark.parametrize("task", ["conv", "conv-1d"])
def test_a_new_task_verifies_as_it_is(grader: Callable[..., Any], task: str) -> None:
    """Right solutions, the wrong one, answers without knowledge, and every mutant."""
    grader("new", task)
    said = grader("verify", task, "--seeds", "20")
    assert (said.code, "NOT" in said.out, "survived" in said.out.replace("0 survived", "")) == (0, False, False)
