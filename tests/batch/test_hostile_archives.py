"""Archives that are made to hang or to fill a reader, each through a whole batch: it costs its student only."""

from __future__ import annotations

import bz2
import io
import struct
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from grader.batch import Batch, run
from grader.store import Folder, Store
from tests.batch.class_of import RIGHT, Threads, table, write_class
from tests.intake.downloads import tarred, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONGEST = 60.0
"""Seconds for one hostile archive: far more than it takes beside a busy machine, far less than without a limit."""


def pax_header() -> bytes:
    """Return a tar with a pax header of 80 kB of digits, which the standard library reads in a quadratic time."""
    body = b"1" * 80_000
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, len(body)
    return info.tobuf(tarfile.PAX_FORMAT) + body + bytes(-len(body) % 512) + bytes(1024)


def long_name() -> bytes:
    """Return a packed tar whose GNU long name claims 2 GB."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 2 << 30
    return bz2.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(64 << 20))


def large_member() -> bytes:
    """Return a packed tar of a few kB with a member of 256 MB."""
    info = tarfile.TarInfo("a.py")
    info.size = 256 << 20
    return bz2.compress(info.tobuf() + bytes(info.size) + bytes(1024))


def overlapping() -> bytes:
    """Return a zip of 100 members that are all the same bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(bytes(20 << 20)) + packer.flush()
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, zlib.crc32(bytes(20 << 20)), len(data), 20 << 20, 4, 0)
    blob, entries = local + b"a.py" + data, b""
    for number in range(100):
        name = f"{number:03}x".encode()
        entries += struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, zlib.crc32(bytes(20 << 20)), len(data), 20 << 20,
            4, 0, 0, 0, 0, 0, 0,
        ) + name  # fmt: skip
    return blob + entries + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 100, 100, len(entries), len(blob), 0)


def deep() -> bytes:
    """Return a zip with 1,200 folders in one another."""
    return zipped({f"{'d/' * 1200}a.py": b"x = 1\n"})


def encrypted() -> bytes:
    """Return a zip whose member claims to be encrypted."""
    data = bytearray(zipped({"double.py": RIGHT.encode()}))
    for at, offset in ((data.find(b"PK\3\4"), 6), (data.find(b"PK\1\2"), 8)):
        struct.pack_into("<H", data, at + offset, 1)
    return bytes(data)


def many() -> bytes:
    """Return a zip of 50,000 members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(50_000):
            archive.writestr(f"{number}.txt", b"")
    return out.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "pax-header": ("work.tar", pax_header),
    "long-name": ("work.tar.bz2", long_name),
    "large-member": ("work.tar.bz2", large_member),
    "overlapping": ("work.zip", overlapping),
    "deep": ("work.zip", deep),
    "encrypted": ("work.zip", encrypted),
    "many": ("work.zip", many),
    "cut": ("work.tar.gz", lambda: tarred({"double.py": RIGHT.encode() * 99})[:-40]),
    "no-archive": ("work.zip", lambda: b"hello"),
}

SAID = {"deep": "folders deep", "encrypted": "is encrypted", "many": "more than 2,000 files"}
"""The words about the members where the archive itself can be read; otherwise it is named."""


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_costs_its_student_only(tmp_path: Path, name: str) -> None:
    """Those before and behind are graded; the table says why there is nothing of this one, and nothing hangs."""
    import time

    write_class(tmp_path, anna=RIGHT, zoe=RIGHT)
    file, made = HOSTILE[name]
    (tmp_path / "class/mallory").mkdir()
    (tmp_path / "class/mallory" / file).write_bytes(made())
    began = time.monotonic()
    progress = run(Batch(tmp_path / "class", tmp_path / "course", tmp_path / "out", Threads(), 1), lambda _: None)
    assert time.monotonic() - began < LONGEST
    assert (progress.total, progress.failures) == (3, {})
    rows = table(tmp_path)
    assert {student: rows[student]["points"] for student in ("anna", "zoe")} == {"anna": "3", "zoe": "3"}
    assert SAID.get(name, file) in rows["mallory"]["notes"]
    assert "Nothing was handed in" not in rows["mallory"]["notes"]
    with Store(Folder(tmp_path / "out")) as store:
        stored = store.newest("mallory")
    assert stored is not None
    assert any(row.status.value == "unreadable" for row in stored.result.submission.handed_in)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_as_a_member_of_a_download_costs_its_student_only(tmp_path: Path, name: str) -> None:
    """The same in the zip of a class."""
    write_class(tmp_path)
    file, made = HOSTILE[name]
    members = {"anna/double.py": RIGHT.encode(), f"mallory/{file}": made(), "zoe/double.py": RIGHT.encode()}
    (tmp_path / "class.zip").write_bytes(zipped(members))
    run(Batch(tmp_path / "class.zip", tmp_path / "course", tmp_path / "out", Threads(), 1), lambda _: None)
    rows = table(tmp_path)
    assert {student: rows[student]["points"] for student in ("anna", "zoe")} == {"anna": "3", "zoe": "3"}
    assert SAID.get(name, file) in rows["mallory"]["notes"]
