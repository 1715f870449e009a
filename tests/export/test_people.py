"""The table for people: a row for each student, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from grader.export.people import HEADER, people_csv
from grader.results import Member
from grader.results.hand_in_facts import Lateness
from tests.export.graded_rows import excused, got, left

if TYPE_CHECKING:
    from grader.export.grade import Grade


def rows(*grades: Grade) -> list[dict[str, str]]:
    """Return the rows of the table by their columns."""
    text = people_csv(grades).decode("utf-8-sig")
    first = text.splitlines()[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    table = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    begin = next(number for number, row in enumerate(table) if tuple(row) == HEADER)
    return [dict(zip(HEADER, row, strict=True)) for row in table[begin + 1 :]]


def test_points_before_and_after_the_late_policy() -> None:
    """With what is taken off."""
    late = Lateness(due="2026-01-01T00:00:00+00:00", percent=12.5)
    (row,) = rows(got("17", "8", final="7", name="Ana", lateness=late, submitted="2026-01-02T10:00:00"))
    assert (row["points"], row["deduction"], row["final_points"], row["max_points"]) == ("8", "1", "7", "10")
    assert (row["late_percent"], row["name"], row["student"]) == ("12.5", "Ana", "17")


@pytest.mark.parametrize(
    ("grade", "note"), [(left("17"), "3 points not marked yet"), (excused("17"), "excused by Ada: ill")],
    ids=["open", "excused"],
)  # fmt: skip
def test_no_grade_is_an_empty_cell_with_the_reason(grade: Grade, note: str) -> None:
    """Never a zero."""
    (row,) = rows(grade)
    assert (row["points"], row["final_points"], row["max_points"], row["notes"]) == ("", "", "", note)


def test_each_member_of_a_group_has_a_row() -> None:
    """With the id of the class list and the group's points."""
    members = (Member(ids=("ana", "1"), name="Ana"), Member(ids=(), name="Ben"))
    found = rows(got("7", 5, members=members, group="Foxes"))
    assert [(row["student"], row["name"], row["group"], row["points"]) for row in found] == [
        ("ana", "Ana", "Foxes", "5"), ("", "Ben", "Foxes", "5"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"], ids=["=", "+", "-", "@", "tab"])
def test_no_name_is_a_formula(text: str) -> None:
    """Students choose the names of their folders."""
    (row,) = rows(got(text, 5, platform="", name=text, group=text))
    assert not any(row[column].startswith(tuple("=+-@\t")) for column in ("submission", "student", "name", "group"))


def test_a_class_of_nobody_has_a_header() -> None:
    """And no row."""
    assert rows() == []
