"""The link of Linux: a socket pair, a sealed page and a pipe, which the worker inherits as descriptors."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from grader.sandbox.exits import last_location
from grader.sandbox.progress_page import ProgressPage
from grader.sandbox.socket_channel import SocketChannel

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.process_handle import ProcessHandle

SEND_BUFFER = 1 << 20


class SocketLink:
    """A process that has the other ends as descriptors."""

    can_be_walled = True

    def __init__(self, handle: ProcessHandle, sock: socket.socket, page: ProgressPage, output: int) -> None:
        """`output` is the reading end of the pipe that the worker's stdout and stderr go to."""
        self.handle = handle
        self.page = page
        self.channel = SocketChannel(sock, output)
        self.open = True

    def ask_for_location(self, seconds: float) -> None:
        """Let the process print where it is: faulthandler does that inside C code too (grader/worker/__main__.py)."""
        with contextlib.suppress(OSError):
            os.kill(self.handle.pid, signal.SIGUSR1)
            until = time.monotonic() + seconds
            # It writes frame by frame, so the first piece may end before the line of interest.
            while not self.location()[0] and self.channel.wait_for_output(until - time.monotonic()):
                pass

    def location(self, *, hung: bool = True) -> tuple[str, int]:  # noqa: ARG002 - both are printed, one way or another
        """Return the student's file and line in what faulthandler has printed last."""
        return last_location(self.channel.tail.decode("utf-8", "replace"))

    def close(self) -> None:
        """Close the judge's ends."""
        self.open = False
        self.channel.close()
        self.page.close()


class DescriptorStarter(ABC):
    """Starts processes that inherit descriptors."""

    @abstractmethod
    def start(self, channel: int, page: int, output: int, folder: Path | None) -> ProcessHandle:
        """Start a process that has these descriptors: its channel, the shared page, where its output goes.

        Raises StartFailed when another attempt, with other descriptors, may succeed.
        """

    def open_link(self, folder: Path | None) -> SocketLink:
        """Start a process at the other end of a new link; see `Starter`."""
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        page = ProgressPage()
        reading, writing = os.pipe()
        try:
            handle = self.start(theirs.fileno(), page.descriptor, writing, folder)
        except BaseException:
            ours.close()
            os.close(reading)
            page.close()
            raise
        finally:
            theirs.close()
            os.close(writing)
            page.handed_over()
        return SocketLink(handle, ours, page, reading)
