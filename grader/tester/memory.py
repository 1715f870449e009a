"""A bound on the memory of a tester, where answers and output of a student's code are kept as long as a test runs."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

MEMORY = 4 << 30
"""Bytes that a tester may take beyond what it has when it begins."""


def limit_memory() -> None:
    """Let this process raise MemoryError from here on instead of taking the memory of the machine; on Linux alone."""
    if not sys.platform.startswith("linux"):
        return
    try:
        import resource
    except ImportError:  # a Python that was made without it
        return
    limit = _data() + MEMORY
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _data() -> int:
    """Return the bytes of this process that are its own and can be written."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmData:"):
                return int(line.split()[1]) << 10
    return 0
