"""A worker process on Windows: started in a job, so that all that it starts ends with it.

Written from the documentation of the Windows API, and not tried on Windows yet.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
from typing import TYPE_CHECKING, Any

from grader.sandbox.job_object import JobObject
from grader.sandbox.spawn import StartFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CREATE_SUSPENDED = 0x4
CREATE_NEW_PROCESS_GROUP = 0x200
CREATE_NO_WINDOW = 0x08000000
FLAGS = CREATE_SUSPENDED | CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW
"""Suspended until it is in its job: the `python` of a virtual environment starts another process at once.  A group of
its own, since Ctrl-C reaches every process of a console."""
SIGNALS = {
    0xC0000005: signal.SIGSEGV,  # access violation
    0xC00000FD: signal.SIGSEGV,  # stack overflow
    0xC000001D: signal.SIGILL,
    0xC0000094: signal.SIGFPE,  # division of whole numbers by zero
    0xC0000409: signal.SIGABRT,  # abort
}
FIRST_STATUS = 0xC0000000
"""Exit codes from here on are errors of the system, not numbers that a program has chosen."""


class WindowsProcess:
    """A process of `start`; see `ProcessHandle`."""

    def __init__(self, process: subprocess.Popen[bytes], job: JobObject | None) -> None:
        self._process = process
        self._job = job
        self.pid = process.pid
        self.parent = os.getpid()

    def end(self, *, kill: bool, seconds: float = 0.0) -> int | None:
        """Reap it, after killing it and what it started if `kill`, or else if it ends within `seconds`."""
        if kill:
            if self._job is not None:
                self._job.kill()
            with contextlib.suppress(OSError):
                self._process.kill()
        try:
            code = self._process.wait(None if kill else seconds)
        except subprocess.TimeoutExpired:
            return None
        if kill and self._job is not None:
            self._job.close()
            self._job = None
        return exit_code(code)

    def cpu_seconds(self) -> float | None:
        """Return the processor time of the job: `pid` may be a launcher that waits for the interpreter."""
        return self._job.cpu_seconds() if self._job is not None else None

    def memory_bytes(self) -> int | None:
        """Return 0: the job counts what is taken from now on, and refuses it itself."""
        return 0 if self._job is not None else None

    def limit_memory(self, size: int) -> bool:
        """Let the job refuse more memory than `size` bytes, the interpreter's own added."""
        if self._job is None:
            return False
        with contextlib.suppress(OSError):
            self._job.limit_memory(size + INTERPRETER_BYTES)
            return True
        return False


INTERPRETER_BYTES = 256 << 20
"""Memory that an interpreter with numpy has committed before any student's code: measured generously."""


def start(
    command: Sequence[str], output: int, env: Mapping[str, str], folder: Path | str
) -> tuple[WindowsProcess, subprocess.Popen[bytes]]:
    """Start a process in a job of its own.  Raises StartFailed."""
    process = subprocess.Popen(
        command,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=output,
        env=env,
        cwd=folder,
        creationflags=FLAGS,
    )
    handle = int(getattr(process, "_handle"))  # noqa: B009 - the only way to the handle, and it is there on Windows only
    job = _job_with(handle)
    if _library("ntdll").NtResumeProcess(ctypes.c_void_p(handle)):
        process.kill()
        process.wait()
        raise StartFailed("a process that was started suspended cannot be resumed")
    return WindowsProcess(process, job), process


def exit_code(code: int) -> int:
    """Return an exit code as other systems have it: minus a signal where the system has ended the process."""
    unsigned = code & 0xFFFFFFFF
    return -SIGNALS.get(unsigned, signal.SIGSEGV) if unsigned >= FIRST_STATUS else code


def _job_with(process: int) -> JobObject | None:
    """Return a job with the process in it; None where the system refuses that, and then only the process is ended."""
    try:
        job = JobObject(_library("kernel32"))
    except OSError:
        return None
    try:
        job.add(process)
    except OSError:
        job.close()
        return None
    return job


def _library(name: str) -> Any:
    return getattr(ctypes, "WinDLL")(name, use_last_error=True)  # noqa: B009 - mypy on Linux does not know it
