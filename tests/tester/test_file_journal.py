"""Files as they were before: put back whoever has changed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.tester.file_journal import FileJournal, write_file

if TYPE_CHECKING:
    from pathlib import Path


def nothing(*_: object) -> bool:
    """Return False: nothing stays."""
    return False


def test_everything_is_put_back(tmp_path: Path) -> None:
    """Files that were changed, removed or made, and folders; also by another object, as after a fork."""
    place = tmp_path / "place"
    place.mkdir()
    for name in ("changed", "removed"):
        (place / name).write_text("before")
    journal = FileJournal(tmp_path / "before")
    for path in (place / "changed", place / "removed", place / "folder", place / "folder/made", place / "gone"):
        journal.note(path, is_given=False)
    (place / "changed").write_text("after")
    journal.note(place / "changed", is_given=False)
    (place / "removed").unlink()
    (place / "folder").mkdir()
    (place / "folder/made").write_text("new")
    assert journal.used
    FileJournal(tmp_path / "before").undo(nothing)
    assert {path.name: path.read_text() for path in place.iterdir()} == {"changed": "before", "removed": "before"}
    assert not (tmp_path / "before").exists()
    assert FileJournal(tmp_path / "before").undo(nothing) == set()


def test_some_stay(tmp_path: Path) -> None:
    """Whoever asks for it says which."""
    journal = FileJournal(tmp_path / "before")
    for name in ("a", "b"):
        journal.note(tmp_path / name, is_given=name == "a")
        (tmp_path / name).write_text(name)
    assert journal.undo(lambda _, given, __: given) == {tmp_path / "a"}
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert not journal.used


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """A test may have made one."""
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="link"):
        write_file(tmp_path / "link", b"x")
    assert (tmp_path / "secret").read_text() == "secret"
