"""Packets between the judge and a tester that it has no socket for: JSON messages and a test's talk, in two pipes.

    kind u8 | length u32 | bytes

Both ends are the project's own and believe each other; what a worker says was looked at before it is put into a packet.
"""

from __future__ import annotations

import os
import struct
import sys
from enum import IntEnum
from typing import IO

_HEAD = struct.Struct("<BI")


class PacketKind(IntEnum):
    """The meaning of a packet."""

    MESSAGE = 1
    """JSON: what the judge asks for, and the report."""
    TALK = 2
    """The requests of a test to the student's code, and its answers."""
    GONE = 3
    """The worker has ended; there is no answer."""


class PacketStream:
    """Both directions.  Raises EOFError where the other end is closed."""

    def __init__(self, reading: IO[bytes], writing: IO[bytes]) -> None:
        """Speak through two streams; `reading` is buffered, `writing` need not be."""
        self._reading, self._writing = reading, writing

    def send(self, kind: PacketKind, data: bytes | memoryview = b"") -> None:
        """Send a packet."""
        try:
            self._writing.write(_HEAD.pack(kind, len(data)) + data)
            self._writing.flush()
        except (OSError, ValueError) as error:
            raise EOFError from error

    def receive(self) -> tuple[PacketKind, bytes]:
        """Return the next packet."""
        kind, size = _HEAD.unpack(self._read(_HEAD.size))
        return PacketKind(kind), self._read(size)

    def _read(self, size: int) -> bytes:
        try:
            data = self._reading.read(size)
        except (OSError, ValueError) as error:
            raise EOFError from error
        if len(data) < size:
            raise EOFError
        return data

    def close(self) -> None:
        """Close both directions."""
        for stream in (self._writing, self._reading):
            stream.close()


def take_over() -> PacketStream:
    """Return the stream that standard input and output are, and put nothing in their places: tests print too."""
    reading, writing = os.dup(0), os.dup(1)
    for number, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY)):
        null = os.open(os.devnull, flags)
        os.dup2(null, number)
        os.close(null)
    if sys.platform == "win32":
        import msvcrt

        for number in (reading, writing):
            msvcrt.setmode(number, os.O_BINARY)
    return PacketStream(os.fdopen(reading, "rb"), os.fdopen(writing, "wb"))
