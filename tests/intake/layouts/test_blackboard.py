"""Names of Blackboard's downloads, and the texts beside the attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake.layouts.blackboard import BLACKBOARD
from tests.intake.layouts.trees import assert_strange, only_entry, reading_of

if TYPE_CHECKING:
    from pathlib import Path

AT = "2026-10-05-10-22-00"


@pytest.mark.parametrize(
    ("member", "facts"),
    [
        pytest.param(f"Sheet 2_ann_attempt_{AT}_a.py", ("ann", "a.py", AT, False), id="file"),
        pytest.param(f"Sheet 2_ann_attempt_{AT}.txt", ("ann", "attempt.txt", AT, True), id="text"),
        pytest.param(f"Sheet_2_ann_attempt_{AT}_a.py", ("ann", "a.py", AT, False), id="task with underscores"),
        pytest.param(
            f"S_ann_attempt_{AT}_a_b_attempt_c.py", ("ann", "a_b_attempt_c.py", AT, False), id="file with them"
        ),
        pytest.param(f"S_ann_attempt_{AT}_a.txt", ("ann", "a.txt", AT, False), id="a text of the student's"),
        pytest.param(f"_ann_attempt_{AT}_a.py", ("ann", "a.py", AT, False), id="task without a name"),
        pytest.param(f"Лист_анна_attempt_{AT}_a.py", ("анна", "a.py", AT, False), id="Cyrillic"),
    ],
)
def test_read(tmp_path: Path, member: str, facts: tuple[str, str, str, bool]) -> None:
    """The login is the part before the attempt."""
    entry = only_entry(BLACKBOARD, tmp_path, member)
    assert (entry.id, entry.path, entry.attempt, entry.text) == facts


@pytest.mark.parametrize(
    "member",
    [
        pytest.param("S_ann_attempt_2026-10-05_a.py", id="no time"),
        pytest.param("S_ann_attempt_26-10-05-10-22-00_a.py", id="short year"),
        pytest.param(f"S_ann_attempt_{AT}_", id="no file"),
        pytest.param(f"S_ann_attempt_{AT}.py", id="no text"),
        pytest.param(f"ann_attempt_{AT}_a.py", id="no task"),
        pytest.param(f"x/S_ann_attempt_{AT}_a.py", id="below a folder"),
        pytest.param(f"S_ann_attempt_{AT}_x/a.py", id="a folder itself"),
    ],
)
def test_strange(tmp_path: Path, member: str) -> None:
    """A name that lacks a part is not guessed at."""
    assert_strange(BLACKBOARD, tmp_path, member)


def test_the_teachers_preview_is_nobodys(tmp_path: Path) -> None:
    """It is the platform's own, and no stranger."""
    member = f"S_teacher_previewuser_attempt_{AT}_a.py"
    reading = reading_of(BLACKBOARD, tmp_path, [member])
    assert (reading.entries, reading.strangers) == ((), ())
    assert reading.own == {member: "is the teacher's own preview"}


@pytest.mark.parametrize(
    ("text", "id_", "name"),
    [
        pytest.param("Name: Ann Lee (a_lee)\n", "a_lee", "Ann Lee", id="login with an underscore"),
        pytest.param("Name: Ann (Annie) Lee (a_lee)\n", "a_lee", "Ann (Annie) Lee", id="parentheses in the name"),
        pytest.param("Assignment: S\nName:   Ann Lee   (a_lee)  \nFiles:\n", "a_lee", "Ann Lee", id="blanks"),
        pytest.param("Name: (a_lee)\n", "a_lee", "", id="no name"),
        pytest.param("Name: Ann Lee\n", "lee", "", id="no login: the file's name counts"),
        pytest.param("", "lee", "", id="empty"),
        pytest.param("Comment: Name: Bo (bo)\n", "lee", "", id="not in the middle of a line"),
        pytest.param("Name: Ann (a_lee)\nName: Bo (bo)\n", "a_lee", "Ann", id="the first line counts"),
    ],
)
def test_the_text_says_the_login(tmp_path: Path, text: str, id_: str, name: str) -> None:
    """It holds for all files of the attempt."""
    start = f"Sheet 2_a_lee_attempt_{AT}"
    reading = reading_of(BLACKBOARD, tmp_path, {f"{start}.txt": text, f"{start}_a.py": ""})
    assert {(entry.id, entry.name) for entry in reading.entries} == {(id_, name)}


def test_a_students_text_does_not_say_a_login(tmp_path: Path) -> None:
    """A file that was handed in is no text of the platform's, whatever stands in it."""
    member = f"S_ann_attempt_{AT}_a.txt"
    (entry,) = reading_of(BLACKBOARD, tmp_path, {member: "Name: Bo Ox (bo)\n"}).entries
    assert (entry.id, entry.name) == ("ann", "")
