"""The worker's end of the portable link: frames come in by standard input and leave by standard output.

Both are moved out of the way before anything else is imported, so that a student's `input()` finds an empty input and
what is printed goes where errors go.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class PipeEndpoint:
    """Two pipes as one channel."""

    def __init__(self, reading: int, writing: int) -> None:
        self.numbers = (reading, writing)
        self._reading = open(reading, "rb", buffering=0)  # noqa: SIM115 - as long as the process
        self._writing = open(writing, "wb", buffering=0)  # noqa: SIM115

    def receive_into(self, view: memoryview) -> int:
        """Read some bytes into `view`; return how many, and 0 where the judge has closed its end."""
        return self._reading.readinto(view) or 0

    def send(self, pieces: Sequence[bytes]) -> None:
        """Write all the pieces."""
        for piece in pieces:
            view = memoryview(piece)
            while view:
                view = view[self._writing.write(view) :]


def take_over() -> PipeEndpoint:
    """Return the channel that the standard streams are, and put an empty input and the output pipe in their place."""
    reading, writing = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        for number in (reading, writing):
            msvcrt.setmode(number, os.O_BINARY)
    return PipeEndpoint(reading, writing)
