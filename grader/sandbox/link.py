"""The link of the judge and one worker, of either sort, and the choice between them.

A link has a channel for frames and for what is printed, a page with the number of the call that is being made, and the
process at the other end.  There are two kinds:

    socket_link  Linux: a socket pair, a sealed page and a pipe, handed to the worker as inherited descriptors
    pipe_link    everywhere: the three standard streams, threads that read and write them, a temporary file as the page

`GRADER_LINK=portable` chooses the second one on any system.

Each attempt to start a worker gets a link of its own.  Of an attempt that failed nobody knows whether it left a process
behind; one that did finds the channel closed, and can take nothing that is meant for the worker of the next attempt.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Protocol

from grader.errors import UsageError, WorkerStartError
from grader.sandbox.spawn import StartFailed

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.channel import Channel
    from grader.sandbox.process_handle import ProcessHandle

PAUSES = (0.0, 0.05, 0.3, 1.0)
"""Seconds before each attempt: whoever takes all processes of the machine is ended by its own limits meanwhile."""
VARIABLE = "GRADER_LINK"


class Page(Protocol):
    """The page that the worker writes the number of each call into."""

    @property
    def call(self) -> int:
        """The number of the call that is being made."""

    def reset(self, seconds: float = 0.0) -> None:
        """Set the number to 0, and say after how many seconds the worker writes down where it is; 0 for never."""


class Link(Protocol):
    """The judge's ends, and the process at the other ends."""

    can_be_walled: bool
    """Whether the worker closes itself in when it is asked to."""

    @property
    def handle(self) -> ProcessHandle:
        """The process."""

    @property
    def channel(self) -> Channel:
        """Frames to and from it, and what it prints."""

    @property
    def page(self) -> Page:
        """The number of its call."""

    @property
    def open(self) -> bool:
        """Whether the judge's ends are not closed yet."""

    def ask_for_location(self, seconds: float) -> None:
        """Let a process whose time is over say where it is, and wait for that as long as that."""

    def location(self, *, hung: bool) -> tuple[str, int]:
        """Return the student's file and line that the process ended in; of one that `hung`, where it was then."""

    def close(self) -> None:
        """Close the judge's ends.  The process has ended."""


class Starter(Protocol):
    """Starts worker processes."""

    def open_link(self, folder: Path | None) -> Link:
        """Start a process whose current folder is `folder`, at the other end of a link of its own.

        Raises StartFailed when another attempt may succeed.
        """


def connect(starter: Starter, folder: Path | None) -> Link:
    """Start a process whose current folder is `folder`.  Raises WorkerStartError when no attempt succeeds."""
    # The last attempt's reason is the one that is still true.
    reason = ""
    # Each attempt has a link of its own (`_attempt`), as nobody knows what became of the last one.
    for pause in PAUSES:
        time.sleep(pause)
        try:
            return starter.open_link(folder)
        except StartFailed as error:
            reason = str(error)
    raise WorkerStartError(
        f"worker: no process for students' code could be started in {len(PAUSES)} attempts "
        f"({reason or 'no reason given'}). Check that numpy can be imported, and how many processes this user may "
        "have (`ulimit -u`)."
    )


def is_portable() -> bool:
    """Return whether workers are linked the portable way: where the system is not Linux, or it is asked for.

    Raises UsageError for a wish that nobody knows.
    """
    wish = os.environ.get(VARIABLE, "")
    if wish not in {"", "portable"}:
        raise UsageError(f"{VARIABLE}={wish}: expected `portable`, or nothing for the link that fits the system.")
    return bool(wish) or not sys.platform.startswith("linux")


def fresh_starter(interpreter: str | None = None) -> Starter:
    """Return what starts a fresh interpreter for each worker on this system; see `worker_interpreter` for which."""
    if is_portable():
        from grader.sandbox.pipe_link import PipeStarter

        return PipeStarter(interpreter)
    from grader.sandbox.spawn import FreshStarter

    return FreshStarter(interpreter)
