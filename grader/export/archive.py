"""Files with their rights as a zip: the same files give the same bytes, whenever and wherever they were written."""

from __future__ import annotations

import io
import stat
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

UNIX = 3
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or a folder if its name ends with a slash; `mode` are its rights."""

    name: str
    data: bytes = b""
    mode: int = 0o644


def packed(entries: Iterable[Entry]) -> bytes:
    """Return the zip of `entries` in the order given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for entry in entries:
            archive.writestr(_info(entry), entry.data)
    return stream.getvalue()


def _info(entry: Entry) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(entry.name, LONG_AGO)
    folder = entry.name.endswith("/")
    # Where it was packed must not show, and on Windows rights would not be looked at.
    info.create_system = UNIX
    info.external_attr = ((stat.S_IFDIR if folder else stat.S_IFREG) | entry.mode) << 16 | (0x10 if folder else 0)
    info.compress_type = zipfile.ZIP_STORED if folder else zipfile.ZIP_DEFLATED
    return info
