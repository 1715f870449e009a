"""A tester over pipes, for systems without fork and without sockets that can be lent: one process for each run.

What its test says to the student's code arrives here as packets, is passed on to the worker under the judge's own
limits, and the answer goes back: the tester has no way to the worker, and the worker none to the tester.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from grader.errors import JudgeError
from grader.sandbox.packets import PacketKind, PacketStream
from grader.sandbox.spawn import TESTER_ENVIRONMENT, SpawnedProcess

if TYPE_CHECKING:
    from grader.sandbox.process import Worker

_ROOT = Path(__file__).parents[2]
_PROGRAM = """
import sys
sys.path.append(sys.argv[1])
from grader.tester.piped import main
main(int(sys.argv[2]), sys.argv[3])
"""
START_SECONDS = 60.0
JOIN_SECONDS = 0.5


class PipedTester:
    """One process, and the worker that its tests speak with."""

    def __init__(self) -> None:
        """Start it.  Raises JudgeError."""
        try:
            self._folder = tempfile.mkdtemp(prefix="grader-tests-")
        except OSError as fault:
            raise JudgeError(f"there is no folder for tests in Python to run in ({fault}).") from fault
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM, str(_ROOT), str(os.getpid()), self._folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | TESTER_ENVIRONMENT,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdout is not None  # noqa: S101 - both are pipes, said to the type checker
        assert self._process.stdin is not None  # noqa: S101
        self._stream = PacketStream(self._process.stdout, self._process.stdin)
        self._arrived: SimpleQueue[tuple[PacketKind, bytes] | None] = SimpleQueue()
        self._message: bytes | None = None
        self._closed = False
        self._worker: Worker | None = None
        self._reader = threading.Thread(target=self._read, daemon=True, name="grader-tester")
        self._reader.start()
        started = self.receive() if self.ready(START_SECONDS) and not self._closed else {"error": "it says nothing"}
        if error := started.get("error"):
            self.close()
            raise JudgeError(f"the process for tests in Python does not start ({error}).")

    def send(self, message: dict[str, Any], worker: Worker | None = None) -> None:
        """Send a message; with a worker, its tests speak with that one from now on.  Raises EOFError."""
        if worker is not None:
            self._worker = worker
        self._stream.send(PacketKind.MESSAGE, json.dumps(message).encode())

    def ready(self, seconds: float) -> bool:
        """Wait for a message, and pass on what the test says meanwhile; return whether one is there, or an end."""
        until = time.monotonic() + seconds
        while self._message is None and not self._closed:
            try:
                packet = self._arrived.get(timeout=max(0.0, until - time.monotonic()))
            except Empty:
                return False
            if packet is None:
                self._closed = True
            elif packet[0] is PacketKind.MESSAGE:
                self._message = packet[1]
            else:
                self._pass_on(packet[1])
                if time.monotonic() >= until:
                    return False
        return True

    def _pass_on(self, data: bytes) -> None:
        answer = self._worker.talk(data) if self._worker is not None else None
        try:
            if answer is None:
                self._stream.send(PacketKind.GONE)
            else:
                self._stream.send(PacketKind.TALK, answer)
        except EOFError:
            self._closed = True

    def receive(self) -> dict[str, Any]:
        """Return the message that has come.  Raises EOFError."""
        if self._message is None:
            raise EOFError
        message, self._message = self._message, None
        content: dict[str, Any] = json.loads(message)
        return content

    def _read(self) -> None:
        try:
            while True:
                self._arrived.put(self._stream.receive())
        except EOFError:
            self._arrived.put(None)

    def close(self) -> None:
        """End it with what it has started, and remove the folder of its tests."""
        SpawnedProcess(self._process).end(kill=True)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._reader.join(JOIN_SECONDS)
        if not self._reader.is_alive():  # a process that the tests have started may hold the pipe open
            self._stream.close()
