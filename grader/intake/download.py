"""A download as a list of plain files on this disk, whether it is a folder, an archive or one file.

Links are not followed, clutter is not entered, and a student's part has a limit of depth and number that costs that
part alone.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from grader.archives import clutter
from grader.archives.formats import is_packed_class
from grader.archives.names import DEEPEST, is_inside, relative
from grader.archives.reader import ArchiveLimits, ArchiveMember, ArchiveReader
from grader.errors import UsageError
from grader.records import dataclass
from grader.submission.walk import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_OF_ONE = 20_000
"""Files below one folder of a download."""
MOST_OF_ALL = 400_000
MOST_MEMBERS = 200_000
"""Members of a whole download."""
MOST_BYTES = 32 << 30
"""Bytes of a whole download."""


@dataclass(frozen=True, slots=True)
class DownloadFile:
    """One file of a download: `path` is where it lies; None for one that is not taken, with the reason."""

    name: str
    path: Path | None = None
    size: int = 0
    at: float = 0.0
    """When it was changed, in seconds; 0 where nobody knows."""
    ignored: str = ""
    refused: str = ""
    empty: bool = False
    """Whether it is a folder with nothing in it, which may be somebody's."""


@dataclass(frozen=True)
class Download:
    """A download: the files of a folder or of an archive."""

    files: tuple[DownloadFile, ...]
    folder: Path | None = None
    """Where it lies, if it is a folder: then a student's folder can be graded in its place."""
    failed: str = ""
    """Why not all of an archive could be read."""

    def named(self) -> dict[str, DownloadFile]:
        """Return the files whose names say whose they are, also those that cannot be read."""
        packed = self.folder is None  # a name in a folder is one that this disk takes
        return {file.name: file for file in self.files if not file.ignored and (not packed or is_inside(file.name))}


def of_archive(source: Path, reader: ArchiveReader) -> Download:
    """Return the members of an archive.  Raises UsageError where nothing of it can be read."""
    if not is_packed_class(source.name):
        raise UsageError(f"{source}: is one file. Name the folder that holds the submissions, or the zip of the class.")
    contents = reader.read(source, source.name, ArchiveLimits(MOST_MEMBERS, MOST_BYTES, 60.0, every=True))
    if contents.failed and not any(member.path for member in contents.members):
        raise UsageError(f"{source}: {contents.failed}. Download it again.")
    return Download(tuple(_numbered(map(_of_member, contents.members))), failed=contents.failed)


def _of_member(member: ArchiveMember) -> DownloadFile:
    is_folder = member.name.endswith("/") and (member.empty or bool(member.ignored))
    name = relative(member.name) + "/" * is_folder
    return DownloadFile(name, member.path, member.size, member.at, member.ignored, member.refused, member.empty)


def _numbered(files: Iterator[DownloadFile]) -> Iterator[DownloadFile]:
    """Yield the files; the later one of two with one name is refused, since nobody can tell which one was meant."""
    names: set[str] = set()
    for file in files:
        if file.name in names and file.path is not None:
            yield DownloadFile(file.name, refused="is there twice under one name; the first one is read")
        elif file.name not in names:
            names.add(file.name)
            yield file


def of_folder(source: Path, without: Sequence[Path]) -> Download:
    """Return the files below a folder, those below the folders `without` apart.  Raises UsageError."""
    try:
        tops = sorted(os.scandir(source), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(f"{source}: cannot be opened ({error.strerror}). Name another folder.") from error
    files: list[DownloadFile] = []
    left_out = {path.resolve() for path in without}
    for top in tops:
        if Path(top.path).resolve() in left_out:
            continue
        files += _below(top, left_out)
        if len(files) > MOST_OF_ALL:
            raise UsageError(f"{source}: has more than {MOST_OF_ALL:,} files. Name the folder of one class.")
    return Download(tuple(files), source)


def _below(top: os.DirEntry[str], without: set[Path]) -> list[DownloadFile]:
    """Return what one entry of the download holds."""
    waiting = [(top, text(top.name))]
    files: list[DownloadFile] = []
    while waiting:
        entry, name = waiting.pop()
        if len(files) >= MOST_OF_ONE:
            files.append(DownloadFile(f"{text(top.name)}/", refused=f"holds more than {MOST_OF_ONE:,} files; the rest"))
            break
        listed = _entry(entry, name, without)
        if isinstance(listed, DownloadFile):
            files.append(listed)
        else:
            waiting += reversed(listed)
    return _without_environments(files)


def _entry(entry: os.DirEntry[str], name: str, without: set[Path]) -> DownloadFile | list[tuple[os.DirEntry[str], str]]:
    """Return a file, or what is in a folder that is entered."""
    try:
        if entry.is_symlink():
            return DownloadFile(name, refused="is a link to another place")
        if not entry.is_dir():
            return _file(entry, name)
        if reason := clutter.reason_of_folder(name):
            return DownloadFile(f"{name}/", ignored=reason)
        if name.count("/") >= DEEPEST:
            return DownloadFile(f"{name}/", refused=f"lies more than {DEEPEST} folders deep")
        inner = sorted(os.scandir(entry.path), key=lambda inside: inside.name)
        if without and any(path.is_relative_to(Path(entry.path).resolve()) for path in without):
            inner = [member for member in inner if Path(member.path).resolve() not in without]
        if not inner:
            return DownloadFile(f"{name}/", Path(entry.path), empty=True)
        return [(member, f"{name}/{text(member.name)}") for member in inner]
    except OSError as error:
        return DownloadFile(name, refused=f"cannot be opened ({error.strerror})")


def _file(entry: os.DirEntry[str], name: str) -> DownloadFile:
    if reason := clutter.reason_of_file(name):
        return DownloadFile(name, ignored=reason)
    if not entry.is_file():
        return DownloadFile(name, refused="is no plain file")
    status = entry.stat()
    return DownloadFile(name, Path(entry.path), status.st_size, status.st_mtime)


def _without_environments(files: list[DownloadFile]) -> list[DownloadFile]:
    """Return the files with those of virtual environments put together, as their names alone cannot tell."""
    not_entered = [file.name for file in files if file.ignored]
    _, left = clutter.sort_out([file.name for file in files if file.path is not None and not file.empty], not_entered)
    if not left:
        return files
    folders = tuple(path for path in left if path.endswith("/"))
    remaining = [file for file in files if file.name not in left and not file.name.startswith(folders)]
    return [*remaining, *(DownloadFile(path, ignored=reason) for path, (reason, _) in left.items())]
