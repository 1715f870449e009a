"""Files that a student's code has as they are in the folder of a test."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

_TICK = 100_000_000
"""Nanoseconds: longer than any system takes the time of a file to be the same."""


@dataclass
class KnownFile:
    """A file as both sides have it."""

    changed: int
    size: int
    content: int | None
    """A hash; None for a folder, and for what the code has removed for itself alone."""
    noted: int
    """When it was like this."""

    @classmethod
    def here(cls, path: Path, content: bytes | bool) -> Self | None:
        """Return a file as it is now, with its content; None where there is none."""
        status = status_of(path)
        content_hash = hash(content) if isinstance(content, bytes) else None
        return None if status is None else cls(status.st_mtime_ns, status.st_size, content_hash, time.time_ns())

    def is_as_here(self, path: Path, status: os.stat_result) -> bool:
        """Whether it has not changed; the time tells nothing of two changes within one tick of the system's clock."""
        if (self.changed, self.size) != (status.st_mtime_ns, status.st_size):
            return False
        if self.content is None or self.noted - self.changed > _TICK:
            return True
        now = time.time_ns()
        with contextlib.suppress(OSError):
            if hash(path.read_bytes()) == self.content:
                self.noted = now
                return True
        return False


def status_of(path: Path) -> os.stat_result | None:
    """Return what is at a path, be it a link; None where nothing is."""
    with contextlib.suppress(OSError):
        return os.lstat(path)
    return None
