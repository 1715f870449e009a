"""A student's pieces to a folder of their own, archives among them unpacked once; what is refused is said.

The folder is made anew beside the old one and takes its place, so that a run that was stopped leaves no half of it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.intake.archives import ArchiveError, is_archive, name_refusal, opened
from grader.intake.layouts import NOISE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_FILES = 2000
MOST_BYTES = 300 << 20
"""Bytes of one student's files."""
MOST_NOTES = 10


@dataclass
class Unpacked:
    """What was written for one student, and what was not."""

    folder: Path
    notes: list[str] = field(default_factory=list)
    files: int = 0
    size: int = 0
    _taken: set[str] = field(default_factory=set)

    def put(self, path: str, data: bytes) -> None:
        """Write one file, unless its name or size is refused."""
        refused = name_refusal(path) or self._too_much(len(data))
        key = unicodedata.normalize("NFC", path).casefold()
        if not refused and key in self._taken:
            refused = "is there twice"
        if refused:
            self.note(path, refused)
            return
        self._taken.add(key)
        target = self.folder.joinpath(*(_part(part) for part in PurePosixPath(path).parts))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError as error:
            if error.errno in _FULL:
                raise UsageError(f"{self.folder}: cannot be written ({error.strerror}). Make room.") from error
            self.note(path, f"cannot be written ({error.strerror})")
            return
        self.files, self.size = self.files + 1, self.size + len(data)

    def _too_much(self, size: int) -> str:
        if self.files >= MOST_FILES:
            return f"is one of more than {MOST_FILES} files"
        return f"would make more than {MOST_BYTES >> 20} MiB" if self.size + size > MOST_BYTES else ""

    def note(self, path: str, why: str) -> None:
        """Say that something is not taken; at most a few times."""
        if len(self.notes) < MOST_NOTES:
            shown = "".join(sign if sign.isprintable() else "?" for sign in path)[-80:]
            self.notes.append(f"{shown} {why} and is left out.")
        elif len(self.notes) == MOST_NOTES:
            self.notes.append("More files are left out for such reasons.")


_FULL = (28, 30, 122)
"""No space, a read-only file system, over quota: the next file fares no better."""


def _part(part: str) -> str:
    """Return one part of a path that every file system takes."""
    return part.encode("utf-8", "replace")[:200].decode("utf-8", "ignore").rstrip(" .") or "_"


def unpack(pieces: Iterable[tuple[str, Callable[[], bytes]]], target: Path) -> Unpacked:
    """Write `pieces` (path and bytes) to the folder `target`, which is replaced.  Raises UsageError where it cannot."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Unpacked(Path(tempfile.mkdtemp(dir=target.parent, prefix=".new-")))
    except OSError as error:
        raise UsageError(f"{target.parent}: cannot be written ({error.strerror}). Name another folder.") from error
    try:
        for path, read in pieces:
            _take(made, path, read)
        os.chmod(made.folder, 0o755)  # noqa: PTH101, S103 - a worker without rights must be able to enter it
        shutil.rmtree(target, ignore_errors=True)
        made.folder.rename(target)
    except BaseException:
        shutil.rmtree(made.folder, ignore_errors=True)
        raise
    made.folder = target
    return made


def _take(made: Unpacked, path: str, read: Callable[[], bytes]) -> None:
    try:
        data = read()
    except (ArchiveError, OSError) as error:
        made.note(path, str(error))
        return
    if not is_archive(path):
        made.put(path, data)
        return
    below = f"{path.rpartition('/')[0]}/" if "/" in path else ""
    try:
        with opened(data, path) as inside:
            if len(inside) > MOST_FILES:
                made.note(path, f"has {len(inside):,} members, more than {MOST_FILES},")
                return
            for member in inside:
                if not NOISE.search(member.name):
                    _take_member(made, f"{below}{member.name}", member.refused, member.read)
    except ArchiveError as error:
        made.note(path, str(error))


def _take_member(made: Unpacked, path: str, refused: str, read: Callable[[], bytes]) -> None:
    if refused or is_archive(path):
        made.note(path, refused or "is an archive inside an archive")
        return
    try:
        made.put(path, read())
    except ArchiveError as error:
        made.note(path, str(error))
