"""The table of a class: one row for each submission, empty where there is no grade, and no cell that a sheet runs."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from grader.batch.gradebook import grades_csv
from grader.report.class_page import ClassRow
from grader.results.hand_in_facts import Lateness, Member, SubmissionFacts


def row(submission: str = "ann", points: float | None = 3.0, **changes: Any) -> ClassRow:
    """Return a row of a class with a task of 4 points."""
    fields: dict[str, Any] = {"tasks": {"double": points or 0.0}, "remarks": (), **changes}
    return ClassRow(submission, "reports/ann.html", points, 4.0, fields.pop("pending", 0.0), **fields)


def facts(percent: float | None = None, **changes: Any) -> SubmissionFacts:
    """Return whose work it is."""
    lateness = None if percent is None else Lateness(due="2026-10-05T12:00:00+00:00", seconds=1, percent=percent)
    return SubmissionFacts(id="ann", files=(), lateness=lateness, **changes)


def read(*rows: ClassRow, tasks: tuple[str, ...] = ("double",)) -> list[dict[str, str]]:
    """Return the table as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(grades_csv(rows, tasks))))


def test_the_columns_are_those_of_the_docs() -> None:
    """Tasks between the points and what waits."""
    header = grades_csv([], ["double", "scan"]).strip()
    assert header == (
        "submission,points,max_points,double,scan,pending_points,handed_in,late_percent,final_points,name,members,notes"
    )


@pytest.mark.parametrize(
    ("entry", "cells"),
    [
        pytest.param(row(), {"points": "3", "max_points": "4", "double": "3", "final_points": "3"}, id="graded"),
        pytest.param(row(points=2.5), {"points": "2.5", "double": "2.5"}, id="half-a-point"),
        pytest.param(row(points=0.0), {"points": "0", "double": "0", "final_points": "0"}, id="a-zero-is-a-grade"),
        pytest.param(row(points=None), {"points": "", "double": "", "final_points": ""}, id="no-grade-is-no-zero"),
        pytest.param(row(tasks={}), {"points": "3", "double": ""}, id="a-task-that-came-later"),
        pytest.param(row(pending=1.5), {"pending_points": "1.5"}, id="waits-for-a-person"),
        pytest.param(row(excused=True), {"points": "3", "final_points": ""}, id="excused"),
        pytest.param(row(remarks=("late", "twice")), {"notes": "late; twice"}, id="remarks"),
        pytest.param(
            row(facts=facts(20, submitted="2026-10-06T15:00:00")),
            {"points": "3", "late_percent": "20", "final_points": "2.4", "handed_in": "2026-10-06T15:00:00"},
            id="late",
        ),
        pytest.param(row(facts=facts(100)), {"late_percent": "100", "final_points": "0"}, id="all-taken-off"),
        pytest.param(row(facts=facts()), {"late_percent": "", "final_points": "3"}, id="no-policy"),
        pytest.param(
            row(facts=facts(members=(Member(ids=("1", "a@b")), Member(ids=(), name="No Id"), Member(ids=("2",))))),
            {"members": "1; 2"},
            id="members-by-their-first-id",
        ),
    ],
)
def test_a_row_says_what_there_is(entry: ClassRow, cells: dict[str, str]) -> None:
    """Points raw, and beside them what the late policy leaves."""
    (got,) = read(entry)
    assert {name: got[name] for name in cells} == cells


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "\r=1"])
@pytest.mark.parametrize("column", ["submission", "name", "notes"])
def test_no_cell_of_a_student_is_a_formula(column: str, text: str) -> None:
    """Names and notes come from students."""
    entry = {
        "submission": row(text), "name": row(name=text), "notes": row(remarks=(text,)),
    }[column]  # fmt: skip
    cell = read(entry)[0][column]
    assert cell[0] not in "=+-@\t\r\n"


@pytest.mark.parametrize("text", ["a\r=1+1", "a\r\n=1+1", "a\n=1+1", "\r\r=1", "a\x85=1", "a\u2028=1"], ids=repr)
def test_a_line_end_in_a_name_begins_no_row(text: str) -> None:
    """A spreadsheet ends a row at any line end outside of quotes, and would run the next cell."""
    (got,) = read(row(name=text))
    assert got["submission"] == "ann"
    table = grades_csv([row(name=text)], ["double"])
    outside = "".join(table.split('"')[::2])
    assert outside.count("\n") == 2
    assert "\r" not in outside


def test_a_cell_with_a_comma_a_quote_and_a_line_is_one_cell() -> None:
    """As any reader of CSV expects."""
    (got,) = read(row(name='O"Neil, A.\nB.'))
    assert got["name"] == 'O"Neil, A.\nB.'
