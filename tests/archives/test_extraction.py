"""Members of archives as files: honest ones whole, hostile ones refused with a reason, in this process."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from grader.archives import extraction
from grader.archives.extraction import RATIO, RATIO_FROM, Extraction, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIMITS = {"members": 5, "bytes": 8 << 20, "every": 0}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
}


def read(folder: Path, name: str, data: bytes, **limits: int) -> dict[str, Any]:
    """Return what is told about each member: its bytes, or why it is refused or left out."""
    archive, into = folder / "archive", folder / "files"
    into.mkdir()
    archive.write_bytes(data)
    facts: list[dict[str, Any]] = []
    Extraction(archive, into, {**LIMITS, **limits}, facts.append).run(name)
    files = {fact["file"] for fact in facts if "file" in fact}
    assert {path.name for path in into.iterdir()} == files, "what is refused leaves no file behind"
    return {
        fact["name"]: (into / fact["file"]).read_bytes()
        if "file" in fact
        else fact.get("refused") or f"{fact['count']} {fact['ignored']}"
        for fact in facts
    }


def attempt(folder: Path, name: str, data: bytes) -> tuple[dict[str, Any], str]:
    """Return what is told about each member, or nothing and why the archive is refused."""
    try:
        return read(folder, name, data), ""
    except RefusedError as error:
        return {}, str(error)


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Return a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(*members: tuple[str | tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """Return a tar."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for member, data in members:
            info = tarfile.TarInfo(member) if isinstance(member, str) else member
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def special(name: str, kind: bytes) -> tarfile.TarInfo:
    """Return a member of a tar that is no plain file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    return info


def link(name: str) -> zipfile.ZipInfo:
    """Return a symbolic link in a zip."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize("packer", PACKERS)
def test_a_tar_is_read_however_it_is_packed(tmp_path: Path, packer: str) -> None:
    """Folders are no members, an empty file is one."""
    folder = tarfile.TarInfo("hw")
    folder.type = tarfile.DIRTYPE
    data = PACKERS[packer](tarred((folder, b""), ("./hw/a.py", b"x = 1"), ("hw/b.py", b"")))
    assert read(tmp_path, f"Work.TAR{packer}", data) == {"hw/a.py": b"x = 1", "hw/b.py": b""}


@pytest.mark.parametrize("packer", [packer for packer in PACKERS if packer])
def test_one_compressed_file_has_the_name_of_the_archive(tmp_path: Path, packer: str) -> None:
    """Without its ending and its folder."""
    assert read(tmp_path, f"x/softmax.py{packer}", PACKERS[packer](b"x = 1")) == {"softmax.py": b"x = 1"}


def test_a_zip_is_read(tmp_path: Path) -> None:
    """Names with backslashes are paths, folders are no members, clutter is counted."""
    data = zipped(("hw/", b""), ("hw\\a.py", b"1"), ("win\\", b""), ("__MACOSX/._a.py", b"2"), ("__MACOSX/b", b"3"))
    assert read(tmp_path, "hw.zip", data) == {
        "hw/a.py": b"1",
        "__MACOSX/": "2 holds what Python or an editor made by itself",
    }


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        pytest.param("../a.py", "leads out of its folder", id="up"),
        pytest.param("/tmp/a.py", "has an absolute path", id="absolute"),
        pytest.param("c:\\a.py", "has an absolute path", id="drive"),
        pytest.param("a\x07.py", "has a control character in its name", id="bell"),
        pytest.param("n" * 241, "has too long a name", id="long"),
    ],
)
@pytest.mark.parametrize("form", ["zip", "tar"])
def test_a_name_that_is_not_taken_costs_that_member_only(tmp_path: Path, form: str, member: str, reason: str) -> None:
    """The file beside it is read."""
    data = (zipped if form == "zip" else tarred)((member, b"evil"), ("b.py", b"good"))
    assert sorted(read(tmp_path, f"hw.{form}", data).values(), key=str) == sorted([reason, b"good"], key=str)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE], ids=repr
)
def test_a_link_or_device_in_a_tar_is_refused(tmp_path: Path, kind: bytes) -> None:
    """Nothing of the disk can be named by an archive."""
    assert read(tmp_path, "a.tar", tarred((special("a", kind), b""))) == {"a": "is a link or a device"}


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    """By the mode that it carries."""
    assert read(tmp_path, "a.zip", zipped((link("a"), b"/etc/passwd"))) == {"a": "is a link or a device"}


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    """The sentence says what is missing."""
    data = bytearray(zipped(("a.py", b"x")))
    data[data.index(b"PK\3\4") + 6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    assert read(tmp_path, "a.zip", bytes(data)) == {"a.py": "is encrypted: its password is not known here"}


def test_a_bomb_in_a_zip_costs_that_member_only(tmp_path: Path) -> None:
    """Bytes are counted while they are read; what its header says is not believed."""
    data = zipped(("a.py", b"x"), ("bomb", bytes(16 << 20)), ("b.py", b"y"))
    assert read(tmp_path, "hw.zip", data, bytes=64 << 20) == {
        "a.py": b"x",
        "bomb": f"unpacks to more than {RATIO} times its size",
        "b.py": b"y",
    }


@pytest.mark.parametrize("packer", ["gz", "bz2", "xz"])
def test_a_bomb_of_a_tar_ends_the_reading(tmp_path: Path, packer: str) -> None:
    """Its members have no packed size of their own, so all of it is counted, headers and skipped members too."""
    bomb = PACKERS[f".{packer}"](tarred(("a.py", b"x"), (".git/hole", bytes(17 << 20))))
    with pytest.raises(RefusedError, match=f"unpacks to more than {RATIO} times its size"):
        read(tmp_path, f"hw.tar.{packer}", bomb, bytes=64 << 20)


@pytest.mark.parametrize(("size", "is_taken"), [(RATIO_FROM, True), (RATIO_FROM + 1, False)], ids=["below", "above"])
def test_a_small_file_may_be_packed_as_tightly_as_it_can(tmp_path: Path, size: int, is_taken: bool) -> None:
    """Zeros of a megabyte are data; one byte more is a bomb."""
    (result,) = read(tmp_path, "a.zip", zipped(("zeros", bytes(size)))).values()
    assert isinstance(result, bytes) is is_taken


@pytest.mark.parametrize(("size", "is_taken"), [(1 << 20, True), ((1 << 20) + 1, False)], ids=["at", "above"])
def test_all_members_together_are_bounded(tmp_path: Path, size: int, is_taken: bool) -> None:
    """The member that crosses the bound is refused."""
    half = bytes(range(256)) * (1 << 11)
    rest = half[: size - len(half)] if size <= 2 * len(half) else half + b"!"
    result = read(tmp_path, "a.zip", zipped(("a", half), ("b", rest)), bytes=1 << 20)
    assert result["a"] == half
    assert result["b"] == (rest if is_taken else "would make more than 1 MiB")


def test_one_member_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the bound for all is."""
    monkeypatch.setattr(extraction, "LARGEST", 1 << 20)
    assert read(tmp_path, "a.zip", zipped(("a", bytes(range(256)) * 4097))) == {"a": "is larger than 1 MiB"}


def test_code_is_taken_before_data_where_there_are_too_many(tmp_path: Path) -> None:
    """A dataset in front of the answers does not displace them."""
    data = zipped(*((f"data/{number}.csv", b"1") for number in range(9)), ("z.py", b"2"), ("a.MD", b"3"))
    result = read(tmp_path, "a.zip", data)
    assert result["z.py"] == b"2"
    assert result["a.MD"] == b"3"
    refused = [name for name, text in result.items() if text == "is one of more than 5 files"]
    assert len(refused) == 6
    assert len(result) == 11, "each has a row"


def test_what_lies_on_top_is_taken_before_what_lies_below(tmp_path: Path) -> None:
    """A library in front of the answers does not displace them either."""
    data = zipped(*((f"lib/{number}.py", b"1") for number in range(9)), ("z.py", b"2"))
    assert read(tmp_path, "a.zip", data)["z.py"] == b"2"


def test_code_behind_the_data_of_a_tar_is_taken(tmp_path: Path) -> None:
    """As much again as the limit allows; what is not taken has a row, up to a number."""
    data = [(f"data/{number}.csv", b"1") for number in range(9)]
    code = [(f"{number}.py", b"2") for number in range(6)]
    result = read(tmp_path, "a.tar", tarred(*data, *code))
    assert [name for name, text in result.items() if text == b"2"] == [f"{number}.py" for number in range(5)]
    assert [text for text in result.values() if isinstance(text, str)] == ["is one of more than 5 files"] * 5
    endless = tarred(*((f"data/{number}.csv", b"1") for number in range(101)))
    (tmp_path / "files").rename(tmp_path / "earlier")
    with pytest.raises(RefusedError, match="more than 5 files"):
        read(tmp_path, "b.tar", endless)


@pytest.mark.parametrize("form", ["zip", "tar"])
def test_an_archive_that_must_be_read_whole_is_refused_whole(tmp_path: Path, form: str) -> None:
    """A class must not lose its last students."""
    pack = zipped if form == "zip" else tarred
    with pytest.raises(RefusedError, match=r"more than 5 files|has 6 members"):
        read(tmp_path, f"a.{form}", pack(*((f"{number}.py", b"1") for number in range(6))), every=1)


def test_members_that_overlap_are_refused(tmp_path: Path) -> None:
    """A quine's trick: many entries of the directory over one stretch of bytes."""
    data = zipped(("a.py", b"x" * 40), ("b.py", b"y" * 40))
    first, second = data.index(b"PK\1\2"), data.rindex(b"PK\1\2")
    forged = bytearray(data)
    forged[second + 42 : second + 46] = forged[first + 42 : first + 46]
    with pytest.raises(RefusedError, match="overlap"):
        read(tmp_path, "a.zip", bytes(forged))


def test_a_forged_checksum_costs_its_member(tmp_path: Path) -> None:
    """The others are read."""
    data = bytearray(zipped(("a.py", b"x" * 40), ("b.py", b"y" * 40)))
    start = data.index(b"PK\1\2")
    data[start + 16 : start + 20] = b"\1\2\3\4"
    result = read(tmp_path, "a.zip", bytes(data))
    assert result["a.py"].startswith("cannot be unpacked (Bad CRC-32")
    assert result["b.py"] == b"y" * 40


@pytest.mark.parametrize("ending", [".zip", ".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst"])
@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"no archive at all" * 99, bytes(600), b"\x1f\x8b\x08\0"],
    ids=["empty", "two-letters", "text", "zeros", "head-of-gzip"],
)
def test_bytes_that_are_no_archive_are_refused(tmp_path: Path, ending: str, data: bytes) -> None:
    """With a reason, and never another exception; a tar of zeros is an empty one."""
    result, reason = attempt(tmp_path, f"a{ending}", data)
    assert result == {}
    assert not reason or "cannot be read (" in reason


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("form", ["zip", "tar", "tar.gz"])
def test_an_archive_that_was_cut_is_refused_or_read_as_far_as_it_goes(tmp_path: Path, form: str, cut: float) -> None:
    """What comes out is what went in."""
    members = {f"{number}.py": bytes([65 + number]) * 3000 for number in range(4)}
    data = zipped(*members.items()) if form == "zip" else tarred(*members.items())
    data = gzip.compress(data) if form == "tar.gz" else data
    result, reason = attempt(tmp_path, f"a.{form}", data[: int(cut * len(data))])
    assert bool(reason) is not bool(result)
    assert all(isinstance(text, str) or text == members[name] for name, text in result.items())


def test_a_header_of_names_that_takes_all_time_is_refused(tmp_path: Path) -> None:
    """The library reads such headers in a time that grows with the square of their length."""
    info = tarfile.TarInfo("a.py")
    info.pax_headers = {f"k{number}": "v" * 50 for number in range(500)}
    with pytest.raises(RefusedError, match="a header of names is too long"):
        read(tmp_path, "a.tar", tarred((info, b"x")))


@pytest.mark.parametrize("mtime", ["nan", "inf", "-inf", "1e999"])
def test_a_time_that_is_no_number_does_no_harm(tmp_path: Path, mtime: str) -> None:
    """A header may say anything; JSON and a sort take a number."""
    info = tarfile.TarInfo("a.py")
    info.pax_headers = {"mtime": mtime}
    assert read(tmp_path, "a.tar", tarred((info, b"x"))) == {"a.py": b"x"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [("\u00fc.py", "\u00fc.py"), ("\u65e5\u672c.py", "\u65e5\u672c.py"), ("a.py\0.jpg", "has a control character")],
    ids=["umlaut", "japanese", "zero-byte"],
)
def test_a_name_without_the_mark_of_utf8_is_read_all_the_same(tmp_path: Path, name: str, shown: str) -> None:
    """Packers write UTF-8 and forget to say so; a zero byte does not hide a suffix."""
    raw = name.encode()
    data = zipped(("?" * len(raw), b"x")).replace(b"?" * len(raw), raw)
    ((key, result),) = read(tmp_path, "a.zip", data).items()
    assert shown in (key, result) or shown in str(result)


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        ((2026, 10, 5, 11, 0, 0), 1791198000.0),
        ((1980, 1, 1, 0, 0, 0), 0.0),
        ((2026, 13, 40, 99, 99, 99), None),
    ],
    ids=["date", "none-written", "impossible"],
)
def test_a_zip_says_when_a_file_was_changed(moment: tuple[int, int, int, int, int, int], seconds: float | None) -> None:
    """A date that cannot be is no reason to fail."""
    got = extraction._seconds(moment)
    assert got == seconds if seconds is not None else isinstance(got, float)
