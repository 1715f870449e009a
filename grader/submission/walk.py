"""The files below a folder that somebody handed in, bounded in depth and number; what is not entered gets a row."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

from grader.archives import clutter
from grader.archives.names import DEEPEST
from grader.results import FileStatus, HandedInFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_SEEN = 20_000
"""Entries of one submission that are looked at."""


def walk(folder: Path, root: Path, rows: list[HandedInFile]) -> Iterator[Path]:
    """Yield the files in `folder` and below, files before folders; `rows` gets what is not entered or followed."""
    waiting, visited = [folder], 0
    files: list[Path] = []
    while waiting:
        current = waiting.pop(0)
        folders: list[Path] = []
        for path in _entries(current, folder, rows):
            visited += 1
            if visited > MOST_SEEN:
                rows.append(
                    _row(folder, current, FileStatus.UNREADABLE, f"and the rest are more than {MOST_SEEN:,} files")
                )
                waiting, folders = [], []
                break
            if path.is_symlink() and not _is_inside(path, root):
                rows.append(
                    _row(
                        folder,
                        path,
                        FileStatus.UNREADABLE,
                        "is a link to another place and is not read. Hand in the file itself",
                    )
                )
            elif path.is_symlink() and not path.exists():
                rows.append(_row(folder, path, FileStatus.IGNORED, "is a link to nothing"))
            elif path.is_file():
                files.append(path)
            elif not path.is_dir():  # a pipe, whose reader waits for ever
                rows.append(_row(folder, path, FileStatus.UNREADABLE, "is no plain file"))
            elif path.is_symlink():
                rows.append(_row(folder, path, FileStatus.IGNORED, "is a link to a folder that is read as itself"))
            elif _is_entered(path, folder, rows):
                folders.append(path)
        waiting = folders + waiting
    yield from _without_environments(files, folder, rows)


def name_of(path: Path, folder: Path) -> str:
    """Return a path below the folder as text that can be written anywhere, in the form that Python uses for names."""
    return text(path.relative_to(folder).as_posix())


def text(name: str) -> str:
    """Return a name with bytes that are no text as their codes, so that two names stay two, composed as Python does."""
    try:
        data = os.fsencode(name)
    except UnicodeEncodeError:  # half of a character, which Windows takes in a name
        data = name.encode("utf-8", "replace")
    return unicodedata.normalize("NFC", data.decode("utf-8", "backslashreplace"))


def _row(folder: Path, path: Path, status: FileStatus, reason: str) -> HandedInFile:
    ending = "/" if path.is_dir() and not path.is_symlink() else ""
    return HandedInFile(file=f"{name_of(path, folder)}{ending}", status=status, reason=reason)


def _entries(directory: Path, folder: Path, rows: list[HandedInFile]) -> list[Path]:
    try:
        return sorted(directory.iterdir())
    except OSError as error:
        rows.append(
            _row(
                folder,
                directory,
                FileStatus.UNREADABLE,
                f"cannot be opened ({error.strerror}), so nothing in it is read",
            )
        )
        return []


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a circle of links
        return False


def _is_entered(path: Path, folder: Path, rows: list[HandedInFile]) -> bool:
    """Whether a folder holds somebody's work; of another one, a row says why not."""
    name = name_of(path, folder)
    kit_places = [name.removesuffix(path.name)] if (path.parent / clutter.KIT_FOLDER).is_dir() else []
    if reason := clutter.reason_of_folder(name, kit_places=kit_places):
        rows.append(_row(folder, path, FileStatus.IGNORED, reason))
        return False
    if len(path.relative_to(folder).parts) >= DEEPEST:
        rows.append(_row(folder, path, FileStatus.UNREADABLE, f"lies more than {DEEPEST} folders deep"))
        return False
    return True


def _without_environments(files: list[Path], folder: Path, rows: list[HandedInFile]) -> list[Path]:
    """Return the files without what tools and systems leave, each folder or file of which gets a row."""
    names = {name_of(path, folder): path for path in files}
    remaining, left = clutter.sort_out(names, [row.file for row in rows if row.status is FileStatus.IGNORED])
    folders = tuple(name for name in left if name.endswith("/"))
    rows[:] = [row for row in rows if not row.file.startswith(folders)]
    rows += [HandedInFile(file=name, status=FileStatus.IGNORED, reason=reason) for name, (reason, _) in left.items()]
    return [names[name] for name in remaining]
