"""The worker's end of the channel, whatever it is made of."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PIECES = 512
"""Buffers that one writev takes; Linux allows 1024."""


class Endpoint(Protocol):
    """Bytes from the judge and to it."""

    def receive_into(self, view: memoryview) -> int:
        """Read some bytes into `view`; return how many, and 0 where the judge has closed its end."""

    def send(self, pieces: Sequence[bytes]) -> None:
        """Write all the pieces."""


class SocketEndpoint:
    """A stream socket that this process has inherited."""

    def __init__(self, number: int) -> None:
        self.numbers = (number, number)
        self._number = number

    def receive_into(self, view: memoryview) -> int:
        """Read some bytes; see `Endpoint`."""
        return os.readv(self._number, [view])

    def send(self, pieces: Sequence[bytes]) -> None:
        """Write all the pieces; see `Endpoint`."""
        views = [memoryview(piece) for piece in pieces]
        while views:
            count = os.writev(self._number, views[:MOST_PIECES])
            while views and count >= len(views[0]):
                count -= len(views.pop(0))
            if count:
                views[0] = views[0][count:]
