"""The process that reads archives: answers one after the other, and what ends it costs one archive."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

from grader.archives.reader import ArchiveLimits, ArchiveMember, ArchiveReader, Contents
from grader.errors import UsageError
from grader.sandbox.helper import HelperEnded

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = ArchiveLimits(members=10, bytes=1 << 20)


def archive(folder: Path, **members: bytes) -> Path:
    """Write a zip of modules."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members.items():
            packed.writestr(f"{name}.py", data)
    path = folder / "hw.zip"
    path.write_bytes(out.getvalue())
    return path


class FakeHelper:
    """Gives prepared facts, then ends as it is told to."""

    def __init__(self, facts: list[dict[str, Any]], ended: HelperEnded | None = None) -> None:
        self.facts, self.ended, self.requests = facts, ended, list[dict[str, Any]]()

    def ask(self, request: dict[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
        """Yield the facts."""
        self.requests.append({**request, "patience": seconds})
        yield from self.facts
        if self.ended is not None:
            raise self.ended

    def close(self) -> None:
        """There is no process."""

    @classmethod
    def inside(cls, reader: ArchiveReader, *facts: dict[str, Any], ended: HelperEnded | None = None) -> Self:
        """Put one in the place of a reader's process."""
        helper = cls(list(facts), ended)
        reader._helper = helper  # type: ignore[assignment]
        return helper


def test_archives_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Each into a folder of its own, which goes when the reader is closed; the process survives a broken one."""
    with ArchiveReader(tmp_path) as reader:
        first = reader.read(archive(tmp_path, a=b"1", b=b"22"), "hw.zip", LIMITS)
        (tmp_path / "broken.zip").write_bytes(b"PK, or so it says")
        broken = reader.read(tmp_path / "broken.zip", "broken.zip", LIMITS)
        again = reader.read(archive(tmp_path, a=b"3"), "hw.zip", LIMITS)
        paths = [member.path for contents in (first, again) for member in contents.members]
        assert [path.read_bytes() for path in paths if path is not None] == [b"1", b"22", b"3"]
        assert all(path is not None and tmp_path in path.parents for path in paths), "on the disk of the results"
        assert [member.size for member in first.members] == [1, 2]
        assert broken.members == ()
        assert "cannot be read" in broken.failed
        assert first.failed == again.failed == ""
    assert not any(path is not None and path.exists() for path in paths)
    assert {path.name for path in tmp_path.iterdir()} == {"hw.zip", "broken.zip"}


@pytest.mark.parametrize(
    ("ended", "failed"),
    [
        pytest.param(HelperEnded(-9, late=False), "takes too much memory or time to unpack", id="killed"),
        pytest.param(HelperEnded(1, late=True), "takes too long to unpack", id="late"),
    ],
)
def test_an_archive_that_ends_the_process_keeps_its_first_members(
    tmp_path: Path, ended: HelperEnded, failed: str
) -> None:
    """What was read before stays, and the sentence says what happened."""
    with ArchiveReader(tmp_path) as reader:
        FakeHelper.inside(reader, {"name": "a.py", "file": "1", "size": 3, "at": 5.0}, ended=ended)
        contents = reader.read(archive(tmp_path), "hw.zip", LIMITS)
    (member,) = contents.members
    assert (member.name, member.size, member.at, contents.failed) == ("a.py", 3, 5.0, failed)


def test_a_full_disk_is_told_to_the_user(tmp_path: Path) -> None:
    """It is no fault of the archive, so nobody gets a zero for it."""
    with ArchiveReader(tmp_path) as reader:
        FakeHelper.inside(reader, ended=HelperEnded(28, late=False))
        with pytest.raises(UsageError, match=r"the disk is full\. Make room\."):
            reader.read(archive(tmp_path), "hw.zip", LIMITS)


@pytest.mark.parametrize(
    ("fact", "member"),
    [
        pytest.param({"refused": "is a link"}, ArchiveMember("a?b", refused="is a link"), id="refused"),
        pytest.param(
            {"ignored": "is hidden", "count": 7}, ArchiveMember("a?b", ignored="is hidden", count=7), id="ignored"
        ),
    ],
)
def test_a_name_that_is_not_taken_is_shown_harmlessly(
    tmp_path: Path, fact: dict[str, Any], member: ArchiveMember
) -> None:
    """It stands in tables and pages."""
    with ArchiveReader(tmp_path) as reader:
        FakeHelper.inside(reader, {"name": "a\x1bb", **fact}, {"failed": "has more than 5 files"})
        assert reader.read(archive(tmp_path), "x.zip", LIMITS) == Contents((member,), "has more than 5 files")


def test_a_large_archive_has_more_time(tmp_path: Path) -> None:
    """One second of processor time for four megabytes, and more on the clock."""
    large = tmp_path / "large.zip"
    large.touch()
    os.truncate(large, 40 << 20)
    with ArchiveReader(tmp_path) as reader:
        helper = FakeHelper.inside(reader)
        reader.read(large, "large.zip", ArchiveLimits(3, 4, seconds=5.0, every=True))
    (request,) = helper.requests
    assert request["seconds"] == 15.0
    assert request["patience"] > request["seconds"]
    assert request["limits"] == {"members": 3, "bytes": 4, "every": True}


def test_a_folder_that_cannot_be_written_is_a_mistake_of_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names it."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with ArchiveReader(tmp_path) as reader, pytest.raises(UsageError, match=r"cannot be written \(Permission denied\)"):
        reader.read(tmp_path, "a.zip", LIMITS)
    assert list(tmp_path.iterdir()) == []
