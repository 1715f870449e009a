"""Marks given by a person for one answer or check, and the points that follow from them under a rubric.

The points are computed from items each time and never kept beside them, so that an item whose points change changes
every answer that has it.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from grader.models import BaseModel, ConfigDict, Field
from grader.results.by_hand import AwardedItem, ManualMark
from grader.results.outcomes import Outcome
from grader.results.rubric import RubricItem

if TYPE_CHECKING:
    from grader.results.model import CheckResult
    from grader.results.rubric import Rubric

WHOLE = ""
"""In place of a check: the submission as a whole."""


class MarkState(StrEnum):
    """The state of a mark; `cleared` is a mark that was taken back, so the answer is unmarked."""

    MARKED = "marked"
    CHECK = "check"
    """It is marked, and somebody else should look at it before it counts."""
    CLEARED = "cleared"


_Points = Annotated[float, Field(allow_inf_nan=False)]


class HandMark(BaseModel):
    """One decision of a person: which items, which points by hand, which comment.  A later one replaces it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    state: MarkState = MarkState.MARKED
    """Only `marked` counts."""
    items: tuple[RubricItem, ...] = ()
    """The items that the answer has, as they were when it was marked."""
    points: _Points | None = None
    """Points set directly: for a rubric without items, or for a check that the grader decided."""
    adjustment: _Points = 0.0
    """Added to what the items make."""
    reason: str = Field(default="", max_length=4000)
    """Why there is an adjustment, why the points are set or why the student is excused; for the student."""
    comment: str = Field(default="", max_length=20_000)
    """For the student; Markdown with $math$."""
    note: str = Field(default="", max_length=4000)
    """For markers only; students never see it."""
    excused: bool = False
    """For a submission as a whole: the work does not count for this student."""
    answer: str = ""
    """The digest of the answer that was marked (`answer_digest`); empty for a check that the grader decided."""
    read_under: str = Field(default="", max_length=500)
    """The heading that was read, where the answer stands under another one than the question's."""
    by: str = Field(min_length=1, max_length=200)
    """The marker."""
    at: str
    """When, in UTC to the second."""


def answer_digest(answer: str, files: str = "") -> str:
    """Return what tells whether an answer has changed: its words, where line ends and runs of blanks mean nothing.

    `files` is a digest of the files that were handed in: it counts where the answer is not all in its words, so where
    there are none, or where they show a picture.
    """
    words = " ".join(answer.split())
    beside = files if not words or "![" in words else ""
    return hashlib.sha256(f"{words}\0{beside}".encode("utf-8", "replace")).hexdigest()[:32]


def counts(mark: HandMark, check: CheckResult, files: str = "") -> bool:
    """Whether a mark stands: it is no draft and not taken back, and the answer is the one that was marked."""
    same = not mark.answer or mark.answer == answer_digest(check.answer, files)
    return mark.state is MarkState.MARKED and same


def current_items(mark: HandMark, rubric: Rubric) -> tuple[RubricItem, ...]:
    """Return the items of a mark as the rubric has them now; one that it has no more stays as it was."""
    return tuple(rubric.item(item.id) or item for item in mark.items)


def manual_mark(mark: HandMark, rubric: Rubric, limit: float) -> ManualMark:
    """Return a mark with the points that it makes: what is listed adds up to them, bounds included.

    `limit` are the points of the check, which bound them where the rubric does not.
    """
    items = tuple(AwardedItem(id=item.id, says=item.says, points=item.points) for item in current_items(mark, rubric))
    start = mark.points if mark.points is not None else rubric.start
    raw = start + sum(item.points for item in items) + mark.adjustment
    bounded = min(max(raw, rubric.least), limit if rubric.most is None else rubric.most)
    return ManualMark(
        by=mark.by,
        at=mark.at,
        points=round(bounded, 6),
        start=start,
        items=items,
        adjustment=mark.adjustment,
        reason=mark.reason,
        limit=round(bounded - raw, 6),
        comment=mark.comment,
        read_under=mark.read_under,
    )


def decided(check: CheckResult, mark: HandMark, rubric: Rubric) -> CheckResult:
    """Return a check with what a person decided about it in place of what stood there."""
    manual = manual_mark(mark, rubric, check.max_points)
    if check.kind != "written" and mark.points is None:  # a comment on what the grader decided
        manual = manual.model_copy(update={"points": check.points, "start": check.points, "limit": 0.0})
        return check.model_copy(update={"mark": manual})
    return check.model_copy(
        update={
            "points": manual.points,
            "outcome": Outcome.PASSED if manual.points >= check.max_points else Outcome.FAILED,
            "message": "" if check.outcome is Outcome.PENDING else check.message,
            "mark": manual.model_copy(update={"points_before": check.points, "outcome_before": check.outcome}),
        }
    )
