"""Answers made ready before somebody asks for them: what costs time in a page is kept by the text it is made from."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from grader.marking.queue import OPEN
from grader.marking.shown import show_answer
from grader.marking.views import answer_view

if TYPE_CHECKING:
    from grader.marking.queue import QueuedAnswer
    from grader.marking.service import MarkingService
    from grader.store.marking import MarkingStore

AHEAD = 10
"""The number of next open answers that are made ready: more than a marker leaves behind in a second."""
SHARE = 4
"""The pause after each answer, in times of what it took: whoever saves meanwhile comes first."""


class AheadRenderer:
    """Renders what each marker will look at next, one answer at a time, until the service closes."""

    def __init__(self, service: MarkingService) -> None:
        self._service = service
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._turns: dict[tuple[str, str, str], int] = {}
        self._count = itertools.count()

    def follow(self, item: str, number: int, marker: str, role: str) -> None:
        """Make the open answers after `number` ready, instead of those after the one that this marker saw before."""
        turn = self._turns[item, marker, role] = next(self._count)
        self._thread.submit(self._render, item, number, marker, role, turn)

    def _render(self, item: str, number: int, marker: str, role: str, turn: int) -> None:
        service = self._service
        headings = [question.heading for question in service.questions.values()]

        def upcoming(store: MarkingStore) -> list[int]:
            return next_numbers(service.queue(store, item, marker, role), number)

        try:
            for following in service.ask_from_outside(upcoming):
                if service.closing.is_set() or self._turns[item, marker, role] != turn:
                    return
                began = time.monotonic()
                answer = service.ask_from_outside(
                    lambda store, at=following: answer_view(service, store, item, at, marker, role)  # type: ignore[misc]
                )
                if answer is not None:
                    show_answer(answer, headings)
                service.closing.wait((time.monotonic() - began) * SHARE)
        except Exception:  # noqa: BLE001 - whoever asks for the page is told
            return


def next_numbers(queue: list[QueuedAnswer], number: int) -> list[int]:
    """Return the numbers of the open answers that follow, after the last one those from the beginning on."""
    later = [answer.number for answer in queue if answer.number > number and answer.state in OPEN]
    earlier = [answer.number for answer in queue if answer.number < number and answer.state in OPEN]
    return [*later, *earlier][:AHEAD]
