"""Sakai's grades.csv with its grades filled in."""

from __future__ import annotations

from typing import Any

import pytest

from grader.errors import UsageError
from grader.export.gradebook import FilledGradebook, FillOptions
from grader.export.gradebooks import sakai
from tests.export.changed_cells import changed
from tests.export.graded_rows import excused, got, left

FILE = (
    b'"HW 1","SCORE_GRADE_TYPE"\n""\n'
    b'"Display ID","ID","Last Name","First Name","Mark","Submission date","Late submission"\n'
    b'"1001","ann","Lee","Ann","","Nov 20, 2026","On time"\n'
    b'"1002","bo","Ox, \'Bo\'","Bo","7.5","",""\n'
)


def fill(grades: list[Any], data: bytes = FILE, *, raw: bool = True) -> FilledGradebook:
    """Fill in the file."""
    return sakai.fill(data, grades, FillOptions("grades.csv", None, raw))


def ours(id_: str, points: int | str, **more: Any) -> Any:
    """Return the grade of a hand-in of Sakai's: its id is the one in the folder's name."""
    return got(id_, points, 10, "Sakai", **more)


def test_only_the_cell_changes() -> None:
    """The lines before the header, quotes and line ends stay."""
    found = fill([ours("ann", 8), ours("bo", 9)])
    assert changed(FILE, found.data) == {(4, 5): "8", (5, 5): "9"}
    assert found.data == FILE.replace(b'"Ann",""', b'"Ann","8"').replace(b'"7.5"', b'"9"')


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((b"\n", b"\r\n"), id="Windows"),
        pytest.param((b'","', b'";"'), id="semicolons"),
        pytest.param((b'"', b""), id="no quotes"),
        pytest.param((b"SCORE_GRADE_TYPE", b"Points"), id="an older type"),
        pytest.param((b'""\n', b"\n"), id="an empty second line"),
        pytest.param((b'"HW 1"', b'\xef\xbb\xbf"HW 1"'), id="a mark"),
        pytest.param((b'"Mark","Submission date","Late submission"', '"Оценка"'.encode()), id="a translated head"),
    ],
)
def test_other_spellings_of_the_file_are_read(change: tuple[bytes, bytes]) -> None:
    """Versions and languages differ."""
    data = FILE.replace(*change)
    if b"'Bo'" in data and b'"' not in data:
        data = data.replace(b"Ox, 'Bo'", b"Ox")
    found = fill([ours("ann", 8)], data)
    assert found.set_count == 1
    assert fill([ours("ann", 8)], found.data).data == found.data


def test_the_display_id_joins_too() -> None:
    """A class list may have it."""
    assert changed(FILE, fill([got("x", 5, 10, "", ids=("1001",))]).data) == {(4, 5): "5"}


def test_points_need_raw() -> None:
    """The file does not say what the assignment gives."""
    with pytest.raises(UsageError, match="Use --raw"):
        fill([ours("ann", 8)], raw=False)


@pytest.mark.parametrize("kind", sakai.NOT_POINTS)
def test_other_kinds_of_grades_are_refused(kind: str) -> None:
    """A number would be no letter."""
    with pytest.raises(UsageError, match="not graded with points"):
        fill([], FILE.replace(b"SCORE_GRADE_TYPE", kind.encode()))


def test_what_the_file_cannot_say_is_left_alone() -> None:
    """An excuse, marks that are missing, and who is not in it."""
    found = fill([excused("ann", "Sakai"), left("bo", platform="Sakai"), ours("cy", 3)])
    assert (found.data, len(found.skipped)) == (FILE, 2)
    assert found.unmatched == ("cy: no row in the gradebook",)


@pytest.mark.parametrize("data", [b"", b"a,b,c\n", b'"HW","Points"\n\n"ID","Name"\n', b'"open'])
def test_another_file_is_refused(data: bytes) -> None:
    """With what is expected, and where it lies."""
    with pytest.raises(UsageError, match=r"grades\.csv: "):
        fill([], data)
