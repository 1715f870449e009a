"""Packets of judge and tester: what is sent arrives whole, and an end is an end."""

from __future__ import annotations

import io
import os

import pytest

from grader.sandbox.packets import PacketKind, PacketStream


def stream_of(data: bytes = b"") -> tuple[PacketStream, io.BytesIO]:
    """Return a stream that reads `data`, and what it writes into."""
    written = io.BytesIO()
    return PacketStream(io.BytesIO(data), written), written


@pytest.mark.parametrize("kind", list(PacketKind))
@pytest.mark.parametrize(
    "data", [b"", b"x", bytes(range(256)), b"\0" * 100_000], ids=["nothing", "byte", "all", "long"]
)
def test_a_packet_arrives_as_it_was_sent(kind: PacketKind, data: bytes) -> None:
    """Whatever is in it, and twice in a row."""
    sender, written = stream_of()
    sender.send(kind, data)
    sender.send(PacketKind.MESSAGE, memoryview(data))
    receiver, _ = stream_of(written.getvalue())
    assert receiver.receive() == (kind, data)
    assert receiver.receive() == (PacketKind.MESSAGE, data)


@pytest.mark.parametrize("length", [0, 1, 4, 5, 7])
def test_the_end_within_a_packet_is_the_end(length: int) -> None:
    """Also within its head."""
    sender, written = stream_of()
    sender.send(PacketKind.TALK, b"abc")
    receiver, _ = stream_of(written.getvalue()[:length])
    with pytest.raises(EOFError):
        receiver.receive()


def test_a_reader_that_is_gone_is_an_end_too() -> None:
    """Nobody reads what is sent."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb", buffering=0) as stream, pytest.raises(EOFError):
        PacketStream(io.BytesIO(), stream).send(PacketKind.GONE)


def test_what_was_closed_neither_reads_nor_writes() -> None:
    """An end, and no other exception."""
    stream, _ = stream_of(b"abc")
    stream.close()
    with pytest.raises(EOFError):
        stream.receive()
    with pytest.raises(EOFError):
        stream.send(PacketKind.GONE)
