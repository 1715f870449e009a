"""Decisions of people applied to a result, marked as theirs, with the previous values.

Marks of the marking pages come first, and `overrides.toml` over them: whoever writes a line there wants it to count,
and the marking pages can say that it does.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from grader.records import dataclass, field
from grader.results.by_hand import ByHand, Excused, Remark
from grader.results.hand_marks import WHOLE, counts, decided
from grader.results.outcomes import Outcome
from grader.results.overrides import Overrides
from grader.results.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.results.hand_marks import HandMark
    from grader.results.model import CheckResult, SubmissionResult, TaskResult
    from grader.results.overrides import Comment, Override


@dataclass(frozen=True)
class Decisions:
    """All decisions of people about one submission, from every source."""

    overrides: Overrides = field(default_factory=Overrides)
    """The entries of `overrides.toml` that can concern it."""
    marks: Mapping[str, HandMark] = field(default_factory=dict)
    """The newest mark of each check, by `task.check`; the one of the submission as a whole by `WHOLE`."""
    rubrics: Mapping[str, Rubric] = field(default_factory=dict)
    """The rubric of every written check, by `task.check`."""

    @property
    def digest(self) -> str:
        """A hash of everything that changes the points or what is shown; empty where nobody decided anything."""
        if not self.marks:
            return self.overrides.digest
        parts = [self.overrides.digest]
        for name, hand_mark in sorted(self.marks.items()):
            parts += [name, hand_mark.model_dump_json(), self.rubrics.get(name, Rubric()).model_dump_json()]
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()

    def apply(self, judged: SubmissionResult, files: str = "") -> SubmissionResult:
        """Return `judged`, as the grader gave it, with the rubrics of today and everything that people decided.

        `files` is the digest of what was handed in (`answer_digest`).
        """
        tasks = tuple(self._task(task, files) for task in judged.tasks)
        if tasks == judged.tasks and WHOLE not in self.marks:
            return mark(judged, self.overrides)
        checks = [check for task in tasks for check in task.checks]
        totals = {
            "points": sum(task.points for task in tasks),
            "pending_points": sum(check.max_points for check in checks if check.outcome is Outcome.PENDING),
        }
        result = judged.model_copy(update={"tasks": tasks, **totals, **self._of_whole_work()})
        return mark(result, self.overrides)

    def _task(self, task: TaskResult, files: str) -> TaskResult:
        checks = tuple(self._decided(f"{task.id}.{check.id}", check, files) for check in task.checks)
        return task.model_copy(update={"checks": checks, "points": sum(check.points for check in checks)})

    def _decided(self, name: str, check: CheckResult, files: str) -> CheckResult:
        rubric = self.rubrics.get(name)
        if not self._has_rubric(name, check):
            check = check.model_copy(update={"rubric": None if rubric is None or rubric.is_empty else rubric})
        hand_mark = self.marks.get(name)
        if hand_mark is None or not counts(hand_mark, check, files):
            return check
        return decided(check, hand_mark, rubric or Rubric())

    def _has_rubric(self, name: str, check: CheckResult) -> bool:
        rubric = self.rubrics.get(name)
        return rubric is None or (check.rubric or Rubric()) == rubric

    def has_rubrics(self, judged: SubmissionResult) -> bool:
        """Whether a result has the rubrics of today."""
        return all(self._has_rubric(f"{task.id}.{check.id}", check) for task in judged.tasks for check in task.checks)

    def _of_whole_work(self) -> dict[str, object]:
        mark = self.marks.get(WHOLE)
        if mark is None or mark.state != "marked":
            return {}
        remarks = (Remark(by=mark.by, text=mark.comment),) if mark.comment else ()
        return {"remarks": remarks, "excused": Excused(by=mark.by, reason=mark.reason) if mark.excused else None}


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
            "remarks": (*result.remarks, *_remarks(comment for comment in mine.comments if comment.check is None)),
            "excused": next((Excused(by=entry.by, reason=entry.reason) for entry in mine.excused), result.excused),
        }
    )


def _task(task: TaskResult, overrides: Overrides) -> TaskResult:
    by_check = {override.check: override for override in overrides.points}
    checks = []
    for check in task.checks:
        name = f"{task.id}.{check.id}"
        comments = [comment for comment in overrides.comments if comment.check == name and _concerns(comment, check)]
        marked = _check(check, by_check.get(name))
        checks.append(marked.model_copy(update={"remarks": _remarks(comments)}) if comments else marked)
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
