"""The students' and the teacher's version of a result: the only place that removes parts of it.

A student's copy counts hidden checks and describes none of them.  Its points are those of the checks that it shows, so
that a sum cannot tell how a hidden check ended.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from grader.results.outcomes import Outcome, Visibility

if TYPE_CHECKING:
    from grader.results.model import CheckResult, SubmissionResult, TaskResult
    from grader.results.rubric import Rubric


class Audience(StrEnum):
    """For whom a copy of a result is made."""

    STUDENT = "student"
    TEACHER = "teacher"


def for_audience(result: SubmissionResult, audience: Audience, *, public_seed: bool = False) -> SubmissionResult:
    """Return the copy of `result` that `audience` may see.

    `public_seed` says that the seed is no secret (a student's own run); otherwise only a teacher's copy holds it and
    the command in which it stands.
    """
    if audience is Audience.TEACHER:
        return result
    tasks = tuple(_visible(task) for task in result.tasks)
    checks = [check for task in tasks for check in task.checks]
    hidden = sum(len(task.checks) for task in result.tasks) - len(checks)
    return result.model_copy(
        update={
            "seed": result.seed if public_seed else None,
            "tasks": tasks,
            "points": sum(task.points for task in tasks),
            "max_points": sum(task.max_points for task in tasks),
            "pending_points": sum(c.max_points for c in checks if c.outcome is Outcome.PENDING),
            "hidden_checks": result.hidden_checks + hidden,
            "output": "",
            "repeat": result.repeat if public_seed else "",
            "key": "",
        }
    )


def _visible(task: TaskResult) -> TaskResult:
    public = (check for check in task.checks if check.visibility is Visibility.PUBLIC)
    checks = tuple(check.model_copy(update=_removed(check)) for check in public)
    return task.model_copy(
        update={
            "checks": checks,
            "points": sum(check.points for check in checks),
            "max_points": sum(check.max_points for check in checks),
        }
    )


def _removed(check: CheckResult) -> dict[str, object]:
    """Return what a student's copy of a check has in place of what is for the teacher."""
    return {"fault": "", "fingerprint": "", "diagnosis_detail": "", "rubric": _student_rubric(check)}


def _student_rubric(check: CheckResult) -> Rubric | None:
    """Return the rubric once a person has marked by it, without what is for those who mark."""
    if check.rubric is None or check.mark is None:
        return None
    return check.rubric.for_students()
