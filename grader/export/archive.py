"""Reproducible zips: equal files and permissions give equal bytes on every machine and at any time."""

from __future__ import annotations

import io
import stat
import zipfile
from typing import TYPE_CHECKING

from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

CREATED_ON_UNIX = 3
EARLIEST_DATE = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can store."""


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """A file, or a folder if its name ends with a slash; `mode` holds its permissions."""

    name: str
    data: bytes = b""
    mode: int = 0o644


def pack_archive(entries: Iterable[ArchiveEntry]) -> bytes:
    """Return the zip of `entries` in the order given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for entry in entries:
            archive.writestr(_zip_info(entry), entry.data)
    return stream.getvalue()


def _zip_info(entry: ArchiveEntry) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(entry.name, EARLIEST_DATE)
    is_folder = entry.name.endswith("/")
    # The packing system must not show in the bytes, and a zip marked as made on Windows has no permissions.
    info.create_system = CREATED_ON_UNIX
    info.external_attr = ((stat.S_IFDIR if is_folder else stat.S_IFREG) | entry.mode) << 16 | (0x10 if is_folder else 0)
    info.compress_type = zipfile.ZIP_STORED if is_folder else zipfile.ZIP_DEFLATED
    return info
