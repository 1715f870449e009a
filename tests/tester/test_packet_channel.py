"""The two ways of a tester over pipes: messages to the judge, talk with the worker, and an end on either."""

from __future__ import annotations

import io

import pytest

from grader.sandbox.packets import PacketKind, PacketStream
from grader.tester.link import WorkerGone
from grader.tester.packet_channel import PacketChannel, PacketMessages


def stream(*packets: tuple[PacketKind, bytes]) -> tuple[PacketStream, io.BytesIO]:
    """Return a stream from which these packets come, and where its own go."""
    incoming, outgoing = io.BytesIO(), io.BytesIO()
    writer = PacketStream(io.BytesIO(), incoming)
    for kind, data in packets:
        writer.send(kind, data)
    incoming.seek(0)
    return PacketStream(incoming, outgoing), outgoing


def packets(outgoing: io.BytesIO) -> list[tuple[PacketKind, bytes]]:
    """Return what was sent."""
    reader, sent = PacketStream(io.BytesIO(outgoing.getvalue()), io.BytesIO()), []
    while True:
        try:
            sent.append(reader.receive())
        except EOFError:
            return sent


def test_messages_are_json_and_carry_no_descriptors() -> None:
    """In both directions."""
    both, outgoing = stream((PacketKind.MESSAGE, b'{"tests": ["a", 1]}'))
    messages = PacketMessages(both)
    assert messages.receive() == ({"tests": ["a", 1]}, [])
    messages.send({"passed": True})
    assert packets(outgoing) == [(PacketKind.MESSAGE, b'{"passed": true}')]


@pytest.mark.parametrize(
    "incoming", [[], [(PacketKind.TALK, b"x")], [(PacketKind.GONE, b"")]], ids=["end", "talk", "gone"]
)
def test_anything_but_a_message_is_the_end_of_the_run(incoming: list[tuple[PacketKind, bytes]]) -> None:
    """The judge has hung up, or speaks of something else."""
    with pytest.raises(EOFError):
        PacketMessages(stream(*incoming)[0]).receive()


def test_talk_crosses_as_bytes() -> None:
    """Question and answer, unchanged."""
    both, outgoing = stream((PacketKind.TALK, b"\0answer"))
    channel = PacketChannel(both)
    channel.send(b"\1question")
    assert bytes(channel.receive()) == b"\0answer"
    assert packets(outgoing) == [(PacketKind.TALK, b"\1question")]
    assert not channel.gone


@pytest.mark.parametrize(
    "packet",
    [(PacketKind.GONE, b""), (PacketKind.TALK, b""), (PacketKind.MESSAGE, b"{}")],
    ids=["gone", "empty", "other"],
)
def test_a_worker_that_is_gone_stays_gone(packet: tuple[PacketKind, bytes]) -> None:
    """Nothing is sent to it any more, so that no answer of another worker is taken for its own."""
    both, outgoing = stream(packet, (PacketKind.TALK, b"late"))
    channel = PacketChannel(both)
    with pytest.raises(WorkerGone):
        channel.receive()
    assert channel.gone
    with pytest.raises(WorkerGone):
        channel.send(b"question")
    assert packets(outgoing) == []
