"""Zips read back: contents and rights."""

from __future__ import annotations

import io
import stat
import zipfile


def opened(data: bytes) -> dict[str, bytes]:
    """Return the contents of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def rights(data: bytes) -> dict[str, str]:
    """Return the type and the rights of everything in a zip by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: stat.filemode(info.external_attr >> 16) for info in archive.infolist()}
