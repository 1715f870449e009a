"""A tester over pipes: the judge's messages and the worker's answers come as packets in one stream."""

from __future__ import annotations

import json
import os
from typing import Any

from grader.sandbox.packets import PacketKind, PacketStream, take_over
from grader.worker.hang_watch import end_with


def main(parent: int) -> None:
    """Serve one run, and leave without anything that was registered for the end."""
    messages = PacketMessages(take_over())
    end_with(parent)
    try:
        _prepare()
    except ImportError as error:
        messages.send({"error": f"{type(error).__name__}: {error}"})
        return
    messages.send({})
    try:
        serve(messages)
    finally:
        os._exit(0)


def _prepare() -> None:
    from grader.tester import running
    from grader.tester.patches import follow_seeds

    follow_seeds(running.follow_seed)


def serve(messages: PacketMessages) -> None:
    """Serve the judge until it hangs up."""
    from grader.tester.running import TaskRun

    try:
        request, _ = messages.receive()
        TaskRun(messages, request, PacketChannel(messages.stream), forks=False).run()
    except EOFError:
        return


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
    from grader.tester.link import WorkerGone

    return WorkerGone()
