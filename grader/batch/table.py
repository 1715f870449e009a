"""Grades as CSV: one row a submission, in the order of the class."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from grader.results import SubmissionResult

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that a spreadsheet takes for a formula."""


def grades_csv(paths: Iterable[Path]) -> str:
    """Return the table of the results in `paths`: id, points, then the points of each task."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    header: list[str] = []
    for path in paths:
        result = SubmissionResult.model_validate_json(path.read_bytes())
        if not header:
            header = ["submission", "points", "max_points", *(task.id for task in result.tasks)]
            writer.writerow(header)
        points = [f"{task.points:g}" for task in result.tasks]
        writer.writerow([guarded(result.submission.id), f"{result.points:g}", f"{result.max_points:g}", *points])
    return text.getvalue()


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(DANGEROUS) else text
