"""Gradescope's `results.json`: a test for each check, with Gradescope's own visibility.

Hidden checks are in it, for Gradescope hides them; where one is hidden, students do not see the total.  What has no
points yet (marked by a person, or a fault of the grader) is a test without a score: never a zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from grader.export.fitting import fitted, json_text
from grader.export.standing import amount, entries, head
from grader.presentation.visible import clipped, visible
from grader.results import Audience, Outcome, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.export.standing import Entry, Standing
    from grader.results import SubmissionResult

LARGEST: Final = 1 << 20
"""Bytes; Gradescope publishes no limit, and a report has a tenth of this."""
_VISIBILITY: Final = {
    Visibility.PUBLIC: "visible",
    Visibility.HIDDEN: "hidden",
    Visibility.AFTER_DUE: "after_due_date",
}
UNDECIDED: Final = "This check has no points yet: the grader itself fails in it. Tell whoever runs the course."
_LONGEST_FAULT: Final = 4_000


def render(standing: Standing) -> str:
    """Return the file."""
    result = standing.seen_by(Audience.TEACHER)
    found = entries(result)
    return fitted(lambda length: json_text(_file(standing, result, found, length)), LARGEST)


def _file(standing: Standing, result: SubmissionResult, found: list[Entry], length: int | None) -> dict[str, Any]:
    tests = [] if length is None else [test for one in found for test in _tests(one, length)]
    said = head(result, standing.why)
    if length is None:
        # The platform adds up the tests, and here are none.
        said += "\nThere are too many checks to list them."
    # A file needs a score or a test.
    if not tests and length is not None:
        tests = [{"name": "The grading", "output": said or "There is nothing to grade.", "visibility": "visible"}]
    return {
        "output": said,
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "execution_time": max(amount(sum(one.check.seconds for one in found)), 0.0),
        **({"score": _sum(found)} if length is None else {}),
        "tests": [*tests, *(() if standing.audience is Audience.STUDENT else _told(standing.fault, "The grading"))],
        "extra_data": {
            "schema_version": result.schema_version,
            "grader_version": visible(result.grader_version),
            "isolation": visible(result.isolation),
            "points": amount(result.points),
            "max_points": amount(result.max_points),
            "pending_points": amount(result.pending_points),
            "finished": not standing.why,
        },
    }


def _tests(entry: Entry, length: int) -> Iterator[dict[str, Any]]:
    check = entry.check
    test: dict[str, Any] = {
        "number": entry.number,
        "name": entry.name,
        "visibility": _VISIBILITY[check.visibility],
        "output": entry.text(length),
        "extra_data": {"task": entry.task, "check": entry.view.id, "outcome": check.outcome.value},
    }
    if entry.is_decided:
        status = "passed" if check.outcome is Outcome.PASSED else "failed"
        test |= {"score": amount(check.points), "max_score": amount(check.max_points), "status": status}
    elif check.outcome is Outcome.PENDING:
        test["output"] = f"{entry.view.points}.\n{test['output']}"
    else:
        test["output"] = f"{test['output']}\n{UNDECIDED}"
    yield test
    yield from _told(check.fault, entry.name)


def _told(fault: str, name: str) -> Iterator[dict[str, Any]]:
    """Yield what only instructors read."""
    if fault:
        yield {
            "name": f"For instructors: {name}",
            "visibility": "hidden",
            "output": clipped(visible(fault), _LONGEST_FAULT),
        }


def _sum(found: list[Entry]) -> float:
    return amount(sum(one.check.points for one in found if one.is_decided))
