"""The judge's ends of the portable link: threads, a queue, and marks in what is printed."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox import channel as bounds
from grader.sandbox import pipe_channel as module
from grader.sandbox.channel import OUTPUT_CAP, ChannelClosed, DeadlinePassed, OutputLimitExceeded
from grader.sandbox.pipe_channel import MARK, PipeChannel, _MarkedReader
from grader.worker.wire.frames import HEAD, MAGIC, Frame, FrameError, Kind, pack
from tests.sandbox.hostile import descriptors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REQUEST = 7
SIGN = bytes(range(16))


class PipeEnds:
    """A channel, and the ends that a worker would hold."""

    def __init__(self) -> None:
        reading, messages = os.pipe()
        frames, writing = os.pipe()
        output, marks = os.pipe()
        self.messages, self.writing, self.output = os.fdopen(reading, "rb"), writing, os.dup(marks)
        self.channel = PipeChannel(os.fdopen(messages, "wb", 0), os.fdopen(frames, "rb", 0), output, marks)
        self.writing_open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()
        self.messages.close()
        self.channel.close()
        os.close(self.output)

    def hang_up(self) -> None:
        """Close the end that frames go into."""
        if self.writing_open:
            os.close(self.writing)
        self.writing_open = False

    def write(self, data: bytes) -> None:
        """Write all of it."""
        while data:
            data = data[os.write(self.writing, data) :]

    def exchange(self, message: Sequence[bytes] = (), *, body_cap: int = 1000, seconds: float = 30.0) -> list[Frame]:
        """Return the frames up to DONE."""
        until = time.monotonic() + seconds
        return list(self.channel.exchange(message, request=REQUEST, deadline=until, body_cap=body_cap, last=Kind.DONE))


@pytest.fixture
def ends() -> Iterator[PipeEnds]:
    """Give a channel whose worker is this test."""
    with PipeEnds() as made:
        yield made


def part(request: int = REQUEST, body: bytes = b"123", kind: Kind = Kind.PART) -> bytes:
    """Return the bytes of a frame."""
    return b"".join(pack(kind, request, {"a": 1}, body))


def test_frames_arrive_in_order_and_whole(ends: PipeEnds) -> None:
    """As they went in, up to the last one."""
    ends.write(part() + part(body=b"") + part(kind=Kind.DONE, body=b""))
    assert [(frame.kind, bytes(frame.body)) for frame in ends.exchange()] == [
        (Kind.PART, b"123"), (Kind.PART, b""), (Kind.DONE, b"")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"hello, world, this is a print", "begin", id="text"),
        pytest.param(part(request=6), "another request", id="another-request"),
        pytest.param(part(body=b"x" * 1001), "body", id="body-too-large"),
        pytest.param(HEAD.pack(MAGIC, 5, REQUEST, 0, 0), "JSON", id="no-header"),
        pytest.param(part(kind=Kind.DONE) + b"rest", "after the end", id="more-after-the-last-frame"),
        pytest.param(part(kind=Kind.DONE) * 2, "after the end", id="the-last-frame-twice"),
        pytest.param(part(kind=Kind.DONE) + bytes(60_000), "after the end", id="much-after-the-last-frame"),
    ],
)
def test_what_is_no_answer_is_refused(ends: PipeEnds, data: bytes, says: str) -> None:
    """Early, late, foreign or too large: a FrameError says why."""
    ends.write(data)
    with pytest.raises(FrameError, match=says):
        ends.exchange()


@pytest.mark.parametrize("length", [0, 1, HEAD.size, len(part()) - 1])
def test_an_end_inside_a_frame_is_a_hangup(ends: PipeEnds, length: int) -> None:
    """And is one again when the channel is asked again."""
    ends.write(part()[:length])
    ends.hang_up()
    for _ in range(2):
        with pytest.raises(ChannelClosed):
            ends.exchange()


def test_silence_ends_at_the_deadline(ends: PipeEnds) -> None:
    """Whoever does not write is waited for no longer."""
    with pytest.raises(DeadlinePassed):
        ends.exchange(seconds=0.05)


def test_a_worker_that_does_not_read_holds_nobody(ends: PipeEnds) -> None:
    """A message of many times what a pipe holds waits in a thread."""
    with pytest.raises(DeadlinePassed):
        ends.exchange([b"x" * 10_000_000], seconds=0.05)


def test_both_directions_at_once(ends: PipeEnds) -> None:
    """A large message goes out while answers and prints come in."""

    def work() -> None:
        os.write(ends.output, b"p" * 50_000)
        ends.write(part(body=b"x" * 400_000))
        assert len(ends.messages.read(5_000_000)) == 5_000_000
        os.write(ends.output, b"q" * 50_000)
        ends.write(part(kind=Kind.DONE, body=b""))

    worker = threading.Thread(target=work)
    worker.start()
    frames = ends.exchange([b"a" * 3_000_000, b"b" * 2_000_000], body_cap=500_000)
    worker.join(30.0)
    assert [len(frame.body) for frame in frames] == [400_000, 0]
    ends.channel.drain_rest()
    assert (ends.channel.drained, len(ends.channel.printed)) == (100_000, OUTPUT_CAP)


def test_a_flood_of_frames_waits_in_the_pipe(ends: PipeEnds) -> None:
    """The judge holds so many pieces and no more, however long it does not look."""
    flood = threading.Thread(target=_write_until_closed, args=(ends.writing,))
    flood.start()
    until = time.monotonic() + 30
    while ends.channel._arrived.qsize() < module.PIECES and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.05)
    assert ends.channel._arrived.qsize() == module.PIECES
    with pytest.raises(FrameError):
        ends.exchange()
    ends.channel.close()
    flood.join(30.0)
    assert not flood.is_alive()


def _write_until_closed(descriptor: int) -> None:
    try:
        while True:
            os.write(descriptor, bytes(1 << 16))
    except OSError:
        return


def test_all_that_was_printed_before_is_there_when_it_is_asked_for(ends: PipeEnds) -> None:
    """However the threads are scheduled."""
    for number in range(200):
        os.write(ends.output, b"%d\n" % number)
        ends.channel.drain_rest()
        assert ends.channel.printed.endswith(b"%d\n" % number)


def test_too_much_output_is_a_flood_and_is_not_read_on(ends: PipeEnds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever prints without end is stopped by the pipe, until the process is killed."""
    monkeypatch.setattr(bounds, "DRAINED_CAP", 1000)
    monkeypatch.setattr(ends.channel._reader, "_sign", SIGN)  # a random one may begin as the text ends
    os.write(ends.output, b"x" * 1001)
    with pytest.raises(OutputLimitExceeded):
        ends.exchange()
    os.write(ends.output, b"y" * 1001)
    ends.channel.drain_rest()
    assert ends.channel.drained == 1001
    ends.channel.close()
    assert ends.channel.drained == 2002


@pytest.mark.parametrize("length", [1, 4, 15])
def test_what_is_printed_like_the_beginning_of_a_mark_is_kept(
    length: int, ends: PipeEnds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is held back until it is known to be none, and counts then."""
    monkeypatch.setattr(ends.channel._reader, "_sign", SIGN)
    text = b"text" + MARK.pack(SIGN, 1)[:length]
    os.write(ends.output, text)
    ends.channel.close()
    assert bytes(ends.channel.printed) == text


def test_a_mark_that_is_read_away_costs_a_moment(ends: PipeEnds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one is met again: marks are numbered."""
    monkeypatch.setattr(module, "MARK_SECONDS", 0.05)
    reader = ends.channel._reader
    monkeypatch.setattr(os, "write", lambda *_: 20)  # what a student who reads his own output does to it
    ends.channel.drain_rest()
    monkeypatch.undo()
    os.write(ends.output, b"after")
    ends.channel.drain_rest()
    assert (reader._met, reader._written, bytes(ends.channel.printed)) == (2, 2, b"after")


def test_nothing_is_left_open() -> None:
    """Neither descriptors nor threads, also where somebody holds the output pipe open."""
    before, threads = descriptors(), threading.active_count()
    for _ in range(5):
        with PipeEnds() as made:
            os.write(made.output, b"x")
            made.hang_up()
            made.messages.close()
            made.channel.close()
            assert [thread.name for thread in made.channel._threads if thread.is_alive()] == []
    assert (descriptors(), threading.active_count()) == (before, threads)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=30), min_size=1, max_size=5), st.data())
def test_marks_are_cut_out_wherever_a_read_ends(texts: list[bytes], data: st.DataObject) -> None:
    """What is kept is what was printed, whatever it looks like: also pieces of the mark itself."""
    kept = bytearray()

    def keep(text: bytes) -> bool:
        kept.extend(text)
        return True

    reader = _MarkedReader(-1, keep)
    texts = [text.replace(b"m", reader._sign[:5]) for text in texts]
    stream = b"".join(text + MARK.pack(reader._sign, number + 1) for number, text in enumerate(texts))
    reader._written = len(texts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    rest = b""
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        rest = reader._pass_on(rest + stream[start:end])
    assert (bytes(kept), rest, reader._met) == (b"".join(texts), b"", len(texts))
