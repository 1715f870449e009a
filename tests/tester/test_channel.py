"""The channel that a test has to a worker: messages out and in, and an end for anything else that comes."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from grader.tester.channel import WorkerChannel
from grader.tester.link import WorkerGone
from grader.worker.wire.frames import Kind, pack

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def ends() -> Iterator[tuple[WorkerChannel, socket.socket]]:
    """Give the channel, and the worker's end."""
    ours, theirs = socket.socketpair()
    channel = WorkerChannel(ours.detach())
    yield channel, theirs
    channel.close()
    theirs.close()


def framed(body: bytes, request: int = 1, kind: Kind = Kind.TALK) -> bytes:
    """Return the bytes of a frame."""
    return b"".join(pack(kind, request, b"{}", body))


def test_a_message_and_its_answer(ends: tuple[WorkerChannel, socket.socket]) -> None:
    """Numbered, one after the other; several may come at once."""
    channel, worker = ends
    channel.send(b"question")
    assert worker.recv(1000) == framed(b"question")
    worker.sendall(framed(b"first") + framed(b"x" * 100_000))
    assert bytes(channel.receive()) == b"first"
    assert len(channel.receive()) == 100_000
    channel.send(b"more")
    assert worker.recv(1000) == framed(b"more", 2)
    assert not channel.gone


def test_an_answer_comes_in_pieces(ends: tuple[WorkerChannel, socket.socket]) -> None:
    """Until it is whole."""
    channel, worker = ends
    channel.send(b"q")
    data = framed(b"answer")
    worker.sendall(data[:3])
    worker.sendall(data[3:-1])
    worker.sendall(data[-1:])
    assert bytes(channel.receive()) == b"answer"


FORGED = {
    "another-kind": framed(b"x", kind=next(kind for kind in Kind if kind is not Kind.TALK)),
    "another-request": framed(b"x", 2),
    "no-body": framed(b""),
    "no-frame": b"\xff" * 64,
    "half-a-frame": framed(b"long enough")[:-4],
    "nothing": b"",
}


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED)
def test_bytes_that_are_no_answer_end_it(ends: tuple[WorkerChannel, socket.socket], data: bytes) -> None:
    """The student's code wrote them; the test ends, and the grader does not."""
    channel, worker = ends
    channel.send(b"q")
    worker.sendall(data)
    worker.shutdown(socket.SHUT_WR)
    with pytest.raises(WorkerGone):
        channel.receive()
    assert channel.gone


def test_a_worker_that_has_ended_takes_no_message(ends: tuple[WorkerChannel, socket.socket]) -> None:
    """As one that says nothing more."""
    channel, worker = ends
    worker.close()
    with pytest.raises(WorkerGone):
        channel.send(b"q")
    assert channel.gone
