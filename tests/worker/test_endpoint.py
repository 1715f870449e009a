"""The worker's end of the channel over a socket: every byte in order, however little the system takes at once."""

from __future__ import annotations

import os
import socket
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.endpoint import MOST_PIECES, SocketEndpoint

if TYPE_CHECKING:
    from collections.abc import Sequence


def sent(pieces: list[bytes]) -> bytes:
    """Return what arrives at the other end."""
    ours, theirs = socket.socketpair()
    received = bytearray()

    def read() -> None:
        while data := theirs.recv(1 << 16):
            received.extend(data)

    reader = threading.Thread(target=read)
    reader.start()
    with ours, theirs:
        SocketEndpoint(ours.fileno()).send(pieces)
        ours.shutdown(socket.SHUT_WR)
        reader.join()
    return bytes(received)


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([], id="none"),
        pytest.param([b""], id="empty"),
        pytest.param([b"a", b"", b"b"], id="an-empty-one-between"),
        pytest.param([b"", b""], id="only-empty-ones"),
        pytest.param([bytes([n % 256]) for n in range(3 * MOST_PIECES + 1)], id="more-than-the-system-takes"),
        pytest.param([b"x" * (1 << 20), b"y" * (1 << 20)], id="larger-than-a-buffer"),
    ],
)
def test_all_pieces_arrive_in_order(pieces: list[bytes]) -> None:
    """And the call returns."""
    assert sent(pieces) == b"".join(pieces)


@given(st.lists(st.binary(max_size=9), max_size=30), st.lists(st.integers(1, 7), min_size=1, max_size=9))
def test_a_short_write_goes_on_where_it_stopped(pieces: list[bytes], counts: list[int]) -> None:
    """The system may take any number of bytes."""
    received = bytearray()
    turns = [0]

    def write(_number: int, views: Sequence[memoryview]) -> int:
        turns[0] += 1
        data = b"".join(views)[: counts[turns[0] % len(counts)]]
        received.extend(data)
        return len(data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "writev", write)
        SocketEndpoint(0).send(pieces)
    assert bytes(received) == b"".join(pieces)


def test_bytes_are_received_into_a_buffer() -> None:
    """As many as there are; none where the judge has closed its end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"abcdef")
        end, buffer = SocketEndpoint(ours.fileno()), bytearray(4)
        assert end.numbers == (ours.fileno(), ours.fileno())
        assert end.receive_into(memoryview(buffer)) == 4
        assert end.receive_into(memoryview(buffer)) == 2
        assert bytes(buffer) == b"efcd"
        theirs.close()
        assert end.receive_into(memoryview(buffer)) == 0
