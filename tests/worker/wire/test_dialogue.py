"""Two ends that ask each other while they are asked: strictly nested, and nothing forged gets past."""

from __future__ import annotations

from typing import Any

import pytest

from grader.worker.wire.dialogue import ANSWER, MAX_NESTING, QUESTION, Dialogue
from grader.worker.wire.plain import PlainValueError
from grader.worker.wire.value_reading import read_value
from grader.worker.wire.value_writing import write_value


class PlainParty:
    """A party without objects: plain values alone."""

    write = staticmethod(write_value)
    read = staticmethod(read_value)


class Wire:
    """Replies to be received, and what was sent."""

    def __init__(self, *replies: bytes) -> None:
        self.replies = list(replies)
        self.sent: list[bytes] = []

    def dialogue(self, answer: Any = lambda question: question) -> Dialogue:
        """Return an end on this wire."""
        party: Any = PlainParty()
        return Dialogue(party, self.sent.append, lambda: memoryview(self.replies.pop(0)), answer)


def framed(kind: int, value: object) -> bytes:
    """Return a message of the other side."""
    return bytes([kind]) + write_value(value)


def test_a_question_gets_its_answer() -> None:
    """And is counted."""
    wire = Wire(framed(ANSWER, 7))
    dialogue = wire.dialogue()
    assert dialogue.ask("how many") == 7
    assert (wire.sent, dialogue.count) == ([framed(QUESTION, "how many")], 1)


def test_questions_that_come_first_are_answered_first() -> None:
    """As many as come."""
    wire = Wire(framed(QUESTION, 1), framed(QUESTION, 2), framed(ANSWER, "done"))
    assert wire.dialogue(lambda question: question * 10).ask("begin") == "done"
    assert wire.sent == [framed(QUESTION, "begin"), framed(ANSWER, 10), framed(ANSWER, 20)]


def test_an_answer_may_need_a_question_of_its_own() -> None:
    """Its answer goes to the inner question, the next one to the outer."""
    wire = Wire(framed(QUESTION, "inner"), framed(ANSWER, 1), framed(ANSWER, 2))
    ends: list[Dialogue] = []
    ends.append(wire.dialogue(lambda _: ends[0].ask("asked back")))
    assert ends[0].ask("outer") == 2
    assert wire.sent == [framed(QUESTION, "outer"), framed(QUESTION, "asked back"), framed(ANSWER, 1)]


@pytest.mark.parametrize("forged", [b"", b"\x02", b"\xff" + write_value(1)], ids=["empty", "unknown", "with-a-value"])
def test_a_message_that_is_neither_is_refused(forged: bytes) -> None:
    """The other side may be a student's code: its bytes are never an exception of another kind."""
    with pytest.raises(PlainValueError, match="not a question"):
        Wire(forged).dialogue().ask("begin")
    with pytest.raises(PlainValueError, match="not a question"):
        Wire().dialogue().serve(memoryview(forged))


def test_the_nesting_is_limited() -> None:
    """A side that always asks back does not use up the stack."""
    wire = Wire(*[framed(QUESTION, 0)] * (MAX_NESTING + 2))
    ends: list[Dialogue] = []
    ends.append(wire.dialogue(lambda _: ends[0].ask("back")))
    with pytest.raises(PlainValueError, match="not a question"):
        ends[0].ask("begin")


def test_a_question_that_breaks_leaves_room_for_others() -> None:
    """The nesting counts what is open, not what has ended."""
    wire = Wire(framed(ANSWER, "still here"))

    def fail(_: object) -> None:
        raise ZeroDivisionError

    dialogue = wire.dialogue(fail)
    for _ in range(MAX_NESTING + 1):
        with pytest.raises(ZeroDivisionError):
            dialogue.serve(memoryview(framed(QUESTION, 1)))
    assert dialogue.ask("there?") == "still here"
