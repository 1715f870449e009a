"""Courses of a few lines, and submissions given as text, graded as a batch grades them: in a process."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.sandbox.process import Worker
from grader.submission.files import SourceFile, Submission

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course.course import Course
    from grader.results.model import CheckResult, SubmissionResult

HEAD = """
id: small
title: Small
statement: Write it.
sizes: {n: [1, 6]}
inputs: {x: {vector: n, integers: [-9, 9]}}
cases: 20
limits: {wall: 5}
"""


def course_of(folder: Path, spec: str, reference: str) -> Course:
    """Return the course whose one task `spec` (the functions and the checks) and `reference` (Python) make."""
    for name, text in (("tasks/small.yaml", HEAD + dedent(spec)), ("reference/small.py", dedent(reference))):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_course(folder)


def grading_of(folder: Path, spec: str, reference: str, *, seed: int = 1, **fields: Any) -> Grading:
    """Return how submissions to such a course are graded."""
    return Grading(course_of(folder, spec, reference).tasks, Preparation(seed), **fields)


def graded(grading: Grading, files: Any) -> SubmissionResult:
    """Grade `files` (name to text; one text is small.py)."""
    files = {"small.py": files} if isinstance(files, str) else files
    sources = tuple(SourceFile(name, dedent(text).encode()) for name, text in sorted(files.items()))
    return grade(Submission("ana", sources), grading, Worker)


def outcomes(result: SubmissionResult) -> dict[str, str]:
    """Return the outcome of every check by its id."""
    return {check.id: check.outcome.value for task in result.tasks for check in task.checks}


def the(result: SubmissionResult, id_: str) -> CheckResult:
    """Return one check's result."""
    return next(check for task in result.tasks for check in task.checks if check.id == id_)
