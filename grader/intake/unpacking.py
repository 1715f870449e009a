"""A student's files to a folder of their own, archives among them unpacked once; what became of each is in a row.

The folder is made anew beside the old one and takes its place, so that a run that was stopped leaves no half of it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.archives.formats import is_archive
from grader.archives.names import on_disk, refusal, shown
from grader.archives.reader import ArchiveLimits, ArchiveReader
from grader.errors import UsageError
from grader.records import dataclass, field
from grader.results import FileStatus, HandedInFile
from grader.submission.naming import counts_last, order, original

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_FILES = 2000
MOST_BYTES = 300 << 20
"""Bytes of one student's files."""
SAME_TIME = 60.0
"""Seconds within which two files count as equally old: copying and unpacking take that long."""
_FIRST = (".py", ".ipynb", ".md", ".txt")
"""Endings of files that are written before data, which must not displace them."""
_FULL = (28, 30, 122)
"""No space, a read-only file system, over quota: the next file fares no better."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file on its way into a student's folder."""

    path: str
    """Where it belongs in the folder."""
    member: str
    """Its name in the download, behind that of the archive it was in."""
    source: Path | None
    size: int = 0
    at: float = 0.0
    archive: str = ""
    refused: str = ""


@dataclass
class Unpacked:
    """The files that were written for one student, and rows for the others."""

    folder: Path
    rows: list[HandedInFile] = field(default_factory=list)
    placed: dict[str, str] = field(default_factory=dict)
    """The name in the download of each file that was written, by its path in the folder."""

    def refuse(self, member: str, reason: str, status: FileStatus = FileStatus.UNREADABLE) -> None:
        """Say that a file is not taken."""
        self.rows.append(HandedInFile(file=shown(member), status=status, reason=reason))


def unpack(pieces: Iterable[Piece], target: Path, reader: ArchiveReader) -> Unpacked:
    """Write `pieces` to the folder `target`, which is replaced.  Raises UsageError where it cannot."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unpacked = Unpacked(Path(tempfile.mkdtemp(dir=target.parent, prefix=".new-")))
    except OSError as error:
        raise UsageError(f"{target.parent}: cannot be written ({error.strerror}). Name another folder.") from error
    try:
        for piece in _within_limits(_renamed(_chosen(_opened(pieces, unpacked, reader), unpacked)), unpacked):
            _write(piece, unpacked)
        os.chmod(unpacked.folder, 0o755)  # noqa: PTH101, S103 - a worker without rights must be able to enter it
        shutil.rmtree(target, ignore_errors=True)
        unpacked.folder.rename(target)
    except BaseException:
        shutil.rmtree(unpacked.folder, ignore_errors=True)
        raise
    unpacked.folder = target
    return unpacked


def _opened(pieces: Iterable[Piece], unpacked: Unpacked, reader: ArchiveReader) -> list[Piece]:
    """Return the pieces with those that archives hold in place of the archives."""
    opened: list[Piece] = []
    for piece in pieces:
        if piece.source is not None and is_archive(piece.path) and not piece.refused:
            opened += _members(piece, unpacked, reader)
        else:
            opened.append(piece)
    return opened


def _members(piece: Piece, unpacked: Unpacked, reader: ArchiveReader) -> list[Piece]:
    assert piece.source is not None  # noqa: S101 - the caller has looked
    contents = reader.read(piece.source, piece.path, ArchiveLimits(MOST_FILES, MOST_BYTES))
    below = f"{piece.path.rpartition('/')[0]}/" if "/" in piece.path else ""
    members = []
    for member in contents.members:
        inside = f"{piece.member}/{member.name}"
        if member.ignored:
            unpacked.refuse(inside, member.ignored, FileStatus.IGNORED)
            continue
        refused = member.refused or ("is an archive inside an archive" if is_archive(member.name) else "")
        at = member.at or piece.at
        members.append(Piece(f"{below}{member.name}", inside, member.path, member.size, at, piece.path, refused))
    if contents.failed:
        unpacked.refuse(piece.member, contents.failed)
    elif not members:
        unpacked.refuse(piece.member, "is an archive with nothing in it that is read")
    else:
        unpacked.rows.append(
            HandedInFile(
                file=shown(piece.member), status=FileStatus.GRADED, reason=f"was unpacked: {_files(len(members))}"
            )
        )
    return members


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _chosen(pieces: Sequence[Piece], unpacked: Unpacked) -> list[Piece]:
    """Return one piece for each path: of several with one name, the one that was most likely meant."""
    by_path: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        refused = piece.refused or refusal(piece.path)
        if refused or piece.source is None:
            unpacked.refuse(piece.member, refused or "cannot be read")
        else:
            by_path[piece.path.casefold()].append(piece)
    chosen = []
    for rivals in by_path.values():
        best = later(rivals)
        chosen.append(best)
        for other in rivals:
            if other is not best:
                unpacked.refuse(other.member, f"has the name of {shown(best.member)}, which counts", FileStatus.IGNORED)
    return chosen


def later(rivals: Sequence[Piece]) -> Piece:
    """Return which of several files of one name counts: a loose one, then the newest, then by natural order.

    An archive that is called like a backup comes last.
    """
    loose = [piece for piece in rivals if not piece.archive]
    rest = loose or [piece for piece in rivals if not counts_last(piece.archive)] or list(rivals)
    newest = max(piece.at for piece in rest)
    rest = [piece for piece in rest if newest - piece.at < SAME_TIME]
    return max(rest, key=lambda piece: (order(piece.archive), order(piece.member)))


def _renamed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with data files under the names that the code opens them by.

    Canvas adds `-1` to a second upload.  A file of data gets its first name back where a file of code mentions that one
    and none mentions the new one; code itself is renamed when it is read (grader/submission/naming.py).
    """
    names_in_use = {piece.path.casefold() for piece in pieces}
    doubtful = [
        piece for piece in pieces if not piece.path.lower().endswith(_CODE) and original(piece.path) != piece.path
    ]
    if not doubtful:
        return pieces
    code = b"\n".join(_head(piece) for piece in pieces if piece.path.lower().endswith(_CODE))
    names = {}
    for piece in doubtful:
        before = original(piece.path)
        old, new = (path.rpartition("/")[2].encode() for path in (before, piece.path))
        if before.casefold() not in names_in_use and old in code and new not in code:
            names_in_use.add(before.casefold())
            names[piece.path] = before
    return [replace(piece, path=names.get(piece.path, piece.path)) for piece in pieces]


_CODE = (".py", ".pyw", ".ipynb", ".py.txt", ".ipynb.txt", ".ipynb.json", ".md")
_LARGEST_CODE = 4 << 20


def _head(piece: Piece) -> bytes:
    if piece.source is None or piece.size > _LARGEST_CODE:
        return b""
    try:
        return piece.source.read_bytes()
    except OSError:
        return b""


def _within_limits(pieces: list[Piece], unpacked: Unpacked) -> list[Piece]:
    """Return as many of the pieces as one student may have, code first."""
    remaining: list[Piece] = []
    size = 0
    for piece in sorted(pieces, key=lambda piece: (not piece.path.lower().endswith(_FIRST), piece.path.count("/"))):
        if len(remaining) >= MOST_FILES:
            unpacked.refuse(piece.member, f"is one of more than {MOST_FILES:,} files")
        elif size + piece.size > MOST_BYTES:
            unpacked.refuse(piece.member, f"would make more than {MOST_BYTES >> 20} MiB")
        else:
            remaining.append(piece)
            size += piece.size
    return remaining


def _write(piece: Piece, unpacked: Unpacked) -> None:
    parts = on_disk(piece.path)
    target = unpacked.folder.joinpath(*parts)
    assert piece.source is not None  # noqa: S101 - others were sorted out
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(piece.source, target)
        if piece.at > 0:
            os.utime(target, (piece.at, piece.at))
    except OSError as error:
        if error.errno in _FULL:
            raise UsageError(f"{unpacked.folder.parent}: cannot be written ({error.strerror}). Make room.") from error
        unpacked.refuse(piece.member, f"cannot be written ({error.strerror})")
        return
    except (OverflowError, ValueError):  # a time that no file system has
        pass
    unpacked.placed["/".join(parts)] = piece.member
