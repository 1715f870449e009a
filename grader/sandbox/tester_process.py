"""Processes in which a course's own tests run: trusted, and apart from the judge, so that a crash costs one test.

One process imports what tests need, and forks for each run; it is also the one that ends and reaps what it has forked.
It starts when the first test is asked for and ends with its control socket.  Elsewhere each run has a process of its
own (`grader/sandbox/piped_tester.py`).
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary, finalize

from grader.errors import JudgeError
from grader.sandbox.link import is_portable
from grader.sandbox.messages import Messages
from grader.sandbox.spawn import TESTER_ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.sandbox.process import Worker

_ROOT = Path(__file__).parents[2]
_PROGRAM = """
import sys
sys.path.append(sys.argv[1])
from grader.tester.base import main
main(int(sys.argv[2]))
"""
END_SECONDS = 5.0
"""Seconds that the process has to end its testers and to remove their folders."""


class TesterProcess:
    """The process that forks testers."""

    def __init__(self) -> None:
        """Start it.  Raises JudgeError."""
        ours, theirs = socket.socketpair()
        self.owner = os.getpid()
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM, str(_ROOT), str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=os.environ | TESTER_ENVIRONMENT,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
        theirs.close()
        self._messages = Messages(ours)
        self._gone = False
        self._folder = ""
        self.warm = WarmTesters()
        try:
            self._folder = self._messages.receive()[0]["folder"]
        except EOFError:
            assert self._process.stderr is not None  # noqa: S101 - a pipe was asked for
            text = self._process.stderr.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
            self.close()
            raise JudgeError(f"the process for tests in Python does not start ({text or 'it says nothing'}).") from None

    def fork(self, files: Sequence[str] = (), *, forks: bool = False) -> ForkedTester:
        """Return a fresh tester, which finds the test files `files` compiled; one that `forks` will have children."""
        ours, theirs = socket.socketpair()
        try:
            reply = self._ask({"op": "fork", "files": list(files), "forks": forks}, (theirs.fileno(),))
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return ForkedTester(self, int(reply["pid"]), Messages(ours))

    def end(self, pid: int) -> None:
        """Kill a tester, if it lives, and reap it."""
        with contextlib.suppress(EOFError):  # then this process has ended all of them
            self._ask({"op": "end", "pid": pid})

    def _ask(self, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> dict[str, Any]:
        with self._lock:
            try:
                self._messages.send(message, descriptors)
                reply: dict[str, Any] = self._messages.receive()[0]
            except EOFError:
                self._gone = True
                raise
            return reply

    @property
    def alive(self) -> bool:
        """Whether it can be asked, and by this process."""
        return not self._gone and self.owner == os.getpid() and self._process.poll() is None

    def close(self) -> None:
        """End it with all its testers and their folders."""
        if self.owner == os.getpid():
            self.warm.close()
            self._messages.hang_up()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(END_SECONDS)
            self._process.kill()
            self._process.wait()
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)
            if self._process.stderr is not None:
                self._process.stderr.close()
        self._messages.close()


class WarmTesters:
    """The processes that have collected the tests of a suite, by the suite, whatever that is."""

    def __init__(self) -> None:
        self.met: WeakKeyDictionary[Any, int] = WeakKeyDictionary()
        """The number of submissions that a suite has met."""
        self.testers: WeakKeyDictionary[Any, WarmTester | None] = WeakKeyDictionary()
        """None where such a process would not do."""

    def keep(self, suite: Any, tester: WarmTester | None) -> None:
        """Remember the process of a suite, which ends when nobody has the suite any more."""
        self.testers[suite] = tester
        if tester is not None:
            finalize(suite, tester.close).atexit = False  # then `close_shared` ends it

    def close(self) -> None:
        """Let all of them end."""
        for tester in self.testers.values():
            if tester is not None:
                tester.close()


class Tester(Protocol):
    """A process that runs the tests of a task, and lets them speak with a worker."""

    def send(self, message: dict[str, Any], worker: Worker | None = None) -> None:
        """Send a message; with a worker, the tests speak with that one from now on.  Raises EOFError."""

    def ready(self, seconds: float) -> bool:
        """Wait for a message; return whether one is there, or the tester has ended."""

    def receive(self) -> dict[str, Any]:
        """Return the next message.  Raises EOFError."""

    def close(self) -> None:
        """End it."""


class ForkingProcess(Protocol):
    """A process that has forked a tester, and ends it."""

    @property
    def alive(self) -> bool:
        """Whether it can be asked, and by this process."""

    def end(self, pid: int) -> None:
        """Kill a tester, if it lives, and reap it."""


class ForkedTester:
    """One forked process."""

    def __init__(self, parent: ForkingProcess, pid: int, messages: Messages) -> None:
        self._parent = parent
        self._pid = pid
        self._messages = messages

    def send(self, message: dict[str, Any], worker: Worker | None = None) -> None:
        """Send a message; with a worker, the tests speak with that one on its own channel.  Raises EOFError."""
        descriptor = worker.lend() if worker is not None else None
        try:
            self._messages.send(message, () if descriptor is None else (descriptor,))
        finally:
            if descriptor is not None:
                os.close(descriptor)

    def ask(self, message: dict[str, Any], descriptors: tuple[int, ...]) -> dict[str, Any]:
        """Send a message with descriptors, and return the reply.  Raises EOFError."""
        self._messages.send(message, descriptors)
        return self.receive()

    def ready(self, seconds: float) -> bool:
        """Wait for a message; return whether one begins, or the tester has ended."""
        return self._messages.ready(seconds)

    def receive(self) -> dict[str, Any]:
        """Return the next message.  Raises EOFError."""
        message: dict[str, Any] = self._messages.receive()[0]
        return message

    def close(self) -> None:
        """End it."""
        # In this order: a tester that finds the messages closed would take its time to clean up.
        if self._parent.alive:
            self._parent.end(self._pid)
        self._messages.close()

    def hang_up(self) -> None:
        """Close the messages alone: one that has children ends them then, and itself."""
        self._messages.hang_up()
        self.forget()

    def forget(self) -> None:
        """Close this process's end of the messages, of which another process may have a copy."""
        self._messages.close()


class WarmTester:
    """A process that has collected the tests of a suite with the reference, and forks a tester for each submission."""

    def __init__(self, tester: ForkedTester) -> None:
        """`tester` has said that it can be forked."""
        self._tester = tester
        self._owner = os.getpid()
        self._gone = False

    @property
    def alive(self) -> bool:
        """Whether it can be asked, and by this process."""
        return not self._gone and self._owner == os.getpid()

    def fork(self, begin: dict[str, Any], worker: Worker) -> ForkedTester | None:
        """Return a tester that goes on with the worker of a submission; None where it cannot be forked now."""
        ours, theirs = socket.socketpair()
        lent = worker.lend()
        assert lent is not None  # noqa: S101 - only a link that cannot lend its channel has none
        try:
            pid = int(self._ask({"op": "fork", "begin": begin}, (theirs.fileno(), lent)).get("pid", 0))
        finally:
            theirs.close()
            os.close(lent)
        if not pid:
            ours.close()
            return None
        return ForkedTester(self, pid, Messages(ours))

    def end(self, pid: int) -> None:
        """Kill a tester, if it lives, and reap it."""
        self._ask({"op": "end", "pid": pid})

    def _ask(self, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> dict[str, Any]:
        """Return the reply; an empty one from a process that is gone."""
        try:
            return self._tester.ask(message, descriptors)
        except EOFError:
            self._gone = True
            return {}

    def close(self) -> None:
        """Let it end, with its fork; in a process that was forked from the judge, only forget it."""
        self._gone = True
        if self._owner == os.getpid():
            self._tester.hang_up()
        else:
            self._tester.forget()


def start_tester(files: Sequence[str] = ()) -> Tester:
    """Return a fresh tester for test files, of the kind that goes with the link to workers.  Raises JudgeError."""
    if is_portable():
        from grader.sandbox.piped_tester import PipedTester

        return PipedTester()
    try:
        return shared_tester_process().fork(files)
    except EOFError:  # it has died just now, and another one takes its place
        return shared_tester_process().fork(files)


_SHARED: list[TesterProcess] = []


def shared_tester_process() -> TesterProcess:
    """Return the process of this one's testers; it is started when it is first needed, and again if it has died."""
    if not _SHARED or not _SHARED[-1].alive:
        close_shared()
        atexit.unregister(close_shared)
        atexit.register(close_shared)  # here, as a fork of a process (grader/judge/forker.py) forgets what that does
        _SHARED.append(TesterProcess())
    return _SHARED[-1]


def close_shared() -> None:
    """End the process of this one's testers."""
    while _SHARED:
        _SHARED.pop().close()
