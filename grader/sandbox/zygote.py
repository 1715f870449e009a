"""Workers as forks of one process that has its libraries loaded: what a class is graded with.

The other side is `grader/worker/zygote.py`.  Whoever forks is also the one that kills and reaps, so a handle asks the
zygote; one whose zygote is gone knows that its process went down with it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Self

from grader.errors import JudgeError
from grader.sandbox.starting import ENVIRONMENT, WORKER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.sandbox.starting import Handle

REPLY_SECONDS = 60.0
MESSAGE = 64 * 1024


class Zygote:
    """Starts workers as forks of one process, which is started when the first one is needed and again if it dies."""

    def __init__(self, preload: tuple[str, ...] = (), interpreter: str = sys.executable) -> None:
        """`preload` are modules that students' code will import, besides numpy."""
        self._preload = preload
        self._interpreter = interpreter
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    @property
    def pid(self) -> int:
        """The number of the process that forks; 0 where there is none."""
        return self._process.pid if self._process else 0

    def start(self, channel: int, page: int, output: int, folder: Path | None) -> Handle:
        """Fork a worker."""
        place = _opened(folder)
        try:
            return self._fork([channel, page, output, place])
        finally:
            os.close(place)

    def _fork(self, descriptors: list[int]) -> Handle:
        for _ in range(3):
            try:
                reply = self._ask({"op": "fork"}, descriptors)
            except OSError:
                self.close()  # it was killed; the next one takes over
                continue
            return _Forked(self, reply["pid"] or 0, self.pid)
        raise JudgeError("worker: the process that forks workers does not start. Check that numpy can be imported.")

    def _ask(self, request: Mapping[str, object], descriptors: list[int]) -> dict[str, int | None]:
        control = self._control or self._begin()
        data = json.dumps(request).encode()
        if descriptors:
            socket.send_fds(control, [data], descriptors)
        else:
            control.send(data)
        answer = control.recv(MESSAGE)
        if not answer:
            raise OSError("the zygote is gone")
        reply: dict[str, int | None] = json.loads(answer)
        return reply

    def _begin(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(REPLY_SECONDS)
        with theirs:
            self._process = subprocess.Popen(
                [
                    self._interpreter,
                    "-I",
                    str(WORKER),
                    "zygote",
                    str(theirs.fileno()),
                    str(os.getpid()),
                    *self._preload,
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
                cwd="/",
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self._control = ours
        if not ours.recv(MESSAGE):
            raise OSError("the zygote did not start")
        return ours

    def end_child(self, pid: int, *, kill: bool, seconds: float) -> int | None:
        """Let the zygote reap a child; -SIGKILL for one that went down with it."""
        try:
            return self._ask({"op": "end", "pid": pid, "kill": kill, "seconds": seconds}, [])["status"]
        except OSError:
            self.close()
            return -signal.SIGKILL

    def close(self) -> None:
        """End the zygote, and with it every worker that is left."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _opened(folder: Path | None) -> int:
    """Return a descriptor of a folder, and of the root where there is none or it is gone."""
    flags = getattr(os, "O_PATH", 0) | os.O_DIRECTORY | os.O_CLOEXEC
    try:
        return os.open(folder or "/", flags)
    except OSError:
        return os.open("/", flags)


class _Forked:
    """A process of one zygote, and not of the next one that takes over."""

    def __init__(self, zygote: Zygote, pid: int, parent: int) -> None:
        self._zygote = zygote
        self.pid = pid
        self.parent = parent
        self._code: int | None = None

    def end(self, *, kill: bool, seconds: float = 0.0) -> int | None:
        """Reap it; see `Handle`."""
        if self._code is None and self.parent != self._zygote.pid:
            self._code = -signal.SIGKILL
        if self._code is None:
            self._code = self._zygote.end_child(self.pid, kill=kill, seconds=seconds)
        return self._code
