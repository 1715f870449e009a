"""Names of nbgrader's folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake.layouts.nbgrader import NBGRADER
from tests.intake.layouts.trees import assert_strange, only_entry, reading_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("member", "facts"),
    [
        pytest.param("submitted/ann/ps1/a.ipynb", ("ann", "a.ipynb", "ps1", False), id="notebook"),
        pytest.param("submitted/ann/ps1/d/e/a.py", ("ann", "d/e/a.py", "ps1", False), id="folders inside"),
        pytest.param("submitted/ann/ps1/timestamp.txt", ("ann", "timestamp.txt", "ps1", True), id="time"),
        pytest.param(
            "submitted/ann/ps1/submission_secret.txt", ("ann", "submission_secret.txt", "ps1", True), id="secret"
        ),
        pytest.param(
            "submitted/ann/ps1/d/timestamp.txt", ("ann", "d/timestamp.txt", "ps1", False), id="a student's own"
        ),
        pytest.param("submitted/ann/submitted/b/c", ("ann", "b/c", "submitted", False), id="the word again"),
    ],
)
def test_read(tmp_path: Path, member: str, facts: tuple[str, str, str, bool]) -> None:
    """Student, assignment, file."""
    entry = only_entry(NBGRADER, tmp_path, member)
    assert (entry.id, entry.path, entry.assignment, entry.text) == facts


@pytest.mark.parametrize("member", ["submitted/ann/a.py", "submitted/a.py", "Submitted/ann/ps1/a.py", "ann/ps1/a.py"])
def test_strange(tmp_path: Path, member: str) -> None:
    """A name that lacks a part is not guessed at."""
    assert_strange(NBGRADER, tmp_path, member)


@pytest.mark.parametrize("member", ["source/ps1/a.ipynb", "release/x", "autograded/ann/ps1/a.ipynb", "gradebook.db"])
def test_the_course_is_nobodys(tmp_path: Path, member: str) -> None:
    """What lies beside the hand-ins was not handed in, and speaks for the layout rather than against it."""
    reading = reading_of(NBGRADER, tmp_path, [member, "submitted/ann/ps1/a.py"])
    assert (len(reading.entries), reading.strangers) == (1, ())
    assert reading.own == {member: "belongs to nbgrader's own folders"}
