"""Messages between the judge and its own processes: whole, in order, with descriptors, until one end closes."""

from __future__ import annotations

import os
import socket
import struct
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox.messages import Messages

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not hasattr(socket, "send_fds"), reason="no descriptors over sockets here")


@pytest.fixture
def ends() -> Iterator[tuple[Messages, Messages, socket.socket]]:
    """Give both ends, and the raw socket of the first."""
    first, second = socket.socketpair()
    yield Messages(first), Messages(second), first
    first.close()
    second.close()


@pytest.mark.parametrize("message", [{"op": "fork"}, [], None, "é\n", 1.5, {"a": ["x" * 50_000]}],
                         ids=["dict", "list", "none", "text", "number", "long"])  # fmt: skip
def test_a_message_arrives_as_it_was(ends: tuple[Messages, Messages, socket.socket], message: Any) -> None:
    """After those before it."""
    ours, theirs, _ = ends
    ours.send("first")
    ours.send(message)
    assert theirs.ready(0)
    assert [theirs.receive()[0], theirs.receive()[0]] == ["first", message]
    assert not theirs.ready(0)


def test_descriptors_come_along(ends: tuple[Messages, Messages, socket.socket]) -> None:
    """As copies of their own."""
    ours, theirs, _ = ends
    read, write = os.pipe()
    ours.send("pipe", (write,))
    os.close(write)
    message, (copied,) = theirs.receive()
    os.write(copied, b"x")
    os.close(copied)
    assert (message, os.read(read, 2)) == ("pipe", b"x")
    os.close(read)


@pytest.mark.parametrize("sent", [b"", b"\1\0", struct.pack("<I", 9), struct.pack("<I", 9) + b'"abc'],
                         ids=["nothing", "half-a-size", "a-size", "half-a-message"])  # fmt: skip
def test_a_message_that_ends_early_is_an_end(ends: tuple[Messages, Messages, socket.socket], sent: bytes) -> None:
    """Whichever part of it came."""
    ours, theirs, raw = ends
    raw.sendall(sent)
    ours.hang_up()
    assert theirs.ready(0)
    with pytest.raises(EOFError):
        theirs.receive()


def test_nothing_is_sent_to_an_end_that_is_closed(ends: tuple[Messages, Messages, socket.socket]) -> None:
    """Hanging up twice does no harm."""
    ours, theirs, _ = ends
    theirs.close()
    with pytest.raises(EOFError):
        ours.send("x")
    ours.hang_up()
    ours.hang_up()
