"""A student's files on their way to a folder: archives opened once, rivals, first names, limits, hostile ones."""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import os
import shutil
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from grader.archives.reader import ArchiveReader
from grader.errors import UsageError
from grader.intake import unpacking
from grader.intake.unpacking import Piece, Unpacked, later, unpack
from grader.results import FileStatus
from tests.intake.downloads import CODE, tarred, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

THEN = 1_790_000_000.0
"""A moment in 2026."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArchiveReader]:
    """Return a reader whose process serves all tests of the module."""
    with ArchiveReader(tmp_path_factory.mktemp("reader")) as archives:
        yield archives


def pieces_of(tmp_path: Path, members: dict[str, bytes]) -> list[Piece]:
    """Write members to a download on the disk; a `>` in a name stands before the path in the student's folder."""
    pieces = []
    for number, (name, content) in enumerate(members.items()):
        member, _, path = name.partition(">")
        source = tmp_path / "download" / str(number)
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(content)
        pieces.append(Piece(path or member, member, source, len(content), THEN))
    return pieces


def files(folder: Path) -> dict[str, bytes]:
    """Return the content of each file below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(unpacked: Unpacked) -> dict[str, tuple[str, str]]:
    """Return status and reason by file; each has one row at most."""
    found = {row.file: (str(row.status), row.reason) for row in unpacked.rows}
    assert len(found) == len(unpacked.rows)
    return found


ZIP = zipped({"a.py": CODE, "d/b.csv": b"1\n"})
IN_TAR = {"a.py": CODE, "d/b.csv": b"1\n"}


@pytest.mark.parametrize(
    ("members", "written", "opened"),
    [
        pytest.param({"a.py": CODE}, ["a.py"], [], id="file"),
        pytest.param({"x/y/a.py": CODE, "b.csv": b""}, ["b.csv", "x/y/a.py"], [], id="files in folders"),
        pytest.param({"ann_1_2_a.py>a.py": CODE}, ["a.py"], [], id="under another name"),
        pytest.param({"w.zip": ZIP}, ["a.py", "d/b.csv"], ["w.zip"], id="zip"),
        pytest.param({"x/w.zip": ZIP}, ["x/a.py", "x/d/b.csv"], ["x/w.zip"], id="zip in a folder"),
        pytest.param({"W.ZIP": ZIP}, ["a.py", "d/b.csv"], ["W.ZIP"], id="capital letters"),
        pytest.param({"w.tar.gz": tarred(IN_TAR)}, ["a.py", "d/b.csv"], ["w.tar.gz"], id="tar.gz"),
        pytest.param({"w.tar": tarred(IN_TAR, "w")}, ["a.py", "d/b.csv"], ["w.tar"], id="tar"),
        pytest.param({"w.tar.xz": tarred(IN_TAR, "w:xz")}, ["a.py", "d/b.csv"], ["w.tar.xz"], id="tar.xz"),
        pytest.param({"a.py.gz": gzip.compress(CODE)}, ["a.py"], ["a.py.gz"], id="one file by gzip"),
        pytest.param({"a.py.bz2": bz2.compress(CODE)}, ["a.py"], ["a.py.bz2"], id="one file by bzip2"),
        pytest.param({"v.zip": zipped({"a.py": CODE}), "w.zip": zipped({"b.py": CODE})}, ["a.py", "b.py"],
                     ["v.zip", "w.zip"], id="two archives"),
        pytest.param({"con.py": CODE}, ["_con.py"], [], id="a device's name"),
        pytest.param({}, [], [], id="nothing"),
    ],
)  # fmt: skip
def test_files_are_written(
    tmp_path: Path, reader: ArchiveReader, members: dict[str, bytes], written: list[str], opened: list[str]
) -> None:
    """Archives give way to what is in them, and a row says so."""
    unpacked = unpack(pieces_of(tmp_path, members), tmp_path / "out/ann", reader)
    assert sorted(files(unpacked.folder)) == written == sorted(unpacked.placed)
    assert unpacked.folder == tmp_path / "out/ann"
    assert [name for name, (status, _) in rows(unpacked).items() if status == FileStatus.GRADED] == opened
    assert len(unpacked.rows) == len(opened)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["ann"]


def test_bytes_times_and_members_are_kept(tmp_path: Path, reader: ArchiveReader) -> None:
    """The time is the download's, and the name of a member stands behind that of its archive."""
    unpacked = unpack(pieces_of(tmp_path, {"x.py": CODE, "w.zip": zipped({"b.py": b"1"})}), tmp_path / "ann", reader)
    assert files(unpacked.folder) == {"x.py": CODE, "b.py": b"1"}
    assert (unpacked.folder / "x.py").stat().st_mtime == THEN
    assert unpacked.placed == {"x.py": "x.py", "b.py": "w.zip/b.py"}
    assert rows(unpacked) == {"w.zip": ("graded", "was unpacked: 1 file")}
    assert unpacked.folder.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("at", [-1.0, 0.0, 1e30], ids=str)
def test_a_time_that_no_disk_has_costs_no_file(tmp_path: Path, reader: ArchiveReader, at: float) -> None:
    """The file has that of today."""
    (tmp_path / "a").write_bytes(CODE)
    unpacked = unpack([Piece("a.py", "a.py", tmp_path / "a", len(CODE), at)], tmp_path / "ann", reader)
    assert (files(unpacked.folder), unpacked.rows) == ({"a.py": CODE}, [])


@pytest.mark.parametrize("mtime", ["nan", "inf", "-inf", "1e400", "-1", "9" * 30])
def test_a_time_in_a_tar_that_is_no_time_costs_no_file(tmp_path: Path, reader: ArchiveReader, mtime: str) -> None:
    """A header may say anything: the file counts, and so does the class."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("a.py")
        info.size, info.pax_headers = len(CODE), {"mtime": mtime}
        archive.addfile(info, io.BytesIO(CODE))
    unpacked = unpack(pieces_of(tmp_path, {"w.tar": data.getvalue()}), tmp_path / "ann", reader)
    assert files(unpacked.folder) == {"a.py": CODE}
    assert rows(unpacked) == {"w.tar": ("graded", "was unpacked: 1 file")}


@pytest.mark.parametrize(
    ("members", "reasons"),
    [
        pytest.param({"w.zip": b"no zip"}, ["w.zip"], id="no archive"),
        pytest.param({"w.zip": b""}, ["w.zip"], id="empty file"),
        pytest.param({"w.zip": zipped({})}, ["w.zip"], id="empty archive"),
        pytest.param({"w.zip": ZIP[: len(ZIP) // 2]}, ["w.zip"], id="torn"),
        pytest.param({"w.zip": zipped({"v.zip": ZIP})}, ["w.zip/v.zip"], id="archive inside an archive"),
        pytest.param({"w.zip": zipped({"../a.py": CODE})}, ["w.zip/../a.py"], id="out of the folder"),
        pytest.param({"w.zip": zipped({"/a.py": CODE})}, ["w.zip//a.py"], id="absolute"),
        pytest.param({"w.tar": tarred({}, "w", links=(("l.py", "/etc/passwd"),))}, ["w.tar/l.py"], id="link"),
        pytest.param({"../a.py": CODE}, ["../a.py"], id="loose, out of the folder"),
        pytest.param({"x>/a.py": CODE}, ["x"], id="loose, absolute"),
        pytest.param({"x>C:/a.py": CODE}, ["x"], id="loose, a drive"),
        pytest.param({"x>a\x1b[2J.py": CODE}, ["x"], id="loose, acting on terminals"),
        pytest.param({f"x>{'d/' * 50}a.py": CODE}, ["x"], id="loose, too deep"),
        pytest.param({f"x>{'a' * 300}": CODE}, ["x"], id="loose, too long"),
    ],
)
def test_hostile_files_cost_themselves(
    tmp_path: Path, reader: ArchiveReader, members: dict[str, bytes], reasons: list[str]
) -> None:
    """A row says why; the file beside them is written, and nothing outside the folder."""
    unpacked = unpack(pieces_of(tmp_path, {**members, "ok.py": CODE}), tmp_path / "out/ann", reader)
    assert files(unpacked.folder) == {"ok.py": CODE}
    found = rows(unpacked)
    assert [name for name, (status, _) in found.items() if status == FileStatus.UNREADABLE] == reasons
    assert all(reason for _, reason in found.values())
    assert {path.name for path in tmp_path.iterdir()} == {"download", "out"}


@pytest.mark.parametrize(
    ("piece", "reason"),
    [
        pytest.param(Piece("a.py", "a.py", None), "cannot be read", id="no bytes"),
        pytest.param(Piece("a.py", "a.py", None, refused="is a link"), "is a link", id="refused before"),
        pytest.param(Piece("w.zip", "w.zip", None), "cannot be read", id="an archive without bytes"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, reader: ArchiveReader, piece: Piece, reason: str) -> None:
    """An earlier reason is kept."""
    unpacked = unpack([piece], tmp_path / "ann", reader)
    assert (rows(unpacked), files(unpacked.folder)) == ({piece.member: ("unreadable", reason)}, {})


def test_a_source_that_is_gone_costs_itself(tmp_path: Path, reader: ArchiveReader) -> None:
    """Somebody may tidy the download meanwhile."""
    pieces = [*pieces_of(tmp_path, {"b.py": CODE}), Piece("a.py", "a.py", tmp_path / "gone")]
    unpacked = unpack(pieces, tmp_path / "ann", reader)
    assert rows(unpacked) == {"a.py": ("unreadable", "cannot be written (No such file or directory)")}
    assert unpacked.placed == {"b.py": "b.py"}


def test_a_file_and_a_folder_of_one_name(tmp_path: Path, reader: ArchiveReader) -> None:
    """No disk holds both; one of them is written and the other has a row."""
    unpacked = unpack(pieces_of(tmp_path, {"a.py": CODE, "a.py/b.py": CODE}), tmp_path / "ann", reader)
    assert (len(files(unpacked.folder)), list(rows(unpacked))) == (1, ["a.py/b.py"])


def test_clutter_in_archives_is_ignored(tmp_path: Path, reader: ArchiveReader) -> None:
    """What a desktop adds is nobody's work."""
    packed = zipped({"a.py": CODE, "__MACOSX/._a.py": b"x", ".DS_Store": b"x"})
    unpacked = unpack(pieces_of(tmp_path, {"w.zip": packed}), tmp_path / "ann", reader)
    assert files(unpacked.folder) == {"a.py": CODE}
    assert {status for name, (status, _) in rows(unpacked).items() if name != "w.zip"} == {"ignored"}


def piece(member: str, archive: str = "", at: float = 0.0) -> Piece:
    """Return a piece whose content does not matter."""
    return Piece("a.py", member, None, 0, at, archive)


@pytest.mark.parametrize(
    ("rivals", "best"),
    [
        pytest.param([piece("1")], "1", id="one"),
        pytest.param([piece("1", "w.zip", THEN), piece("2")], "2", id="a loose file before a newer archive"),
        pytest.param([piece("1", "", THEN), piece("2", "", THEN + 61)], "2", id="the newest"),
        pytest.param([piece("2", "", THEN), piece("1", "", THEN + 61)], "1", id="the newest, whatever its name"),
        pytest.param([piece("2", "", THEN), piece("1", "", THEN + 59)], "2", id="within a minute the name counts"),
        pytest.param([piece("v10", "w10.zip"), piece("v2", "w2.zip")], "v10", id="numbers by their value"),
        pytest.param([piece("1", "w.zip"), piece("2", "old.zip", THEN)], "1", id="a backup last, however new"),
        pytest.param([piece("1", "old.zip"), piece("2", "old.zip", THEN)], "2", id="backups alone"),
        pytest.param([piece("hw_fixed", "hw_fixed.zip"), piece("hw", "hw.zip")], "hw_fixed", id="a longer name later"),
    ],
)
def test_which_of_several_counts(rivals: list[Piece], best: str) -> None:
    """In whatever order they come."""
    assert later(rivals).member == later(rivals[::-1]).member == best


def test_the_others_have_rows(tmp_path: Path, reader: ArchiveReader) -> None:
    """Capital letters make no other file."""
    members = {"A.py": b"1", "w.zip": zipped({"a.py": b"2"})}
    unpacked = unpack(pieces_of(tmp_path, members), tmp_path / "ann", reader)
    assert files(unpacked.folder) == {"A.py": b"1"}
    assert rows(unpacked)["w.zip/a.py"] == ("ignored", "has the name of A.py, which counts")


@pytest.mark.parametrize(
    ("members", "written"),
    [
        pytest.param({"a.py": b"open('x.csv')", "x-1.csv": b""}, "x.csv", id="the code opens the first name"),
        pytest.param({"a.py": b"open('x.csv')", "x (1).csv": b""}, "x.csv", id="a browser's"),
        pytest.param({"a.md": b"see x.csv", "d/x-1.csv": b""}, "d/x.csv", id="in a folder"),
        pytest.param({"a.py": b"open('x-1.csv')", "x-1.csv": b""}, "x-1.csv", id="it opens the new one"),
        pytest.param({"a.py": b"'x.csv', 'x-1.csv'", "x-1.csv": b""}, "x-1.csv", id="it opens both"),
        pytest.param({"a.py": b"pass", "x-1.csv": b""}, "x-1.csv", id="it opens none"),
        pytest.param({"a.py": b"open('x.csv')", "x-1.csv": b"", "X.csv": b""}, "x-1.csv", id="the first name is taken"),
        pytest.param({"x.txt": b"x.csv", "x-1.csv": b""}, "x-1.csv", id="a text that is no code"),
        pytest.param({"b.py": b"import a", "a-1.py": b""}, "a-1.py", id="code itself keeps its name"),
    ],
)
def test_data_is_called_as_the_code_opens_it(
    tmp_path: Path, reader: ArchiveReader, members: dict[str, bytes], written: str
) -> None:
    """A platform's number behind a name is taken off where the code says so."""
    unpacked = unpack(pieces_of(tmp_path, members), tmp_path / "ann", reader)
    assert written in files(unpacked.folder)
    assert len(unpacked.placed) == len(members)


@pytest.mark.parametrize(
    ("most", "members", "left", "reason"),
    [
        pytest.param({"MOST_FILES": 2}, ["a.csv", "b.py", "c.py"], "a.csv", "is one of more than 2 files", id="files"),
        pytest.param(
            {"MOST_FILES": 2}, ["a.py", "b.py", "c.py"], "c.py", "is one of more than 2 files", id="code alone"
        ),
        pytest.param({"MOST_BYTES": 9}, ["a.csv", "b.py"], "a.csv", "would make more than 0 MiB", id="bytes"),
    ],
)
def test_limits_cost_data_first(
    tmp_path: Path, reader: ArchiveReader, monkeypatch: pytest.MonkeyPatch, most: dict[str, int], members: list[str],
    left: str, reason: str,
) -> None:  # fmt: skip
    """Code must not be displaced by data that comes before it."""
    for name, value in most.items():
        monkeypatch.setattr(unpacking, name, value)
    unpacked = unpack(pieces_of(tmp_path, dict.fromkeys(members, b"12345")), tmp_path / "ann", reader)
    assert rows(unpacked) == {left: ("unreadable", reason)}
    assert sorted(unpacked.placed) == sorted(set(members) - {left})


def test_a_bomb_is_cut(tmp_path: Path, reader: ArchiveReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that grows beyond the limit fails, and the file beside it stays."""
    monkeypatch.setattr(unpacking, "MOST_BYTES", 1 << 20)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", bytes(8 << 20))
    unpacked = unpack(pieces_of(tmp_path, {"w.zip": data.getvalue(), "a.py": CODE}), tmp_path / "ann", reader)
    assert files(unpacked.folder) == {"a.py": CODE}
    assert "unreadable" in {status for status, _ in rows(unpacked).values()}


def test_the_old_folder_is_replaced_whole(tmp_path: Path, reader: ArchiveReader) -> None:
    """Nothing of the run before stays."""
    unpack(pieces_of(tmp_path, {"old.py": CODE}), tmp_path / "out/ann", reader)
    unpack(pieces_of(tmp_path, {"new.py": CODE}), tmp_path / "out/ann", reader)
    assert files(tmp_path / "out") == {"ann/new.py": CODE}


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError()], ids=["Ctrl-C", "no memory"])
def test_a_run_that_is_stopped_leaves_the_old_folder(
    tmp_path: Path, reader: ArchiveReader, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """No half of the new one either."""
    unpack(pieces_of(tmp_path, {"old.py": CODE}), tmp_path / "out/ann", reader)

    def stop(*_: Any) -> None:
        raise error

    monkeypatch.setattr(shutil, "copyfile", stop)
    with pytest.raises(type(error)):
        unpack(pieces_of(tmp_path, {"new.py": CODE}), tmp_path / "out/ann", reader)
    assert files(tmp_path / "out") == {"ann/old.py": CODE}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["ann"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EDQUOT], ids=lambda code: errno.errorcode[code])
def test_a_full_disk_ends_the_run(
    tmp_path: Path, reader: ArchiveReader, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """The next file would fare no better; the sentence says where, and what to do."""

    def fail(*_: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(shutil, "copyfile", fail)
    with pytest.raises(UsageError, match=r"out: cannot be written \(.+\)\. Make room\.$"):
        unpack(pieces_of(tmp_path, {"a.py": CODE}), tmp_path / "out/ann", reader)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, reader: ArchiveReader) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(UsageError, match=r"out: cannot be written \(.+\)\. Name another folder\.$"):
        unpack([], tmp_path / "out/ann", reader)
