"""A file is written whole or not at all."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.results.files import write

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_replaced_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    """The old content or the new one, in folders that need not exist."""
    path = tmp_path / "new" / "deep" / "результат.json"
    write(path, "one\n")
    write(path, "две\r\n")
    assert path.read_bytes() == "две\r\n".encode()
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, 0o644)], ids=["private", "for everybody"])
def test_a_result_with_secrets_is_its_owners_alone(tmp_path: Path, private: bool, mode: int) -> None:
    """Whatever the umask says."""
    path = tmp_path / "result.json"
    write(path, "{}", private=private)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_with_grades_is_its_owners_until_somebody_opens_it(tmp_path: Path, mode: int) -> None:
    """What is given to a group or a web server stays so when the file is written again."""
    path = tmp_path / "grades.csv"
    write(path, "1", grades=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(mode)
    write(path, "2", grades=True)
    assert (stat.S_IMODE(path.stat().st_mode), path.read_text(encoding="utf-8")) == (mode, "2")


@pytest.mark.parametrize("path", ["file/below", "folder", "a" * 300], ids=["below a file", "a folder", "too long"])
def test_a_place_that_takes_no_file_is_a_mistake_in_a_sentence(tmp_path: Path, path: str) -> None:
    """It names the place and what to do, and leaves nothing behind."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=r"cannot be written .*Name another place"):
        write(tmp_path / path, "text")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "folder"]


def test_a_text_that_no_encoding_takes_leaves_nothing_behind(tmp_path: Path) -> None:
    """Half of a pair of surrogates is no character: the old file stays, and no other one is there."""
    path = tmp_path / "page.html"
    write(path, "old")
    with pytest.raises((UsageError, UnicodeEncodeError)):
        write(path, "new \ud800")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
