"""The questions to mark: every written check of a course with its statement, its model answer and its rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.records import dataclass
from grader.submission.answers import answer
from grader.submission.notebooks import WrittenText

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.course import Course
    from grader.results import Rubric

MODEL_ANSWERS = "answers.md"
LARGEST = 4 << 20


@dataclass(frozen=True, slots=True)
class MarkingQuestion:
    """A check that people mark."""

    item: str
    """`task.check`"""
    task: str
    task_title: str
    title: str
    heading: str
    """Under which the answers stand."""
    points: float
    statement: str
    """Markdown"""
    model_answer: str
    """Markdown; empty where the course has none."""
    rubric: Rubric
    """That of the task file."""


def questions_of(course: Course) -> dict[str, MarkingQuestion]:
    """Return the written checks of a course by `task.check`, in the course's order."""
    model = _model_answers(course.folder)
    return {
        f"{task.id}.{check.id}": MarkingQuestion(
            item=f"{task.id}.{check.id}",
            task=task.id,
            task_title=task.spec.title,
            title=check.spec.title,
            heading=check.spec.answer_heading,
            points=check.points,
            statement=task.spec.statement,
            model_answer=answer(model, check.spec.answer_heading),
            rubric=rubric,
        )
        for task in course.tasks
        for check in task.checks
        if (rubric := check.spec.marking_rubric) is not None
    }


def points_of(course: Course) -> Mapping[str, float]:
    """Return the points of every check of a course, by `task.check`."""
    return {f"{task.id}.{check.id}": check.points for task in course.tasks for check in task.checks}


def _model_answers(folder: Path) -> list[WrittenText]:
    """Return `reference/answers.md`, in which model answers stand under the headings of the questions."""
    path = folder / "reference" / MODEL_ANSWERS
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST)
    except OSError:
        return []
    return [WrittenText(MODEL_ANSWERS, 0, data.decode("utf-8-sig", "replace"))]
