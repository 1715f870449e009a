"""What people set by hand put into a result, marked as theirs, with what stood there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.results.model import ByHand, CheckResult, Excused, Outcome, Remark, SubmissionResult, TaskResult

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.results.overrides import Comment, Override, Overrides


def mark(result: SubmissionResult, overrides: Overrides) -> SubmissionResult:
    """Return `result`, as the grader gave it, with the entries of `overrides` that concern it."""
    mine = overrides.of(result.submission.id)
    if mine == type(mine)():
        return result
    tasks = tuple(_task(task, mine) for task in result.tasks)
    checks = [check for task in tasks for check in task.checks]
    return result.model_copy(
        update={
            "tasks": tasks,
            "points": sum(task.points for task in tasks),
            "pending_points": sum(check.max_points for check in checks if check.outcome is Outcome.PENDING),
            "remarks": _remarks(comment for comment in mine.comments if comment.check is None),
            "excused": next((Excused(by=entry.by, reason=entry.reason) for entry in mine.excused), None),
        }
    )


def _task(task: TaskResult, overrides: Overrides) -> TaskResult:
    by_check = {override.check: override for override in overrides.points}
    checks = []
    for check in task.checks:
        name = f"{task.id}.{check.id}"
        said = [comment for comment in overrides.comments if comment.check == name and _concerns(comment, check)]
        marked = _check(check, by_check.get(name))
        checks.append(marked.model_copy(update={"remarks": _remarks(said)}) if said else marked)
    return task.model_copy(update={"checks": tuple(checks), "points": sum(check.points for check in checks)})


def _concerns(comment: Comment, check: CheckResult) -> bool:
    return comment.fingerprint in {"", check.fingerprint}


def _remarks(comments: Iterable[Comment]) -> tuple[Remark, ...]:
    return tuple(Remark(by=comment.by, text=comment.text) for comment in comments)


def _check(check: CheckResult, override: Override | None) -> CheckResult:
    if override is None:
        return check
    before = "not marked before" if check.outcome is Outcome.PENDING else f"{check.points:g} before"
    reason = f": {override.reason}" if override.reason else ""
    note = f"{override.points:g} points set by {override.by} ({before}){reason}"
    by_hand = ByHand(by=override.by, reason=override.reason, points_before=check.points, outcome_before=check.outcome)
    return check.model_copy(
        update={
            "points": override.points,
            "outcome": Outcome.PASSED if override.points == check.max_points else Outcome.FAILED,
            "notes": (*check.notes, note),
            "message": "" if check.outcome is Outcome.PENDING else check.message,
            "by_hand": by_hand,
        }
    )
