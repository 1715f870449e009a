"""Cells filled with grades: what a cell gets, which ones stay as they are, and why."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from grader.export.delimited import TableCell
from grader.export.gradebook import CellFormat, FilledGradebook, GradebookRow, fill_cells
from grader.export.joining import JoinedRows
from tests.export.graded_rows import excused, got, left

if TYPE_CHECKING:
    from grader.export.grade import Grade

CELL = TableCell(10, 12, "old", quoted=False)


def filled(
    grade: Grade, cells: CellFormat | None = None, *, maximum: str | None = "20", **more: Any
) -> FilledGradebook:
    """Return a gradebook of one row that is filled with one grade; its data are the values written."""
    most = None if maximum is None else Decimal(maximum)
    row = GradebookRow(2, "Ana (17)", "17", frozenset(), CELL, most, **more)
    joined = JoinedRows(((row, grade),), (), ())
    return fill_cells(joined, cells or CellFormat(), lambda changes: "|".join(c.text for c in changes).encode())


@pytest.mark.parametrize(
    ("grade", "cells", "maximum", "text"),
    [
        pytest.param(got("17", 5), CellFormat(), "20", "10", id="scaled"),
        pytest.param(got("17", 5), CellFormat(raw=True), "20", "5", id="raw"),
        pytest.param(got("17", 5), CellFormat(raw=True), None, "5", id="raw-without-a-maximum"),
        pytest.param(got("17", 12), CellFormat(), "10", "12", id="above-the-maximum"),
        pytest.param(excused("17"), CellFormat(excused="EX"), "10", "EX", id="excused"),
    ],
)
def test_a_cell_gets_the_grade(grade: Grade, cells: CellFormat, maximum: str | None, text: str) -> None:
    """And is counted as what it is."""
    book = filled(grade, cells, maximum=maximum)
    assert book.data.decode() == text
    assert (book.set_count, book.excused_count) == ((0, 1) if text == "EX" else (1, 0))
    assert [graded.facts.id for _, graded in book.graded] == ["17"]


@pytest.mark.parametrize(
    ("grade", "cells", "more", "reason"),
    [
        pytest.param(left("17"), CellFormat(), {}, "3 points not marked yet", id="open"),
        pytest.param(excused("17"), CellFormat(), {}, "excused by Ada: ill, which this file cannot say", id="excused"),
        pytest.param(got("17", 5), CellFormat(), {"maximum": None}, "the file does not say what the column is worth; "
                     "--raw writes the points as they are", id="no-maximum"),
        pytest.param(got("17", 12), CellFormat(above_maximum="Moodle refuses the row"), {"maximum": "10"},
                     "12 is above the maximum of 10, and Moodle refuses the row", id="above"),
        pytest.param(got("17", 5), CellFormat(), {"locked_reason": "is overridden"}, "is overridden", id="locked"),
    ],
)  # fmt: skip
def test_a_cell_stays_with_a_reason(grade: Grade, cells: CellFormat, more: dict[str, Any], reason: str) -> None:
    """With the line in which it stands."""
    book = filled(grade, cells, **more)
    assert (book.data, book.set_count, book.graded) == (b"", 0, ())
    assert book.skipped == (f"17: {reason}; line 2 is left alone",)


def test_remarks_come_along() -> None:
    """Those of grades that go out, with the student; those about the file stand apart."""
    grade = type(got("17", 5))(got("17", 5).facts, got("17", 5).value, ("nothing handed in",))
    book = filled(grade).with_notes(["The file is not UTF-8."])
    assert book.warnings == ("17: nothing handed in",)
    assert book.notes == ("The file is not UTF-8.",)
