"""Results of a small made-up class."""

from __future__ import annotations

from typing import Any

from grader.results import CheckResult, Counterexample, Outcome, SubmissionFacts, SubmissionResult, TaskResult


def check(
    id_: str,
    outcome: str = "passed",
    *,
    points: Any = None,
    fingerprint: str = "",
    message: str = "",
    seconds: float = 0.0,
) -> CheckResult:
    """Return one check of two points."""
    outcome = Outcome(outcome)
    return CheckResult(
        id=id_,
        title=f"about {id_}",
        kind="expect",
        functions=("f",),
        outcome=outcome,
        points=points if points is not None else 2.0 * (outcome is Outcome.PASSED),
        max_points=2,
        message=message,
        fingerprint=fingerprint,
        counterexample=Counterexample(inputs={"x": [1.0]}, got={"f(x)": 3.0}, expected={"f(x)": 1.0})
        if message
        else None,
        seconds=seconds,
    )


def result(id_: str, *checks: Any, files: Any = ("f.py",), **facts: Any) -> SubmissionResult:
    """Return the result of one submission to a task of these checks."""
    points = sum(one.points for one in checks)
    task = TaskResult(id="task", title="Task", points=points, max_points=2 * len(checks), checks=checks)
    return SubmissionResult(
        grader_version="0",
        isolation="sandbox",
        submission=SubmissionFacts(id=id_, files=files, **facts),
        points=points,
        max_points=task.max_points,
        tasks=(task,),
    )
