"""The portable link: pipes as the standard streams, a file as the page; no fork, no sockets, no inherited numbers.

The worker's standard input brings frames, its standard output takes frames away, and what is printed goes to its
standard error (grader/worker/standard_streams.py).  The process is ended with those that it has started: by its group
where there are groups, by a job on Windows (`grader/sandbox/job_object.py`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from grader.sandbox.exits import last_location
from grader.sandbox.page_file import PageFile
from grader.sandbox.pipe_channel import PipeChannel
from grader.sandbox.spawn import ENVIRONMENT, OPTIONS, WORKER, SpawnedProcess, StartFailed, worker_interpreter

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.process_handle import ProcessHandle

NEEDED_BY_WINDOWS = (
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "PATH", "TEMP", "TMP",
    "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
)  # fmt: skip
"""Variables without which Python, sockets or the libraries of an environment do not start there."""

LOOK_SECONDS = 0.01


class PipeLink:
    """A process whose standard streams are the channel."""

    can_be_walled = False

    def __init__(self, handle: ProcessHandle, channel: PipeChannel, page: PageFile) -> None:
        self.handle = handle
        self.channel = channel
        self.page = page
        self.open = True
        self._trace = ""

    def ask_for_location(self, seconds: float) -> None:
        """Wait for what the worker says of itself shortly before its time is over (`PageFile.reset`).

        Its clock began later than the judge's, and on a busy machine much later.
        """
        until = time.monotonic() + seconds
        while not last_location(self.page.appended())[0] and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)

    def location(self, *, hung: bool) -> tuple[str, int]:
        """Return the student's file and line where it hung, or else where it crashed, which is printed."""
        return last_location(self._trace if hung else self.channel.tail.decode("utf-8", "replace"))

    def close(self) -> None:
        """Close the judge's ends."""
        self.open = False
        self._trace = self.page.appended()
        self.channel.close()
        self.page.close()


class PipeStarter:
    """Starts an interpreter for each worker, on any system."""

    def __init__(self, interpreter: str | None = None) -> None:
        """`interpreter` is a path; left out, it is what `worker_interpreter` returns."""
        self._interpreter = worker_interpreter() if interpreter is None else interpreter

    def open_link(self, folder: Path | None) -> PipeLink:
        """Start a process at the other end of a new link; see `Starter`."""
        page = PageFile()
        reading, writing = os.pipe()
        try:
            handle, process = self._start(page.name, writing, folder)
        except BaseException:
            page.close()
            os.close(reading)
            os.close(writing)
            raise
        assert process.stdin is not None  # noqa: S101 - both are pipes, said to the type checker
        assert process.stdout is not None  # noqa: S101
        try:
            channel = PipeChannel(process.stdin, process.stdout, reading, writing)
        except RuntimeError as error:  # no thread to be had: this user has as many as it may have
            handle.end(kill=True)
            os.close(writing)
            page.close()
            raise StartFailed(str(error)) from error
        return PipeLink(handle, channel, page)

    def _start(self, page: str, output: int, folder: Path | None) -> tuple[ProcessHandle, subprocess.Popen[bytes]]:
        command = [self._interpreter, *OPTIONS, str(WORKER), "pipes", page, str(os.getpid())]
        working_folder = folder or os.path.abspath(os.sep)  # noqa: PTH100 - the root, with a drive where there are drives
        if sys.platform == "win32":
            from grader.sandbox import windows_process

            return windows_process.start(command, output, environment(), working_folder)
        try:
            process = subprocess.Popen(
                command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                env=environment(),
                cwd=working_folder,
                start_new_session=True,
            )
        except BlockingIOError as error:  # EAGAIN: this user has as many processes as it may have
            raise StartFailed(str(error)) from error
        return SpawnedProcess(process), process


def environment() -> dict[str, str]:
    """Return the variables of a worker: fixed ones, and what the system cannot start a program without."""
    if os.name != "nt":
        return ENVIRONMENT
    inherited = {name: os.environ[name] for name in NEEDED_BY_WINDOWS if name in os.environ}
    return {name: value for name, value in ENVIRONMENT.items() if name not in {"PATH", "HOME"}} | inherited
