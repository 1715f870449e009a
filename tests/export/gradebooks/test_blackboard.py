"""Blackboard's gradebook with one column filled in."""

from __future__ import annotations

from typing import Any

import pytest

from grader.errors import UsageError
from grader.export.gradebook import FilledGradebook, FillOptions
from grader.export.gradebooks import blackboard
from tests.export.changed_cells import changed
from tests.export.graded_rows import excused, got, left

BOOK = (
    '"Last Name","First Name","Username","Student ID","Last Access","Availability",'
    '"HW 1 [Total Pts: 20 Score] |409581","HW 2 [Total Pts: up to 1.000,5 Score] |409582",'
    '"Quiz [Total Pts: 5 Letter] |409583","Notes |7"\n'
    '"Lee","Ann","ann","1001","2026-11-20","Yes","","","","=1+1"\n'
    '"Ox, \'Bo\'","Bo","bo_x","1002","","Yes","Needs Grading","","A",""\n'
    '"Preview","P","teach_previewuser","","","Yes","","","",""\n'
).encode("utf-8-sig")


def fill(grades: list[Any], column: str | None = "409581", data: bytes = BOOK, *, raw: bool = False) -> FilledGradebook:
    """Fill in the download."""
    return blackboard.fill(data, grades, FillOptions("gc.csv", column, raw))


def ours(id_: str, points: int | str, **more: Any) -> Any:
    """Return the grade of a hand-in of Blackboard's: its id is the login."""
    return got(id_, points, 10, "Blackboard", **more)


def test_only_the_cell_changes() -> None:
    """Quotes, headers with their numbers, mark and line ends stay."""
    found = fill([ours("ann", 8), ours("bo_x", 4)])
    assert changed(BOOK, found.data) == {(2, 7): "16", (3, 7): "8"}
    assert found.data == BOOK.replace(b'"Yes","","","","=1', b'"Yes","16","","","=1').replace(
        b'"Needs Grading"', b'"8"'
    )
    assert found.unmatched == ()


@pytest.mark.parametrize("name", ["409582", "HW 2", "HW 2 [Total Pts: up to 1.000,5 Score] |409582"])
def test_the_column_is_named_by_number_title_or_header(name: str) -> None:
    """Its maximum has a decimal comma here."""
    assert changed(BOOK, fill([ours("ann", 10)], name).data) == {(2, 8): "1000.5"}


def test_columns_that_show_no_points_are_not_offered() -> None:
    """A number in a column of letters would be read as something else."""
    with pytest.raises(UsageError, match=r"has no assignment `Quiz` .*\n  409581  HW 1\n  409582  HW 2$"):
        fill([], "Quiz")


def test_a_number_of_the_class_list_joins() -> None:
    """Work that comes from elsewhere has the student's number."""
    assert changed(BOOK, fill([got("x", 5, 10, "", ids=("1001",))]).data) == {(2, 7): "10"}


def test_the_preview_user_has_no_grade() -> None:
    """Nor is it missed."""
    assert fill([ours("ann", 8), ours("bo_x", 4)]).unmatched == ()
    assert "preview user" in fill([ours("teach_previewuser", 8)]).skipped[0]


def test_what_the_file_cannot_say_is_left_alone() -> None:
    """An excuse, and marks that are missing."""
    found = fill([excused("ann", "Blackboard"), left("bo_x", platform="Blackboard")])
    assert (found.data, len(found.skipped)) == (BOOK, 2)


@pytest.mark.parametrize("mark", [b"", b"\xff\xfe"])
def test_the_tab_delimited_download_is_utf_16(mark: bytes) -> None:
    """With the suffix of Excel, with and without a mark."""
    text = BOOK.decode("utf-8-sig").replace('","', '"\t"')
    data = mark + text.encode("utf-16-le")
    found = fill([ours("ann", 8)], data=data)
    assert changed(data, found.data, "utf-16" if mark else "utf-16-le", "\t") == {(2, 7): "16"}
    assert found.data[: len(mark)] == mark


@pytest.mark.parametrize("data", [b"Username,HW 1\n", b'"Username","HW 1 [Total Pts: 20 Score]"\n', b"PK\x03\x04"])
def test_another_file_is_refused(data: bytes) -> None:
    """Without the number of the column Blackboard would make a new one."""
    with pytest.raises(UsageError, match=r"gc\.csv: "):
        fill([], None, data)
