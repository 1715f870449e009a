"""Files in memory: they behave as files on a disk do, within bounds."""

from __future__ import annotations

import io
from typing import Any

import pytest

from grader.worker import memory_files
from grader.worker.memory_files import MemoryFolder, open_in


@pytest.fixture
def folder() -> MemoryFolder:
    """Return an empty folder."""
    return MemoryFolder()


def opened(folder: MemoryFolder, name: str, mode: str, **options: Any) -> Any:
    """Open a file as a program does."""
    writes = bool(set(mode) & set("wax+"))
    if writes:
        folder.create(name, keep="w" not in mode)
    return open_in(folder, name, mode, **options)


def test_what_is_written_is_read(folder: MemoryFolder) -> None:
    """Text and bytes."""
    with opened(folder, "a.txt", "w") as file:
        file.write("één\n")
        print("two", file=file)
    assert folder.files["a.txt"] == "één\ntwo\n".encode()
    with opened(folder, "a.txt", "r") as file:
        assert list(file) == ["één\n", "two\n"]
    with opened(folder, "a.txt", "rb") as file:
        assert file.read(3) == "é".encode() + "é".encode()[:1]


@pytest.mark.parametrize(
    ("mode", "content"),
    [("w", b"new"), ("a", b"old textnew"), ("r+", b"new text"), ("w+", b"new"), ("a+", b"old textnew")],
)
def test_a_mode_says_what_stays(folder: MemoryFolder, mode: str, content: bytes) -> None:
    """As `open` has it."""
    folder.files["a"] = bytearray(b"old text")
    with opened(folder, "a", mode) as file:
        file.write("new")
    assert folder.files["a"] == content


def test_a_mode_forbids_the_other_direction(folder: MemoryFolder) -> None:
    """With Python's own exception."""
    with opened(folder, "a", "w") as file, pytest.raises(io.UnsupportedOperation):
        file.read()
    with opened(folder, "a", "r") as file, pytest.raises(io.UnsupportedOperation):
        file.write("x")


def test_positions_and_lengths(folder: MemoryFolder) -> None:
    """A gap is zeros; a cut file is shorter."""
    with opened(folder, "a", "w+b") as file:
        file.write(b"abc")
        file.seek(5)
        file.write(b"x")
        assert file.tell() == 6
        file.seek(-1, 2)
        assert file.read() == b"x"
        file.truncate(4)
    assert folder.files["a"] == b"abc\0"


def test_a_file_that_is_left_open_is_written_out(folder: MemoryFolder) -> None:
    """As Python does when a program ends; a closed one does no harm."""
    file = opened(folder, "a", "w")
    file.write("held")
    opened(folder, "b", "w").close()
    assert folder.files["a"] == b""
    folder.flush()
    assert folder.files["a"] == b"held"


def test_a_folder_lists_what_lies_in_it(folder: MemoryFolder) -> None:
    """And nothing deeper; a file needs its folder."""
    folder.folders |= {"sub", "sub/deep"}
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/deep/d.txt"):
        folder.create(name, keep=False)
    assert folder.listing("") == ["a.txt", "b.txt", "sub"]
    assert folder.listing("sub") == ["c.txt", "deep"]
    with pytest.raises(FileNotFoundError):
        folder.create("missing/a.txt", keep=False)


def test_files_and_bytes_are_bounded(folder: MemoryFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a full disk; what was there before stays."""
    monkeypatch.setattr(memory_files, "MOST_BYTES", 10)
    monkeypatch.setattr(memory_files, "MOST_FILES", 2)
    with opened(folder, "a", "wb") as file:
        file.write(b"x" * 10)
    other = opened(folder, "b", "wb")
    other.write(b"y")
    with pytest.raises(OSError, match="No space left"):
        other.flush()
    with pytest.raises(OSError, match="No space left"):
        folder.create("c", keep=False)
    assert folder.create("a", keep=True) == b"x" * 10
    monkeypatch.setattr(memory_files, "MOST_BYTES", 100)
    other.close()
