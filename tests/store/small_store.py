"""A store with little in it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from grader.results import SubmissionFacts, SubmissionResult
from grader.store import ResultKey, StoredResult

RESULT_KEY = ResultKey(files="f", course="c", seed=1, isolation="process")


def kept(submission: str = "ana", points: float = 1.0, *, key: Any = None, **decisive: Any) -> StoredResult:
    """Return a result of so many points, as it is kept; an empty key for one in which the grader failed."""
    decided = replace(RESULT_KEY, **decisive)
    text = SubmissionResult(
        grader_version="1",
        isolation="process",
        submission=SubmissionFacts(id=submission, files=()),
        points=points,
        max_points=3,
    ).model_dump_json()
    key = decided.key if key is None else key
    return StoredResult(submission, text, text, "", key, decided.json, "2026-01-01T00:00:00+00:00")


def points(found: Any) -> list[float]:
    """Return the points of each result."""
    return [json.loads(one.text)["points"] for one in found]
