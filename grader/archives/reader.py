"""Archives read by a process of their own: whatever ends it costs the archive that it was reading, and nothing else."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any, Self

from grader.archives.names import shown_path
from grader.errors import UsageError
from grader.records import dataclass
from grader.sandbox.helper import Helper, HelperEnded

MEMORY = 1 << 30
"""Bytes of address space: what a dictionary of xz or zstandard may need is far less."""
PATIENCE = 20.0
"""Seconds on the clock for each second of processor time: other work may be going on."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Bounds for reading one archive."""

    members: int
    bytes: int
    seconds: float = 5.0
    """Of processor time, before what its size asks for."""
    every: bool = False
    """Whether an archive with more members is refused rather than read in part."""


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """One file of an archive, or a folder that is left out whole: `path` is where its bytes are now."""

    name: str
    path: Path | None = None
    size: int = 0
    at: float = 0.0
    """When it was changed, in seconds; 0 where the archive does not tell."""
    refused: str = ""
    """Why it is not taken."""
    ignored: str = ""
    """Why it is no part of anybody's work."""
    empty: bool = False
    """Whether it is a folder with nothing in it."""
    count: int = 1
    """The number of files in a folder that is left out."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The members of an archive; `failed` says why not all of it."""

    members: tuple[ArchiveMember, ...]
    failed: str = ""


class ArchiveReader:
    """Reads archives one after the other into folders of its own, which go when it is closed."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` is a folder on the disk to which the files will go in the end."""
        self._place = folder
        self._folder: Path | None = None
        self._helper = Helper("grader.archives.extraction", "serve")
        self._count = 0

    def read(self, archive: Path, name: str, limits: ArchiveLimits) -> Contents:
        """Return the members of an archive that is called `name`; never raises for what is in it.

        Raises UsageError where the disk is full.
        """
        into = self._new_folder()
        seconds = limits.seconds + archive.stat().st_size / (4 << 20)
        request = {
            "archive": str(archive.absolute()), "name": name, "into": str(into), "memory": MEMORY, "seconds": seconds,
            "limits": {"members": limits.members, "bytes": limits.bytes, "every": limits.every},
        }  # fmt: skip
        members: list[ArchiveMember] = []
        failed = ""
        try:
            for fact in self._helper.ask(request, PATIENCE * seconds):
                failed = fact.get("failed", failed)
                if "name" in fact:
                    members.append(_member(fact, into))
        except HelperEnded as ended:
            if ended.code == 28:
                raise UsageError(f"{into.parent.parent}: the disk is full. Make room.") from ended
            failed = "takes too long to unpack" if ended.late else "takes too much memory or time to unpack"
        return Contents(tuple(members), failed)

    def _new_folder(self) -> Path:
        beside = self._place if self._place is not None and self._place.is_dir() else None
        self._count += 1
        try:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix=".reading-", dir=beside))
            into = self._folder / str(self._count)
            into.mkdir()
        except OSError as error:
            raise UsageError(f"{beside or tempfile.gettempdir()}: cannot be written ({error.strerror}).") from error
        return into

    def close(self) -> None:
        """End the process and remove what was read and not taken."""
        self._helper.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _member(fact: dict[str, Any], into: Path) -> ArchiveMember:
    if "file" in fact:
        return ArchiveMember(fact["name"], into / fact["file"], fact["size"], fact["at"])
    name = shown_path(fact["name"])
    return ArchiveMember(
        name,
        empty=fact.get("empty", False),
        refused=fact.get("refused", ""),
        ignored=fact.get("ignored", ""),
        count=fact.get("count", 1),
    )
