"""The order of answers, the state of each, and which one is next."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING

from grader.records import dataclass
from grader.results.hand_marks import MarkState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from grader.results.hand_marks import HandMark


class AnswerState(StrEnum):
    """The state of an answer."""

    UNMARKED = "unmarked"
    DRAFT = "draft"
    CHECK = "please check"
    MARKED = "marked"
    LOOK_AGAIN = "look again"


OPEN = frozenset({AnswerState.UNMARKED, AnswerState.DRAFT, AnswerState.LOOK_AGAIN})
"""States in which an answer waits for any marker; `please check` waits for somebody in particular."""


@dataclass(frozen=True, slots=True)
class QueuedAnswer:
    """One answer in the order in which a question is marked."""

    number: int
    submission: str
    state: AnswerState


def shuffled(secret: str, item: str) -> Callable[[Iterable[str]], list[str]]:
    """Return the order of a question: another one for each, the same after every start, and no list of names.

    Whoever is first in an alphabet is marked otherwise than who is last (docs/marking.md has the studies).
    """

    def order(submissions: Iterable[str]) -> list[str]:
        return sorted(
            submissions,
            key=lambda id_: hashlib.sha256(f"{secret}\0{item}\0{id_}".encode("utf-8", "replace")).hexdigest(),
        )

    return order


def state_of(mark: HandMark | None, digest: str | None, *, drafted: bool) -> AnswerState:
    """Return the state of an answer; `digest` is that of the answer now, None where it is not known yet."""
    if mark is None or mark.state is MarkState.CLEARED:
        return AnswerState.DRAFT if drafted else AnswerState.UNMARKED
    if mark.answer and digest is not None and mark.answer != digest:
        return AnswerState.LOOK_AGAIN
    return AnswerState.CHECK if mark.state is MarkState.CHECK else AnswerState.MARKED


def next_open(
    queue: Sequence[QueuedAnswer], number: int, claimed: Collection[str] = (), states: Collection[AnswerState] = OPEN
) -> QueuedAnswer | None:
    """Return the next answer from `number` on that is open, the beginning of the queue after its end.

    What others look at comes last: it is offered only where nothing else is left.
    """
    later = [answer for answer in queue if answer.number > number]
    earlier = [answer for answer in queue if answer.number < number]
    waiting = [answer for answer in (*later, *earlier) if answer.state in states]
    free = [answer for answer in waiting if answer.submission not in claimed]
    return next(iter(free or waiting), None)


def neighbour(queue: Sequence[QueuedAnswer], number: int, step: int) -> QueuedAnswer | None:
    """Return the answer before (-1) or after (1) a number, whatever its state."""
    numbers = [answer.number for answer in queue]
    index = numbers.index(number) + step if number in numbers else -1
    return queue[index] if 0 <= index < len(queue) else None


def counts_of(queue: Sequence[QueuedAnswer]) -> Mapping[AnswerState, int]:
    """Return how many answers are in each state."""
    return {state: sum(answer.state is state for answer in queue) for state in AnswerState}
