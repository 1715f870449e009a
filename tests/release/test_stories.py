"""Stories in a students' kit: recorded, with the shortest ones, so that a failure is shown as in the course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course import load_course
from grader.judge import Grading, Preparation
from grader.release.recording import answers_of, record
from tests.judge.small_gradings import graded, the
from tests.judge.test_stories import REFERENCE, grading_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_kit_tells_what_the_course_tells(tmp_path: Path) -> None:
    """A right class passes, and a wrong one fails by the same story; no reference is there."""
    from dataclasses import replace

    from grader.course.recorded import unpack

    grading_of(tmp_path)
    (task,) = load_course(tmp_path).tasks
    (check,) = task.checks
    recording = record(check, 1)
    file = answers_of(recording.decides, recording.drawn, check.plan.reference, {"Stack": None})
    functions = {name: unpack(name, packed) for name, packed in file.functions.items()}
    assert {type(function).__name__ for function in functions.values()} == {"RecordedFunction"}
    kit = replace(task, reference=functions, checks=(replace(check, plan=replace(check.plan, reference=functions)),))
    code = REFERENCE.replace("self._items.pop()", "self._items.pop(0)")
    by_course, by_kit = (the(graded(Grading((one,), Preparation(1)), code), "lives") for one in (task, kit))
    assert by_kit.repeat == by_course.repeat
    assert by_kit.message == by_course.message
    assert the(graded(Grading((kit,), Preparation(1)), REFERENCE), "lives").points == 3
