"""Names of Moodle's downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake.layouts.moodle import MOODLE
from tests.intake.layouts.trees import assert_strange, only_entry, reading_of

if TYPE_CHECKING:
    from pathlib import Path

P = "_assignsubmission_"


@pytest.mark.parametrize(
    ("member", "facts"),
    [
        pytest.param(f"Ann Lee_101{P}file/a.py", ("101", "a.py", "Ann Lee", False), id="folder"),
        pytest.param(f"Ann Lee_101{P}file_/a.py", ("101", "a.py", "Ann Lee", False), id="folder before 4.1"),
        pytest.param(f"Ann Lee_101{P}file_a.py", ("101", "a.py", "Ann Lee", False), id="flat"),
        pytest.param(f"Ann Lee_101{P}file_/d/a.py", ("101", "d/a.py", "Ann Lee", False), id="folders inside"),
        pytest.param(f"Lee-Ox, Ána_7{P}file/a.py", ("7", "a.py", "Lee-Ox, Ána", False), id="comma and accents"),
        pytest.param(f"Ann Lee_101{P}onlinetext_/o.html", ("101", "o.html", "Ann Lee", True), id="typed text"),
        pytest.param(f"Default group{P}file/a.py", ("Default group", "a.py", "Default group", False), id="no number"),
        pytest.param(f"_101{P}file/a.py", ("101", "a.py", "", False), id="number without a name"),
        pytest.param(f"A_1{P}file/B_2{P}file/x.py", ("1", f"B_2{P}file/x.py", "A", False), id="a download inside"),
        pytest.param(f"Ann_101{P}file_/x\ny.py", ("101", "x\ny.py", "Ann", False), id="a line end in a name"),
    ],
)
def test_read(tmp_path: Path, member: str, facts: tuple[str, str, str, bool]) -> None:
    """The number is the id; a group without one goes by its name."""
    entry = only_entry(MOODLE, tmp_path, member)
    assert (entry.id, entry.path, entry.name, entry.text) == facts


@pytest.mark.parametrize(
    "member",
    [
        pytest.param(f"Ann_101{P}file", id="nothing behind the plugin"),
        pytest.param(f"Ann_101{P}file_", id="an underscore alone"),
        pytest.param(f"Ann_101{P}filea.PY", id="nothing between plugin and name"),
        pytest.param(f"{P}file/a.py", id="nobody"),
        pytest.param(f"x/Ann_101{P}file/a.py", id="below a folder"),
        pytest.param("Ann_101_assignfeedback_file/a.py", id="another part of Moodle"),
        pytest.param("Ann_101/a.py", id="no plugin"),
    ],
)
def test_strange(tmp_path: Path, member: str) -> None:
    """A name that lacks a part is not guessed at."""
    assert_strange(MOODLE, tmp_path, member)


def test_one_number_with_two_names_is_said(tmp_path: Path) -> None:
    """The user decides whether that is one student."""
    reading = reading_of(MOODLE, tmp_path, [f"Ann_1{P}file/a.py", f"Bo_1{P}file/b.py"])
    assert reading.contradictions == ("the id 1 carries several names (Ann, Bo)",)
