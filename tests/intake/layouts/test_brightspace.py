"""Names of Brightspace's downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake.layouts.brightspace import BRIGHTSPACE
from tests.intake.layouts.trees import assert_strange, only_entry, reading_of

if TYPE_CHECKING:
    from pathlib import Path

AT = "Oct 5, 2026 1022 AM"


@pytest.mark.parametrize(
    ("member", "facts"),
    [
        pytest.param(f"12-34 - Ann Lee - {AT}/a.py", ("Ann Lee", "a.py"), id="folder"),
        pytest.param(f"12-34 - Ann Lee - {AT} - a.py", ("Ann Lee", "a.py"), id="flat"),
        pytest.param(f"12-34- Ann Lee- {AT}/a.py", ("Ann Lee", "a.py"), id="without some blanks"),
        pytest.param(f"12-34 - Ann-Kim Lee - {AT}/a.py", ("Ann-Kim Lee", "a.py"), id="hyphen in the name"),
        pytest.param(f"12-34 - Ann - Kim - {AT}/a.py", ("Ann - Kim", "a.py"), id="separator in the name"),
        pytest.param(f"12-34 - Zoë Q - {AT}/d/a.py", ("Zoë Q", "d/a.py"), id="folders inside"),
        pytest.param(f"12-34 - A - {AT} - 1-2 - B - {AT} - a.py", ("A", f"1-2 - B - {AT} - a.py"), id="two in one"),
    ],
)
def test_read(tmp_path: Path, member: str, facts: tuple[str, str]) -> None:
    """The name is the id."""
    entry = only_entry(BRIGHTSPACE, tmp_path, member)
    assert (entry.id, entry.path) == facts
    assert (entry.name, entry.attempt) == (entry.id, "2026-10-05 10:22")


@pytest.mark.parametrize(
    ("date", "attempt"),
    [
        pytest.param("Oct 5, 2026 122 PM", "2026-10-05 13:22", id="three digits, afternoon"),
        pytest.param("Oct 15, 2026 1200 AM", "2026-10-15 00:00", id="midnight"),
        pytest.param("Oct 15, 2026 1200 PM", "2026-10-15 12:00", id="noon"),
        pytest.param("Sep 30, 2026 1159 PM", "2026-09-30 23:59", id="last minute"),
        pytest.param("Jan 1, 2027 905 AM", "2027-01-01 09:05", id="January"),
        pytest.param("Okt 1, 2026 905 AM", "2026-00-01 09:05", id="a month of another language"),
    ],
)
def test_attempts_sort_by_time(tmp_path: Path, date: str, attempt: str) -> None:
    """Year, month and day come first, on a clock of 24 hours."""
    assert only_entry(BRIGHTSPACE, tmp_path, f"1-2 - Ann - {date}/a.py").attempt == attempt


@pytest.mark.parametrize(
    "member",
    [
        pytest.param(f"12 - Ann Lee - {AT}/a.py", id="one number"),
        pytest.param(f"12-34 - {AT}/a.py", id="no name"),
        pytest.param("12-34 - Ann Lee - 5 Oct 2026/a.py", id="another date"),
        pytest.param("12-34 - Ann Lee - Oct 5, 2026 1022/a.py", id="no half of the day"),
        pytest.param(f"12-34 - Ann Lee - {AT}", id="no file"),
        pytest.param(f"x/12-34 - Ann Lee - {AT}/a.py", id="below a folder"),
        pytest.param("x/index.html", id="a list inside a folder"),
    ],
)
def test_strange(tmp_path: Path, member: str) -> None:
    """A name that lacks a part is not guessed at."""
    assert_strange(BRIGHTSPACE, tmp_path, member)


def test_the_list_is_the_platforms_own(tmp_path: Path) -> None:
    """Its index is nobody's."""
    reading = reading_of(BRIGHTSPACE, tmp_path, ["index.html"])
    assert (reading.entries, reading.strangers) == ((), ())
    assert reading.own == {"index.html": "is the platform's own list"}
