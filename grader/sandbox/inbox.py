"""The bytes that have arrived from a worker and are not a whole frame yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.sandbox.cleaning import clean_header
from grader.worker.wire.frames import HEAD, Frame, FrameError, Head, read_head, read_header

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 1 << 16


class Inbox:
    """Collects the bytes of one reply and cuts them into frames.

    Memory is taken for a frame only after its head was looked at; until then, and for small frames, a piece of a fixed
    size is read at once, so that most replies take one call of the system.
    """

    def __init__(self, request: int, body_cap: int, piece: bytearray | None = None) -> None:
        """`piece` is memory of PIECE bytes that nobody else uses as long as this reply is read."""
        self._request, self._cap = request, body_cap
        self._piece = self._data = bytearray(PIECE) if piece is None else piece
        self._head: Head | None = None
        self.filled = 0
        self.overhead = 0
        """Bytes of the last frame that are not its body."""
        self.left = 0
        """Bytes that have arrived behind the last frame."""

    def room(self) -> memoryview:
        """Return where the next bytes go."""
        return memoryview(self._data)[self.filled :]

    def frames(self) -> Iterator[Frame]:
        """Yield the frames that are whole.  Raises FrameError for what is none, or answers another request."""
        start = 0
        while self.filled - start >= HEAD.size:
            head = self._head or self._read_head(start)
            size = HEAD.size + head.header + head.body
            # The head is kept, so that it is not counted against the cap once more when the rest has come.
            if self.filled - start < size:
                self._head = head
                break
            middle = start + HEAD.size + head.header
            raw = bytes(memoryview(self._data)[start + HEAD.size : middle])
            header = clean_header(read_header(raw), raw)
            # Copied out, since the buffer is used again for what comes next.
            body = memoryview(bytes(memoryview(self._data)[middle : start + size]))
            self._head, self.overhead, start = None, HEAD.size + head.header, start + size
            self.left = self.filled - start
            yield Frame(head.kind, head.request, header, body)
        self._keep(start)

    def _read_head(self, start: int) -> Head:
        head = read_head(self._data[start : start + HEAD.size], body_cap=self._cap)
        if head.request != self._request:  # early, late or twice: it was not written by the worker's own loop
            raise FrameError("a frame that answers another request")
        # One cap for all frames together: many small bodies are as large as one.
        self._cap -= head.body
        return head

    def _keep(self, start: int) -> None:
        """Move what is left to the front, into as much memory as the frame that it begins needs."""
        size = HEAD.size + self._head.header + self._head.body if self._head else 0
        if not start and size <= len(self._data):
            return
        rest = self._data[start : self.filled]
        self._data = bytearray(size) if size > PIECE else self._piece
        self._data[: len(rest)] = rest
        self.filled = len(rest)
