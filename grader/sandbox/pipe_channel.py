"""The portable channel: pipes, and a thread for each, since not every system can wait for several of them at once.

    frames    worker -> reader thread -> queue -> `exchange`
    messages  `exchange` -> queue -> writer thread -> worker, so that a worker that does not read holds nobody
    output    worker -> reader thread -> the bounded buffers of `Channel`

The judge holds a writing end of the output pipe too.  To know that it has all that the worker printed before an answer,
it writes a random mark into the pipe and waits until its reader meets it; a last mark ends the reader, also where a
process that the student started keeps the pipe open.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import struct
import threading
import time
from queue import Empty, SimpleQueue
from typing import IO, TYPE_CHECKING

from grader.sandbox import channel
from grader.sandbox.channel import POLL_SECONDS, Channel, ChannelClosed, DeadlinePassed, OutputLimitExceeded
from grader.sandbox.inbox import PIECE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.sandbox.inbox import Inbox

MARK = struct.Struct("<16sI")

PIECES = 64
"""Pieces that have arrived and are not looked at yet: then whoever floods the channel has to wait."""
MARK_SECONDS = 1.0
"""How long the judge waits for its own mark; a student can read it away, and loses some of what was printed."""
JOIN_SECONDS = 0.5
"""How long a thread may take to end with the process; a process of the student's may hold its pipe open for longer."""


class PipeChannel(Channel):
    """The pipes to and from one worker."""

    def __init__(self, messages: IO[bytes], frames: IO[bytes], output: int, marks: int) -> None:
        """`messages` and `frames` are unbuffered; `output` and `marks` are both ends of the output pipe.

        Each thread closes the end that it uses when it ends: one that is in use by a thread must not be closed.
        Raises RuntimeError where no thread can be started; then `marks` alone is still open.
        """
        super().__init__()
        self._arrived: SimpleQueue[bytes | None] = SimpleQueue()
        self._room = threading.Semaphore(PIECES)
        self._piece = memoryview(b"")
        self._outgoing: SimpleQueue[Sequence[bytes] | None] = SimpleQueue()
        self._marks = marks
        self._reader = _MarkedReader(output, self._keep_some_output)
        self._closed = False
        works = (
            (frames.close, self._read_frames, frames),
            (lambda: os.close(output), self._reader.run),
            (messages.close, self._write_messages, messages),
        )
        self._threads: list[threading.Thread] = []
        try:
            for _, work, *arguments in works:
                self._threads.append(_start(work, *arguments))
        except RuntimeError:  # the threads that were started end with the process, and close their own ends
            for close, *_ in works[len(self._threads) :]:
                close()
            raise

    def send(self, message: Sequence[bytes]) -> None:
        """Begin to send the pieces of a message; see `Channel`."""
        if message:
            self._outgoing.put(message)

    def _advance(self, inbox: Inbox) -> bool:
        if not self._piece and not self._take(0.0):
            return False
        room = inbox.room()
        count = min(len(room), len(self._piece))
        room[:count] = self._piece[:count]
        self._piece = self._piece[count:]
        inbox.filled += count
        return True

    def _take(self, seconds: float) -> bool:
        """Take the next piece that arrives within some time; False where none does."""
        try:
            piece = self._arrived.get(timeout=seconds) if seconds else self._arrived.get_nowait()
        except Empty:
            return False
        if piece is None:
            raise OutputLimitExceeded
        self._room.release()
        if not piece:
            self._arrived.put(b"")  # closed is closed, however often it is asked
            raise ChannelClosed
        self._piece = memoryview(piece)
        return True

    def _wait(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise DeadlinePassed
        if self.drained > channel.DRAINED_CAP:
            raise OutputLimitExceeded
        self._take(min(left, POLL_SECONDS))

    def _keep_some_output(self, data: bytes) -> bool:
        self._keep_output(data)
        if self.drained <= channel.DRAINED_CAP:
            return True
        self._arrived.put(None)  # wakes `exchange`
        return False

    def _more_arrived(self) -> bool:
        return bool(self._piece)

    def drain_rest(self) -> None:
        """Wait until all that was printed before is here."""
        if not self._closed:
            self._reader.meet(self._marks, MARK_SECONDS)

    def close(self) -> None:
        """Let the threads end, and with them their ends of the pipes.  The process has ended."""
        if self._closed:
            return
        self._closed = True
        self._outgoing.put(None)
        self._reader.end(self._marks)
        for _ in range(PIECES):
            self._room.release()
        until = time.monotonic() + JOIN_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        os.close(self._marks)

    def _read_frames(self, stream: IO[bytes]) -> None:
        data = b"begin"
        with stream, contextlib.suppress(OSError):
            while data and not self._closed:
                self._room.acquire()
                data = stream.read(PIECE)
                self._arrived.put(data)
        if data:
            self._arrived.put(b"")

    def _write_messages(self, stream: IO[bytes]) -> None:
        with contextlib.suppress(OSError), stream:  # the process has gone, which the frames say too
            while (message := self._outgoing.get()) is not None:
                for piece in message:
                    view = memoryview(piece)
                    while view:
                        view = view[stream.write(view) :]


class _MarkedReader:
    """Reads a pipe until its end or a last mark, and tells which marks it has met.

    A mark is 16 random bytes and a number: one that a student reads away is not missed when the next one comes.
    """

    def __init__(self, descriptor: int, keep: Callable[[bytes], bool]) -> None:
        """`keep` takes what was read, and says whether it wants more; a pipe that is not read stops who prints."""
        self._descriptor = descriptor
        self._keep = keep
        self._sign = secrets.token_bytes(16)
        self._condition = threading.Condition()
        self._written = 0
        self._met = 0
        self._ending = threading.Event()
        self._flooded = False
        self._running = True

    def run(self) -> None:
        """Read: the work of a thread."""
        with contextlib.suppress(OSError), open(self._descriptor, "rb", buffering=0) as stream:  # noqa: PTH123 - a number
            rest = b""
            while not (self._ending.is_set() and self._met == self._written) and (data := stream.read(PIECE)):
                rest = self._pass_on(rest + data)
                if self._flooded:
                    self._ending.wait()
            self._keep_all(rest)
        with self._condition:
            self._running = False
            self._condition.notify_all()

    def _pass_on(self, data: bytes) -> bytes:
        """Keep what is no mark; return the end of the data, which may be the beginning of one."""
        while (at := data.find(self._sign)) >= 0 and len(data) >= at + MARK.size:
            self._keep_all(data[:at])
            _, number = MARK.unpack_from(data, at)
            with self._condition:
                self._met = max(self._met, min(number, self._written))
                self._condition.notify_all()
            data = data[at + MARK.size :]
        ready = at if at >= 0 else len(data) - _overlap(data, self._sign)
        self._keep_all(data[:ready])
        return data[ready:]

    def _keep_all(self, data: bytes) -> None:
        if data and not self._keep(data):
            with self._condition:
                self._flooded = True
                self._condition.notify_all()

    def meet(self, writing: int, seconds: float) -> None:
        """Write a mark, and wait until it is met, for so long at most."""
        number = self._write_mark(writing)
        with self._condition:
            self._condition.wait_for(lambda: self._met >= number or self._flooded or not self._running, seconds)

    def end(self, writing: int) -> None:
        """Let the reading end at a mark that is written now."""
        self._ending.set()
        self._write_mark(writing, last=True)

    def _write_mark(self, writing: int, *, last: bool = False) -> int:
        with self._condition:
            self._written += 1
            number, is_read = self._written, self._running and (last or not self._flooded)
        if is_read:
            with contextlib.suppress(OSError):
                os.write(writing, MARK.pack(self._sign, number))
        return number


def _overlap(text: bytes, sign: bytes) -> int:
    """Return how many of the last bytes of a text may be the beginning of a sign."""
    return next((size for size in range(min(len(text), len(sign) - 1), 0, -1) if text.endswith(sign[:size])), 0)


def _start(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, daemon=True, name="grader-link")
    thread.start()
    return thread
