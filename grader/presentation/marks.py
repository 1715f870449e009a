"""How a person marked a check, and by what, as rows that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.presentation.messages import number_text
from grader.presentation.visible import clipped, one_line
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.results import CheckResult, ManualMark, Rubric


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One line of a mark or a rubric."""

    points: str
    """With its sign; empty for an item that the answer does not have."""
    text: str
    """The reason for the points, in Markdown."""
    note: str = ""
    """For those who mark."""


@dataclass(frozen=True, slots=True)
class MarkView:
    """A mark: `rows` add up to the points of the check."""

    by: str
    rows: tuple[MarkRow, ...]
    missing: tuple[MarkRow, ...]
    """Items of the rubric that would have added points, and that the answer does not have."""
    comment: str
    """In Markdown."""
    read_under: str = ""
    """Where the answer was read, if not under the heading of the question."""


@dataclass(frozen=True, slots=True)
class RubricView:
    """The rubric of an answer, as markers see it."""

    text: str
    """In Markdown."""
    note: str
    rows: tuple[MarkRow, ...]


def signed_text(points: float) -> str:
    """Return `+0.5`, `−1` or `0`."""
    if not points:
        return "0"
    return f"{'+' if points > 0 else '−'}{number_text(abs(points))}"


def mark_view(check: CheckResult) -> MarkView | None:
    """Return how a person marked a check; None where nobody has."""
    mark = check.mark
    if mark is None:
        return None
    ids = {item.id for item in mark.items}
    left = check.rubric.items if check.rubric is not None else ()
    missing = tuple(
        MarkRow("", f"{clipped(item.says)} ({signed_text(item.points)})")
        for item in left
        if item.id not in ids and item.points > 0 and not _is_beaten(check.rubric, item.one_of, ids)
    )
    read_under = f"Read under your heading “{one_line(mark.read_under)}”." if mark.read_under else ""
    return MarkView(one_line(mark.by), tuple(_rows(check, mark)), missing, clipped(mark.comment, 20_000), read_under)


def _is_beaten(rubric: Rubric | None, group: str, ids: set[str]) -> bool:
    """Whether another item of a one-of group was given."""
    others = rubric.items if rubric is not None and group else ()
    return any(item.one_of == group and item.id in ids for item in others)


def _rows(check: CheckResult, mark: ManualMark) -> Iterator[MarkRow]:
    if mark.outcome_before is None:  # a comment, which changes no points
        return
    given = not mark.items and not mark.adjustment
    if mark.start or given:
        reason = f": {mark.reason}" if mark.reason and not mark.adjustment else ""
        yield MarkRow(signed_text(mark.start), clipped(f"points given{reason}" if given else "to begin with"))
    for item in mark.items:
        yield MarkRow(signed_text(item.points), clipped(item.says))
    if mark.adjustment:
        yield MarkRow(signed_text(mark.adjustment), clipped(mark.reason or "adjusted by hand"))
    if mark.limit:
        bound = "no fewer points than the least" if mark.limit > 0 else "no more points than the most"
        yield MarkRow(signed_text(mark.limit), f"{bound} that this can have")
    if check.by_hand is not None:
        change = signed_text(round(check.points - mark.points, 6))
        yield MarkRow(change, f"set by {one_line(check.by_hand.by)}")


def rubric_view(rubric: Rubric | None) -> RubricView | None:
    """Return a rubric as those who mark see it; None where there is none."""
    if rubric is None:
        return None
    rows = tuple(MarkRow(signed_text(item.points), clipped(item.says), clipped(item.note)) for item in rubric.items)
    return RubricView(clipped(rubric.text, 20_000), clipped(rubric.note, 20_000), rows)
