"""A verdict written down: points, titles and hints of the spec beside what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks.verdict import Verdict
from grader.results import CheckResult, Limits, Outcome, TaskResult, Visibility

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.task import Check, Task
    from grader.judge.output_capture import Seen
    from grader.submission import LoadReport

OURS = "The grader itself fails here. This is no fault of yours; tell whoever runs the course."


def check_result(
    check: Check, verdict: Verdict, seen: Seen, *, seconds: float, fault: str = "", prologue: str = ""
) -> CheckResult:
    """Return the result of one check.  `prologue` are the lines of Python before those that repeat the call."""
    passed = verdict.outcome is Outcome.PASSED
    spec = check.spec
    return CheckResult(
        id=check.id,
        title=spec.title,
        kind=check.kind,
        functions=check.called,
        outcome=verdict.outcome,
        points=check.points if passed else verdict.points or 0.0,
        max_points=check.points,
        visibility=check.visibility,
        message=verdict.message,
        hint=spec.hint if verdict.cases and verdict.hinted and not passed else "",
        counterexample=verdict.counterexample,
        failed_cases=verdict.failed_cases,
        cases=verdict.cases,
        notes=verdict.notes,
        picture=verdict.picture,
        fingerprint=verdict.fingerprint,
        diagnosis=verdict.diagnosis,
        trace=seen.trace,
        warnings=seen.warnings,
        output=seen.output,
        repeat=f"{prologue}{verdict.repeat}" if verdict.repeat else "",
        seconds=round(seconds, 4),
        limits=Limits(wall=check.plan.wall, cpu=check.plan.cpu or check.plan.wall, memory=check.plan.memory),
        fault=fault,
    )


def skipped(needed: Sequence[Check]) -> Verdict:
    """Return the verdict on a check that was not asked because checks that it needs did not pass."""
    shown = [f"“{other.spec.title}”" for other in needed if other.visibility is Visibility.PUBLIC]
    what = " and ".join(shown) or "another check"
    return Verdict(Outcome.SKIPPED, f"This is asked once {what} {'hold' if len(shown) > 1 else 'holds'}.")


def judge_error() -> Verdict:
    """Return the verdict of a check that the grader itself could not decide."""
    return Verdict(Outcome.JUDGE_ERROR, OURS)


def out_of_time() -> Verdict:
    """Return the verdict of a check whose turn never came since the time that the submission has was over."""
    return Verdict(Outcome.SKIPPED, "The time for your work was over before this was asked.")


def unfinished() -> Verdict:
    """Return the verdict of a check whose turn has not come yet: whoever reads it sees a grading that was cut off."""
    return Verdict(Outcome.JUDGE_ERROR, "The grading was cut off before this was asked. This is no fault of yours.")


def task_result(task: Task, checks: Sequence[CheckResult], notes: Sequence[str]) -> TaskResult:
    """Return the result of one task, its checks in the order of the spec."""
    order = {check.id: place for place, check in enumerate(task.spec.checks)}
    return TaskResult(
        id=task.id,
        title=task.spec.title,
        points=sum(check.points for check in checks),
        max_points=task.points,
        notes=tuple(notes),
        checks=tuple(sorted(checks, key=lambda check: order[check.id])),
    )


def prologue(check: Check, report: LoadReport) -> str:
    """Return the imports for lines of Python that repeat a call of the check's functions."""
    lines = ["import numpy as np"]
    for name in check.called:
        found = report.functions.get(name)
        parts = found.file.removesuffix(".py").split("/") if found else []
        # A notebook cannot be imported, and what is called like one is tried in the notebook itself.
        if found and found.file.endswith(".py") and not found.cell and all(part.isidentifier() for part in parts):
            lines.append(f"from {'.'.join(parts)} import {name}")
    return "\n".join(lines) + "\n"
