"""A small course with tests in Python, and submissions graded against it in real processes."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from grader.judge import Grading, Preparation, grade
from grader.submission import SourceFile, Submission
from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from pathlib import Path

    from grader.results import CheckResult
    from grader.sandbox.factory import WorkerFactory


def course_with_tests(folder: Path, reference: str, tests: str, keys: str = "") -> Grading:
    """Write a course with one task `work` and its tests; return its grading."""
    texts = {
        "tasks/work.yaml": f"id: work\ntitle: Work\nstatement: Write it.\ntests: all\n{keys}",
        "reference/work.py": dedent(reference),
        "reference/tests/work.py": dedent(tests),
    }
    return Grading(course_of_files(folder, texts).tasks, Preparation(1))


def results_of(grading: Grading, source: str, workers: WorkerFactory) -> dict[str, CheckResult]:
    """Return the results of a submission by the ids of checks."""
    submission = Submission("someone", (SourceFile("work.py", dedent(source).encode()),))
    result = grade(submission, grading, workers.worker)
    return {check.id: check for task in result.tasks for check in task.checks}
