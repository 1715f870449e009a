"""PrairieLearn's `results.json` of an external grader.

PrairieLearn hides nothing of a test, so hidden checks are not listed; they count, since the score is the grade, and one
line has their points together.  Where the grader itself fails the submission is not gradable: no attempt is used up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from grader.export.fitting import fitted, json_text
from grader.export.standing import amount, entries, head
from grader.presentation.messages import counted_text
from grader.results import Audience, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.export.standing import Entry, Standing

LARGEST: Final = (1 << 20) - 1024
"""Bytes, somewhat less than the file at which PrairieLearn gives up."""
OURS: Final = "The grader itself fails here, so this attempt is not counted. Tell whoever runs the course."


def render(standing: Standing) -> str:
    """Return the file."""
    # Who said that a student reads it wants a score that tells nothing of hidden checks.
    counted = entries(standing.seen_by(Audience.TEACHER))
    result = standing.seen_by(Audience.STUDENT)
    shown = entries(result)
    # By default the score leaves nothing out that was asked, and no sentence may say so.
    unasked = {} if standing.audience else {"hidden_checks": standing.result.hidden_checks}
    said = head(result.model_copy(update=unasked), standing.why)
    return fitted(lambda length: json_text(_file(standing.why, said, counted, shown, length)), LARGEST)


def _file(why: str, said: str, counted: Sequence[Entry], shown: Sequence[Entry], length: int | None) -> dict[str, Any]:
    message = {"message": said} if said else {}
    tests = [_test(entry, length) for entry in shown] if length is not None else []
    # One more line for what is not shown, so that the points of all lines are those of the score.
    if hidden := _hidden(counted, shown):
        tests.append(hidden)
    listed = {"tests": tests} if length is not None else {}
    if why or any(entry.check.outcome is Outcome.JUDGE_ERROR for entry in counted):
        errors = [text for text in (why, OURS) if text]
        return {"gradable": False, "format_errors": errors, **message, **listed}
    return {"gradable": True, "score": _score(counted), **message, **listed}


def _score(counted: Sequence[Entry]) -> float:
    """Return the share of the points that are decided, 0 to 1."""
    most = amount(sum(entry.check.max_points for entry in counted if entry.is_decided))
    points = amount(sum(entry.check.points for entry in counted if entry.is_decided))
    return min(max(points / most, 0.0), 1.0) if most > 0 else 0.0


def _test(entry: Entry, length: int) -> dict[str, Any]:
    # A test without points would take them from all; one that is worth none is shown grey.
    points, most = (entry.check.points, entry.check.max_points) if entry.is_decided else (0.0, 0.0)
    return {
        "name": entry.name,
        "points": amount(points),
        "max_points": amount(most),
        "message": f"{entry.view.word}. {entry.view.points}.",
        "output": entry.text(length),
    }


def _hidden(counted: Sequence[Entry], shown: Sequence[Entry]) -> dict[str, Any]:
    """Return the line of the checks that count and are not shown; empty where there are none."""
    numbers = {(entry.task, entry.check.id) for entry in shown}
    hidden = [entry for entry in counted if (entry.task, entry.check.id) not in numbers]
    if not hidden:
        return {}
    decided = [entry.check for entry in hidden if entry.is_decided]
    return {
        "name": "Checks that are not shown",
        "points": amount(sum(check.points for check in decided)),
        "max_points": amount(sum(check.max_points for check in decided)),
        "message": f"{counted_text(len(hidden), 'check')}.",
        "output": "",
    }
