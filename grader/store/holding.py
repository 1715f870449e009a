"""The folder of a class, held by one process at a time: for unpacking what was handed in, and for the results."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Self

from grader.errors import UsageError
from grader.results.files import cannot

if TYPE_CHECKING:
    from pathlib import Path


class Hold:
    """Holds a folder until it is closed; the system lets go of it however the process ends."""

    def __init__(self, folder: Path) -> None:
        """Make the folder if it is not there.  Raises UsageError if another process holds it."""
        self._folder = folder
        self._made = not folder.exists()
        self._descriptor = _locked(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let others have it; a folder that was made for it and stayed empty goes again."""
        if self._descriptor < 0:
            return
        if self._made:
            with contextlib.suppress(OSError):
                self._folder.rmdir()
        os.close(self._descriptor)
        self._descriptor = -1


def _locked(folder: Path) -> int:
    """Return a descriptor that holds the folder.  Raises UsageError if another process holds it."""
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
        # Some network disks lock no folders, and Windows no files so: SQLite's own locks still keep the file whole.
        pass
    return descriptor
