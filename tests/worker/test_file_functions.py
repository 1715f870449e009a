"""Functions on files in memory: they do there what they do on a disk."""

# ruff: noqa: PTH102, PTH103, PTH104, PTH105, PTH106, PTH107, PTH110, PTH112, PTH113, PTH123, PTH202, PTH207, PTH208, SIM115

from __future__ import annotations

import builtins
import glob
import io
import os
import pathlib
import shutil
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.lib._datasource
import pytest

from grader.worker.support import SupportFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

OF_OS = (
    "stat", "lstat", "listdir", "scandir", "remove", "unlink", "mkdir", "rmdir", "rename", "replace", "chmod", "utime",
    "access",
)  # fmt: skip


@pytest.fixture
def support(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SupportFiles]:
    """Let files in memory be found, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    parts: list[tuple[Any, str]] = [(os, name) for name in OF_OS]
    parts += [(builtins, "open"), (io, "open"), (pathlib.Path, "touch"), (shutil, "rmtree")]
    for owner, name in parts:
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    openers: Any = np.lib._datasource
    monkeypatch.setitem(openers._file_openers._file_openers, None, io.open)
    support = SupportFiles({"data.csv": b"1\n", "helper.py": b""})
    support.install(tests=True)
    yield support
    monkeypatch.undo()
    assert not list(tmp_path.iterdir())


def read(name: str) -> str:
    """Return the text of a file."""
    with open(name) as file:
        return file.read()


@pytest.mark.usefixtures("support")
def test_folders() -> None:
    """Made, listed, walked through and removed."""
    os.makedirs("a/b", exist_ok=True)
    os.makedirs("a/b", exist_ok=True)
    pathlib.Path("a/b/deep.txt").write_text("deep")
    pathlib.Path("a", "c").mkdir()
    pathlib.Path("a/new.txt").touch()
    assert (os.listdir("a"), os.path.isdir("a/b"), os.path.isfile("a/b/deep.txt")) == (
        ["b", "c", "new.txt"],
        True,
        True,
    )
    assert [names for _, _, names in os.walk("a")] == [["new.txt"], ["deep.txt"], []]
    assert glob.glob("a/*.txt") == ["a/new.txt"]
    assert [path.name for path in pathlib.Path("a").rglob("*.txt")] == ["new.txt", "deep.txt"]
    with pytest.raises(FileExistsError):
        os.mkdir("a")
    with pytest.raises(OSError, match="not empty"):
        os.rmdir("a/b")
    os.rmdir("a/c")
    shutil.rmtree("a")
    assert not os.path.exists("a")


@pytest.mark.usefixtures("support")
@pytest.mark.parametrize(
    ("name", "mode"), [("./out.txt", "w"), ("out.txt", "wb"), ("./data.csv", "rt"), ("data.csv", "rb")]
)
def test_an_open_file_says_its_name(name: str, mode: str) -> None:
    """As it was opened: argparse's files are asked for it."""
    with open(name, mode) as file:
        assert file.name == name
        assert file.mode == mode or "b" in mode


@pytest.mark.usefixtures("support")
def test_files() -> None:
    """Copied, moved, removed; a missing one is missing."""
    pathlib.Path("one.txt").write_text("1")
    pathlib.Path("two.txt").write_text("22")
    shutil.copy("one.txt", "copy.txt")
    shutil.copy("two.txt", "copy.txt")
    os.rename("two.txt", "three.txt")
    shutil.move("one.txt", "four.txt")
    os.replace("three.txt", "copy.txt")
    assert (sorted(os.listdir()), os.path.getsize("copy.txt")) == (["copy.txt", "four.txt"], 2)
    pathlib.Path("four.txt").unlink()
    assert not os.access("four.txt", os.R_OK)
    assert os.access("copy.txt", os.R_OK)
    for act in (os.remove, open, os.stat, os.listdir):
        with pytest.raises(FileNotFoundError):
            act("four.txt")


def test_data_of_the_course_is_written_over_in_memory(support: SupportFiles) -> None:
    """A test then decides whether it believes that; code of the course is for reading only."""
    with open("data.csv", "a") as file:
        file.write("2\n")
    assert (read("data.csv"), support.content("data.csv")) == ("1\n2\n", b"1\n")
    with pytest.raises(PermissionError):
        open("helper.py", "w")


def test_changes_are_told_once(support: SupportFiles) -> None:
    """In the order in which they can be repeated, with what is there in the end."""
    folder: Any = support.folder
    pathlib.Path("gone.txt").write_text("x")
    os.remove("gone.txt")
    os.makedirs("a/b")
    for text in ("first", "last"):
        pathlib.Path("a/b/c.txt").write_text(text)
    expected = (("gone.txt", False), ("a", True), ("a/b", True), ("a/b/c.txt", b"last"))
    assert (folder.take_changes(), folder.take_changes()) == (expected, ())
    read("a/b/c.txt")
    assert not folder.changes
    with open("a/b/c.txt", "r+") as file:
        assert file.read() == "last"
        assert not folder.changes
        file.write("!")
    assert folder.take_changes() == (("a/b/c.txt", b"last!"),)


def test_the_test_is_asked_for_its_own(support: SupportFiles) -> None:
    """Where it has changed something since; what the code has changed itself counts as it left it."""
    folder: Any = support.folder
    there: dict[str, Any] = {"in.txt": b"in", "given": ("x.txt",), "given/x.txt": b"x", "old.txt": False}
    folder.look = there.get
    pathlib.Path("old.txt").write_text("new")
    assert read("in.txt") == "in"
    assert os.listdir("given") == ["x.txt"]
    assert read("given/x.txt") == "x"
    assert read("old.txt") == "new"
    folder.take_changes()
    assert not os.path.exists("old.txt")
    path = "/tmp/grader-tests-1/here/a.txt"
    there["/tmp/grader-tests-1/here"] = ()
    pathlib.Path(path).write_text("far")
    assert folder.take_changes() == ((path, b"far"),)
    with pytest.raises(OSError, match="No such file"):
        open("/nowhere/a.txt", "w")
