"""Requests and answers of two processes that may each ask the other while it is being asked.

One side asks, the other may ask back before it answers, and so on: strictly nested, so that what is awaited is always
the answer to the last question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .plain import PlainValueError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .shared_values import Party

QUESTION, ANSWER = 0, 1
MAX_NESTING = 200


class Dialogue:
    """One side's end."""

    def __init__(
        self,
        party: Party,
        send: Callable[[bytes], None],
        receive: Callable[[], memoryview],
        answer: Callable[[Any], object],
    ) -> None:
        """`answer` returns what is sent back for a question of the other side."""
        self.party = party
        self._send = send
        self._receive = receive
        self._answer = answer
        self._nesting = 0
        self.count = 0
        """Questions asked from here."""

    def ask(self, question: object) -> Any:
        """Send a question and return its answer; answer what the other side asks meanwhile."""
        self.count += 1
        self._send(b"\0" + self.party.write(question))
        while True:
            data = self._receive()
            if data and data[0] == ANSWER:
                return self.party.read(data[1:])
            self.serve(data)

    def serve(self, data: memoryview) -> None:
        """Answer one question.  Raises PlainValueError for what is none."""
        if not data or data[0] != QUESTION or self._nesting >= MAX_NESTING:
            raise PlainValueError("not a question")
        self._nesting += 1
        try:
            self._send(b"\1" + self.party.write(self._answer(self.party.read(data[1:]))))
        finally:
            self._nesting -= 1
