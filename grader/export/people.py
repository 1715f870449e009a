"""A table of grades for people: a row for each student, points before and after the late policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from grader.export.grade import Excuse, Leave, Points, written
from grader.export.spreadsheet import for_excel, guarded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.export.grade import Grade
    from grader.results import Member, SubmissionFacts

HEADER = (
    "submission", "student", "name", "group", "handed_in", "late_percent", "points", "deduction", "final_points",
    "max_points", "notes",
)  # fmt: skip


def people_csv(grades: Sequence[Grade]) -> bytes:
    """Return the table; whoever handed in together has a row each."""
    return for_excel([HEADER, *(row for grade in grades for row in _rows(grade))])


def _rows(grade: Grade) -> list[tuple[str, ...]]:
    facts = grade.facts
    members: Sequence[Member | None] = facts.members or (None,)
    return [(guarded(facts.id), *_who(facts, member), *_cells(grade)) for member in members]


def _who(facts: SubmissionFacts, member: Member | None) -> tuple[str, str, str]:
    if member is not None:
        return guarded(member.ids[0] if member.ids else ""), guarded(member.name), guarded(facts.group or facts.name)
    return guarded(facts.ids[0] if facts.ids else facts.id), guarded(facts.name), guarded(facts.group)


def _cells(grade: Grade) -> tuple[str, ...]:
    late = grade.facts.lateness
    percent = f"{late.percent:g}" if late is not None else ""
    notes = "; ".join(grade.look)
    match grade.mark:
        case Points(raw, final, most):
            numbers = (written(raw), written(raw - final), written(final), written(most))
            return (guarded(grade.facts.submitted), percent, *numbers, guarded(notes))
        case Excuse(why) | Leave(why):
            said = "; ".join(filter(None, (why, notes)))
            return (guarded(grade.facts.submitted), percent, "", "", "", "", guarded(said))
    assert_never(grade.mark)
