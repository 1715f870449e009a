"""The worker's loop, inside this process: frames in, frames out, until the other end hangs up."""

import os
import socket
import threading

import pytest

from grader.worker.frames import HEAD, FrameError, Kind, pack, read_head, read_header
from grader.worker.service import Service


@pytest.fixture
def ends():
    """Give the two ends of a channel."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5.0)
        yield ours, theirs


def service(theirs):
    """Return a service that has not begun."""
    return Service(theirs.fileno(), memoryview(bytearray(8)).cast("Q"))


def receive(ours):
    """Return the next frame's kind, request, header and body."""

    def take(size):
        data = b""
        while len(data) < size:
            data += ours.recv(size - len(data))
        return data

    head = read_head(take(HEAD.size), body_cap=1 << 30)
    return head.kind, head.request, read_header(take(head.header)), take(head.body)


def test_it_says_that_it_is_ready_and_leaves_when_nobody_is_there(ends):
    """The first frame is READY; a channel that closes between frames ends the loop without a word."""
    ours, theirs = ends
    ours.shutdown(socket.SHUT_WR)
    service(theirs).run()
    assert receive(ours) == (Kind.READY, 0, {"pid": os.getpid()}, b"")


@pytest.mark.parametrize("length", [10, HEAD.size, HEAD.size + 1, -1], ids=["head", "header", "in-header", "body"])
def test_a_channel_that_closes_inside_a_frame_is_no_question(ends, length):
    """Half a frame is never acted upon."""
    ours, theirs = ends
    ours.sendall(b"".join(pack(Kind.ASK, 7, {"groups": []}, b"12345678"))[:length])
    ours.shutdown(socket.SHUT_WR)
    if length == 10:
        service(theirs).run()
    else:
        with pytest.raises(FrameError, match="closed inside"):
            service(theirs).run()


@pytest.mark.parametrize("pieces", [[b"x" * 3_000_000], [b"ab"] * 3000, [b"", b"a" * 700_000, b"", b"b"] * 3, []])
def test_a_large_frame_goes_through_a_small_channel(ends, pieces):
    """However the system cuts the writing, the body arrives once and in order."""
    ours, theirs = ends
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    sender = threading.Thread(target=service(theirs)._send, args=(Kind.PART, 5, {"a": 1}, *pieces))
    sender.start()
    assert receive(ours) == (Kind.PART, 5, {"a": 1}, b"".join(pieces))
    sender.join(5.0)
    assert not sender.is_alive()


def test_a_stream_that_the_student_broke_does_not_end_the_worker(ends, monkeypatch):
    """Output is flushed before an answer is complete, as far as there is an output."""
    ours, theirs = ends
    monkeypatch.setattr("sys.stdout", None)
    ours.sendall(b"".join(pack(Kind.ASK, 7, {"groups": []}, b"")))
    ours.shutdown(socket.SHUT_WR)
    service(theirs).run()
    assert [receive(ours)[:2] for _ in range(2)] == [(Kind.READY, 0), (Kind.DONE, 7)]
