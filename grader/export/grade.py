"""The grade of one submission as a gradebook needs it: points to set, an excuse, or a reason to skip the row."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from grader.errors import JudgeError
from grader.presentation.messages import counted_text, number_text
from grader.records import dataclass
from grader.results import Outcome

if TYPE_CHECKING:
    from grader.results import Lateness, SubmissionFacts, SubmissionResult

_NUMBER = re.compile(r"^[\d.,]*\d[\d.,]*$", re.ASCII)
PRECISION = Decimal("0.01")
"""Canvas compares grades at two decimals; more of them would show up as changes."""


@dataclass(frozen=True, slots=True)
class Points:
    """A grade to set: the points reached, those left after the late policy, and the maximum."""

    raw: Decimal
    final: Decimal
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class Excusal:
    """The student is excused: the work does not count."""

    reason: str


@dataclass(frozen=True, slots=True)
class Skip:
    """No grade: the gradebook keeps what it has."""

    reason: str


GradeValue = Points | Excusal | Skip


@dataclass(frozen=True, slots=True)
class Grade:
    """One submission and its grade."""

    facts: SubmissionFacts
    value: GradeValue
    warnings: tuple[str, ...] = ()
    """Remarks that a person should read before the grade goes out."""


def grade_of(result: SubmissionResult, *, so_far: bool = False) -> Grade:
    """Return the grade of a result; with `so_far`, points count although marks by hand are missing."""
    return Grade(result.submission, _value(result, so_far=so_far), tuple(_warnings(result)))


def _value(result: SubmissionResult, *, so_far: bool) -> GradeValue:
    judge_errors = result.outcomes.count(Outcome.JUDGE_ERROR)
    pending = result.outcomes.count(Outcome.PENDING)
    if result.excused is not None:
        return Excusal(": ".join(filter(None, (f"excused by {result.excused.by}", result.excused.reason))))
    if judge_errors:
        return Skip(f"the grader failed in {counted_text(judge_errors, 'check')}")
    if pending and not so_far:
        return Skip(f"{counted_text(pending, 'check')} of {number_text(result.pending_points)} points not marked yet")
    if not result.max_points:
        return Skip("there are no points to reach")
    raw, maximum = to_decimal(result.points), to_decimal(result.max_points)
    return Points(raw, apply_late_policy(raw, result.submission.lateness), maximum)


def apply_late_policy(points: Decimal, late: Lateness | None) -> Decimal:
    """Return the points that the late policy leaves."""
    return points * (100 - to_decimal(late.percent)) / 100 if late is not None else points


def _warnings(result: SubmissionResult) -> list[str]:
    late = result.submission.lateness
    warnings = ["nothing handed in"] if not result.submission.files and result.excused is None else []
    return [*warnings, late.look] if late is not None and late.look else warnings


def to_decimal(number: float) -> Decimal:
    """Return a number exactly as it prints.  Raises JudgeError for NaN and infinities, which no gradebook takes."""
    if not math.isfinite(number):
        raise JudgeError(f"points: {number} is not a number of points. This is a bug; nothing was written.")
    return Decimal(repr(float(number)))


def parse_points(text: str) -> Decimal | None:
    """Return the number of a cell in any language: the last point or comma is the decimal mark; None for no number."""
    if not _NUMBER.match(text.strip()):
        return None
    integer, mark, fraction = text.strip().replace(",", ".").rpartition(".")
    return Decimal(f"{integer.replace('.', '')}{mark}{fraction}".rstrip("."))


def format_points(number: Decimal) -> str:
    """Return a number for a cell: decimal point, at most two decimals, no exponent, no thousands separator."""
    text = f"{number.quantize(PRECISION, ROUND_HALF_UP) + 0:f}"  # + 0 turns -0 into 0
    return text.rstrip("0").rstrip(".") if "." in text else text


def scale_points(points: Points, maximum: Decimal | None, *, raw: bool) -> Decimal:
    """Return the final points, scaled to what the column or assignment is worth unless `raw`."""
    return points.final if raw or maximum is None else points.final / points.maximum * maximum
