"""Workers as forks of one process that has its libraries loaded: what a class is graded with.

The other side is `grader/worker/zygote.py`.  Whoever forks is also the one that kills and reaps, so a handle asks the
process that forked it; when that is gone, its workers went down with it.

Threads may share a `Zygote`.  A request and its reply are one step, and short: while a worker takes its time to exit,
other threads have their turn.  The process lives as long as its control socket, whichever thread started it: the death
signal that workers have follows a thread of the parent, and would end a class with the thread that began it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from grader.sandbox.socket_link import DescriptorStarter
from grader.sandbox.spawn import ENVIRONMENT, OPTIONS, WORKER, StartFailed, WatchedProcess, worker_interpreter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.sandbox.process_handle import ProcessHandle

REPLY_SECONDS = 60.0
REAP_SECONDS = 0.002
"""How often a worker that is about to exit is looked at."""
MESSAGE = 64 * 1024


class Zygote(DescriptorStarter):
    """Starts workers as forks of one process, which is started when the first one is needed and again if it dies."""

    def __init__(
        self, preload: tuple[str, ...] = (), interpreter: str | None = None, origin: Zygote | None = None
    ) -> None:
        """`preload` are modules that students' code will import, besides numpy.

        `interpreter` is a path; left out, it is what `worker_interpreter` returns.  The process is at first a fork of
        that of `origin`, if there is one.
        """
        self.interpreter = worker_interpreter() if interpreter is None else interpreter
        self._origin = origin
        self.preload = preload
        self._lock = threading.RLock()  # a signal handler that closes may come while its thread is in here
        self._forker: _ZygoteProcess | None = None

    @property
    def pid(self) -> int:
        """The number of the process that forks; 0 where there is none."""
        forker = self._forker
        return forker.pid if forker and forker.alive else 0

    def warm_up(self) -> int:
        """Start the process if there is none, and return its number; another `pid` later means that it has died."""
        try:
            return self._running().pid
        except OSError:  # whoever needs a worker tries again, and says so if that fails too
            return 0

    def start(self, channel: int, page: int, output: int, folder: Path | None) -> ProcessHandle:
        """Fork a worker.  Raises StartFailed."""
        # A descriptor and no path: a path would stay in the memory of the process that forks, for later submissions
        # to find.
        descriptor = _open_folder(folder)
        try:
            forker = self._running()
            reply = forker.ask({"op": "fork"}, (channel, page, output, descriptor))
        except OSError as error:
            raise StartFailed(str(error)) from error
        finally:
            os.close(descriptor)
        if "failed" in reply:
            raise StartFailed(f"the zygote cannot fork: {reply['failed']}")
        return _ForkedProcess(forker, int(reply["pid"] or 0))

    def branch(self) -> Zygote:
        """Return a zygote whose process is a fork of this one's, which spares it all imports.

        It may be asked for in a process that was forked from this one and has kept `descriptors`: the two then share
        nothing but the process that both have come from.
        """
        return Zygote(self.preload, self.interpreter, origin=self)

    @property
    def descriptors(self) -> tuple[int, ...]:
        """The descriptors that a fork of this process has to keep for `branch`."""
        return (self._forker.control,) if self._forker and self._forker.alive else ()

    def _running(self) -> _ZygoteProcess:
        with self._lock:
            if self._forker is None or not self._forker.alive:
                self._forker = self._branched() or _StartedZygote(self.interpreter, self.preload)
            return self._forker

    def _branched(self) -> _ZygoteProcess | None:
        """Return a fork of the process of `origin`, once; None where there is none to be had."""
        origin, self._origin = self._origin, None
        if origin is None or origin._forker is None or not origin._forker.alive:  # noqa: SLF001 - of the same class
            return None
        # Some builds of Python lack one of them, though the system has both.
        if not (hasattr(os, "pidfd_open") and hasattr(signal, "pidfd_send_signal")):
            return None
        try:
            return _BranchedZygote(origin._forker.control)  # noqa: SLF001
        except (OSError, ValueError, KeyError):  # a system without descriptors of processes, or whatever else
            return None

    def close(self) -> None:
        """End the process, and with it every worker that is left."""
        with self._lock:
            if self._forker is not None:
                self._forker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _ZygoteProcess(ABC):
    """One process that forks, from its start to its end."""

    pid: int

    def __init__(self, control: socket.socket) -> None:
        self._lock = threading.RLock()
        self._control = control
        # A zygote that does not reply is as good as dead, and the class must go on.
        self._control.settimeout(REPLY_SECONDS)

    @property
    def control(self) -> int:
        """The descriptor by which it is asked."""
        return self._control.fileno()

    @property
    def alive(self) -> bool:
        """Whether it can be asked; one that was killed is known as dead when it is asked next."""
        return self._control.fileno() >= 0

    def ask(self, request: Mapping[str, object], descriptors: Sequence[int] = ()) -> dict[str, Any]:
        """Return the reply to a request.  Raises OSError when the process is gone, and it is gone then."""
        with self._lock:
            try:
                socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
            except BaseException:
                self.close()
                raise
            return self._reply()

    def _reply(self) -> dict[str, Any]:
        try:
            answer = self._control.recv(MESSAGE)
            if not answer:
                raise OSError("the process that forks workers is gone")  # noqa: TRY301 - closed here like any other
            reply: dict[str, Any] = json.loads(answer)
        except BaseException:
            # A reply that nobody waited for would be taken for the next one's.
            self.close()
            raise
        return reply

    def close(self) -> None:
        """End it, and with it every worker that is left."""
        # In this order: the zygote ends its workers when the socket closes, and is killed if it does not.
        with self._lock:
            self._control.close()
            self._end()

    @abstractmethod
    def _end(self) -> None:
        """Kill the process, and wait until it has ended."""


class _StartedZygote(_ZygoteProcess):
    """An interpreter of its own."""

    def __init__(self, interpreter: str, preload: tuple[str, ...]) -> None:
        """Start it and wait until it is ready.  Raises OSError."""
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        super().__init__(control)
        try:
            self._process = subprocess.Popen(
                [interpreter, *OPTIONS, str(WORKER), "zygote", str(theirs.fileno()), *preload],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
                cwd="/",
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        except BaseException:
            self._control.close()
            raise
        finally:
            theirs.close()
        self.pid = self._process.pid
        self._reply()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()


class _BranchedZygote(_ZygoteProcess):
    """A fork of another zygote, which is its parent and not this process."""

    def __init__(self, origin: int) -> None:
        """Ask for it by the control of the other one, and wait until it is ready.  Raises OSError."""
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        super().__init__(control)
        # A number may be given to another process once the parent has heard of the end, a descriptor never.
        self._descriptor = -1
        with theirs, socket.socket(fileno=os.dup(origin)) as asked:
            try:
                socket.send_fds(asked, [json.dumps({"op": "branch"}).encode()], [theirs.fileno()])
            except BaseException:
                self._control.close()
                raise
        self.pid = int(self._reply()["pid"])
        try:
            self._descriptor = os.pidfd_open(self.pid)
        except BaseException:
            self.close()
            raise

    def _end(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor < 0:
            return
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        ended = select.poll()
        ended.register(descriptor, select.POLLIN)
        ended.poll(REPLY_SECONDS * 1000)
        os.close(descriptor)


class _ForkedProcess(WatchedProcess):
    """A process of one forker, and not of the next one that takes over."""

    def __init__(self, forker: _ZygoteProcess, pid: int) -> None:
        super().__init__(pid, forker.pid)
        self._forker = forker
        self._code: int | None = None

    def end(self, *, kill: bool, seconds: float = 0.0) -> int | None:
        """Reap it; see `ProcessHandle`."""
        # The process is asked again and again, and other threads have their turn in between.
        until = time.monotonic() + seconds
        while self._code is None:
            try:
                self._code = self._forker.ask({"op": "end", "pid": self.pid, "kill": kill})["status"]
            except OSError:
                self._code = -signal.SIGKILL
            if self._code is None and time.monotonic() >= until:
                break
            if self._code is None:
                time.sleep(REAP_SECONDS)
        return self._code


def _open_folder(folder: Path | None) -> int:
    """Return a descriptor of a folder, and of the root where there is none or it is gone."""
    flags = getattr(os, "O_PATH", 0) | os.O_DIRECTORY | os.O_CLOEXEC
    try:
        return os.open(folder or "/", flags)
    except OSError:
        return os.open("/", flags)
