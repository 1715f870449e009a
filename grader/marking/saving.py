"""Requests of the page, parsed strictly: drafts, marks, rubrics.  Facts of the store are never taken from a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from grader.results import Rubric
from grader.results.hand_marks import HandMark, MarkState

if TYPE_CHECKING:
    from collections.abc import Sequence

_Points = Annotated[float, Field(ge=-10_000, le=10_000, allow_inf_nan=False)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EmptyMessage(_Message):
    """Nothing to say besides that something is to be done."""


class GroupMessage(_Message):
    """Answers to be joined."""

    item: str
    numbers: Annotated[tuple[int, ...], Field(min_length=1)]


class DraftContent(_Message):
    """The content of the form."""

    items: tuple[str, ...] = ()
    points: _Points | None = None
    adjustment: _Points = 0.0
    reason: Annotated[str, Field(max_length=4000)] = ""
    comment: Annotated[str, Field(max_length=20_000)] = ""
    note: Annotated[str, Field(max_length=4000)] = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there."""
        return self == DraftContent()


class DraftMessage(_Message):
    """A half made mark."""

    item: str
    number: int
    role: Literal["first", "second"] = "first"
    content: DraftContent


class MarkMessage(_Message):
    """A mark to be saved; `act` is made by the page, so that one sent twice is saved once."""

    item: str
    number: int
    role: Literal["first", "second"] = "first"
    version: Annotated[int, Field(ge=0)]
    state: MarkState
    act: Annotated[str, Field(min_length=8, max_length=64)]
    content: DraftContent
    others: tuple[int, ...] = ()
    """Numbers of the same answers that get the same mark."""


class CheckMessage(_Message):
    """Points or a comment for a check that the grader decided, or an excuse for the whole work."""

    student: int
    item: str
    version: Annotated[int, Field(ge=0)]
    state: MarkState = MarkState.MARKED
    act: Annotated[str, Field(min_length=8, max_length=64)]
    points: _Points | None = None
    reason: Annotated[str, Field(max_length=4000)] = ""
    comment: Annotated[str, Field(max_length=20_000)] = ""
    excused: bool = False
    group: bool = False
    """Whether all whose code behaves alike in the check get it too."""


class RubricMessage(_Message):
    """An edited rubric."""

    item: str
    version: Annotated[int, Field(ge=0)]
    rubric: Rubric
    confirmed: bool = False
    """Whether the marker has seen how many marks it changes."""


class PlaceMessage(_Message):
    """An answer: where a marker is, or what they ask for."""

    item: str
    number: int


class PointerMessage(_Message):
    """Where an answer stands that was not under its heading; empty to take it back."""

    item: str
    number: int
    heading: Annotated[str, Field(max_length=500)]


class TurnMessage(_Message):
    """A picture to be turned, for all who look."""

    item: str
    number: int
    picture: Annotated[str, Field(max_length=200)]


class SampleMessage(_Message):
    """The number of answers of a question that get a blind second mark."""

    item: str
    count: Annotated[int, Field(ge=0, le=100_000)]


def hand_mark(
    content: DraftContent, rubric: Rubric, *, state: MarkState, answer: str, by: str, at: str, read_under: str = ""
) -> HandMark:
    """Return the mark that a form makes under a rubric.  Raises ValueError, for people, where the two do not fit."""
    items = tuple(item for item in rubric.items if item.id in content.items)
    missing = set(content.items) - {item.id for item in items}
    if missing:
        raise ValueError(f"The rubric has no item {', '.join(sorted(missing))} any more. Load the page anew.")
    groups = [item.one_of for item in items if item.one_of]
    twice = next((group for group in groups if groups.count(group) > 1), None)
    if twice is not None:
        raise ValueError(f"Of the group “{twice}” an answer has one item at most.")
    if content.adjustment and not content.reason.strip():
        raise ValueError("An adjustment needs a reason: write why the points are added or taken off.")
    points = content.points if not rubric.items else None
    if state is MarkState.MARKED and not rubric.items and points is None:
        raise ValueError("Points are missing: this question has no items, so type the points.")
    return HandMark(
        state=state,
        items=items,
        points=points,
        adjustment=content.adjustment,
        reason=content.reason.strip(),
        comment=content.comment.strip(),
        note=content.note.strip(),
        answer=answer,
        read_under=read_under[:500],
        by=by,
        at=at,
    )


def content_of(mark: HandMark) -> DraftContent:
    """Return a mark as the form shows it."""
    return DraftContent(
        items=tuple(item.id for item in mark.items),
        points=mark.points,
        adjustment=mark.adjustment,
        reason=mark.reason,
        comment=mark.comment,
        note=mark.note,
    )


def comments_by_use(marks: Sequence[HandMark], limit: int = 12) -> list[tuple[str, int]]:
    """Return the comments that were written, with how often, the most frequent first, then the latest."""
    counts: dict[str, int] = {}
    for mark in marks:
        if mark.comment:
            counts[mark.comment] = counts.pop(mark.comment, 0) + 1
    latest = list(reversed(counts.items()))
    return sorted(latest, key=lambda pair: -pair[1])[:limit]
