"""What the judge and one worker share: the channel, the page and the pipe with what is printed.

Each attempt to start a worker gets a link of its own.  Of an attempt that failed nobody knows whether it left a process
behind; one that did finds the channel closed, and can take nothing that is meant for the worker of the next attempt.
"""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import WorkerStartError
from grader.sandbox.progress_page import ProgressPage
from grader.sandbox.spawn import StartFailed

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.spawn import ProcessHandle, Starter

PAUSES = (0.0, 0.05, 0.3, 1.0)
"""Seconds before each attempt: whoever takes all processes of the machine is ended by its own limits meanwhile."""
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
    """Start a process whose current folder is `folder`.  Raises WorkerStartError when no attempt succeeds."""
    reason = ""
    for pause in PAUSES:
        time.sleep(pause)
        try:
            return _attempt(starter, folder)
        except StartFailed as error:
            reason = str(error)
    raise WorkerStartError(
        f"worker: no process for students' code could be started in {len(PAUSES)} attempts "
        f"({reason or 'no reason given'}). Check that numpy can be imported, and how many processes this user may "
        "have (`ulimit -u`)."
    )


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
