"""The page of the portable link: a temporary file that judge and worker map, and that the worker appends to.

The first word is the number of the call that is being made, the second one the microseconds after which the worker
appends where it is (grader/worker/hang_watch.py).
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import sys
import tempfile
import time
from pathlib import Path

_WORDS = struct.Struct("=QQ")
LONGEST_TRACE = 64 * 1024
REMOVE_SECONDS = 1.0
"""How long removing is tried again: on Windows a virus scanner may hold a new file."""


class PageFile:
    """A file that a worker opens by its name."""

    def __init__(self) -> None:
        descriptor, self.name = tempfile.mkstemp(prefix="grader-page-")
        self._file = os.fdopen(descriptor, "r+b", buffering=0)
        self._file.truncate(mmap.PAGESIZE)
        self._memory = mmap.mmap(descriptor, mmap.PAGESIZE)
        self._size = mmap.PAGESIZE

    @property
    def call(self) -> int:
        """The number of the call that is being made."""
        return int.from_bytes(self._memory[:8], sys.byteorder)

    def reset(self, seconds: float = 0.0) -> None:
        """Set the number to 0, and say after how many seconds the worker appends where it is; 0 for never."""
        self._memory[: _WORDS.size] = _WORDS.pack(0, int(seconds * 1e6))
        self._size = os.fstat(self._file.fileno()).st_size

    def appended(self) -> str:
        """Return what the worker has appended since `reset`."""
        with contextlib.suppress(OSError):
            self._file.seek(self._size)
            return (self._file.read(LONGEST_TRACE) or b"").decode("utf-8", "replace")
        return ""

    def close(self) -> None:
        """Remove the file.  The worker has ended, and most have removed the name themselves."""
        self._memory.close()
        self._file.close()
        until = time.monotonic() + REMOVE_SECONDS
        while True:
            try:
                return Path(self.name).unlink(missing_ok=True)
            except OSError:
                if time.monotonic() > until:
                    return None
                time.sleep(0.02)
