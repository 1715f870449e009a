"""A task with mistakes stops only itself: the class is graded in the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.batch import regrade
from grader.batch.regrade import recorded
from grader.cli.batch_setup import ready_course
from grader.errors import SpecError
from grader.results import SubmissionResult
from tests.batch.class_of import RIGHT, TASK, WRONG, Threads, grade, kept, table, write_class

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a class and a course of two tasks, the second of which is broken."""
    write_class(tmp_path, anna=RIGHT, ben=WRONG)
    (tmp_path / "course" / "reference" / "triple.py").write_text("def triple(:\n")
    task = TASK.replace("id: double", "id: triple", 1).replace("double", "triple")
    (tmp_path / "course" / "tasks" / "triple.yaml").write_text(task)
    return tmp_path


def test_the_other_tasks_are_graded_and_everybody_is_told(root: Path) -> None:
    """The teacher in a note, the student on the page; the points are those of the other tasks."""
    progress = grade(root)
    assert (progress.graded, progress.failures, progress.judge_errors) == (2, {}, {})
    assert [note for note in progress.notes if note.startswith("triple: not graded")]
    result = SubmissionResult.model_validate_json(kept(root, "anna").text)
    assert [task.id for task in result.tasks] == ["double"]
    assert any("The task triple is not graded here" in note for note in result.notes)
    assert "The task triple is not graded here" in (root / "out" / "reports" / "anna.html").read_text()
    assert set(table(root)) == {"anna", "ben"}


def test_decisions_about_the_broken_task_are_left_alone(root: Path) -> None:
    """They were right before the mistake, and are again after it."""
    (root / "out").mkdir()
    (root / "out" / "overrides.toml").write_text(
        '[[points]]\nsubmission = "anna"\ncheck = "triple.twice"\npoints = 2\nby = "Ada"\n'
        '[[comments]]\nsubmission = "ben"\ncheck = "triple.twice"\ntext = "Well seen."\nby = "Ada"\n'
    )
    assert grade(root).graded == 2


def test_the_mended_task_is_graded_by_the_same_command(root: Path) -> None:
    """Nothing remains of the note."""
    grade(root)
    (root / "course" / "reference" / "triple.py").write_text(RIGHT.replace("double", "triple"))
    progress = grade(root)
    assert (progress.graded, [note for note in progress.notes if "triple" in note]) == (2, [])
    result = SubmissionResult.model_validate_json(kept(root, "anna").text)
    assert [task.id for task in result.tasks] == ["double", "triple"]


def test_nothing_is_graded_again_without_the_task(root: Path) -> None:
    """It would look as if everybody lost its points."""
    (root / "course" / "reference" / "triple.py").write_text(RIGHT.replace("double", "triple"))
    grade(root, seed=1)
    (root / "course" / "reference" / "triple.py").write_text("def triple(:\n")
    with pytest.raises(SpecError, match=r"reference/triple\.py"):
        regrade(recorded(root / "out", Threads()), lambda _: None)


def test_the_command_prints_the_mistakes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before it begins; where a whole course is needed, they end it."""
    ready_course(root / "course", "process", (root / "class", root / "out"), skip_broken=True)
    assert "triple: left out because of 1 mistake in the task" in capsys.readouterr().err
    with pytest.raises(SpecError, match=r"reference/triple\.py"):
        ready_course(root / "course", "process", (root / "class", root / "out"))
