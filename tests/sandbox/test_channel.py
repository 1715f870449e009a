"""The judge's end of the wire, against whatever another end can write, close or withhold."""

from __future__ import annotations

import os
import socket
import threading
import time
import tracemalloc
from typing import TYPE_CHECKING, Any, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox import channel as module
from grader.sandbox.channel import OUTPUT_CAP, ChannelClosed, DeadlinePassed, OutputLimitExceeded
from grader.sandbox.inbox import PIECE
from grader.sandbox.socket_channel import SocketChannel
from grader.worker.wire.frames import HEAD, MAGIC, Frame, FrameError, Kind, pack

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUEST = 7


class Ends:
    """A channel, and the ends that a worker would hold."""

    def __init__(self) -> None:
        ours, self.socket = socket.socketpair()
        reading, self.output = os.pipe()
        self.channel, self._ours, self._reading = SocketChannel(ours, reading), ours, reading

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ours.close()
        self.socket.close()
        for descriptor in (self._reading, self.output):
            os.close(descriptor)

    def replies(
        self, data: bytes, *, body_cap: int = 1000, seconds: float = 30.0, message: tuple[Any, ...] = ()
    ) -> list[Frame]:
        """Return the frames that come when the worker has written `data` and closed."""
        self.socket.sendall(data)
        self.socket.shutdown(socket.SHUT_WR)
        return self.exchange(message, body_cap=body_cap, seconds=seconds)

    def exchange(self, message: Any = (), *, body_cap: int = 1000, seconds: float = 30.0) -> list[Frame]:
        """Return the frames up to DONE."""
        frames = []
        until = time.monotonic() + seconds
        for frame in self.channel.exchange(message, request=REQUEST, deadline=until, body_cap=body_cap, last=Kind.DONE):
            frames.append(frame)
            if frame.kind is Kind.DONE:
                break
        return frames


@pytest.fixture
def ends() -> Iterator[Ends]:
    """Give a channel whose worker is this test."""
    with Ends() as made:
        yield made


def part(request: Any = REQUEST, body: bytes = b"123", kind: Kind = Kind.PART) -> bytes:
    """Return the bytes of a frame."""
    return b"".join(pack(kind, request, {"a": 1}, body))


def test_frames_arrive_in_order_and_whole(ends: Ends) -> None:
    """Frames with and without a body come out as they went in, up to the last one."""
    frames = ends.replies(part() + part(body=b"") + part(kind=Kind.DONE, body=b""))
    assert [(frame.kind, bytes(frame.body), frame.header) for frame in frames] == [
        (Kind.PART, b"123", {"a": 1}),
        (Kind.PART, b"", {"a": 1}),
        (Kind.DONE, b"", {"a": 1}),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"hello, world, this is a print", "begin", id="text"),
        pytest.param(part(request=6), "another request", id="another-request"),
        pytest.param(part() + part(request=8), "another request", id="second-of-another-request"),
        pytest.param(part(body=b"x" * 1001), "body", id="body-too-large"),
        pytest.param(part(body=b"x" * 600) + part(body=b"x" * 401), "body", id="bodies-together-too-large"),
        pytest.param(HEAD.pack(MAGIC, 5, REQUEST, 0, 0), "JSON", id="no-header"),
        pytest.param(HEAD.pack(MAGIC, 5, REQUEST, 2, 0) + b"[]", "object", id="header-no-object"),
        pytest.param(part() + b"\0" * 100, "begin", id="zeros-after-a-frame"),
        pytest.param(part(kind=Kind.DONE) + b"rest", "after the end", id="more-after-the-last-frame"),
        pytest.param(part(kind=Kind.DONE) * 2, "after the end", id="the-last-frame-twice"),
    ],
)
def test_what_is_no_answer_is_refused(ends: Ends, data: bytes, says: str) -> None:
    """Early, late, foreign or too large: a FrameError says why."""
    with pytest.raises(FrameError, match=says):
        ends.replies(data)


@pytest.mark.parametrize("size", [1, PIECE - 200, PIECE - 30, PIECE, 3 * PIECE + 7])
@pytest.mark.parametrize("step", [1 << 12, 1 << 20])
def test_frames_larger_than_what_is_read_at_once_arrive_whole(ends: Ends, size: int, step: int) -> None:
    """A body over several reads, and the frames around it, wherever a read ends."""
    bodies = [bytes([number]) * size for number in range(3)]
    data = b"".join(part(body=body) for body in bodies) + part(kind=Kind.DONE, body=b"")

    def write() -> None:
        for start in range(0, len(data), step):
            ends.socket.sendall(data[start : start + step])

    writer = threading.Thread(target=write)
    writer.start()
    frames = ends.exchange(body_cap=10 * len(data), seconds=60)
    writer.join()
    assert [bytes(frame.body) for frame in frames] == [*bodies, b""]


@pytest.mark.parametrize("length", [0, 1, HEAD.size, HEAD.size + 3, len(part()) - 1])
def test_an_end_inside_a_frame_is_a_hangup(ends: Ends, length: int) -> None:
    """A worker that dies while it writes has hung up, wherever it was."""
    with pytest.raises(ChannelClosed):
        ends.replies(part()[:length])


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 9), st.binary(max_size=9)), min_size=1, max_size=4))
def test_mutated_frames_are_refused_or_frames(edits: Any) -> None:
    """Any change of the bytes gives frames, a hangup or a FrameError."""
    data = bytearray(part() + part(body=bytes(100)) + part(kind=Kind.DONE))
    for start, length, new in edits:
        data[start : start + length] = new
    with Ends() as ends:
        try:
            frames = ends.replies(bytes(data))
        except (FrameError, ChannelClosed):
            return
        assert sum(len(frame.body) for frame in frames) <= 1000


def test_headers_without_end_are_refused_before_they_fill_the_memory(
    ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Frames that carry nothing cost their headers, so that a reply cannot go on for ever."""
    monkeypatch.setattr(module, "HEADERS_CAP", 200_000)
    costly = b'{"":[' + b",".join([b'{"":0}'] * 4900) + b"]}"
    flood = (HEAD.pack(MAGIC, 5, REQUEST, len(costly), 0) + costly) * 20
    writer = threading.Thread(target=_send_until_closed, args=(ends.socket, flood))
    writer.start()
    tracemalloc.start()
    try:
        with pytest.raises(FrameError, match="headers of more than"):
            ends.exchange()
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()
        ends._ours.close()
        writer.join(30.0)


def _send_until_closed(sock: Any, data: Any) -> None:
    try:
        sock.sendall(data)
    except OSError:
        return


@pytest.mark.parametrize("data", [b"", part()[:30], part()], ids=["silence", "half-a-frame", "no-last-frame"])
def test_silence_ends_at_the_deadline(ends: Ends, data: bytes) -> None:
    """Whoever stops writing is waited for until the deadline and no longer."""
    ends.socket.sendall(data)
    began = time.monotonic()
    with pytest.raises(DeadlinePassed):
        ends.exchange(seconds=0.05)
    assert 0.05 <= time.monotonic() - began < 15


def test_a_worker_that_does_not_read_ends_at_the_deadline(ends: Ends) -> None:
    """A message that is not taken does not hold the judge."""
    with pytest.raises(DeadlinePassed):
        ends.exchange([b"x" * 10_000_000], seconds=0.05)


def test_a_large_message_goes_out_while_answers_and_prints_come_in(ends: Ends) -> None:
    """Nobody waits for the other: the worker may print and answer before it has read everything."""
    message = [b"a" * 3_000_000, b"", b"b" * 2_000_000]

    def work() -> None:
        os.write(ends.output, b"p" * 50_000)
        ends.socket.sendall(part(body=b"x" * 400_000))
        left = 5_000_000
        while left:
            left -= len(ends.socket.recv(min(left, 1 << 16)))
        os.write(ends.output, b"q" * 50_000)
        ends.socket.sendall(part(kind=Kind.DONE, body=b""))

    worker = threading.Thread(target=work)
    worker.start()
    frames = ends.exchange([piece for piece in message if piece], body_cap=500_000)
    worker.join(30.0)
    assert [len(frame.body) for frame in frames] == [400_000, 0]
    ends.channel.drain_rest()
    assert ends.channel.drained == 100_000
    assert len(ends.channel.printed) == OUTPUT_CAP


def test_an_empty_pipe_holds_nobody(ends: Ends) -> None:
    """Output that was announced may be gone before it is read; reading it does not wait."""
    assert ends.channel.drain() is False
    os.write(ends.output, b"x")
    assert ends.channel.drain() is True
    assert ends.channel.printed == b"x"


def test_a_closed_output_is_no_end(ends: Ends) -> None:
    """A student may close stdout; the answers still come."""
    spare = os.dup(ends.output)
    os.close(ends.output)
    os.close(spare)
    ends.output = os.dup(0)
    assert len(ends.replies(part() + part(kind=Kind.DONE))) == 2
    ends.channel.drain_rest()
    assert ends.channel.drain() is False


def test_too_much_output_is_a_flood(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing without end is stopped, and what is left afterwards is not waited for."""
    monkeypatch.setattr(module, "DRAINED_CAP", 1000)
    os.write(ends.output, b"x" * 1001)
    with pytest.raises(OutputLimitExceeded):
        ends.exchange()
    os.write(ends.output, b"x" * 1001)
    ends.channel.drain_rest()
    assert ends.channel.drained == 2002
