"""Decisions of people about a result: points, marks with their items, excuses, comments."""

from __future__ import annotations

from grader.results.outcomes import Outcome
from grader.results.schema_model import ResultModel


class ByHand(ResultModel):
    """Points set by a person, and the grader's own decision."""

    by: str
    """The person who set them."""
    reason: str = ""
    """Why, for the student."""
    points_before: float
    """The points that the grader had given."""
    outcome_before: Outcome
    """The grader's own outcome."""


class AwardedItem(ResultModel):
    """An item of the rubric that a person found in an answer."""

    id: str
    """Its name in the rubric."""
    says: str
    """The reason for the points."""
    points: float
    """The points added; below zero, taken off."""


class ManualMark(ResultModel):
    """How a person marked a check: `start`, the items, `adjustment` and `limit` add up to `points`."""

    by: str
    """The person who marked it."""
    at: str
    """When, in UTC to the second."""
    points: float
    """The points of the check."""
    start: float = 0.0
    """The points of an answer with no item, or those that were set directly."""
    items: tuple[AwardedItem, ...] = ()
    """The items of the rubric that the answer has."""
    adjustment: float = 0.0
    """Points added or taken off by hand."""
    reason: str = ""
    """Why, for the student."""
    limit: float = 0.0
    """The points that the bounds of the rubric take off or add."""
    comment: str = ""
    """For the student, in Markdown."""
    read_under: str = ""
    """The heading that was read, where the answer stands under another one than the question's."""
    points_before: float | None = None
    """The points that the grader had given; `null` if the mark is only a comment."""
    outcome_before: Outcome | None = None
    """How the grader had decided; `null` where the mark is a comment alone."""


class Excused(ResultModel):
    """The student is excused from the whole work: there is no grade, which is not a zero."""

    by: str
    """The person who excused the student."""
    reason: str = ""
    """Why, for the student."""


class Remark(ResultModel):
    """A comment of a person for a student."""

    by: str
    """The author."""
    text: str
    """The text."""
