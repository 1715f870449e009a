"""Bytes as frames: cut where a frame ends, whatever pieces they come in, and refused where they are none."""

from __future__ import annotations

import pytest

from grader.sandbox.inbox import PIECE, Inbox
from grader.worker.wire.frames import Frame, FrameError, Kind, pack

BODIES = (b"", b"abc", b"x" * (2 * PIECE))


def bytes_of(*bodies: bytes, request: int = 1) -> bytes:
    """Return frames with these bodies."""
    return b"".join(part for body in bodies for part in pack(Kind.TALK, request, b"{}", body))


def received(inbox: Inbox, data: bytes, piece: int = PIECE) -> list[Frame]:
    """Return the frames that arrive in pieces."""
    frames: list[Frame] = []
    while data:
        room = inbox.room()
        size = min(piece, len(room), len(data))
        room[:size] = data[:size]
        room.release()
        inbox.filled += size
        data = data[size:]
        frames += inbox.frames()
    return frames


@pytest.mark.parametrize("piece", [1, 7, 1000, PIECE], ids=str)
def test_frames_do_not_depend_on_the_pieces(piece: int) -> None:
    """Several in one, or one in several."""
    bodies = BODIES if piece > 7 else BODIES[:2]
    frames = received(Inbox(1, 1 << 20), bytes_of(*bodies), piece)
    assert [bytes(frame.body) for frame in frames] == list(bodies)
    assert {(frame.kind, frame.request) for frame in frames} == {(Kind.TALK, 1)}


def test_a_body_stays_when_the_next_one_comes() -> None:
    """The buffer is used again, and the frame has a copy."""
    inbox = Inbox(1, 1 << 20)
    (first,) = received(inbox, bytes_of(b"first"))
    received(inbox, bytes_of(b"other"))
    assert bytes(first.body) == b"first"


def test_replies_one_after_the_other_share_a_piece() -> None:
    """Nothing of one is in the next, also when it was larger than the piece."""
    piece = bytearray(PIECE)
    for bodies in (BODIES, (b"abcdef",), (b"ab",), (*BODIES, b"last")):
        data = bytes_of(*bodies)
        frames = received(Inbox(1, 1 << 20, piece), data)
        assert [bytes(frame.body) for frame in frames] == list(bodies)
    assert len(piece) == PIECE


def test_what_has_come_behind_a_frame_is_counted() -> None:
    """A reply that goes on behind its end is told apart from one that does not."""
    inbox, data = Inbox(1, 1 << 20), bytes_of(b"abc")
    received(inbox, data + data[:5])
    assert inbox.left == 5
    assert inbox.overhead == len(data) - 3


def test_an_answer_to_another_question_is_refused() -> None:
    """Early, late or twice: the worker's own loop did not write it."""
    with pytest.raises(FrameError, match="answers another request"):
        received(Inbox(1, 1 << 20), bytes_of(b"abc", request=2))


def test_one_cap_counts_for_all_frames() -> None:
    """Many small bodies are as large as one; what is claimed counts before it comes."""
    assert len(received(Inbox(1, 10), bytes_of(b"12345", b"12345"))) == 2
    with pytest.raises(FrameError):
        received(Inbox(1, 10), bytes_of(b"12345", b"123456"))
    with pytest.raises(FrameError):
        received(Inbox(1, 10), bytes_of(b"x" * 11)[:30])


def test_bytes_that_are_no_frame_are_refused() -> None:
    """At the first head."""
    with pytest.raises(FrameError):
        received(Inbox(1, 1 << 20), b"\xff" * 100)
