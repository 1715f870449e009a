"""A tester over pipes: the judge's messages and the worker's answers come as packets in one stream."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from grader.sandbox.packets import take_over
from grader.tester import workplace
from grader.tester.packet_channel import PacketChannel, PacketMessages
from grader.worker.hang_watch import end_with


def main(parent: int, folder: str) -> None:
    """Serve one run in `folder`, and leave without anything that was registered for the end.

    The judge removes the folder; where it is gone, this process does.
    """
    messages, place = PacketMessages(take_over()), Path(folder)

    def leave(code: int) -> None:
        with contextlib.suppress(OSError):
            os.chdir(place.parent)  # Windows removes no folder that a process stands in
        workplace.remove(place)
        os._exit(code)

    end_with(parent, leave)
    try:
        _prepare()
    except ImportError as error:
        messages.send({"error": f"{type(error).__name__}: {error}"})
        return
    messages.send({})
    try:
        serve(messages, place)
    finally:
        leave(0)


def _prepare() -> None:
    from grader.tester import running
    from grader.tester.patches import follow_seeds

    follow_seeds(running.follow_seed)


def serve(messages: PacketMessages, place: Path) -> None:
    """Serve the judge until it hangs up; the tests stand in `place`."""
    from grader.tester.running import TaskRun

    try:
        request, _ = messages.receive()
        TaskRun(messages, request, PacketChannel(messages.stream), place, forks=False).run()
    except EOFError:
        return
