"""Files that a student's code writes: a folder in memory, which begins empty and is bounded.

That of a program lasts for one run.  That of tests in Python lasts as long as the worker: a test hears of what has
changed with the next message, and is asked for what it has written itself.
"""

from __future__ import annotations

import errno
import io
import os
import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 16 << 20
MOST_FILES = 200


class MemoryFolder:
    """The files of one run or one worker, by their paths from the current folder, or in a folder of the test."""

    def __init__(self, look: Callable[..., Any] | None = None) -> None:
        """`look` asks the test for what lies at a path, and for names there; None while there is nobody to be asked."""
        self.files: dict[str, bytearray] = {}
        self.folders = {""}
        self.look = look
        self.of_tests = False
        """Whether it is that of tests in Python, in which also a data file of the course can be written over."""
        self.changes: dict[str, None] = {}
        """The paths at which something has changed since `take_changes`."""
        self._streams: weakref.WeakSet[Any] = weakref.WeakSet()

    def take_changes(self) -> tuple[tuple[str, bytes | bool], ...]:
        """Return what has changed: a file with its content, a folder with True, what was removed with False."""
        changes: list[tuple[str, bytes | bool]] = []
        for name in self.changes:
            content = self.files.get(name)
            changes.append((name, bytes(content) if content is not None else name in self.folders))
        self.changes.clear()
        # What was removed may have made room for what has come, and a folder stands before what lies in it.
        return tuple(sorted(changes, key=lambda change: (change[1] is not False, change[1] is not True)))

    def refresh(self, name: str, *, lists: bool = False) -> tuple[str, ...]:
        """Take over what the test has done with a file or folder; return the names in a folder of the test, if asked.

        What the code itself has changed since the last message counts as it left it.
        """
        if self.look is None or name in self.changes:
            return ()
        there = self.look(name, True) if lists else self.look(name)
        if there is False:
            self._forget(name)
        elif isinstance(there, bytes):
            self.files[name] = bytearray(there)
        elif isinstance(there, tuple):
            self.folders.add(name)
            return there
        return ()

    def _forget(self, name: str) -> None:
        """Have nothing at a path any more, nor below it."""
        below = f"{name}/"
        for each in [file for file in self.files if file == name or file.startswith(below)]:
            del self.files[each]
        self.folders -= {each for each in self.folders if each and (each == name or each.startswith(below))}

    def create(self, name: str, *, keep: bool) -> bytearray:
        """Return the content of a file that is opened for writing, emptied unless it is to be kept.  Raises OSError."""
        folder = name.rpartition("/")[0]
        if folder:
            self.refresh(folder)
        if folder not in self.folders:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        if name in self.folders:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), name)
        if name not in self.files and len(self.files) >= MOST_FILES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
        if not keep or name not in self.files:
            self.changes[name] = None
        content = self.files.setdefault(name, bytearray())
        if not keep:
            content.clear()
        return content

    def make_folder(self, name: str) -> None:
        """Make a folder.  Raises OSError."""
        above = name.rpartition("/")[0]
        if above:
            self.refresh(above)
        if name in self.folders or name in self.files:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)
        if above not in self.folders:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        if len(self.folders) > MOST_FILES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
        self.folders.add(name)
        self.changes[name] = None

    def remove_folder(self, name: str) -> None:
        """Remove an empty folder.  Raises OSError."""
        if self.listing(name):
            raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), name)
        self.folders.discard(name)
        self.changes[name] = None

    def remove(self, name: str) -> None:
        """Remove a file that is there."""
        del self.files[name]
        self.changes[name] = None

    def move(self, name: str, target: str) -> None:
        """Give a file that is there another path.  Raises OSError."""
        content = self.files[name]
        self.create(target, keep=False)
        self.files[target] = content
        self.remove(name)

    def note_change(self, name: str) -> None:
        """Note that a file has got another content."""
        self.changes[name] = None

    def check_room(self, more: int) -> None:
        """Raise OSError where so many more bytes are too many."""
        if sum(map(len, self.files.values())) + more > MOST_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def listing(self, folder: str) -> list[str]:
        """Return the names of what lies directly in a folder."""
        below = f"{folder}/" if folder else ""
        there = set(self.refresh(folder, lists=True))
        names = [name[len(below) :].split("/")[0] for name in (*self.files, *self.folders) if name.startswith(below)]
        own = {name for name in names if name} - there
        for name in own:
            self.refresh(below + name)
        return sorted(there | {name for name in own if self.has(below + name)})

    def has(self, name: str) -> bool:
        """Whether a file or folder is there, as far as is known without asking."""
        return name in self.files or name in self.folders

    def add_stream(self, stream: Any) -> None:
        """Note an open file."""
        self._streams.add(stream)

    def flush(self) -> None:
        """Write out what open files still hold, as Python does when a program ends."""
        for stream in list(self._streams):
            if not stream.closed:
                stream.flush()


class MemoryFile(io.RawIOBase):
    """One open file in memory."""

    def __init__(self, folder: MemoryFolder, content: bytearray, mode: str, name: str) -> None:
        super().__init__()
        self._folder, self._content, self._mode, self._key = folder, content, mode, name
        self.name: str | bytes = name
        """The path by which it was opened."""
        self.mode = mode
        self._position = len(content) if "a" in mode else 0

    def readable(self) -> bool:
        """Whether the mode lets it be read."""
        return "r" in self._mode or "+" in self._mode

    def writable(self) -> bool:
        """Whether the mode lets it be written."""
        return bool(set(self._mode) & set("wax+"))

    def seekable(self) -> bool:
        """Say that it can be read anywhere."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer; return how many bytes there were."""
        piece = self._content[self._position : self._position + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def write(self, data: memoryview) -> int:  # type: ignore[override]
        """Write bytes where the file stands, or at its end where it is appended to."""
        piece = bytes(data)
        start = len(self._content) if "a" in self._mode else self._position
        self._folder.check_room(max(0, start + len(piece) - len(self._content)))
        self._content.extend(bytes(max(0, start - len(self._content))))
        self._content[start : start + len(piece)] = piece
        self._note_change()
        self._position = start + len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a position."""
        start = (0, self._position, len(self._content))[whence]
        self._position = max(0, start + offset)
        return self._position

    def tell(self) -> int:
        """Return the position."""
        return self._position

    def truncate(self, size: int | None = None) -> int:
        """Cut the file, or fill it up with zeros."""
        size = self._position if size is None else size
        self._folder.check_room(max(0, size - len(self._content)))
        del self._content[size:]
        self._content.extend(bytes(size - len(self._content)))
        self._note_change()
        return size

    def _note_change(self) -> None:
        # One that was removed or written anew meanwhile is nobody's file any more, as on a disk.
        if self._folder.files.get(self._key) is self._content:
            self._folder.note_change(self._key)


def open_in(
    folder: MemoryFolder,
    name: str,
    mode: str,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    *,
    path: str | bytes = "",
) -> io.IOBase:
    """Return an open file, which is there, as `open` does; `path` is how the code calls it."""
    raw = MemoryFile(folder, folder.files[name], mode, name)
    raw.name, raw.mode = path or name, mode
    if raw.readable() and raw.writable():
        stream: io.IOBase = io.BufferedRandom(raw)
    else:
        stream = io.BufferedWriter(raw) if raw.writable() else io.BufferedReader(raw)  # type: ignore[type-var]
    if "b" not in mode:
        stream = io.TextIOWrapper(stream, encoding or "utf-8", errors, newline)  # type: ignore[type-var]
        text: Any = stream
        text.mode = mode
    folder.add_stream(stream)
    return stream
