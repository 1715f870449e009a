"""Names of Sakai's downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake.layouts.sakai import SAKAI
from tests.intake.layouts.trees import assert_strange, only_entry, reading_of

if TYPE_CHECKING:
    from pathlib import Path

ANN = "Lee, Ann(alee)"
FILES = "Submission attachment(s)"


@pytest.mark.parametrize(
    ("member", "facts"),
    [
        pytest.param(f"{ANN}/{FILES}/a.py", ("alee", "a.py", "Lee, Ann", False, ""), id="no assignment"),
        pytest.param(f"S 2/{ANN}/{FILES}/a.py", ("alee", "a.py", "Lee, Ann", False, "S 2"), id="assignment"),
        pytest.param(f"S 2/{ANN}/{FILES}/d/a.py", ("alee", "d/a.py", "Lee, Ann", False, "S 2"), id="folders inside"),
        pytest.param(f"S/{ANN}/{FILES.upper()}/a.py", ("alee", "a.py", "Lee, Ann", False, "S"), id="capital letters"),
        pytest.param(f"S/(x1)/{FILES}/a.py", ("x1", "a.py", "", False, "S"), id="anonymous"),
        pytest.param(f"{ANN}/timestamp.txt", ("alee", "timestamp.txt", "Lee, Ann", True, ""), id="time"),
        pytest.param(f"S/{ANN}/comments.txt", ("alee", "comments.txt", "Lee, Ann", True, "S"), id="comments"),
        pytest.param(
            f"S/{ANN}/{ANN}_submissionText.html",
            ("alee", f"{ANN}_submissionText.html", "Lee, Ann", True, "S"),
            id="typed text",
        ),
        pytest.param(f"S/{ANN}/Feedback Attachment(s)/f.pdf", ("alee", "f.pdf", "Lee, Ann", True, "S"), id="feedback"),
        pytest.param(
            f"{ANN}/{FILES}/timestamp.txt", ("alee", "timestamp.txt", "Lee, Ann", False, ""), id="a student's own text"
        ),
    ],
)
def test_read(tmp_path: Path, member: str, facts: tuple[str, str, str, bool, str]) -> None:
    """The id stands in parentheses; what lies beside the attachments is the platform's."""
    entry = only_entry(SAKAI, tmp_path, member)
    assert (entry.id, entry.path, entry.name, entry.text, entry.assignment) == facts


@pytest.mark.parametrize(
    "member",
    [
        pytest.param(f"{ANN}/a.py", id="a file beside the attachments"),
        pytest.param(f"Lee, Ann/{FILES}/a.py", id="no id"),
        pytest.param(f"Lee, Ann()/{FILES}/a.py", id="empty id"),
        pytest.param(f"x/S/{ANN}/{FILES}/a.py", id="two folders too deep"),
        pytest.param("S/x/grades.csv", id="a table inside a folder"),
        pytest.param("grades.txt", id="another table"),
    ],
)
def test_strange(tmp_path: Path, member: str) -> None:
    """A name that lacks a part is not guessed at."""
    assert_strange(SAKAI, tmp_path, member)


@pytest.mark.parametrize("member", ["grades.csv", "S 2/grades.csv", "S 2/grades.xls", "grades.xlsx"])
def test_tables_are_the_platforms_own(tmp_path: Path, member: str) -> None:
    """They are nobody's, above the students' folders."""
    reading = reading_of(SAKAI, tmp_path, [member])
    assert (reading.entries, reading.strangers) == ((), ())
    assert reading.own == {member: "is the platform's own table"}
