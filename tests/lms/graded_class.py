"""A folder of results as `grader batch` leaves it, without grading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.results import Outcome, SubmissionFacts
from grader.store import Folder, StoredResult, Writer
from tests.samples.report_samples import check, submission, task

if TYPE_CHECKING:
    from pathlib import Path


def result(id_: Any, points: Any, *, most: int = 4, attempt: Any = 1, platform: str = "Canvas", **facts: Any) -> Any:
    """Return the result of one submission."""
    outcome = Outcome.PASSED if points == most else Outcome.FAILED
    known = SubmissionFacts(
        id=id_, files=("softmax.py",), platform=platform, attempt=attempt, **{"submitted": "", **facts}
    )
    return submission(task(check(outcome, points=points, max_points=most)), submission=known)


def write_class(folder: Path, results: Any, *, source: Any = None, report: str = "<p>report of {id}</p>") -> Any:
    """Write results and reports; return the folder."""
    files = Folder(folder)
    (folder / "reports").mkdir(parents=True, exist_ok=True)
    with Writer(files) as store:
        if source is not None:
            store.set_fact("source", str(source))
        for entry in results:
            text = entry.model_dump_json()
            id_ = entry.submission.id
            store.save(StoredResult(id_, text, text, "", f"key {text}", "{}", "2026-11-29T10:00:00+00:00"))
            files.report(id_).write_text(report.format(id=id_, points=entry.points))
    return folder
