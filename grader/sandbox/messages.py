"""JSON messages between the judge and a process that it trusts, over a stream socket; descriptors may come along."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import struct
from typing import Any

_SIZE = struct.Struct("<I")
MOST_DESCRIPTORS = 4


class Messages:
    """One end.  Raises EOFError where the other one is closed."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock

    def send(self, message: object, descriptors: tuple[int, ...] = ()) -> None:
        """Send a message, with descriptors that the other process gets copies of."""
        data = json.dumps(message).encode()
        data = _SIZE.pack(len(data)) + data
        try:
            sent = socket.send_fds(self._socket, [data], descriptors) if descriptors else 0
            self._socket.sendall(data[sent:])
        except OSError as error:
            raise EOFError from error

    def ready(self, seconds: float) -> bool:
        """Wait for a message; return whether one begins, or the other end is closed."""
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def receive(self) -> tuple[Any, list[int]]:
        """Return the next message and its descriptors."""
        try:
            head, descriptors, _, _ = socket.recv_fds(self._socket, _SIZE.size, MOST_DESCRIPTORS)
            while len(head) < _SIZE.size:
                head += self._some(_SIZE.size - len(head))
            (size,) = _SIZE.unpack(head)
            data = bytearray()
            while len(data) < size:
                data += self._some(size - len(data))
        except OSError as error:
            raise EOFError from error
        return json.loads(bytes(data)), list(descriptors)

    def _some(self, size: int) -> bytes:
        data = self._socket.recv(min(size, 1 << 20))
        if not data:
            raise EOFError
        return data

    def hang_up(self) -> None:
        """End the exchange, also where another process has a copy of this end."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close this end."""
        self._socket.close()
