"""Archives that are made to break a reader: refused for that submission with a reason, and the rest goes on."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.archives.names import refusal
from grader.archives.reader import ArchiveLimits, ArchiveReader
from grader.intake import read
from grader.intake.unpacking import Piece, unpack
from tests.intake.downloads import CODE, tarred, zipped
from tests.present import present

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def entry(name: Any, data: bytes = b"x", *, mode: int = 0, flags: int = 0) -> Any:
    """Return a zip with one odd member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("placeholder")
        info.external_attr = mode << 16
        info.flag_bits |= flags
        info.filename = info.orig_filename = name
        archive.writestr(info, data)
    return out.getvalue()


def encrypted() -> Any:
    """Return a zip whose member claims to be encrypted."""
    data = bytearray(zipped({"a.py": CODE}))
    for at, offset in ((data.find(b"PK\3\4"), 6), (data.find(b"PK\1\2"), 8)):
        struct.pack_into("<H", data, at + offset, 1)
    return bytes(data)


HOSTILE: dict[str, tuple[Any, str]] = {
    "up": (entry("../../evil.py"), "leads out"),
    "absolute": (entry("/etc/evil.py"), "absolute"),
    "drive": (entry("C:/evil.py"), "absolute"),
    "backslash": (entry("a\\..\\..\\evil.py"), "leads out"),
    "newline": (entry("a\nb.py"), "control character"),
    "long": (entry("a/" * 200 + "b.py"), "too long|folders deep"),
    "link": (entry("link.py", b"/etc/passwd", mode=stat.S_IFLNK | 0o777), "link"),
    "encrypted": (encrypted(), "encrypted"),
    "bomb": (lambda: zipped({"bomb.py": bytes(60 << 20)}), "larger than|times its size"),
    "ratio": (lambda: zipped({"bomb.py": bytes(20 << 20)}), "times its size"),
    "nested": (zipped({"inner.zip": zipped({"a.py": CODE})}), "archive inside"),
    "twice": (None, "twice"),
    "cut": (zipped({"a.py": CODE * 1000})[:-40], "cannot be read"),
    "no-zip": (b"hello", "cannot be read"),
}
HOSTILE["twice"] = (zipped({"a.py": CODE, "A.PY": CODE}), "has the name of")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_costs_its_own_submission_only(tmp_path: Path, name: str) -> None:
    """Nothing lands outside, the reason is noted, and the neighbour is read."""
    archive, says = HOSTILE[name]
    data = archive() if callable(archive) else archive
    for student, content in (("ann", data), ("bob", zipped({"double.py": CODE}))):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "work.zip").write_bytes(content)
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "out")}
    ann, bob = read(tmp_path / "class", tmp_path / "out").hand_ins
    assert any(re.search(says, row.reason) for row in ann.rows)
    assert (bob.path / "double.py").read_bytes() == CODE  # type: ignore[operator]
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "out")} == before


def test_a_hostile_download_is_read_without_its_hostile_members(tmp_path: Path) -> None:
    """The class goes on."""
    (tmp_path / "d.zip").write_bytes(zipped({"c/ann/double.py": CODE, "c/bob/double.py": CODE, "../x.py": CODE}))
    found = read(tmp_path / "d.zip", tmp_path / "out")
    assert [one.id for one in found.hand_ins] == ["ann", "bob"]
    assert any("leads out" in row.reason for row in found.rows)


def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path) -> None:
    """Only plain files are taken."""
    (tmp_path / "class").mkdir()
    (tmp_path / "class/ann.tar.gz").write_bytes(tarred({"a.py": CODE}, links=[("b.py", "/etc/passwd")]))
    (ann,) = read(tmp_path / "class", tmp_path / "out").hand_ins
    assert [path.name for path in present(ann.path).iterdir()] == ["a.py"]
    assert any("link" in row.reason for row in ann.rows)


@pytest.fixture(scope="module")
def reader() -> Iterator[Any]:
    """One reader for many archives, as a batch has it."""
    with ArchiveReader() as made:
        yield made


def test_too_many_members_of_a_class_are_refused(tmp_path: Path, reader: Any) -> None:
    """Before any of them is read."""
    (tmp_path / "a.zip").write_bytes(zipped({f"{number}.py": b"" for number in range(60)}))
    found = reader.read(tmp_path / "a.zip", "a.zip", ArchiveLimits(50, 1 << 20, every=True))
    assert "60 members" in found.failed
    assert not found.members


def test_too_much_of_one_student_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Any) -> None:
    """Code goes before data, and each file that is left out has its row."""
    monkeypatch.setattr("grader.intake.unpacking.MOST_FILES", 20)
    pieces = []
    for number in range(100):
        name = f"{number}.csv" if number < 90 else f"{number}.py"
        (tmp_path / name).write_bytes(CODE)
        pieces.append(Piece(name, f"ann/{name}", tmp_path / name, len(CODE)))
    made = unpack(pieces, tmp_path / "out/ann", reader)
    assert len(list(made.folder.iterdir())) == 20
    assert len(list(made.folder.glob("*.py"))) == 10
    assert len(made.rows) == 80


def test_names_in_an_old_encoding_are_read(tmp_path: Path, reader: Any) -> None:
    """Names without the mark of UTF-8 that are UTF-8 all the same."""
    data = bytearray(zipped({"ann/üb.py": CODE}))
    for at, offset in ((data.find(b"PK\3\4"), 6), (data.find(b"PK\1\2"), 8)):
        struct.pack_into("<H", data, at + offset, 0)
    (tmp_path / "a.zip").write_bytes(data)
    found = reader.read(tmp_path / "a.zip", "a.zip", ArchiveLimits(50, 1 << 20))
    assert [member.name for member in found.members] == ["ann/üb.py"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_archive_costs_itself(tmp_path: Path, reader: Any, data: Any) -> None:
    """Whatever bytes are changed, for zips and tars: there are members or a reason, and nothing is raised."""
    name, good = data.draw(st.sampled_from([
        ("a.zip", zipped({"x/a.py": CODE, "b.py": CODE * 50})), ("a.tar.gz", tarred({"a.py": CODE})),
        ("a.tar", tarred({"a.py": CODE}, "w")),
    ]))  # fmt: skip
    damaged = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / name).write_bytes(damaged)
    found = reader.read(tmp_path / name, name, ArchiveLimits(50, 1 << 20))
    assert all(member.path or member.refused or member.ignored for member in found.members)


@given(st.text(max_size=60))
def test_a_name_that_is_taken_stays_inside(name: Any) -> None:
    """No part of it goes up, and it does not start at the root."""
    if not refusal(name):
        assert ".." not in name.split("/")
        assert not name.startswith("/")
