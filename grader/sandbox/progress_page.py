"""The shared page: the worker writes the number of each call into it, so that a hang has a name."""

from __future__ import annotations

import mmap
import os
import sys
import tempfile


class ProgressPage:
    """One page of memory that a worker maps too."""

    def __init__(self) -> None:
        """Make it; `descriptor` is handed to the worker and closed by `handed_over`."""
        self.descriptor = _shared()
        self._memory = mmap.mmap(self.descriptor, mmap.PAGESIZE)

    def handed_over(self) -> None:
        """Close the descriptor; the memory stays."""
        os.close(self.descriptor)

    @property
    def call(self) -> int:
        """The number of the call that is being made."""
        return int.from_bytes(self._memory[:8], sys.byteorder)

    def reset(self, seconds: float = 0.0) -> None:  # noqa: ARG002 - a signal asks where a worker is, not a clock
        """Set the number to 0."""
        self._memory[:8] = bytes(8)

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()


def _shared() -> int:
    """Return the descriptor of a page of memory that another process can map, and on Linux cannot take away."""
    if not hasattr(os, "memfd_create"):
        with tempfile.TemporaryFile() as file:
            page = os.dup(file.fileno())
        os.ftruncate(page, mmap.PAGESIZE)
        return page
    import fcntl

    page = os.memfd_create("progress", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(page, mmap.PAGESIZE)
    # If the worker could make the page shorter, looking at it would kill the judge (SIGBUS).
    fcntl.fcntl(page, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    return page
