"""Where the grader keeps what it would otherwise work out again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.cache_folder import (
    VARIABLE,
    courses_folder,
    entry_name,
    is_off,
    library_facts,
    module_facts,
    read_own,
    users_folder,
)


def test_it_lies_where_the_user_wants_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variable that all programs read."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert courses_folder() == tmp_path / "grader" / "courses"


@pytest.mark.parametrize("value", ["", ".", "here/cache"], ids=["empty", "dot", "relative"])
def test_it_lies_at_home_otherwise(value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A variable that is empty or relative is none: nothing is kept in the folder that somebody stands in."""
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert courses_folder() == tmp_path / ".cache" / "grader" / "courses"
    assert users_folder("verify") == tmp_path / ".cache" / "grader" / "verify"


@pytest.mark.parametrize(("value", "off"), [("off", True), ("on", False), ("", False)])
def test_it_can_be_switched_off(value: str, off: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one word."""
    monkeypatch.setenv(VARIABLE, value)
    assert is_off() is off


@pytest.mark.parametrize(("most", "content"), [(0, b""), (3, b"abc"), (9, b"abcdef")], ids=["nothing", "some", "all"])
def test_so_much_of_a_file_is_read(most: int, content: bytes, tmp_path: Path) -> None:
    """And no more, however long it is."""
    path = tmp_path / "entry"
    path.write_bytes(b"abcdef")
    path.chmod(0o600)
    assert read_own(path, most) == content


@pytest.mark.skipif(os.name != "posix", reason="there are no such rights")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666], ids=["group", "others", "all"])
def test_what_others_may_have_written_is_not_read(mode: int, tmp_path: Path) -> None:
    """It may say anything about a course."""
    path = tmp_path / "entry"
    path.write_bytes(b"abcdef")
    path.chmod(mode)
    with pytest.raises(PermissionError, match="others may have written it"):
        read_own(path, 9)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Whoever asks knows what to do without it."""
    with pytest.raises(OSError, match="entry"):
        read_own(tmp_path / "entry", 9)


def test_the_facts_of_modules_and_libraries_change_with_them(tmp_path: Path) -> None:
    """Byte code is nobody's; a library that is not there has none."""
    (tmp_path / "inner" / "__pycache__").mkdir(parents=True)
    for name in ("a.py", "notes.txt", "inner/b.py", "inner/__pycache__/b.py"):
        (tmp_path / name).write_text("x")
    before = list(module_facts(tmp_path))
    assert [fact.partition(":")[0] for fact in before] == ["a.py", "b.py"]
    (tmp_path / "inner" / "b.py").write_text("xyz")
    first, second = module_facts(tmp_path)
    assert first == before[0]
    assert second != before[1]
    (fact,) = library_facts("pydantic", "version.py")
    assert "pydantic" in fact
    assert list(library_facts("no_such_library_here")) == []


def test_two_places_have_two_names(tmp_path: Path) -> None:
    """And one has one, however it is written."""
    (tmp_path / "a").mkdir()
    assert entry_name(tmp_path / "a") == entry_name(tmp_path / "a" / ".." / "a") != entry_name(tmp_path)
