"""A tester over pipes: the judge's messages and the worker's answers come as packets in one stream."""

from __future__ import annotations

import os

from grader.sandbox.packets import take_over
from grader.tester.packet_channel import PacketChannel, PacketMessages
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
