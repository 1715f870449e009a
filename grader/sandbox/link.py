"""What the judge and one worker share: the channel, the page and the pipe with what is printed.

Each attempt to start a worker gets a link of its own.  Of an attempt that failed nobody knows whether it left a process
behind; one that did finds the channel closed, and can take nothing that is meant for the worker of the next attempt.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import JudgeError
from grader.sandbox.progress_page import ProgressPage
from grader.sandbox.spawn import StartFailed

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.spawn import ProcessHandle, Starter

ATTEMPTS = 3
SEND_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Link:
    """The judge's ends, and the process at the other ends."""

    handle: ProcessHandle
    socket: socket.socket
    page: ProgressPage
    output: int
    """The reading end of the pipe that the worker's stdout and stderr go to."""

    @property
    def open(self) -> bool:
        """Whether the judge's ends are not closed yet."""
        return self.socket.fileno() >= 0

    def close(self) -> None:
        """Close the judge's ends."""
        self.socket.close()
        os.close(self.output)
        self.page.close()


def connect(starter: Starter, folder: Path | None) -> Link:
    """Start a process whose current folder is `folder`.  Raises JudgeError when no attempt succeeds."""
    for _ in range(ATTEMPTS):
        try:
            return _attempt(starter, folder)
        except StartFailed:
            continue
    raise JudgeError("worker: the process that forks workers does not start. Check that numpy can be imported.")


def _attempt(starter: Starter, folder: Path | None) -> Link:
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    page = ProgressPage()
    reading, writing = os.pipe()
    try:
        handle = starter.start(theirs.fileno(), page.descriptor, writing, folder)
    except BaseException:
        ours.close()
        os.close(reading)
        page.close()
        raise
    finally:
        theirs.close()
        os.close(writing)
        page.handed_over()
    return Link(handle, ours, page, reading)
