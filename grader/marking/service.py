"""Everything that the pages ask for and save.  One thread has the store, so that two saves are never at once.

SQLite's own waiters sleep and wake at random, which makes ten markers wait for a second now and then; a queue is fair.
"""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from grader.errors import UsageError
from grader.marking.access import secret_of
from grader.marking.claims import Claims
from grader.marking.index import AnswerIndex, MarkIndex
from grader.marking.questions import points_of, questions_of
from grader.marking.queue import QueuedAnswer, shuffled, state_of
from grader.records import dataclass, field
from grader.results.hand_marks import MarkState
from grader.results.overrides import read_overrides
from grader.store.marking import FIRST, SECOND, MarkingStore, StoredMark
from grader.store.reading import now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from grader.course import Course
    from grader.marking.index import KnownAnswer
    from grader.marking.questions import MarkingQuestion
    from grader.results.hand_marks import HandMark
    from grader.results.overrides import Overrides
    from grader.store import Folder

T = TypeVar("T")


@dataclass
class MarkingService:
    """The marking of one class."""

    folder: Folder
    course: Course
    claims: Claims = field(default_factory=Claims)
    marks: MarkIndex = field(default_factory=MarkIndex)
    answers: AnswerIndex = field(default_factory=AnswerIndex)
    secret: str = ""
    walls: bool = True
    """Whether pictures may be decoded behind all walls only."""
    closing: threading.Event = field(default_factory=threading.Event)
    """Set once the store is about to be closed."""

    def __post_init__(self) -> None:
        self.questions: Mapping[str, MarkingQuestion] = questions_of(self.course)
        self.points = points_of(self.course)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._store: MarkingStore | None = None
        self._numbers: dict[str, tuple[tuple[int, int], dict[int, str]]] = {}

    def open(self) -> None:
        """Open the store on its thread.  Raises UsageError."""
        self._thread.submit(self._open).result()

    def _open(self) -> None:
        rubrics = {item: question.rubric for item, question in self.questions.items()}
        self._store = MarkingStore(self.folder, rubrics, self.overrides)
        self.secret = secret_of(self._store)
        self.walls = self._store.fact("walls") != "0"
        self.marks.follow(self._store)
        self.answers.follow(self._store)

    def close(self) -> None:
        """Close the store, after what waits for it."""
        self.closing.set()
        if self._store is not None:
            self._thread.submit(self._store.close).result()
        self._thread.shutdown()

    async def ask(self, question: Callable[[MarkingStore], T]) -> T:
        """Return what a function of the store returns, called on the store's thread in its turn."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.ask_now, question)

    def ask_now(self, question: Callable[[MarkingStore], T]) -> T:
        """Return the same, on the store's thread."""
        if self._store is None:
            raise UsageError(f"{self.folder.path}: the store is not open.")
        return question(self._store)

    def ask_from_outside(self, question: Callable[[MarkingStore], T]) -> T:
        """Return the same, waiting for the store's thread."""
        return self._thread.submit(self.ask_now, question).result()

    def overrides(self) -> Overrides:
        """Return what is set in `overrides.toml` now.  Raises UsageError for a file with mistakes."""
        return read_overrides(self.folder.overrides, self.points)

    async def read_answers(self) -> None:
        """Bring the index of answers up to date, a portion at a time so that pages are served between."""
        await self.ask(self.answers.follow)
        while not self.answers.is_complete:
            await self.ask(self.answers.read_some)

    def queue(self, store: MarkingStore, item: str, marker: str, role: str = FIRST) -> list[QueuedAnswer]:
        """Return the answers to a question in order, each with its state; for second marks, those of the sample."""
        self.marks.follow(store)
        numbers = self.numbers(store, item)
        marks = self.marks.of(item, role)
        drafter = marker if role == FIRST else f"{role}:{marker}"
        drafted = {submission for submission, of, by in store.drafts() if of == item and by == drafter}
        if role == SECOND:
            sample, first = set(self.sample(store, item)), self.marks.of(item, FIRST)
            numbers = {
                number: id_
                for number, id_ in numbers.items()
                if id_ in sample and (id_ not in first or first[id_].mark.by != marker)
            }
        return [
            QueuedAnswer(
                number,
                submission,
                state_of(
                    marks[submission].mark if submission in marks else None,
                    facts.digest if (facts := self.answers.of(submission, item)) else None,
                    drafted=submission in drafted,
                ),
            )
            for number, submission in numbers.items()
        ]

    def numbers(self, store: MarkingStore, item: str) -> dict[int, str]:
        """Return the submissions by the number of their answer, in that order; of students, for an empty item."""
        generation = store.generation()
        cached = self._numbers.get(item)
        if cached is None or cached[0] != generation:
            cached = (generation, store.numbers(item, shuffled(self.secret, item)))
            self._numbers[item] = cached
        return cached[1]

    def known(self, store: MarkingStore, submission: str, item: str) -> KnownAnswer | None:
        """Return what is known of an answer, reading its result where it has changed."""
        self.answers.read(store, submission)
        return self.answers.of(submission, item)

    def sample(self, store: MarkingStore, item: str) -> list[str]:
        """Return the submissions whose answers get a blind second mark."""
        return list(json.loads(store.fact(f"second:{item}") or "[]"))

    def is_frozen(self, store: MarkingStore, item: str, submission: str) -> bool:
        """Whether a first mark must stay as it is, since a second one is waited for."""
        if submission not in self.sample(store, item) or submission not in self.marks.of(item, FIRST):
            return False
        second = self.marks.of(item, SECOND).get(submission)
        return second is None or second.mark.state is MarkState.CLEARED

    def groups(self, store: MarkingStore, item: str) -> dict[str, str]:
        """Return the group that was made by hand, by submission."""
        groups: dict[str, str] = json.loads(store.fact(f"group:{item}") or "{}")
        return groups

    def same_answers(self, store: MarkingStore, item: str, submission: str) -> list[str]:
        """Return the other submissions whose answer is the same, by its words or by a group made by hand."""
        groups = self.groups(store, item)
        mine = groups.get(submission)
        by_hand = [id_ for id_, group in groups.items() if mine and group == mine and id_ != submission]
        return sorted({*self.answers.same_as(submission, item), *by_hand})

    def save(self, store: MarkingStore, changes: Sequence[StoredMark], answers: Mapping[str, str]) -> None:
        """Save marks, and follow them.  Raises StaleMarkError."""
        store.save(changes, answers)
        self.marks.follow(store)

    def undo(self, store: MarkingStore, by: str) -> list[StoredMark]:
        """Take back what a marker decided last, all of one act; return what stands there now.

        Nothing where there is nothing, or where somebody has decided otherwise since.
        """
        last = store.last_act(by)
        if not last or last[0].act.startswith("undo-"):
            return []
        act = f"undo-{uuid.uuid4().hex[:16]}"
        changes = [self._before(store, stored, by, act) for stored in last]
        self.save(store, changes, {})
        return changes

    def _before(self, store: MarkingStore, stored: StoredMark, by: str, act: str) -> StoredMark:
        history = [
            version
            for version in store.history(stored.submission, stored.item)
            if version.role == stored.role and version.act != stored.act
        ]
        before = history[-1].mark if history else stored.mark.model_copy(update={"state": MarkState.CLEARED})
        mark = before.model_copy(update={"at": now()}) if history else before.model_copy(update={"by": by, "at": now()})
        return StoredMark(stored.submission, stored.item, stored.role, stored.version + 1, mark, act)

    def comments(self, item: str) -> list[HandMark]:
        """Return the marks of an item whose comments can be reused, in the order of saving."""
        return [stored.mark for stored in self.marks.of(item, FIRST).values() if stored.mark.state != MarkState.CLEARED]

    def item_counts(self, item: str) -> dict[str, int]:
        """Return how many marks have each item."""
        counts: dict[str, int] = {}
        for stored in self.marks.of(item, FIRST).values():
            if stored.mark.state != MarkState.CLEARED:
                for mark_item in stored.mark.items:
                    counts[mark_item.id] = counts.get(mark_item.id, 0) + 1
        return counts


def numbers_of(queue: Iterable[QueuedAnswer], submissions: Iterable[str]) -> list[int]:
    """Return the numbers of submissions in a queue."""
    requested = set(submissions)
    return [answer.number for answer in queue if answer.submission in requested]
