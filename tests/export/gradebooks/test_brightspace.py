"""Brightspace's grade export with one column filled in."""

from __future__ import annotations

from typing import Any

import pytest

from grader.errors import UsageError
from grader.export.gradebook import FilledGradebook, FillOptions
from grader.export.gradebooks import brightspace
from tests.export.changed_cells import changed
from tests.export.graded_rows import excused, got, left

ONE = "HW1 Points Grade <Numeric MaxPoints:20 Weight:5 Category:Homework>"
TWO = "HW2 Points Grade <Numeric MaxPoints:10>"
BOOK = f"""OrgDefinedId,Username,{ONE},HW3 Text Grade,{TWO},End-of-Line Indicator
#1001,#ann,,x,,#
#1002,#bo,"3",,4.5,#
#=cmd|'/c',#cy,,,,#
""".replace("\n", "\r\n").encode("utf-8-sig")


def fill(grades: list[Any], column: str | None = "HW1", data: bytes = BOOK, *, raw: bool = False) -> FilledGradebook:
    """Fill in the export."""
    return brightspace.fill(data, grades, FillOptions("grades.csv", column, raw))


def ours(points: int | str, *ids: str, most: int = 10) -> Any:
    """Return the grade of a hand-in of Brightspace's: its id is the student's name."""
    return got("Ann Lee", points, most, "Brightspace", ids=ids)


def test_only_the_cell_changes() -> None:
    """Keys with their sign, headers, quotes, mark and line ends stay."""
    found = fill([ours(8, "1001"), ours(4, "bo")])
    assert changed(BOOK, found.data) == {(2, 3): "16", (3, 3): "8"}
    assert found.data == BOOK.replace(b"#ann,,x", b"#ann,16,x").replace(b'#bo,"3"', b'#bo,"8"')


@pytest.mark.parametrize("key", ["ann", "ANN ", "1001", "#1001".removeprefix("#")])
def test_either_key_is_enough(key: str) -> None:
    """Whichever the class list has."""
    assert fill([ours(8, key)]).set_count == 1


def test_names_and_ids_of_others_never_join() -> None:
    """The name in the download joins nobody, even where somebody's login is the same."""
    book = BOOK.replace(b"#ann", b"#Ann Lee")
    found = fill([ours(8)], data=book)
    assert (found.data, found.set_count) == (book, 0)
    assert "Ann Lee: no row in the gradebook" in found.unmatched


def test_the_column_is_named_by_its_title_or_header() -> None:
    """Several are listed."""
    assert changed(BOOK, fill([ours(8, "ann")], "HW2").data) == {(2, 5): "8"}
    assert changed(BOOK, fill([ours(8, "ann")], TWO).data) == {(2, 5): "8"}
    with pytest.raises(UsageError, match=r"several assignments\. .* its title:\n  HW1\n  HW2"):
        fill([], None)
    with pytest.raises(UsageError, match="has no assignment `HW3`"):
        fill([], "HW3")


def test_a_grade_above_the_maximum_is_left_alone() -> None:
    """Brightspace cuts it off without a word."""
    found = fill([ours(25, "ann")], raw=True)
    assert found.skipped[0].startswith("Ann Lee: 25 is above the maximum of 20, and would be cut off")


def test_what_the_file_cannot_say_is_left_alone() -> None:
    """An excuse, and marks that are missing."""
    found = fill([excused("ann", ""), left("bo", platform="")])
    assert (found.data, len(found.skipped)) == (BOOK, 2)


def test_a_file_without_a_maximum_needs_raw() -> None:
    """A short export has no facts in its headers."""
    book = BOOK.replace(b" <Numeric MaxPoints:20 Weight:5 Category:Homework>", b"")
    with pytest.raises(UsageError, match="use --raw"):
        fill([ours(8, "ann")], data=book)
    assert changed(book, fill([ours(8, "ann")], data=book, raw=True).data) == {(2, 3): "8"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_encodings_stay(delimiter: str, encoding: str) -> None:
    """Whatever the export has."""
    data = BOOK.decode("utf-8-sig").replace(",", delimiter).encode(encoding)
    assert changed(data, fill([ours(8, "ann")], data=data).data, encoding, delimiter) == {(2, 3): "16"}


@pytest.mark.parametrize("data", [b"OrgDefinedId,HW1 Points Grade\r\n", b"Username,End-of-Line Indicator,x\r\n"])
def test_another_file_is_refused(data: bytes) -> None:
    """With what is expected."""
    with pytest.raises(UsageError, match="not a grade export of Brightspace"):
        fill([], data=data)


def test_a_row_of_another_shape_is_left_alone() -> None:
    """A cell that somebody has pushed aside would take the grade of another column."""
    found = fill([ours(8, "ann")], data=BOOK.replace(b"#ann,,x", b"#ann,x"))
    assert (found.set_count, "other columns" in found.skipped[0]) == (0, True)
