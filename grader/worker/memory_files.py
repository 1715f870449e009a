"""Files that a program writes: a folder in memory, which begins empty for each run and is bounded."""

from __future__ import annotations

import errno
import io
import os

MOST_BYTES = 16 << 20
MOST_FILES = 200


class MemoryFolder:
    """The files of one run, by their paths from the current folder."""

    def __init__(self) -> None:
        self.files: dict[str, bytearray] = {}
        self.folders = {""}
        self.streams: list[io.IOBase] = []

    def create(self, name: str, *, keep: bool) -> bytearray:
        """Return the content of a file that is opened for writing, emptied unless it is to be kept.  Raises OSError."""
        if name.rpartition("/")[0] not in self.folders:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        if name not in self.files and len(self.files) >= MOST_FILES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
        content = self.files.setdefault(name, bytearray())
        if not keep:
            content.clear()
        return content

    def check_room(self, more: int) -> None:
        """Raise OSError where so many more bytes are too many."""
        if sum(map(len, self.files.values())) + more > MOST_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def listing(self, folder: str) -> list[str]:
        """Return the names of what lies directly in a folder."""
        below = f"{folder}/" if folder else ""
        names = [name[len(below) :].split("/")[0] for name in (*self.files, *self.folders) if name.startswith(below)]
        return sorted({name for name in names if name})

    def flush(self) -> None:
        """Write out what open files still hold, as Python does when a program ends."""
        for stream in self.streams:
            if not stream.closed:
                stream.flush()


class MemoryFile(io.RawIOBase):
    """One open file in memory."""

    def __init__(self, folder: MemoryFolder, content: bytearray, mode: str) -> None:
        super().__init__()
        self._folder, self._content, self._mode = folder, content, mode
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
        return size


def open_in(
    folder: MemoryFolder,
    content: bytearray,
    mode: str,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
) -> io.IOBase:
    """Return an open file as `open` does."""
    raw = MemoryFile(folder, content, mode)
    if raw.readable() and raw.writable():
        stream: io.IOBase = io.BufferedRandom(raw)
    else:
        stream = io.BufferedWriter(raw) if raw.writable() else io.BufferedReader(raw)  # type: ignore[type-var]
    if "b" not in mode:
        stream = io.TextIOWrapper(stream, encoding or "utf-8", errors, newline)  # type: ignore[type-var]
    folder.streams.append(stream)
    return stream
