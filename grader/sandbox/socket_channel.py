"""The channel of Linux: a stream socket for the frames, a pipe for what is printed, one `poll` for both."""

from __future__ import annotations

import contextlib
import os
import select
import time
from typing import TYPE_CHECKING

from grader.sandbox import channel
from grader.sandbox.channel import CHUNK, POLL_SECONDS, Channel, ChannelClosed, DeadlinePassed, OutputLimitExceeded

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence

    from grader.sandbox.inbox import Inbox


class SocketChannel(Channel):
    """A stream socket to one worker, and the pipe with what it prints."""

    def __init__(self, sock: socket.socket, output: int) -> None:
        """`output` is the reading end of the pipe that the worker's stdout and stderr go to."""
        super().__init__()
        sock.setblocking(False)
        # What is in the pipe may be gone before it is read: the worker can open its own output for reading.
        os.set_blocking(output, False)
        self._socket = sock
        self._output = output
        self._poll = select.poll()
        self._poll.register(output, select.POLLIN)
        self._poll.register(sock.fileno(), select.POLLIN)
        self._output_open = True
        self._outgoing: list[memoryview] = []

    def send(self, message: Sequence[bytes]) -> None:
        """Begin to send the pieces of a message; see `Channel`."""
        self._outgoing = [memoryview(piece) for piece in message]
        self._write()

    def lend(self) -> int:
        """Return a copy of the socket's descriptor."""
        self._socket.setblocking(True)
        return os.dup(self._socket.fileno())

    def take_back(self) -> None:
        """Use the socket again."""
        # Blocking or not is a property of the socket, and no copy has its own.
        self._socket.setblocking(False)

    def _advance(self, inbox: Inbox) -> bool:
        if self._outgoing:
            self._write()
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

    def _write(self) -> None:
        """Send as much as goes now."""
        # A piece is sent from where the last call stopped; nothing is copied together.
        rest = self._outgoing
        while rest:
            try:
                count = self._socket.send(rest[0])
            except BlockingIOError:
                break
            except OSError as error:
                raise ChannelClosed from error
            rest = [rest[0][count:], *rest[1:]] if count < len(rest[0]) else rest[1:]
        self._outgoing = rest

    def _wait(self, deadline: float) -> None:
        """Sleep until something can go on, and drain what was printed."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise DeadlinePassed
        # Writing is waited for only as long as there is something to write, or poll would return at once.
        self._poll.modify(self._socket.fileno(), select.POLLIN | (select.POLLOUT if self._outgoing else 0))
        for descriptor, _ in self._poll.poll(min(left, POLL_SECONDS) * 1000 + 1):
            if descriptor == self._output:
                self.drain()

    def _more_arrived(self) -> bool:
        return False

    def drain(self) -> bool:
        """Take a piece of what was printed, keep the beginning of all; False where nothing is there.

        Raises OutputLimitExceeded when it is too much.
        """
        if not self._output_open:
            return False
        try:
            data = os.read(self._output, CHUNK)
        except BlockingIOError:
            return False
        # Nobody holds the writing end any more; polling it would return at once from now on.
        if not data:
            self._output_open = False
            self._poll.unregister(self._output)
            return False
        self._keep_output(data)
        if self.drained > channel.DRAINED_CAP:
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

    def close(self) -> None:
        """Close the judge's ends."""
        self._socket.close()
        os.close(self._output)
