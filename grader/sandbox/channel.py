"""The judge's end of the wire: frames out and in under one deadline, while what the student prints is drained.

Nothing that arrives is believed: a head is checked before memory is taken, a body is at most as large as the question
allows, an answer belongs to the request that was just sent.
"""

from __future__ import annotations

import contextlib
import os
import select
import time
from typing import TYPE_CHECKING

from grader.worker.wire.frames import HEAD, Frame, FrameError, Head, Kind, read_head, read_header

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Sequence

OUTPUT_CAP = 64 * 1024
EXCHANGE_OUTPUT_CAP = 8 * 1024
"""Bytes of what is printed during one exchange."""
DRAINED_CAP = 16 * 1024 * 1024
HEADERS_CAP = 4 * 1024 * 1024
"""Bytes of all heads and headers of one reply: parsed, they are many times as large."""
TAIL_CAP = 8 * 1024
POLL_SECONDS = 0.1
"""How long the judge sleeps at most before it looks at processor time."""
_CHUNK = 1 << 18
_PIECE = 1 << 16


class ChannelClosed(Exception):  # noqa: N818 - a fact about the worker, not an error of the judge
    """The other end closed the channel."""


class DeadlinePassed(Exception):  # noqa: N818 - a fact about the worker, not an error of the judge
    """The time was over before the last frame came."""


class CpuLimitExceeded(Exception):  # noqa: N818 - a fact about the worker, not an error of the judge
    """More processor time was used than is allowed."""


class ThreadLimitExceeded(Exception):  # noqa: N818 - a fact about the worker, not an error of the judge
    """More threads run than are allowed."""


class OutputLimitExceeded(Exception):  # noqa: N818 - a fact about the worker, not an error of the judge
    """More was printed than anybody will read."""


class Channel:
    """A stream socket to one worker, and the pipe with what it prints."""

    def __init__(self, sock: socket.socket, output: int) -> None:
        """`output` is the reading end of the pipe that the worker's stdout and stderr go to."""
        sock.setblocking(False)
        # What is in the pipe may be gone before it is read: the worker can open its own output for reading.
        os.set_blocking(output, False)
        self._socket = sock
        self._output = output
        self._poll = select.poll()
        self._poll.register(output, select.POLLIN)
        self._poll.register(sock.fileno(), select.POLLIN)
        self._output_open = True
        self.printed = bytearray()
        self.tail = b""
        """The end of what was printed: there a process that is killed says where it was."""
        self.drained = 0
        self.exchange_output = bytearray()
        """The beginning of what was printed since `start_exchange`."""
        self._drained_before = 0

    def start_exchange(self) -> None:
        """Listen anew to what is printed: what comes from here on belongs to the next exchange."""
        self.exchange_output.clear()
        self._drained_before = self.drained

    @property
    def exchange_output_size(self) -> int:
        """Bytes of all that was printed since `start_exchange`."""
        return self.drained - self._drained_before

    def exchange(
        self,
        message: Sequence[bytes],
        *,
        request: int,
        deadline: float,
        body_cap: int,
        last: Kind,
        check_limits: Callable[[], None] = lambda: None,
    ) -> Iterator[Frame]:
        """Send the pieces of `message`; yield the frames that answer it, of which one of the kind `last` ends them.

        `deadline` is a time of `time.monotonic`; `body_cap` bounds the bodies of all frames together; `check_limits` is
        called every now and then while waiting, and may raise.  Raises ChannelClosed, DeadlinePassed,
        OutputLimitExceeded, and FrameError for anything that is no answer to this request or comes after its end.
        """
        rest = [memoryview(piece) for piece in message]
        inbox, left = _Inbox(request, body_cap), HEADERS_CAP
        while True:
            if time.monotonic() > deadline:
                raise DeadlinePassed
            if rest:
                rest = self._write(rest)
            if not self._read(inbox):
                self._wait(deadline, writing=bool(rest))
                check_limits()
                continue
            for frame in inbox.frames():
                left -= inbox.overhead
                if left < 0:
                    raise FrameError(f"headers of more than {HEADERS_CAP} bytes in one reply")
                if frame.kind is last and inbox.left:
                    raise FrameError("bytes after the end of a reply")
                yield frame
                if frame.kind is last:
                    return

    def _write(self, rest: list[memoryview]) -> list[memoryview]:
        """Send as much as goes now, and return what is left."""
        while rest:
            try:
                count = self._socket.send(rest[0])
                rest = [rest[0][count:], *rest[1:]] if count < len(rest[0]) else rest[1:]
            except BlockingIOError:
                break
            except OSError as error:
                raise ChannelClosed from error
        return rest

    def _read(self, inbox: _Inbox) -> bool:
        """Take what is there; False where nothing is there yet."""
        try:
            count = self._socket.recv_into(inbox.room())
        except BlockingIOError:
            return False
        except OSError as error:
            raise ChannelClosed from error
        if not count:
            raise ChannelClosed
        inbox.filled += count
        return True

    def _wait(self, deadline: float, *, writing: bool) -> None:
        """Sleep until something can go on, and drain what was printed."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise DeadlinePassed
        self._poll.modify(self._socket.fileno(), select.POLLIN | (select.POLLOUT if writing else 0))
        for descriptor, _ in self._poll.poll(min(left, POLL_SECONDS) * 1000 + 1):
            if descriptor == self._output:
                self.drain()

    def drain(self) -> bool:
        """Take a piece of what was printed, keep the beginning of all; False where nothing is there.

        Raises OutputLimitExceeded when it is too much.
        """
        if not self._output_open:
            return False
        try:
            data = os.read(self._output, _CHUNK)
        except BlockingIOError:
            return False
        if not data:
            self._output_open = False
            self._poll.unregister(self._output)
            return False
        self.drained += len(data)
        self.printed += data[: OUTPUT_CAP - len(self.printed)]
        self.exchange_output += data[: EXCHANGE_OUTPUT_CAP - len(self.exchange_output)]
        self.tail = (self.tail + data)[-TAIL_CAP:]
        if self.drained > DRAINED_CAP:
            raise OutputLimitExceeded
        return True

    def wait_for_output(self, seconds: float) -> bool:
        """Wait for something to be printed, and take it; False where nothing comes in time, or nothing can."""
        if not self._output_open or seconds <= 0:
            return False
        output = select.poll()  # select.select knows no descriptor above 1023
        output.register(self._output, select.POLLIN)
        if not output.poll(seconds * 1000):
            return False
        self.drain_rest()
        return True

    def drain_rest(self) -> None:
        """Take what is in the pipe now, without waiting for more."""
        with contextlib.suppress(OutputLimitExceeded):
            while self.drain():
                pass


class _Inbox:
    """The bytes that have arrived and are no whole frame yet.

    Memory is taken for a frame only after its head was looked at; until then, and for small frames, a piece of a fixed
    size is read at once, so that most replies take one call of the system.
    """

    def __init__(self, request: int, body_cap: int) -> None:
        self._request, self._cap = request, body_cap
        self._data = bytearray(_PIECE)
        self._head: Head | None = None
        self.filled = 0
        self.overhead = 0
        """Bytes of the last frame that are not its body."""
        self.left = 0
        """Bytes that have arrived behind the last frame."""

    def room(self) -> memoryview:
        """Return where the next bytes go."""
        return memoryview(self._data)[self.filled :]

    def frames(self) -> Iterator[Frame]:
        """Yield the frames that are whole.  Raises FrameError for what is none, or answers another request."""
        start = 0
        while self.filled - start >= HEAD.size:
            head = self._head or self._read_head(start)
            size = HEAD.size + head.header + head.body
            if self.filled - start < size:
                self._head = head
                break
            middle = start + HEAD.size + head.header
            header = read_header(self._data[start + HEAD.size : middle])
            body = memoryview(bytes(memoryview(self._data)[middle : start + size]))
            self._head, self.overhead, start = None, HEAD.size + head.header, start + size
            self.left = self.filled - start
            yield Frame(head.kind, head.request, header, body)
        self._keep(start)

    def _read_head(self, start: int) -> Head:
        head = read_head(self._data[start : start + HEAD.size], body_cap=self._cap)
        if head.request != self._request:  # early, late or twice: it was not written by the worker's own loop
            raise FrameError("a frame that answers another request")
        self._cap -= head.body
        return head

    def _keep(self, start: int) -> None:
        """Move what is left to the front, into as much memory as the frame that it begins needs."""
        size = HEAD.size + self._head.header + self._head.body if self._head else 0
        if not start and size <= len(self._data):
            return
        rest = self._data[start : self.filled]
        self._data = bytearray(max(size, _PIECE))
        self._data[: len(rest)] = rest
        self.filled = len(rest)
