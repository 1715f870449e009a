"""The worker's loop, inside this process: frames in, frames out, until the other end hangs up."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from grader.worker.endpoint import SocketEndpoint
from grader.worker.service import Service
from grader.worker.wire.frames import HEAD, FrameError, Kind, pack, read_head, read_header

if TYPE_CHECKING:
    from collections.abc import Iterator

WALLS = b"".join(pack(Kind.WALLS, 3, {"walls": False}))


@pytest.fixture
def ends() -> Iterator[tuple[Any, ...]]:
    """Give the two ends of a channel."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(30.0)
        yield ours, theirs


def service(theirs: Any) -> Service:
    """Return a service that has not begun; no walls go up around the tests."""
    slot = memoryview(bytearray(8)).cast("Q")
    return Service(SocketEndpoint(theirs.fileno()), slot, lambda config: {"layers": {}, "asked": config})


def receive(ours: Any) -> tuple[Any, ...]:
    """Return the next frame's kind, request, header and body."""

    def take(size: Any) -> Any:
        data = b""
        while len(data) < size:
            data += ours.recv(size - len(data))
        return data

    head = read_head(take(HEAD.size), body_cap=1 << 30)
    return head.kind, head.request, read_header(take(head.header)), take(head.body)


def test_it_says_which_walls_are_up_and_leaves_when_nobody_is_there(ends: tuple[Any, ...]) -> None:
    """The first frame is answered by READY and the report; a channel that closes between frames ends the loop."""
    ours, theirs = ends
    ours.sendall(WALLS)
    ours.shutdown(socket.SHUT_WR)
    service(theirs).run()
    assert receive(ours) == (Kind.READY, 3, {"layers": {}, "asked": {"walls": False}}, b"")


@pytest.mark.parametrize("kind", [None, Kind.LOAD, Kind.ASK], ids=["nothing", "load", "ask"])
def test_no_file_and_no_question_comes_before_the_walls(ends: tuple[Any, ...], kind: Kind | None) -> None:
    """Whoever does not begin with the walls gets no answer, not even that it is ready."""
    ours, theirs = ends
    if kind is not None:
        ours.sendall(b"".join(pack(kind, 1, {"files": [], "wanted": {}, "bare": {}, "groups": []})))
    ours.shutdown(socket.SHUT_WR)
    with pytest.raises(FrameError, match="the first frame says which walls go up"):
        service(theirs).run()
    theirs.shutdown(socket.SHUT_WR)
    assert ours.recv(1) == b""


@pytest.mark.parametrize("length", [10, HEAD.size, HEAD.size + 1, -1], ids=["head", "header", "in-header", "body"])
def test_a_channel_that_closes_inside_a_frame_is_no_question(ends: tuple[Any, ...], length: int) -> None:
    """Half a frame is never acted upon."""
    ours, theirs = ends
    ours.sendall(WALLS + b"".join(pack(Kind.ASK, 7, {"groups": []}, b"12345678"))[:length])
    ours.shutdown(socket.SHUT_WR)
    if length == 10:
        service(theirs).run()
    else:
        with pytest.raises(FrameError, match="closed inside"):
            service(theirs).run()


@pytest.mark.parametrize("pieces", [[b"x" * 3_000_000], [b"ab"] * 3000, [b"", b"a" * 700_000, b"", b"b"] * 3, []])
def test_a_large_frame_goes_through_a_small_channel(ends: tuple[Any, ...], pieces: list[Any]) -> None:
    """However the system cuts the writing, the body arrives once and in order."""
    ours, theirs = ends
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    sender = threading.Thread(target=service(theirs)._write, args=(pack(Kind.PART, 5, {"a": 1}, *pieces),))
    sender.start()
    assert receive(ours) == (Kind.PART, 5, {"a": 1}, b"".join(pieces))
    sender.join(30.0)
    assert not sender.is_alive()


def test_a_stream_that_the_student_broke_does_not_end_the_worker(
    ends: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Output is flushed before an answer is complete, as far as there is an output."""
    ours, theirs = ends
    monkeypatch.setattr("sys.stdout", None)
    ours.sendall(WALLS + b"".join(pack(Kind.ASK, 7, {"groups": []}, b"")))
    ours.shutdown(socket.SHUT_WR)
    service(theirs).run()
    assert [receive(ours)[:2] for _ in range(2)] == [(Kind.READY, 3), (Kind.DONE, 7)]
