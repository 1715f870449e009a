"""Members of a zip or tar as bytes: nothing goes to a place that an archive chooses, and nothing is read without bound.

What a header claims about sizes is not believed: bytes are counted while they are read.
"""

from __future__ import annotations

import contextlib
import io
import re
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
MOST_MEMBERS = 200_000
"""Members of a whole download."""
LARGEST = 50 << 20
"""Bytes of one member."""
RATIO = 200
"""How many times as large a member may be as its packed bytes, above `RATIO_FROM`."""
RATIO_FROM = 1 << 20
LONGEST = 240
_PIECE = 1 << 18
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DRIVE = re.compile(r"^[A-Za-z]:")
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, RuntimeError, ValueError,
    UnicodeError, KeyError, IndexError, OverflowError, MemoryError, AttributeError, TypeError,
)  # fmt: skip
"""What the standard library's readers raise on archives that are made to break them."""


class ArchiveError(Exception):
    """An archive, or a member of it, that is not taken; the text says why, without the archive's name."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name with `/`, and a way to its bytes, which raises ArchiveError."""

    name: str
    read: Callable[[], bytes]
    refused: str = ""
    """Why it is not taken whatever its bytes are."""


def is_archive(name: str) -> bool:
    """Whether a file is called like an archive that can be read."""
    return name.lower().endswith(SUFFIXES)


@contextlib.contextmanager
def opened(source: Path | bytes, name: str) -> Iterator[list[Member]]:
    """Give the files of an archive, folders apart, to be read while it is open.

    Raises ArchiveError where it is no archive, or has too many members.
    """
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
        try:
            archive = zipfile.ZipFile(stream) if name.lower().endswith(".zip") else tarfile.open(fileobj=stream)  # noqa: SIM115
        except _BROKEN as error:
            raise ArchiveError(f"cannot be read ({_reason(error)})") from error
        with archive:
            try:
                listed = list(_zipped(archive) if isinstance(archive, zipfile.ZipFile) else _tarred(archive))
            except ArchiveError:
                raise
            except _BROKEN as error:
                raise ArchiveError(f"cannot be read ({_reason(error)})") from error
            yield listed


def _reason(error: BaseException) -> str:
    return _CONTROL.sub(" ", str(error) or type(error).__name__)[:120]


def _zipped(archive: zipfile.ZipFile) -> Iterator[Member]:
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise ArchiveError(f"has {len(infos):,} members (at most {MOST_MEMBERS:,} are read)")
    for info in infos:
        if not info.is_dir():
            yield Member(_decoded(info), partial(_unzipped, archive, info), _zip_refusal(info))


def _decoded(info: zipfile.ZipInfo) -> str:
    """Return a member's name; one without the mark of UTF-8 is often UTF-8 all the same."""
    if info.flag_bits & 0x800:
        return unicodedata.normalize("NFC", info.filename)
    try:
        return unicodedata.normalize("NFC", info.filename.encode("cp437").decode("utf-8"))
    except UnicodeError:
        return unicodedata.normalize("NFC", info.filename)


def _zip_refusal(info: zipfile.ZipInfo) -> str:
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "is a link or a device"
    if info.flag_bits & 0x1:
        return "is encrypted"
    return name_refusal(info.orig_filename)


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as member:
            return _bounded(member, info.compress_size)
    except ArchiveError:
        raise
    except _BROKEN as error:
        raise ArchiveError(f"cannot be unpacked ({_reason(error)})") from error


def _bounded(member: IO[bytes], packed: int) -> bytes:
    """Read a member to its end, counting."""
    data = bytearray()
    while piece := member.read(_PIECE):
        data += piece
        if len(data) > LARGEST:
            raise ArchiveError(f"is larger than {LARGEST >> 20} MiB")
        if len(data) > RATIO_FROM and len(data) > RATIO * max(packed, 1):
            raise ArchiveError(f"unpacks to more than {RATIO} times its size")
    return bytes(data)


def _tarred(archive: tarfile.TarFile) -> Iterator[Member]:
    for number, info in enumerate(archive):
        if number >= MOST_MEMBERS:
            raise ArchiveError(f"has more than {MOST_MEMBERS:,} members")
        if not info.isdir():
            refused = name_refusal(info.name) if info.isreg() else "is a link or a device"
            yield Member(unicodedata.normalize("NFC", info.name), partial(_untarred, archive, info), refused)


def _untarred(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    try:
        member = archive.extractfile(info)
        return _bounded(member, LARGEST) if member else b""
    except ArchiveError:
        raise
    except _BROKEN as error:
        raise ArchiveError(f"cannot be unpacked ({_reason(error)})") from error


def name_refusal(name: str) -> str:
    """Return why a member's name is not taken; nothing for a plain relative path."""
    parts = name.split("/")
    if name.startswith("/") or _DRIVE.match(name):
        return "has an absolute path"
    if ".." in parts:
        return "leads out of its folder"
    if "\\" in name:
        return "has a backslash in its name"
    if _CONTROL.search(name):
        return "has a control character in its name"
    return "has too long a name" if len(name) > LONGEST else ""
