"""A lock on the folder of a class: one process at a time unpacks submissions and writes results."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Self

from grader.errors import UsageError
from grader.results.files import cannot

if TYPE_CHECKING:
    from pathlib import Path


class FolderLock:
    """Locks a folder until it is closed; the system releases the lock however the process ends."""

    def __init__(self, folder: Path) -> None:
        """Create the folder if it does not exist.  Raises UsageError if another process holds the lock."""
        self._folder = folder
        self._created_folder = not folder.exists()
        self._descriptor = _lock(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the lock; a folder that was created for it and stayed empty is removed."""
        if self._descriptor < 0:
            return
        if self._created_folder:
            with contextlib.suppress(OSError):
                self._folder.rmdir()
        os.close(self._descriptor)
        self._descriptor = -1


def _lock(folder: Path) -> int:
    """Return a descriptor that holds the lock.  Raises UsageError if another process holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise UsageError(cannot(folder, error)) from error
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise UsageError(
            f"{folder}: another grader is writing here. Wait until it is done, or name another folder with --out."
        ) from error
    except (ImportError, OSError):
        # Some network disks cannot lock folders, and Windows has no flock: SQLite still protects the database.
        pass
    return descriptor
