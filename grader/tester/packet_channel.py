"""The two ways of a tester over pipes, to the judge and through it to the worker, as packets in one stream."""

from __future__ import annotations

import json
from typing import Any

from grader.sandbox.packets import PacketKind, PacketStream


class PacketMessages:
    """The judge's messages, as `grader.sandbox.messages.Messages` has them over a socket."""

    def __init__(self, stream: PacketStream) -> None:
        self.stream = stream

    def send(self, message: object) -> None:
        """Send a message."""
        self.stream.send(PacketKind.MESSAGE, json.dumps(message).encode())

    def receive(self) -> tuple[Any, list[int]]:
        """Return the next message; there are never descriptors."""
        kind, data = self.stream.receive()
        if kind is not PacketKind.MESSAGE:
            raise EOFError
        return json.loads(data), []


class PacketChannel:
    """The way to the worker through the judge, as `grader.tester.channel.WorkerChannel` has it directly."""

    def __init__(self, stream: PacketStream) -> None:
        self._stream = stream
        self.gone = False

    def send(self, body: bytes) -> None:
        """Send a message.  Raises WorkerGone."""
        if self.gone:
            raise _gone()
        self._stream.send(PacketKind.TALK, body)

    def receive(self) -> memoryview:
        """Return the next message.  Raises WorkerGone."""
        kind, data = self._stream.receive()
        if kind is not PacketKind.TALK or not data:
            self.gone = True
            raise _gone()
        return memoryview(data)


def _gone() -> BaseException:
    # Imported late: a missing library is reported to the judge once the stream is there.
    from grader.tester.link import WorkerGone

    return WorkerGone()
