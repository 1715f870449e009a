"""One worker process, from outside: started, spoken to under a deadline, killed and reaped.

However it ends, the end is a fact (`WorkerExit`) and not an exception: a worker that hangs or dies is a student's
result.
This module imports no numpy, so that a worker can be on its way while the judge still loads its own libraries.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from grader.errors import WorkerStartError
from grader.sandbox.channel import (
    ChannelClosed,
    CpuLimitExceeded,
    DeadlinePassed,
    MemoryLimitExceeded,
    OutputLimitExceeded,
    ThreadLimitExceeded,
)
from grader.sandbox.exits import EndReason, Output, Reply, WorkerExit
from grader.sandbox.isolation import Isolation, IsolationReport, SandboxConfig
from grader.sandbox.link import connect, fresh_starter
from grader.sandbox.spawn import worker_interpreter
from grader.worker.wire.frames import TALK_CAP, Frame, FrameError, Kind, pack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.sandbox.link import Starter

START_SECONDS = 60.0
EXIT_SECONDS = 1.0
"""How long a process that has closed its end of the channel may take to exit, so that its exit code is known."""
LATE_SECONDS = 0.3
"""The part of that which may lie behind the deadline."""
COUNT_SECONDS = 0.05
"""How often threads are counted at most: that is a file to read, and most exchanges are over sooner."""
MOST_THREADS = 256
"""Above what a worker allows itself where that binds (grader/worker/walls/policy.py)."""
ATTEND_SECONDS = 0.02
"""How often a worker that speaks with a test is looked at."""
LINE_SECONDS = 0.2
"""How long a process whose time is over may take to say which line it is in."""

LIMIT_REASONS: dict[type[Exception], EndReason] = {
    DeadlinePassed: EndReason.TIME,
    CpuLimitExceeded: EndReason.CPU,
    MemoryLimitExceeded: EndReason.MEMORY,
    ThreadLimitExceeded: EndReason.THREADS,
    OutputLimitExceeded: EndReason.FLOOD,
}
"""The limits that end an exchange, by the exception that reports each."""


class Worker:
    """A process that may hold one submission."""

    def __init__(
        self, *, folder: Path | None = None, starter: Starter | None = None, walls: SandboxConfig | None = None
    ) -> None:
        """Start the process and return at once.  `folder` is its current folder, for data files beside the code."""
        self._link = connect(starter or fresh_starter(), folder)
        self._handle, self._page, self._channel = self._link.handle, self._link.page, self._link.channel
        config = walls or SandboxConfig()
        self._memory = config.memory
        self._memory_limit: int | None = None
        with contextlib.suppress(ChannelClosed):  # it has ended already, which `ready` finds out
            self._channel.send(pack(Kind.WALLS, 0, config.config(self._handle.parent)))
        self.report: IsolationReport | None = None
        self.end: WorkerExit | None = None
        self._attended: tuple[float, float | None] = (0.0, None)
        """When `attend` ends on the clock, and how much processor time the process may have used by then."""
        self._next_count = time.monotonic() + COUNT_SECONDS

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._handle.pid

    @property
    def printed(self) -> bytes:
        """The beginning of what the process has printed so far, stdout and stderr together."""
        if self._link.open:
            self._channel.drain_rest()
        return bytes(self._channel.printed)

    @property
    def exchange_output(self) -> Output:
        """Text printed by the process during the last exchange."""
        if self._link.open:
            self._channel.drain_rest()
        return Output(bytes(self._channel.exchange_output), self._channel.exchange_output_size)

    @property
    def ended(self) -> bool:
        """Whether it has ended, as far as that was noticed."""
        return self.end is not None

    def ready(self) -> IsolationReport | None:
        """Wait until the process has started and put up its walls; return what it says of them.

        Raises WorkerStartError when it ends before: that is not the student's doing.
        """
        if self.report is None and self.end is None:
            started = self._exchange([], 0, Kind.READY, START_SECONDS, body_cap=0)
            if started.end is not None:
                raise WorkerStartError(self._not_started(started.end))
            self.report = IsolationReport.from_wire(started.frames[-1].header)
            self._limit_memory()
        return self.report

    def load(self, header: dict[str, Any], *body: bytes, seconds: float) -> Reply:
        """Hand over a submission's files; the one frame that comes back says what was found in them.

        Raises WorkerStartError when the process ends before it has seen any of them: that is not the student's doing.
        """
        self.ready()
        request = secrets.randbits(63)
        return self._exchange(pack(Kind.LOAD, request, header, *body), request, Kind.LOADED, seconds, body_cap=0)

    def ask(
        self, header: dict[str, Any] | bytes, body: bytes, *, seconds: float, body_cap: int, cpu: float | None = None
    ) -> Reply:
        """Send the questions of one stage; the frames that come back are parts of the answers, and DONE.

        `seconds` bounds the time on the clock, `cpu` the seconds of processor time.
        """
        request = secrets.randbits(63)
        message = pack(Kind.ASK, request, header, body)
        return self._exchange(message, request, Kind.DONE, seconds, body_cap=body_cap, cpu=cpu)

    def lend(self) -> int | None:
        """Return a copy of the channel's descriptor for a process that may speak on it, while `attend` watches.

        None where the link has none to give.
        """
        return self._channel.lend()

    def attend(self, wait: Callable[[float], bool], *, seconds: float, cpu: float | None = None) -> WorkerExit | None:
        """Hold the worker to its limits while another process speaks with it, until `wait` returns True.

        `wait(seconds)` waits for that process as long as that.  Returns the end of the worker if it has ended.
        """
        if self.end is not None:
            return self.end
        deadline = time.monotonic() + seconds
        before = self.cpu_seconds()
        limit = None if cpu is None or before is None else before + cpu
        self._attended = deadline, limit
        self._page.reset(seconds if cpu is None else min(seconds, cpu))
        try:
            while not wait(ATTEND_SECONDS):
                if self.ended:  # the test has said something that ended it
                    return self.end
                self._channel.drain_printed()
                if time.monotonic() > deadline:
                    raise DeadlinePassed
                self._check_limits(limit)
        except tuple(LIMIT_REASONS) as exceeded:
            self._finish(LIMIT_REASONS[type(exceeded)], deadline)
        return self.end

    def talk(self, body: bytes) -> memoryview | None:
        """Pass on a message of the process that `attend` waits for; return the answer, None where the worker has ended.

        For links that have no channel to lend.
        """
        deadline, limit = self._attended
        request = secrets.randbits(63)
        message = pack(Kind.TALK, request, {}, body)
        frames = () if self.end else self._receive(message, request, Kind.TALK, deadline, TALK_CAP, limit)
        return frames[0].body if frames and not self.ended else None

    def lost(self, *, forged: bool = False) -> WorkerExit:
        """Return why a worker has closed the channel, or ended it by what it has sent, while it was lent."""
        if self.end is None:
            self._finish(EndReason.WIRE if forged else None, time.monotonic() + EXIT_SECONDS)
        assert self.end is not None  # noqa: S101 - set by the line above
        return self.end

    def take_back(self) -> None:
        """Speak on the channel again."""
        if self._link.open:
            self._channel.take_back()

    def _not_started(self, end: WorkerExit) -> str:
        # Of a traceback the last line is the reason.
        printed = self.printed.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return (
            f"worker: the process for students' code does not start ({end.reason.value} {end.code}: "
            f"{printed or 'it says nothing'}). Check that `{worker_interpreter()} -P -c 'import numpy'` works."
        )

    def _exchange(
        self,
        message: Sequence[bytes],
        request: int,
        last: Kind,
        seconds: float,
        *,
        body_cap: int,
        cpu: float | None = None,
    ) -> Reply:
        if self.end is not None:
            return Reply((), self.end)
        deadline = time.monotonic() + seconds
        before = self.cpu_seconds()
        limit = None if cpu is None or before is None else before + cpu
        self._page.reset(seconds if cpu is None else min(seconds, cpu))
        self._channel.start_exchange()
        frames = self._receive(message, request, last, deadline, body_cap, limit)
        return Reply(frames, self.end, None if self.ended else _difference(before, self.cpu_seconds()))

    def _receive(
        self, message: Sequence[bytes], request: int, last: Kind, deadline: float, body_cap: int, limit: float | None
    ) -> list[Frame]:
        """Send a message and return the frames that answer it; where the last one does not come, `end` says why."""
        frames: list[Frame] = []
        try:
            for frame in self._channel.exchange(
                message, request=request, deadline=deadline, body_cap=body_cap, last=last,
                check_limits=lambda: self._check_limits(limit),
            ):  # fmt: skip
                frames.append(frame)
                if frame.kind is last:
                    return frames
        except tuple(LIMIT_REASONS) as exceeded:
            self._finish(LIMIT_REASONS[type(exceeded)], deadline)
        except FrameError as error:
            self._finish(EndReason.WIRE, deadline, str(error))
        except ChannelClosed:
            self._finish(None, deadline)
        return frames

    def _check_limits(self, limit: float | None) -> None:
        """Raise CpuLimitExceeded where more processor time is used than `limit`, and its like for threads and memory.

        The worker's own limit on threads does not bind everywhere: root's processes are not counted.
        """
        if self._memory_limit is not None and (self._handle.memory_bytes() or 0) > self._memory_limit:
            raise MemoryLimitExceeded
        if (threads := self._count_threads()) is not None and threads > MOST_THREADS:
            raise ThreadLimitExceeded
        now = self.cpu_seconds() if limit is not None else None
        if limit is not None and now is not None and now > limit:
            raise CpuLimitExceeded

    def _limit_memory(self) -> None:
        """Bound the memory of a worker that has no walls to do that: by the system, or else by watching it.

        Watching misses what is taken and given back between two looks.
        """
        assert self.report is not None  # noqa: S101 - called when it has come
        before = self._handle.memory_bytes()
        if self._memory is None or before is None or self.report.isolation is Isolation.SANDBOX:
            return
        limit = before + self._memory
        self._memory_limit = None if self._handle.limit_memory(limit) else limit

    def _finish(self, reason: EndReason | None, deadline: float, text: str = "") -> None:
        """End the process and record why; None asks the process itself."""
        call = self._page.call
        if reason in (EndReason.TIME, EndReason.CPU):
            self._link.ask_for_location(LINE_SECONDS)
        patience = min(EXIT_SECONDS, max(0.0, deadline - time.monotonic()) + LATE_SECONDS)
        code = self._handle.end(kill=False, seconds=patience) if reason is None else None
        if reason is None:  # without a code, it closed its end and lives on
            reason = EndReason.WIRE if code is None else EndReason.SIGNAL if code < 0 else EndReason.EXIT
        self._shut()
        file, line = self._link.location(hung=reason in (EndReason.TIME, EndReason.CPU))
        self.end = WorkerExit(reason, abs(code or 0), call, text, file, line)

    def _count_threads(self) -> int | None:
        """Return how many threads the process has, looked up a few times a second; None where nobody knows."""
        now = time.monotonic()
        if now < self._next_count:
            return None
        self._next_count = now + COUNT_SECONDS
        try:
            # The fields behind the name, which may hold anything, brackets and blanks too: proc_pid_stat(5).
            return int(Path(f"/proc/{self.pid}/stat").read_bytes().rpartition(b")")[2].split()[17])
        except (OSError, ValueError, IndexError):
            return None

    def cpu_seconds(self) -> float | None:
        """Return the processor time that the process has used; None where the system does not tell."""
        return self._handle.cpu_seconds()

    def _shut(self) -> None:
        """Kill the process and those that it started, reap it, and keep what it had printed."""
        if self._link.open:
            self._handle.end(kill=True)
            self._channel.drain_rest()
            self._link.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._shut()
        if self.end is None:
            self.end = WorkerExit(EndReason.EXIT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
