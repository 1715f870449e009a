"""The worker's channel, lent to a test by the judge: frames out and in."""

from __future__ import annotations

import socket

from grader.tester.link import WorkerGone
from grader.worker.wire.frames import HEAD, TALK_CAP, FrameError, Kind, pack, read_head

_NO_HEADER = b"{}"


class WorkerChannel:
    """One end of the stream socket that the worker has the other end of."""

    def __init__(self, descriptor: int) -> None:
        self._socket = socket.socket(fileno=descriptor)
        self._socket.setblocking(True)
        self._request = 0
        self.gone = False
        self._rest = b""

    def send(self, body: bytes) -> None:
        """Send a message.  Raises WorkerGone."""
        self._request += 1
        try:
            self._socket.sendall(b"".join(pack(Kind.TALK, self._request, _NO_HEADER, body)))
        except OSError:
            self.gone = True
            raise WorkerGone from None

    def receive(self) -> memoryview:
        """Return the next message.  Raises WorkerGone; also for bytes that are no message."""
        data = self._rest
        while len(data) < HEAD.size:
            data += self._some(1 << 16)
        try:
            head = read_head(data[: HEAD.size], body_cap=TALK_CAP)
        except FrameError:
            raise self._lost() from None
        if head.kind is not Kind.TALK or head.request != self._request:
            raise self._lost()
        size = HEAD.size + head.header + head.body
        pieces, length = [data], len(data)
        while length < size:
            pieces.append(self._some(size - length))
            length += len(pieces[-1])
        data = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        self._rest = data[size:]
        if not head.body:
            raise self._lost()
        return memoryview(data)[HEAD.size + head.header : size]

    def _lost(self) -> WorkerGone:
        self.gone = True
        return WorkerGone()

    def _some(self, size: int) -> bytes:
        try:
            data = self._socket.recv(size)
        except OSError:
            data = b""
        if not data:
            raise self._lost()
        return data

    def close(self) -> None:
        """Close this end; the judge has its own."""
        self._socket.close()
