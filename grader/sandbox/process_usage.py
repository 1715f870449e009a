"""Resource usage of another process: processor time and memory, read from outside.

Linux has both in files and clocks, macOS in a call of its system library.  Windows counts for a job
(`grader/sandbox/job_object.py`).  Elsewhere nobody tells, and only the clock limits.
"""

from __future__ import annotations

import os
import sys
import time


def cpu_seconds(pid: int) -> float | None:
    """Return the seconds of processor time of a process; None where it has ended, or the system does not tell."""
    if sys.platform == "darwin":
        from grader.sandbox import darwin_usage

        return darwin_usage.cpu_seconds(pid)
    if not sys.platform.startswith("linux"):
        return None
    try:
        # The clock that measures another process's CPU time: clock_getcpuclockid(3), as Linux encodes it.
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:  # it has ended
        return None


def memory_bytes(pid: int) -> int | None:
    """Return the bytes of a process that lie in memory; None where it has ended, or the system does not tell."""
    if sys.platform == "darwin":
        from grader.sandbox import darwin_usage

        return darwin_usage.memory_bytes(pid)
    if not sys.platform.startswith("linux"):
        return None
    try:
        # Looked at whenever the judge waits, and a path object would take most of the time.
        with open(f"/proc/{pid}/statm", "rb", buffering=0) as file:  # noqa: PTH123
            pages = int(file.read().split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
