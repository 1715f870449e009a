"""What one submission has got, as a gradebook needs it: points to set, an excuse, or nothing to be touched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from grader.errors import JudgeError
from grader.presentation.messages import counted_text, number_text
from grader.results import Outcome

if TYPE_CHECKING:
    from grader.results import Lateness, SubmissionFacts, SubmissionResult

PLACES = Decimal("0.01")
"""Canvas compares grades at two decimals; more would look like changes that are none."""


@dataclass(frozen=True, slots=True)
class Points:
    """A grade to set: what was reached, what is left after the late policy, and what could be reached."""

    raw: Decimal
    final: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Excuse:
    """A student from whom the work does not count."""

    why: str


@dataclass(frozen=True, slots=True)
class Leave:
    """No grade: what the gradebook has stays there."""

    why: str


Mark = Points | Excuse | Leave


@dataclass(frozen=True, slots=True)
class Grade:
    """One submission and its mark."""

    facts: SubmissionFacts
    mark: Mark
    look: tuple[str, ...] = ()
    """What a person should look at before the grade goes out."""


def grade_of(result: SubmissionResult, *, so_far: bool = False) -> Grade:
    """Return the grade of a result; with `so_far`, points count although some are not marked yet."""
    return Grade(result.submission, _mark(result, so_far=so_far), tuple(_looks(result)))


def _mark(result: SubmissionResult, *, so_far: bool) -> Mark:
    ours = result.outcomes.count(Outcome.JUDGE_ERROR)
    pending = result.outcomes.count(Outcome.PENDING)
    if result.excused is not None:
        return Excuse(": ".join(filter(None, (f"excused by {result.excused.by}", result.excused.reason))))
    if ours:
        return Leave(f"the grader failed in {counted_text(ours, 'check')}")
    if pending and not so_far:
        return Leave(f"{counted_text(pending, 'check')} of {number_text(result.pending_points)} points not marked yet")
    if not result.max_points:
        return Leave("there are no points to reach")
    raw, most = decimal(result.points), decimal(result.max_points)
    return Points(raw, after_late(raw, result.submission.lateness), most)


def after_late(points: Decimal, late: Lateness | None) -> Decimal:
    """Return what the late policy leaves of points."""
    return points * (100 - decimal(late.percent)) / 100 if late is not None else points


def _looks(result: SubmissionResult) -> list[str]:
    late = result.submission.lateness
    nothing = ["nothing handed in"] if not result.submission.files and result.excused is None else []
    return [*nothing, late.look] if late is not None and late.look else nothing


def decimal(number: float) -> Decimal:
    """Return a number as it is written.  Raises JudgeError for one that no gradebook takes."""
    if not math.isfinite(number):
        raise JudgeError(f"points: {number} is no number of points. This is a bug; nothing was written.")
    return Decimal(repr(float(number)))


def written(number: Decimal) -> str:
    """Return a number for a cell: a point, at most two decimals, no exponent, no sign of thousands."""
    text = f"{number.quantize(PLACES, ROUND_HALF_UP) + 0:f}"  # + 0: no cell says -0
    return text.rstrip("0").rstrip(".") if "." in text else text
