"""A table of grades for people: one row per student, points before and after the late policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from grader.export.grade import Excusal, Points, Skip, format_points
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
    """Return the table; each member of a group has a row."""
    return for_excel([HEADER, *(row for grade in grades for row in _rows(grade))])


def _rows(grade: Grade) -> list[tuple[str, ...]]:
    facts = grade.facts
    members: Sequence[Member | None] = facts.members or (None,)
    return [(guarded(facts.id), *_student_cells(facts, member), *_grade_cells(grade)) for member in members]


def _student_cells(facts: SubmissionFacts, member: Member | None) -> tuple[str, str, str]:
    if member is not None:
        return guarded(member.ids[0] if member.ids else ""), guarded(member.name), guarded(facts.group or facts.name)
    return guarded(facts.ids[0] if facts.ids else facts.id), guarded(facts.name), guarded(facts.group)


def _grade_cells(grade: Grade) -> tuple[str, ...]:
    late = grade.facts.lateness
    percent = f"{late.percent:g}" if late is not None else ""
    notes = "; ".join(grade.warnings)
    match grade.value:
        case Points(raw, final, maximum):
            numbers = (format_points(raw), format_points(raw - final), format_points(final), format_points(maximum))
            return (guarded(grade.facts.submitted), percent, *numbers, guarded(notes))
        case Excusal(reason) | Skip(reason):
            notes = "; ".join(filter(None, (reason, notes)))
            return (guarded(grade.facts.submitted), percent, "", "", "", "", guarded(notes))
    assert_never(grade.value)
