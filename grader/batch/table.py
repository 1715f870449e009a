"""Grades as CSV: one row a submission, in the order of the class."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from grader.results import SubmissionResult

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of a cell that a spreadsheet takes for a formula."""


def grades_csv(paths: Iterable[Path]) -> str:
    """Return the table of the results in `paths`: id, points, then the points of each task.

    Results of a course that has changed in between may have other tasks; one that a result does not have stays empty.
    """
    results = [result for path in paths if (result := _read(path)) is not None]
    tasks = dict.fromkeys(task.id for result in results for task in result.tasks)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["submission", "points", "max_points", *tasks])
    for result in results:
        points = {task.id: f"{task.points:g}" for task in result.tasks}
        row = [guarded(result.submission.id), f"{result.points:g}", f"{result.max_points:g}"]
        writer.writerow([*row, *(points.get(task, "") for task in tasks)])
    return text.getvalue()


def _read(path: Path) -> SubmissionResult | None:
    """Return the result in a file; None for one that is damaged, which the next run makes anew."""
    try:
        return SubmissionResult.model_validate_json(path.read_bytes())
    except ValueError:
        return None


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(DANGEROUS) else text
