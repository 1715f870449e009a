"""A course given as the texts of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course import load_course
from grader.judge import Preparation
from grader.sandbox.factory import WorkerFactory
from grader.verify.solutions import solutions
from grader.verify.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.checks.task import Task
    from grader.course import Course


def course_of_files(folder: Path, texts: Mapping[str, str]) -> Course:
    """Write files by their names and return the course that they are."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return load_course(folder)


def passed_by_solution(folder: Path, task: Task, seed: int) -> dict[str, list[str]]:
    """Return the checks that each solution known to `grader verify` passes, by its name."""
    preparation = Preparation(seed)
    passed = {}
    for solution in solutions(folder, task):
        trial = Trial(task, solution.submission, WorkerFactory())
        passed[solution.name] = [check.id for check in task.checks if trial.ask(check, preparation).passed]
        trial.close()
    return passed
