"""PrairieLearn's `results.json` of an external grader.

PrairieLearn shows every test completely, so hidden checks are not listed; they count, because the score is the grade,
and one line holds the sum of their points.  After a grader error the submission is not gradable: no attempt is used up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from grader.export.fitting import fitted, json_text
from grader.export.snapshot import check_entries, rounded_points, summary_text
from grader.presentation.messages import counted_text
from grader.results import Audience, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.export.snapshot import CheckEntry, GradingSnapshot

MAX_BYTES: Final = (1 << 20) - 1024
"""Slightly less than the size at which PrairieLearn gives up."""
GRADER_ERROR: Final = "The grader itself failed, so this attempt is not counted. Please tell your instructors."


def render(snapshot: GradingSnapshot) -> str:
    """Return the file."""
    # The user chose the student's copy: then the score must not reveal hidden checks.
    counted = check_entries(snapshot.result_for(Audience.TEACHER))
    result = snapshot.result_for(Audience.STUDENT)
    visible_entries = check_entries(result)
    # By default the score includes the hidden checks, so no sentence may say that they are missing.
    shown_as_counted = {} if snapshot.audience else {"hidden_checks": snapshot.result.hidden_checks}
    summary = summary_text(result.model_copy(update=shown_as_counted), snapshot.unfinished_reason)
    return fitted(
        lambda length: json_text(_file(snapshot.unfinished_reason, summary, counted, visible_entries, length)),
        MAX_BYTES,
    )


def _file(
    reason: str, summary: str, counted: Sequence[CheckEntry], visible_entries: Sequence[CheckEntry], length: int | None
) -> dict[str, Any]:
    message = {"message": summary} if summary else {}
    tests = [_test(entry, length) for entry in visible_entries] if length is not None else []
    # One line for the hidden checks, so that the points of all lines add up to the score.
    if hidden := _hidden(counted, visible_entries):
        tests.append(hidden)
    listed = {"tests": tests} if length is not None else {}
    if reason or any(entry.check.outcome is Outcome.JUDGE_ERROR for entry in counted):
        errors = [text for text in (reason, GRADER_ERROR) if text]
        return {"gradable": False, "format_errors": errors, **message, **listed}
    return {"gradable": True, "score": _score(counted), **message, **listed}


def _score(counted: Sequence[CheckEntry]) -> float:
    """Return the share of the decided points, 0 to 1."""
    maximum = rounded_points(sum(entry.check.max_points for entry in counted if entry.is_decided))
    points = rounded_points(sum(entry.check.points for entry in counted if entry.is_decided))
    return min(max(points / maximum, 0.0), 1.0) if maximum > 0 else 0.0


def _test(entry: CheckEntry, length: int) -> dict[str, Any]:
    # A test without points would lower the total; one that is worth 0 is shown in grey.
    points, maximum = (entry.check.points, entry.check.max_points) if entry.is_decided else (0.0, 0.0)
    return {
        "name": entry.name,
        "points": rounded_points(points),
        "max_points": rounded_points(maximum),
        "message": f"{entry.view.word}. {entry.view.points}.",
        "output": entry.text(length),
    }


def _hidden(counted: Sequence[CheckEntry], visible_entries: Sequence[CheckEntry]) -> dict[str, Any]:
    """Return the line for checks that count and are not shown; empty if there are none."""
    numbers = {(entry.task, entry.check.id) for entry in visible_entries}
    hidden = [entry for entry in counted if (entry.task, entry.check.id) not in numbers]
    if not hidden:
        return {}
    decided = [entry.check for entry in hidden if entry.is_decided]
    return {
        "name": "Checks that are not shown",
        "points": rounded_points(sum(check.points for check in decided)),
        "max_points": rounded_points(sum(check.max_points for check in decided)),
        "message": f"{counted_text(len(hidden), 'check')}.",
        "output": "",
    }
