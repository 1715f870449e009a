"""Where worker processes come from: a fresh interpreter each, or forks of one (`grader.sandbox.zygote`).

A fresh start takes as long as importing numpy and needs nothing prepared: right for one submission.  A zygote pays that
once: right for a class.  Both give a `ProcessHandle`, and only whoever started a process kills and reaps it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Protocol

WORKER = Path(__file__).parent.parent / "worker"
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    # More threads only take memory from the budget, and a time limit is about one.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


class StartFailed(Exception):  # noqa: N818 - the next attempt mends it
    """What starts workers ended meanwhile; whether it had started one nobody knows (grader/sandbox/link.py)."""


class ProcessHandle(Protocol):
    """A process that was started here; it leads a group of its own."""

    pid: int
    parent: int
    """The process that it must not outlive."""

    def end(self, *, kill: bool, seconds: float = 0.0) -> int | None:
        """Reap it, after killing it and what it started if `kill`, or else if it ends within `seconds`.

        Returns its exit code, or minus the signal that ended it, or None if it lives on.
        """


class Starter(Protocol):
    """Starts worker processes."""

    def start(self, channel: int, page: int, output: int, folder: Path | None) -> ProcessHandle:
        """Start a process that has these descriptors: its channel, the shared page, where its output goes.

        Raises StartFailed when another attempt, with other descriptors, may succeed.
        """


class FreshStarter:
    """Starts an interpreter for each worker, which ends with the thread that started it."""

    def __init__(self, interpreter: str = sys.executable) -> None:
        self._interpreter = interpreter

    def start(self, channel: int, page: int, output: int, folder: Path | None) -> ProcessHandle:
        """Start a process and return at once.  Raises StartFailed."""
        try:
            process = subprocess.Popen(
                [self._interpreter, "-I", str(WORKER), "serve", str(channel), str(page), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=ENVIRONMENT,
                cwd=folder or "/",
                pass_fds=(channel, page),
                start_new_session=True,
            )
        except BlockingIOError as error:  # EAGAIN: this user has as many processes as it may have
            raise StartFailed(str(error)) from error
        return _SpawnedProcess(process)


class _SpawnedProcess:
    """A process of `FreshStarter`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid
        self.parent = os.getpid()

    def end(self, *, kill: bool, seconds: float = 0.0) -> int | None:
        """Reap it; see `ProcessHandle`."""
        if kill:
            # Also when it has ended by itself: what it has started may live on, and its group keeps the number taken.
            with contextlib.suppress(OSError):
                os.killpg(self.pid, signal.SIGKILL)
        try:
            return self._process.wait(None if kill else seconds)
        except subprocess.TimeoutExpired:
            return None
