"""The manifest: a row for every file, under the name of the download, and few rows for many files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from grader.intake.hand_in import HandIn
from grader.intake.manifest import (
    COLUMNS,
    MOST_ROWS,
    collapsed,
    is_about_a_document,
    rows_as_json,
    rows_from_json,
    rows_of,
    table,
)
from grader.results import FileStatus, HandedInFile
from grader.submission.kinds import UNREAD

SCAN = HandedInFile(file="proof.pdf", status=FileStatus.UNREADABLE, reason=f"is a PDF, {UNREAD}")


def row(file: str, status: FileStatus = FileStatus.GRADED, reason: str = "", read_as: str = "") -> HandedInFile:
    """Return a row."""
    return HandedInFile(file=file, status=status, reason=reason, read_as=read_as)


def test_a_file_stands_under_its_name_in_the_download() -> None:
    """With the name that it was read under, where that is another one."""
    hand_in = HandIn("ana", Path("x"), placed=(("hw.py", "ana_late_hw-1.py"), ("data.csv", "ana_late_data.csv")))
    assert rows_of(hand_in, [row("hw.py")]) == (
        row("ana_late_hw-1.py", read_as="hw.py"),
        row("ana_late_data.csv", FileStatus.SUPPORT),
    )


@pytest.mark.parametrize(
    ("placed", "read", "read_as"),
    [
        pytest.param("ana/hw.py", row("hw.py"), "", id="same-name-in-a-folder"),
        pytest.param("ana/hw.py", row("hw.py", read_as="work/hw.py"), "", id="same-name-in-another-folder"),
        pytest.param("ana/hw(1).py", row("hw.py", read_as="work.py"), "work.py", id="read-as-another"),
    ],
)
def test_a_name_is_told_once(placed: str, read: HandedInFile, read_as: str) -> None:
    """Where it is the same, nothing stands beside it."""
    (made,) = rows_of(HandIn("ana", Path("x"), placed=(("hw.py", placed),)), [read])
    assert (made.file, made.read_as) == (placed, read_as)


def test_what_lies_where_it_is_graded_has_its_folder() -> None:
    """And rows of other files come first."""
    other = row("ana/old.zip", FileStatus.IGNORED, "is of an earlier attempt")
    hand_in = HandIn("ana", Path("x"), rows=(other,), prefix="ana/")
    assert rows_of(hand_in, [row("hw.py")]) == (other, row("ana/hw.py"))


@pytest.mark.parametrize(
    ("given", "status"),
    [
        pytest.param(SCAN, FileStatus.SUPPORT, id="a-scan"),
        pytest.param(row("hw.py", FileStatus.UNREADABLE, "is no Python"), FileStatus.UNREADABLE, id="code"),
        pytest.param(row("proof.pdf", FileStatus.UNREADABLE, "is broken"), FileStatus.UNREADABLE, id="another-reason"),
    ],
)
def test_a_document_is_for_the_person_who_marks(given: HandedInFile, status: FileStatus) -> None:
    """Where somebody does; elsewhere nothing reads it."""
    (made,) = rows_of(HandIn("ana", Path("x")), [given], for_people=True)
    assert made.status is status
    assert rows_of(HandIn("ana", Path("x")), [given]) == (given,)
    assert is_about_a_document(f"{given.file} {given.reason}.") == (given is SCAN)


def test_thousands_of_files_are_few_rows() -> None:
    """By folder, status and reason; graded files and single ones keep their rows."""
    many = [row(f"env/{number}.py", FileStatus.IGNORED, "is of an environment") for number in range(MOST_ROWS)]
    kept = [row("hw.py"), row("notes.txt", FileStatus.SUPPORT)]
    assert collapsed([*kept, *many]) == (
        *kept, row("env/*", FileStatus.IGNORED, f"is of an environment ({MOST_ROWS} files)")
    )  # fmt: skip
    assert collapsed(many) == tuple(many)
    graded = tuple(row(f"{number}.py") for number in range(MOST_ROWS + 1))
    assert collapsed(graded) == graded


def test_folders_keep_their_own_row() -> None:
    """And a file without a reason is counted alone."""
    many = [row(f"{folder}/{n}", FileStatus.SUPPORT) for folder in "ab" for n in range(200)]
    assert [(made.file, made.reason) for made in collapsed(many)] == [("a/*", "200 files"), ("b/*", "200 files")]


def test_the_table_of_a_class_has_every_row() -> None:
    """Those that are nobody's at the end, and every cell guarded."""
    text = table(
        [("=ana", [row("hw.py")])], [row("x,y.py", FileStatus.IGNORED, "is nobody's")], lambda cell: f"'{cell}"
    )
    assert list(csv.reader(io.StringIO(text))) == [
        list(COLUMNS), ["'=ana", "'hw.py", "'graded", "'", "'"], ["'", "'x,y.py", "'ignored", "'is nobody's", "'"]
    ]  # fmt: skip


def test_rows_come_back_from_a_store() -> None:
    """And nothing is no rows."""
    rows = (row("hw.py", read_as="work.py"), SCAN)
    assert rows_from_json(rows_as_json(rows)) == rows
    assert rows_from_json(None) == rows_from_json("") == ()
