"""The end of forked processes, for whatever forks some: the zygote of workers, and those of testers."""

from __future__ import annotations

import contextlib
import os
import signal


def kill_with_group(pid: int) -> None:
    """Kill a child and its group; one that was forked just now leads no group yet."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)
