"""Gradescope's `results.json`: a test for each check, with Gradescope's own visibility.

Hidden checks are included, because Gradescope hides them; if one is hidden, students do not see the total.  A check
without points (marked by a person later, or a grader error) is a test without a score: never a zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from grader.export.fitting import fitted, json_text
from grader.export.snapshot import check_entries, rounded_points, summary_text
from grader.presentation.messages import is_marked_partly
from grader.presentation.visible import clipped, visible
from grader.results import Audience, Outcome, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.export.snapshot import CheckEntry, GradingSnapshot
    from grader.results import SubmissionResult

MAX_BYTES: Final = 1 << 20
"""Gradescope publishes no limit; a report has a tenth of this."""
_VISIBILITY: Final = {
    Visibility.PUBLIC: "visible",
    Visibility.HIDDEN: "hidden",
    Visibility.AFTER_DUE: "after_due_date",
}
UNDECIDED: Final = "This check has no points yet because of a grader error. Please tell your instructors."
_MAX_ERROR_LENGTH: Final = 4_000


def render(snapshot: GradingSnapshot) -> str:
    """Return the file."""
    result = snapshot.result_for(Audience.TEACHER)
    entries = check_entries(result)
    return fitted(lambda length: json_text(_file(snapshot, result, entries, length)), MAX_BYTES)


def _file(
    snapshot: GradingSnapshot, result: SubmissionResult, entries: list[CheckEntry], length: int | None
) -> dict[str, Any]:
    tests = [] if length is None else [test for entry in entries for test in _tests(entry, length)]
    summary = summary_text(result, snapshot.unfinished_reason)
    if length is None:
        # The platform adds up the tests, and none are listed here.
        summary += "\nThere are too many checks to list them."
    # Gradescope rejects a file without a score and without tests.
    if not tests and length is not None:
        tests = [{"name": "The grading", "output": summary or "There is nothing to grade.", "visibility": "visible"}]
    return {
        "output": summary,
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "execution_time": max(rounded_points(sum(entry.check.seconds for entry in entries)), 0.0),
        **({"score": _sum(entries)} if length is None else {}),
        "tests": [
            *tests,
            *(() if snapshot.audience is Audience.STUDENT else _instructor_test(snapshot.grader_error, "The grading")),
        ],
        "extra_data": {
            "schema_version": result.schema_version,
            "grader_version": visible(result.grader_version),
            "isolation": visible(result.isolation),
            "points": rounded_points(result.points),
            "max_points": rounded_points(result.max_points),
            "pending_points": rounded_points(result.pending_points),
            "finished": not snapshot.unfinished_reason,
        },
    }


def _tests(entry: CheckEntry, length: int) -> Iterator[dict[str, Any]]:
    check = entry.check
    test: dict[str, Any] = {
        "number": entry.number,
        "name": entry.name,
        "visibility": _VISIBILITY[check.visibility],
        "output": entry.text(length),
        "extra_data": {"task": entry.task, "check": entry.view.id, "outcome": check.outcome.value},
    }
    if entry.is_decided:
        partly = is_marked_partly(check)
        # There are two states only: an answer that a person gave points for has not failed; the score says the rest.
        status = "passed" if check.outcome is Outcome.PASSED or (partly and check.points > 0) else "failed"
        if partly:
            test["output"] = f"{entry.view.word.text}: {entry.view.points}.\n{test['output']}"
        test |= {"score": rounded_points(check.points), "max_score": rounded_points(check.max_points), "status": status}
    elif check.outcome is Outcome.PENDING:
        test["output"] = f"{entry.view.points}.\n{test['output']}"
    else:
        test["output"] = f"{test['output']}\n{UNDECIDED}"
    yield test
    yield from _instructor_test(check.fault, entry.name)


def _instructor_test(fault: str, name: str) -> Iterator[dict[str, Any]]:
    """Yield a test that only instructors can see."""
    if fault:
        yield {
            "name": f"For instructors: {name}",
            "visibility": "hidden",
            "output": clipped(visible(fault), _MAX_ERROR_LENGTH),
        }


def _sum(entries: list[CheckEntry]) -> float:
    return rounded_points(sum(entry.check.points for entry in entries if entry.is_decided))
