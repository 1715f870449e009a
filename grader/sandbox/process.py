"""One worker process, from outside: started, spoken to under a deadline, killed and reaped.

However it ends, the end is a fact (`End`) and not an exception: a worker that hangs or dies is a student's result.
This module imports no numpy, so that a worker can be on its way while the judge still loads its own libraries.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from grader.errors import JudgeError
from grader.sandbox.channel import Channel, Deadline, Flood, Hangup
from grader.worker.frames import Frame, FrameError, Kind, pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORKER = Path(__file__).parent.parent / "worker"
START_SECONDS = 60.0
EXIT_SECONDS = 1.0
"""How long a process that has closed its end of the channel may take to exit, so that its exit code is known."""
LATE_SECONDS = 0.3
"""How much of that may lie behind the deadline."""
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


class How(Enum):
    """How a worker ended before it had answered."""

    TIME = "time"
    """The limit on the clock was over."""
    EXIT = "exit"
    """The process ended by itself; the code is its exit code."""
    SIGNAL = "signal"
    """The process was killed by a signal, which is the code."""
    FLOOD = "flood"
    """More was printed than is read."""
    WIRE = "wire"
    """What it sent was no answer."""


@dataclass(frozen=True, slots=True)
class End:
    """Why no more answers come: how the worker ended, its exit code or signal, and the call that was running."""

    how: How
    code: int = 0
    call: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The frames that came back, and the end of the worker if it did not live to send the last one."""

    frames: Sequence[Frame]
    end: End | None = None
    cpu: float | None = None
    """Seconds of processor time that the worker took, read from outside; None where this system does not tell."""


class Worker:
    """A process that may hold one submission."""

    def __init__(self, *, folder: Path | None = None, interpreter: str = sys.executable) -> None:
        """Start the process and return at once.  `folder` is its current folder, for data files beside the code."""
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        page = _shared_page()
        self._progress = mmap.mmap(page, mmap.PAGESIZE)
        reading, writing = os.pipe()
        try:
            self._process = subprocess.Popen(
                [interpreter, "-I", str(WORKER), str(theirs.fileno()), str(page)],
                stdin=subprocess.DEVNULL,
                stdout=writing,
                stderr=writing,
                env=ENVIRONMENT,
                cwd=folder,
                pass_fds=(theirs.fileno(), page),
                start_new_session=True,
            )
        finally:
            theirs.close()
            os.close(writing)
            os.close(page)
        self._interpreter = interpreter
        self._socket, self._output = ours, reading
        self._channel = Channel(ours, reading)
        self._ready = False
        self.end: End | None = None

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def printed(self) -> bytes:
        """The beginning of what the process has printed so far, stdout and stderr together."""
        if self._socket.fileno() >= 0:
            self._channel.drain_rest()
        return bytes(self._channel.printed)

    def load(self, header: dict[str, Any], *body: bytes, seconds: float) -> Reply:
        """Hand over a submission's files; the one frame that comes back says what was found in them.

        Raises JudgeError when the process ends before it has seen any of them: that is not the student's doing.
        """
        if not self._ready and self.end is None:
            started = self._exchange([], 0, Kind.READY, START_SECONDS, body_cap=0)
            if started.end is not None:
                raise JudgeError(self._not_started(started.end))
            self._ready = True
        request = secrets.randbits(63)
        return self._exchange(pack(Kind.LOAD, request, header, *body), request, Kind.LOADED, seconds, body_cap=0)

    def ask(self, header: dict[str, Any], body: bytes, *, seconds: float, body_cap: int) -> Reply:
        """Send the questions of one stage; the frames that come back are parts of the answers, and DONE."""
        request = secrets.randbits(63)
        return self._exchange(pack(Kind.ASK, request, header, body), request, Kind.DONE, seconds, body_cap=body_cap)

    def _not_started(self, end: End) -> str:
        printed = self.printed.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return (
            f"worker: the process for students' code does not start ({end.how.value} {end.code}: "
            f"{printed or 'it says nothing'}). Check that `{self._interpreter} -I -c 'import numpy'` works."
        )

    def _exchange(self, message: Sequence[bytes], request: int, last: Kind, seconds: float, *, body_cap: int) -> Reply:
        if self.end is not None:
            return Reply((), self.end)
        frames: list[Frame] = []
        deadline = time.monotonic() + seconds
        before = self._cpu()
        self._progress[:8] = bytes(8)
        try:
            for frame in self._channel.exchange(message, request=request, deadline=deadline, body_cap=body_cap):
                frames.append(frame)
                if frame.kind is last:
                    return Reply(frames, None, _difference(before, self._cpu()))
        except Deadline:
            self._finish(How.TIME, deadline)
        except Flood:
            self._finish(How.FLOOD, deadline)
        except FrameError as error:
            self._finish(How.WIRE, deadline, str(error))
        except Hangup:
            self._finish(None, deadline)
        return Reply(frames, self.end)

    def _finish(self, how: How | None, deadline: float, text: str = "") -> None:
        """End the process and record why; None asks the process itself."""
        call = int.from_bytes(self._progress[:8], sys.byteorder)
        patience = min(EXIT_SECONDS, max(0.0, deadline - time.monotonic()) + LATE_SECONDS)
        try:
            code = self._process.wait(patience if how is None else 0.0)
        except subprocess.TimeoutExpired:
            how = how or How.WIRE  # it closed its end and lives on
            code = 0
        if how is None:
            how = How.SIGNAL if code < 0 else How.EXIT
        self.end = End(how, abs(code), call, text)
        self.close()

    def _cpu(self) -> float | None:
        if not sys.platform.startswith("linux"):
            return None
        # The clock that measures another process's CPU time: clock_getcpuclockid(3), as Linux encodes it.
        return time.clock_gettime((~self.pid << 3) | 2)

    def close(self) -> None:
        """Kill the process and those that it started, reap it, and keep what it had printed."""
        if self._socket.fileno() >= 0:
            # Once only: later the number may be another's.  The process leads a group of its own (start_new_session).
            with contextlib.suppress(OSError):
                os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()
            self._channel.drain_rest()
            self._socket.close()
            os.close(self._output)
            self._progress.close()
        if self.end is None:
            self.end = End(How.EXIT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _shared_page() -> int:
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


def frames_of(reply: Reply, kind: Kind) -> Iterator[Frame]:
    """Yield the frames of one kind."""
    return (frame for frame in reply.frames if frame.kind is kind)
