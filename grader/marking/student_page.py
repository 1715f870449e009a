"""The content of the page of a student: every check, with what people decided about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.marking.names import Names
from grader.marking.views import revealed_name, students, without_names
from grader.presentation.messages import number_text
from grader.presentation.view import CheckView, check_of
from grader.records import dataclass
from grader.results import SubmissionFacts, TaskResult
from grader.store.marking import FIRST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.marking.service import MarkingService
    from grader.results.hand_marks import HandMark
    from grader.store.marking import MarkingStore


@dataclass(frozen=True, slots=True)
class StudentCheck:
    """One check of a student, with what people decided about it."""

    item: str
    view: CheckView
    number: int | None
    """That of the answer, for a written check."""
    version: int
    mark: HandMark | None


@dataclass(frozen=True)
class Student:
    """All checks of one student."""

    number: int
    submission: str
    names: Names
    tasks: tuple[tuple[str, tuple[StudentCheck, ...]], ...]
    revealed: str
    excused: HandMark | None
    excused_version: int
    before: int | None
    after: int | None
    points: str


def student_view(service: MarkingService, store: MarkingStore, number: int, marker: str) -> Student | None:
    """Return a student as a marker sees them; None where there is none of that number."""
    everybody = students(service, store)
    submission = everybody.get(number)
    stored = store.newest(submission) if submission is not None else None
    if submission is None or stored is None:
        return None
    data = json.loads(stored.text)
    facts = SubmissionFacts.model_validate(data["submission"])
    names = Names(facts, service.answers.names)
    tasks = tuple(
        (task["title"], tuple(_student_checks(service, store, task, submission, names))) for task in data["tasks"]
    )
    whole_mark = service.marks.of("", FIRST).get(submission)
    numbers = list(everybody)
    index = numbers.index(number)
    return Student(
        number=number,
        submission=submission,
        names=names,
        tasks=tasks,
        revealed=revealed_name(store, marker, facts),
        excused=whole_mark.mark
        if whole_mark and whole_mark.mark.excused and whole_mark.mark.state == "marked"
        else None,
        excused_version=whole_mark.version if whole_mark else 0,
        before=numbers[index - 1] if index else None,
        after=numbers[index + 1] if index + 1 < len(numbers) else None,
        points=f"{number_text(data['points'])} of {number_text(data['max_points'])} points",
    )


def _student_checks(
    service: MarkingService, store: MarkingStore, task: Mapping[str, Any], submission: str, names: Names
) -> list[StudentCheck]:
    service.marks.follow(store)
    checks = []
    for check in TaskResult.model_validate(without_names(task, names)).checks:
        item = f"{task['id']}.{check.id}"
        numbers = service.numbers(store, item) if item in service.questions else {}
        number = next((number for number, id_ in numbers.items() if id_ == submission), None)
        stored = service.marks.of(item, FIRST).get(submission)
        mark = stored.mark if stored and stored.mark.state != "cleared" else None
        version = stored.version if stored else 0
        checks.append(StudentCheck(item, check_of(check, f"check-{item}"), number, version, mark))
    return checks
