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

from grader.worker.frames import HEAD, Frame, FrameError, Head, read_head, read_header

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Sequence

OUTPUT_KEPT = 64 * 1024
OUTPUT_DRAINED = 16 * 1024 * 1024
HEADERS_CAP = 4 * 1024 * 1024
"""Bytes of all heads and headers of one reply: parsed, they are many times as large."""
TAIL_KEPT = 8 * 1024
LOOK_SECONDS = 0.1
"""How long the judge sleeps at most before it looks at processor time."""
_CHUNK = 1 << 18


class Hangup(Exception):  # noqa: N818 - not an error of ours
    """The other end closed the channel."""


class Deadline(Exception):  # noqa: N818 - not an error of ours
    """The time was over before the last frame came."""


class Spent(Exception):  # noqa: N818 - not an error of ours
    """More processor time was used than is allowed."""


class Flood(Exception):  # noqa: N818 - not an error of ours
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

    def exchange(
        self,
        message: Sequence[bytes],
        *,
        request: int,
        deadline: float,
        body_cap: int,
        look: Callable[[], None] = lambda: None,
    ) -> Iterator[Frame]:
        """Send the pieces of `message`; yield the frames that answer it until the caller has the last one and closes.

        `deadline` is a time of `time.monotonic`; `body_cap` bounds the bodies of all frames together; `look` is called
        every now and then while waiting, and may raise.  Raises Hangup, Deadline, Flood, and FrameError for anything
        that is no answer to this request.
        """
        rest = [memoryview(piece) for piece in message]
        need, have = HEAD.size, bytearray(HEAD.size)
        filled, head, header, left = 0, None, None, HEADERS_CAP
        while True:
            if time.monotonic() > deadline:
                raise Deadline
            rest = self._write(rest)
            count = self._read(memoryview(have)[filled:need]) if filled < need else 0
            filled += count or 0
            if filled < need:
                if count is None:
                    self._wait(deadline, writing=bool(rest))
                    look()
                continue
            if head is None:
                head = read_head(have, body_cap=body_cap)
                _belongs(head, request)
                body_cap -= head.body
                left -= HEAD.size + head.header
                if left < 0:
                    raise FrameError(f"headers of more than {HEADERS_CAP} bytes in one reply")
                need, have, filled = head.header, bytearray(head.header), 0
            elif header is None:
                header = read_header(have)
                need, have, filled = head.body, bytearray(head.body), 0
            if header is not None and filled == need:
                yield Frame(head.kind, head.request, header, memoryview(have))
                need, have, filled, head, header = HEAD.size, bytearray(HEAD.size), 0, None, None

    def _write(self, rest: list[memoryview]) -> list[memoryview]:
        """Send as much as goes now, and return what is left."""
        while rest:
            try:
                count = self._socket.send(rest[0])
                rest = [rest[0][count:], *rest[1:]] if count < len(rest[0]) else rest[1:]
            except BlockingIOError:
                break
            except OSError as error:
                raise Hangup from error
        return rest

    def _read(self, into: memoryview) -> int | None:
        """Return how much could be read; None where nothing is there yet."""
        try:
            count = self._socket.recv_into(into)
        except BlockingIOError:
            return None
        except OSError as error:
            raise Hangup from error
        if not count:
            raise Hangup
        return count

    def _wait(self, deadline: float, *, writing: bool) -> None:
        """Sleep until something can go on, and drain what was printed."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise Deadline
        self._poll.modify(self._socket.fileno(), select.POLLIN | (select.POLLOUT if writing else 0))
        for descriptor, _ in self._poll.poll(min(left, LOOK_SECONDS) * 1000 + 1):
            if descriptor == self._output:
                self.drain()

    def drain(self) -> bool:
        """Take a piece of what was printed, keep the beginning of all; False where nothing is there.

        Raises Flood when it is too much.
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
        self.printed += data[: OUTPUT_KEPT - len(self.printed)]
        self.tail = (self.tail + data)[-TAIL_KEPT:]
        if self.drained > OUTPUT_DRAINED:
            raise Flood
        return True

    def listen(self, seconds: float) -> bool:
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
        with contextlib.suppress(Flood):
            while self.drain():
                pass


def _belongs(head: Head, request: int) -> None:
    """Refuse a reply to another request: early, late or twice, it was not written by the worker's own loop."""
    if head.request != request:
        raise FrameError("a frame that answers another request")
