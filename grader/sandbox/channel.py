"""The judge's end of the wire: frames out and in under one deadline, while what the student prints is drained.

What both kinds of link share is here; `grader/sandbox/socket_channel.py` and `grader/sandbox/pipe_channel.py` move the
bytes.

Nothing that arrives is believed: a head is checked before memory is taken, a body is at most as large as the question
allows, an answer belongs to the request that was just sent.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from grader.sandbox.inbox import PIECE, Inbox
from grader.worker.wire.frames import Frame, FrameError, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

OUTPUT_CAP = 64 * 1024
EXCHANGE_OUTPUT_CAP = 8 * 1024
"""Bytes of what is printed during one exchange."""
DRAINED_CAP = 16 * 1024 * 1024
# Of one reply; an honest one of thousands of failing calls takes a tenth.
HEADERS_CAP = 4 * 1024 * 1024
"""Bytes of all heads and headers of one reply: parsed, they are many times as large."""
TAIL_CAP = 8 * 1024
POLL_SECONDS = 0.1
"""How long the judge sleeps at most before it looks at processor time."""
CHUNK = 1 << 18
"""Bytes that are read at once of what is printed."""


class ChannelClosed(Exception):  # noqa: N818 - a fact about the worker, not an error of the judge
    """The other end closed the channel."""


class DeadlinePassed(Exception):  # noqa: N818 - a fact about the worker, not an error of the judge
    """The time was over before the last frame came."""


class CpuLimitExceeded(Exception):  # noqa: N818 - a fact about the worker, not an error of the judge
    """More processor time was used than is allowed."""


class MemoryLimitExceeded(Exception):  # noqa: N818 - a fact about the worker, not an error of the judge
    """More memory was taken than is allowed."""


class ThreadLimitExceeded(Exception):  # noqa: N818 - a fact about the worker, not an error of the judge
    """More threads run than are allowed."""


class OutputLimitExceeded(Exception):  # noqa: N818 - a fact about the worker, not an error of the judge
    """More was printed than anybody will read."""


class Channel(ABC):
    """The frames to and from one worker, and the beginning and the end of what it prints."""

    def __init__(self) -> None:
        self.printed = bytearray()
        self.tail = b""
        """The end of what was printed: there a process that is killed says where it was."""
        self.drained = 0
        self.exchange_output = bytearray()
        """The beginning of what was printed since `start_exchange`."""
        self._arrivals = bytearray(PIECE)
        """Where replies arrive, one after the other."""
        self._drained_before = 0
        self._output_lock = threading.Lock()  # one link reads what is printed in a thread of its own

    def start_exchange(self) -> None:
        """Listen anew to what is printed: what comes from here on belongs to the next exchange."""
        with self._output_lock:
            self.exchange_output.clear()
            self._drained_before = self.drained

    @property
    def exchange_output_size(self) -> int:
        """Bytes of all that was printed since `start_exchange`."""
        return self.drained - self._drained_before

    def exchange(
        self,
        message: Sequence[bytes],
        *,
        request: int,
        deadline: float,
        body_cap: int,
        last: Kind,
        check_limits: Callable[[], None] = lambda: None,
    ) -> Iterator[Frame]:
        """Send the pieces of `message`; yield the frames that answer it, of which one of the kind `last` ends them.

        `deadline` is a time of `time.monotonic`; `body_cap` bounds the bodies of all frames together; `check_limits` is
        called every now and then while waiting, and may raise.  Raises ChannelClosed, DeadlinePassed,
        OutputLimitExceeded, and FrameError for anything that is no answer to this request or comes after its end.
        """
        inbox, left = Inbox(request, body_cap, self._arrivals), HEADERS_CAP
        self.send(message)
        while True:
            if time.monotonic() > deadline:
                raise DeadlinePassed
            if not self._advance(inbox):
                self._wait(deadline)
                check_limits()
                continue
            for frame in inbox.frames():
                left -= inbox.overhead
                if left < 0:
                    raise FrameError(f"headers of more than {HEADERS_CAP} bytes in one reply")
                if frame.kind is last and (inbox.left or self._more_arrived()):
                    raise FrameError("bytes after the end of a reply")
                yield frame
                if frame.kind is last:
                    return

    def _keep_output(self, data: bytes) -> None:
        """Count what was printed, and keep the beginning and the end of it."""
        with self._output_lock:
            self.drained += len(data)
            self.printed += data[: OUTPUT_CAP - len(self.printed)]
            self.exchange_output += data[: EXCHANGE_OUTPUT_CAP - len(self.exchange_output)]
            self.tail = (self.tail + data)[-TAIL_CAP:]

    @abstractmethod
    def send(self, message: Sequence[bytes]) -> None:
        """Begin to send the pieces of a message; the rest goes out while the reply is waited for."""

    @abstractmethod
    def _advance(self, inbox: Inbox) -> bool:
        """Send as much as goes now, and take what has arrived; False where nothing has."""

    @abstractmethod
    def _wait(self, deadline: float) -> None:
        """Sleep until something can go on.  Raises DeadlinePassed and OutputLimitExceeded."""

    @abstractmethod
    def _more_arrived(self) -> bool:
        """Whether bytes have been read that `_advance` has not put into an inbox yet."""

    def lend(self) -> int | None:
        """Return a copy of the descriptor that frames go through, both ways; None where there is none."""
        return None

    def take_back(self) -> None:  # noqa: B027 - nothing to do where nothing can be lent
        """Use it again, after another process has."""

    def drain_printed(self) -> None:
        """Take what is printed meanwhile.  Raises OutputLimitExceeded when it is too much."""
        self.drain_rest()
        if self.drained > DRAINED_CAP:
            raise OutputLimitExceeded

    @abstractmethod
    def drain_rest(self) -> None:
        """Take what has been printed so far, without waiting for more."""

    @abstractmethod
    def close(self) -> None:
        """Give back the judge's ends.  The process has ended."""
