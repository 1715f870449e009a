"""`grader release`, and what students type in the folder that it writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.course import load_course
from grader.release import release
from tests.cli.running import RIGHT, WRONG, say, write_course

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a course, its kit, and students' code in the kit."""
    folder = tmp_path_factory.mktemp("handed-out")
    course = load_course(write_course(folder / "course"))
    release(course, course.tasks, folder / "kit")
    (folder / "kit" / "scan.py").write_text(RIGHT)
    (folder / "kit" / "wrong.py").write_text(WRONG)
    return folder


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], handed_out: Path) -> Callable[..., Any]:
    """Return a function that runs a command in the kit."""
    monkeypatch.chdir(handed_out / "kit")
    return lambda *argv: say(monkeypatch, capsys, *argv)


def test_a_kit_is_written(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What is in it and what is not is said, task by task."""
    monkeypatch.chdir(write_course(tmp_path / "course"))
    said = say(monkeypatch, capsys, "release", "--out", tmp_path / "kit")
    assert (said.code, said.err) == (0, "")
    assert "scan: 2 checks in the kit" in said.out
    assert "    hidden: 1\n" in said.out
    assert said.out.endswith("kit is ready to hand out.\n")
    assert (tmp_path / "kit" / "grader-kit" / "kit.json").is_file()


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        pytest.param(["check", "scan.py"], 0, "All public checks passed; 1 more runs after you hand in.", id="right"),
        pytest.param(["check", "wrong.py"], 1, "1 more check runs after you hand in.", id="wrong"),
        pytest.param(["check", "double.py"], 1, "`double` is not written yet (double.py, line 6).", id="empty"),
        pytest.param(["check", "scan.py", "--audience", "teacher", "--seed", "1"], 0, "1 more", id="teacher"),
        pytest.param(["check", "scan.py", "--seed", "2"], 2, "has the answers for seed 1 only", id="another-seed"),
        pytest.param(["check", "scan.py", "--seed", "random"], 2, "Leave --seed out", id="random"),
        pytest.param(["check", "scan.py", "--task", "scn"], 2, "did you mean `scan`?", id="task-misspelt"),
        pytest.param(["tasks"], 0, "4 points, 2 checks and 1 when your work is graded", id="tasks"),
        pytest.param(["tasks", "scan"], 0, "The inclusive cumulative sum.", id="statement"),
        pytest.param(["verify"], 2, "is a students' kit", id="verify"),
        pytest.param(["batch", ".", "--out", "graded"], 2, "is a students' kit", id="batch"),
        pytest.param(["release", "--out", "again"], 2, "is a students' kit", id="release"),
    ],
)
def test_a_command_in_the_kit(grader: Callable[..., Any], argv: list[str], code: int, says: str) -> None:
    """Students' commands work there, the others say why they do not."""
    said = grader(*argv)
    assert (said.code, says in said.out + said.err) == (code, True), said.out + said.err


def test_the_page_and_the_data(grader: Callable[..., Any], tmp_path: Path) -> None:
    """Both are those of a course; what is to come is counted for a teacher too, who sees nothing else in a kit."""
    files = {"--html": tmp_path / "page.html", "--json": tmp_path / "all.json"}
    assert grader("check", "scan.py", *[part for pair in files.items() for part in pair]).code == 0
    assert "The inclusive cumulative sum." in files["--html"].read_text()
    assert json.loads(files["--json"].read_text())["hidden_checks"] == 1


def test_tasks_can_be_named(grader: Callable[..., Any], handed_out: Path, tmp_path: Path) -> None:
    """A kit of some tasks has no word of the others."""
    said = grader("release", "double", "--course", handed_out / "course", "--out", tmp_path / "week")
    assert said.code == 0
    assert sorted(path.name for path in (tmp_path / "week" / "grader-kit").iterdir()) == [
        "double.answers.json", "double.yaml", "kit.json",
    ]  # fmt: skip
    assert "scan" not in (tmp_path / "week" / "assignments.ipynb").read_text()


def test_a_folder_that_is_not_empty(grader: Callable[..., Any], handed_out: Path) -> None:
    """Is left alone."""
    said = grader("release", "--course", handed_out / "course", "--out", handed_out / "kit")
    assert said.code == 2
    assert "not empty" in said.err
    assert (handed_out / "kit" / "scan.py").read_text() == RIGHT
