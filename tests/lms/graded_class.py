"""A folder of results as `grader batch` leaves it, without grading."""

from __future__ import annotations

from grader.results import Outcome, SubmissionFacts
from grader.store import Folder, StoredResult, Writer
from tests.samples.report_samples import check, submission, task


def result(id_, points, *, most=4, attempt=1, platform="Canvas", **facts):
    """Return the result of one submission."""
    outcome = Outcome.PASSED if points == most else Outcome.FAILED
    known = SubmissionFacts(
        id=id_, files=("softmax.py",), platform=platform, attempt=attempt, **{"submitted": "", **facts}
    )
    return submission(task(check(outcome, points=points, max_points=most)), submission=known)


def write_class(folder, results, *, source=None, report="<p>report of {id}</p>"):
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
