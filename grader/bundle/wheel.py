"""The grader that runs here as a wheel, made from its own files: no network, no source tree, no build tool.

It is plain Python, so a wheel is the package's folder, the description that pip has kept of it, and a list of both with
their digests (the packaging user guide's "Binary distribution format").  What is packed is what runs, also where it was
installed to be edited.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import grader
from grader import DISTRIBUTION
from grader.errors import UsageError
from grader.export.archive import ArchiveEntry, pack_archive
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TAG = "py3-none-any"
_METADATA_FILES = ("METADATA", "entry_points.txt")
"""The parts of a wheel's description that pip keeps, besides the licences."""


@dataclass(frozen=True)
class Wheel:
    """A file that pip installs."""

    name: str
    data: bytes


def installed() -> metadata.Distribution:
    """Return what pip knows of this grader.  Raises UsageError where it was not installed."""
    try:
        return metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError as error:
        raise UsageError(
            "grader: this copy was not installed, so it cannot be packed for another machine. "
            "Install it (`pip install .` in its folder) and run the command again."
        ) from error


def wheel() -> Wheel:
    """Return this grader as a wheel.  Raises UsageError where it was not installed."""
    project = installed()
    folder = f"{DISTRIBUTION}-{project.version}.dist-info"
    entries = [*_package(Path(grader.__file__).parent), *_description(project, folder)]
    listed = ArchiveEntry(f"{folder}/RECORD", _record(entries, f"{folder}/RECORD"))
    return Wheel(f"{DISTRIBUTION}-{project.version}-{TAG}.whl", pack_archive([*entries, listed]))


def _package(folder: Path) -> Iterator[ArchiveEntry]:
    """Yield the files of the package, without what Python, editors and systems leave beside them."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder.parent)
        if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in inner.parts):
            yield ArchiveEntry(inner.as_posix(), path.read_bytes())


def _description(project: metadata.Distribution, folder: str) -> Iterator[ArchiveEntry]:
    """Yield what belongs to a wheel besides the package, its list of files apart."""
    for name in _METADATA_FILES:
        yield ArchiveEntry(f"{folder}/{name}", (project.read_text(name) or "").encode())
    for file in sorted(project.files or (), key=str):
        if "licenses" in file.parts and ".dist-info" in file.parts[0]:
            inner = "/".join(file.parts[1:])
            yield ArchiveEntry(f"{folder}/{inner}", file.read_binary())
    tag = f"Wheel-Version: 1.0\nGenerator: {DISTRIBUTION}\nRoot-Is-Purelib: true\nTag: {TAG}\n"
    yield ArchiveEntry(f"{folder}/WHEEL", tag.encode())


def _record(entries: Sequence[ArchiveEntry], record_name: str) -> bytes:
    """Return the list of files: name, digest, size; the list itself has neither."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    for entry in entries:
        digest = base64.urlsafe_b64encode(hashlib.sha256(entry.data).digest()).rstrip(b"=").decode()
        rows.writerow([entry.name, f"sha256={digest}", len(entry.data)])
    rows.writerow([record_name, "", ""])
    return text.getvalue().encode()
