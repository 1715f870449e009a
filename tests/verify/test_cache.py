"""What was found is kept under the hash of everything that decides it, and never after a fault."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from grader.verify.cache import VerifiedTask, VerifyCache, key_of, users_cache
from grader.verify.verdicts import VerifiedItem
from tests.verify.small_verify import write

if TYPE_CHECKING:
    from pathlib import Path

FOUND = VerifiedTask("twice", (VerifiedItem("right: reference", True, "as it must be"),), "a table", {"task": "twice"})


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return the small course, with a second task's files and data beside it."""
    write(tmp_path)
    for name in ("tasks/other.yaml", "reference/other.py", "reference/wrong/other.py", "reference/table.csv"):
        (tmp_path / name).write_text("something")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["tasks/twice.yaml", "reference/twice.py", "reference/right/twice.py", "reference/wrong/twice.py",
     "reference/table.csv", "reference/shared.py"],
)  # fmt: skip
def test_another_file_of_the_task_is_another_key(course: Path, name: str) -> None:
    """The spec, the reference, right and wrong solutions, and whatever no task's name stands on."""
    before = key_of(course, "twice", how="200")
    path = course / name
    path.write_text((path.read_text() if path.exists() else "") + "\n")
    assert key_of(course, "twice", how="200") != before


@pytest.mark.parametrize("name", ["tasks/other.yaml", "reference/other.py", "reference/wrong/other.py"])
def test_another_task_is_no_matter(course: Path, name: str) -> None:
    """Its files change nothing."""
    before = key_of(course, "twice", how="200")
    (course / name).write_text("something else")
    assert key_of(course, "twice", how="200") == before
    assert key_of(course, "twice", how="1000") != before


def test_the_grader_itself_decides_too(course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A version says little while it is being worked on."""
    before = key_of(course, "twice")
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.setattr("grader.__file__", str(package / "__init__.py"))
    assert key_of(course, "twice") != before


def test_what_is_kept_comes_back_with_a_word(tmp_path: Path) -> None:
    """The same, but for where it is from."""
    kept = VerifyCache(tmp_path / "new" / "folder")
    assert kept.read("key") is None
    kept.write("key", FOUND)
    assert kept.read("key") == dataclasses.replace(FOUND, cached=True)
    assert kept.read("another") is None
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["key.json"]


def test_a_fault_of_the_grader_is_never_kept(tmp_path: Path) -> None:
    """The next time may be better."""
    VerifyCache(tmp_path).write("key", dataclasses.replace(FOUND, judge_errors=1))
    assert VerifyCache(tmp_path).read("key") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"task": "twice"}', '{"items": [{"name": 1}]}'])
def test_what_cannot_be_read_is_found_again(tmp_path: Path, text: str) -> None:
    """Somebody else's file, half a file."""
    (tmp_path / "key.json").write_text(text)
    assert VerifyCache(tmp_path).read("key") is None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    """And is no reason to fail."""
    (tmp_path / "file").write_text("")
    VerifyCache(tmp_path / "file").write("key", FOUND)
    VerifyCache(None).write("key", FOUND)
    assert VerifyCache(None).read("key") is None


def test_the_users_cache_is_where_the_system_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """XDG_CACHE_HOME, or the folder below the home."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert users_cache() == tmp_path / "grader" / "verify"
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert users_cache() == tmp_path / ".cache" / "grader" / "verify"


def test_what_is_refused_is_listed() -> None:
    """And good is what refuses nothing."""
    bad = VerifiedItem("check: a", False, "too wide")
    found = dataclasses.replace(FOUND, items=(*FOUND.items, bad))
    assert (FOUND.good, FOUND.refused) == (True, ())
    assert (found.good, found.refused) == (False, (bad,))
