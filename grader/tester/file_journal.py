"""Files as they were before a student's code has changed them: kept on disk, since a test may run in a fork."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Stays = Callable[[Path, bool, bool], bool]

_LIST = "list"


class FileJournal:
    """The changes since the beginning of a test, in a folder that no test stands in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._noted: set[Path] = set()

    @property
    def used(self) -> bool:
        """Whether this process has noted something."""
        return bool(self._noted)

    def note(self, path: Path, *, is_given: bool) -> None:
        """Keep a file as it is now, or that there is none; the first time only."""
        if path in self._noted:
            return
        self._noted.add(path)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        saved = ""
        with contextlib.suppress(FileNotFoundError):
            status = os.lstat(path)
            saved = "folder" if stat.S_ISDIR(status.st_mode) else f"{len(self._noted)}-{os.getpid()}"
            if stat.S_ISREG(status.st_mode):
                shutil.copyfile(path, self._folder / saved)
        line = json.dumps([str(path), saved, is_given]) + "\n"
        with open(self._folder / _LIST, "a", encoding="utf-8") as file:  # noqa: PTH123 - appended at once
            file.write(line)

    def undo(self, stays: Stays) -> set[Path]:
        """Put everything back but what `stays`, by path, whether it was given and was there; return what has stayed."""
        kept: set[Path] = set()
        self._noted.clear()
        try:
            lines = (self._folder / _LIST).read_text(encoding="utf-8").splitlines()
        except OSError:
            return kept
        for line in reversed(lines):
            name, saved, is_given = json.loads(line)
            path = Path(name)
            if stays(path, is_given, bool(saved)):
                kept.add(path)
            else:
                with contextlib.suppress(OSError):
                    self._put_back(path, saved)
        shutil.rmtree(self._folder, ignore_errors=True)
        return kept

    def _put_back(self, path: Path, saved: str) -> None:
        if saved == "folder":
            path.mkdir(parents=True, exist_ok=True)
        elif saved:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, (self._folder / saved).read_bytes())
        elif stat.S_ISDIR(os.lstat(path).st_mode):
            path.rmdir()
        else:
            path.unlink()


def write_file(path: Path, content: bytes) -> None:
    """Write a file that is no link.  Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)
