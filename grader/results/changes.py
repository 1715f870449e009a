"""How one result differs from an earlier one of the same submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.records import dataclass

if TYPE_CHECKING:
    from grader.results.model import CheckResult, SubmissionResult
    from grader.results.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class CheckChange:
    """One check that ends otherwise; None where a result does not have it."""

    check: str
    """task.check"""
    before: float | None
    after: float | None
    outcome_before: Outcome | None
    outcome_after: Outcome | None
    message: str = ""
    """The new message."""


@dataclass(frozen=True, slots=True)
class Change:
    """One submission that changes."""

    submission: str
    before: float
    after: float
    checks: tuple[CheckChange, ...]


def change(old: SubmissionResult, new: SubmissionResult) -> Change | None:
    """Return in which checks points or outcomes differ; None where all are the same."""
    before, after = _checks(old), _checks(new)
    names = dict.fromkeys((*before, *after))
    checks = tuple(
        _change(name, before.get(name), after.get(name))
        for name in names
        if _decided(before.get(name)) != _decided(after.get(name))
    )
    return Change(new.submission.id, old.points, new.points, checks) if checks else None


def _checks(result: SubmissionResult) -> dict[str, CheckResult]:
    return {f"{task.id}.{check.id}": check for task in result.tasks for check in task.checks}


def _decided(check: CheckResult | None) -> tuple[float, float, Outcome] | None:
    return None if check is None else (check.points, check.max_points, check.outcome)


def _change(name: str, old: CheckResult | None, new: CheckResult | None) -> CheckChange:
    return CheckChange(
        name,
        None if old is None else old.points,
        None if new is None else new.points,
        None if old is None else old.outcome,
        None if new is None else new.outcome,
        "" if new is None else new.message,
    )
