"""The messages and tables of both sides are what the codecs of their contents need."""

from __future__ import annotations

from grader.tester import party as tester_side
from grader.worker.remote import StudentParty
from grader.worker.wire.contents import ContainerTable, ContentReading, ContentWriting, Mirror
from grader.worker.wire.shared_values import MessageReading, MessageWriting


def test_both_sides_have_what_the_codecs_need() -> None:
    """The tester's tables and the worker's, and the messages of each."""
    for party in (tester_side.TesterParty(), StudentParty(print)):
        assert isinstance(party, ContainerTable)
        assert isinstance(MessageWriting(party), ContentWriting)
        assert isinstance(MessageReading(party, memoryview(b"")), ContentReading)


def test_of_a_new_mirror_nothing_is_known() -> None:
    """Its contents are written with the next message."""
    value: list[int] = []
    mirror = Mirror(value)
    assert mirror.value is value
    assert mirror.content is None
