"""A download sorted by student: the last attempt, and a row with a reason for everything else."""

from __future__ import annotations

from typing import Any

import pytest

from grader.errors import UsageError
from grader.intake.layouts import FOLDERS, LAYOUTS
from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, Person
from grader.intake.recognition import LayoutDecision
from grader.intake.sorting import TIMESTAMP, SortedDownload, sort

CANVAS = LAYOUTS["canvas"]


def entry(id_: str, path: str, attempt: str = "", **more: Any) -> DownloadEntry:
    """Return a file of a student."""
    return DownloadEntry(f"{id_}/{attempt}{path}", id_, path, attempt=attempt, **more)


def sorted_download(
    *entries: DownloadEntry,
    names: tuple[str, ...] = (),
    assignment: str | None = None,
    layout: Any = CANVAS,
    texts: dict[str, str] | None = None,
    **reading: Any,
) -> SortedDownload:
    """Return what becomes of a download of these entries."""
    every = (*names, *(made.member for made in entries))
    decision = LayoutDecision(layout, LayoutReading(entries, **reading), "", "read as", Listing(every))
    return sort(decision, every, lambda member: (texts or {}).get(member, ""), assignment)


def test_the_last_attempt_counts() -> None:
    """The others are rows, and a note for a person."""
    (ana,) = sorted_download(entry("ana", "hw.py", "2"), entry("ana", "hw.py", "1"), entry("ana", "b.py", "2")).students
    assert [made.member for made in ana.entries] == ["ana/2hw.py", "ana/2b.py"]
    assert [(row.file, row.reason) for row in ana.rows] == [("ana/1hw.py", "is of an earlier attempt (1)")]
    assert ana.notes == ("Handed in 2 times; this is the last one (2). Earlier: 1.",)
    assert ana.originals == ("ana/2hw.py", "ana/2b.py")


def test_late_is_the_attempt_that_counts() -> None:
    """An early attempt of somebody who handed in late again, and the other way round."""
    (ana,) = sorted_download(entry("ana", "a.py", "1", late=True), entry("ana", "a.py", "2")).students
    (ben,) = sorted_download(entry("ben", "a.py", "1"), entry("ben", "a.py", "2", late=True)).students
    assert (ana.late, ben.late) == (False, True)


@pytest.mark.parametrize(
    ("path", "reason", "noted"),
    [
        pytest.param("online.html", "was typed into the platform, which is not read", True, id="typed"),
        pytest.param("ONLINE.HTM", "was typed into the platform, which is not read", True, id="capitals"),
        pytest.param("comments.txt", "was written by the platform", False, id="the-platforms"),
    ],
)
def test_text_of_the_platform_is_no_file_of_the_students(path: str, reason: str, noted: bool) -> None:
    """It has a row; what was typed is also told."""
    (ana,) = sorted_download(entry("ana", "hw.py"), entry("ana", path, text=True)).students
    assert [made.path for made in ana.entries] == ["hw.py"]
    assert [row.reason for row in ana.rows] == [reason]
    assert bool(ana.notes) == noted


@pytest.mark.parametrize(
    ("layout", "attempt", "texts", "submitted"),
    [
        pytest.param(CANVAS, "2026-01-02 10:00:00 UTC", {}, "2026-01-02T10:00:00+00:00", id="name-of-the-attempt"),
        pytest.param(
            CANVAS, "", {f"ana/{TIMESTAMP}": "2026-01-02 10:00:00 UTC"}, "2026-01-02T10:00:00+00:00", id="file"
        ),
        pytest.param(CANVAS, "3", {}, "", id="a-number-is-no-time"),
        pytest.param(FOLDERS, "2026-01-02 10:00:00 UTC", {}, "", id="a-folder-says-nothing"),
    ],
)
def test_the_time_is_what_the_platform_says(layout: Any, attempt: str, texts: dict[str, str], submitted: str) -> None:
    """Never that of the file."""
    stamp = [entry("ana", TIMESTAMP, text=True)] if texts else []
    (ana,) = sorted_download(entry("ana", "hw.py", attempt), *stamp, layout=layout, texts=texts).students
    assert ana.submitted == submitted


def test_an_empty_folder_is_a_student() -> None:
    """Who handed in nothing; the name and the time are what files of the platform say."""
    person = Person(name="Zoe", submitted="2026-01-02T10:00:00")
    (zoe,) = sorted_download(people={"zoe": person}).students
    assert (zoe.id, zoe.name, zoe.entries, zoe.submitted) == ("zoe", "Zoe", (), "2026-01-02T10:00:00")


def test_what_is_nobodys_has_a_reason() -> None:
    """The platform's own, or that of a name that does not fit."""
    made = sorted_download(entry("ana", "a.py"), names=("grades.csv", "stray.py"), own={"grades.csv": "is the table"})
    assert [(row.file, row.reason) for row in made.nobodys] == [
        ("grades.csv", "is the table"),
        ("stray.py", f"belongs to nobody: it is not named as {CANVAS.title} names hand-ins"),
    ]


TWO = (entry("ana", "a.py", assignment="hw1"), entry("ana", "b.py", assignment="hw2"), entry("ana", "c.py"))


def test_one_assignment_is_graded_at_a_time() -> None:
    """Files of another are rows; those of none belong to all."""
    (ana,) = sorted_download(*TWO, assignment="hw2").students
    assert [made.path for made in ana.entries] == ["b.py", "c.py"]
    assert [row.reason for row in ana.rows] == ["is of another assignment (hw1)"]


@pytest.mark.parametrize(
    ("entries", "assignment", "sentence"),
    [
        pytest.param(TWO, None, "holds 2 assignments (hw1, hw2), and one is graded at a time", id="none-named"),
        pytest.param(TWO, "hw3", "--assignment hw3: the download has hw1, hw2. Name one of them.", id="another"),
        pytest.param((TWO[2],), "hw1", "--assignment hw1: the download names no assignments. Leave it out.", id="no"),
    ],
)
def test_an_assignment_that_is_not_clear_is_asked_for(
    entries: tuple[DownloadEntry, ...], assignment: str | None, sentence: str
) -> None:
    """With those that there are."""
    with pytest.raises(UsageError) as error:
        sorted_download(*entries, assignment=assignment)
    assert sentence in str(error.value)
