"""Data that every page needs, kept in memory: the newest marks, and the digest of every answer.

Both are read once and then followed: marks by their number, results by what tells that they have changed.  A class of
a thousand takes a second or two the first time, in portions, while pages are served already.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from grader.marking.handed_in import MediaKind, files_in
from grader.marking.names import ClassNames, Names
from grader.records import dataclass, field
from grader.results import SubmissionFacts
from grader.results.hand_marks import answer_digest
from grader.store.marks import MOVED, files_of

if TYPE_CHECKING:
    from grader.store.marking import MarkingStore, ResultState, StoredMark

_ANSWERLESS = frozenset({MediaKind.CODE, MediaKind.NOTEBOOK, MediaKind.EMPTY})
PORTION = 20
"""Results that are read in one turn of the store's thread."""


@dataclass
class MarkIndex:
    """The newest version of every mark, by item and role, then by submission."""

    newest: dict[tuple[str, str], dict[str, StoredMark]] = field(default_factory=lambda: defaultdict(dict))
    _last_number: int = 0
    _moved: str = ""

    def follow(self, store: MarkingStore) -> None:
        """Read what was saved since the last time, by whichever process."""
        moved = store.fact(MOVED) or ""
        if moved != self._moved:  # rows that were read already belong to another submission now
            self.newest.clear()
            self._moved, self._last_number = moved, 0
        rows, self._last_number = store.marks_after(self._last_number)
        for stored in rows:
            self.newest[stored.item, stored.role][stored.submission] = stored

    def of(self, item: str, role: str) -> dict[str, StoredMark]:
        """Return the marks of an item, by submission."""
        return self.newest.get((item, role), {})


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """The facts about an answer that need no second reading of the result."""

    digest: str
    words: str
    """A hash of the words alone, by which answers are the same; empty where the answer may stand in a picture."""
    is_empty: bool
    """Whether it has no words."""


@dataclass
class AnswerIndex:
    """The digest of every answer."""

    by_submission: dict[str, dict[str, KnownAnswer]] = field(default_factory=dict)
    _states: dict[str, ResultState] = field(default_factory=dict)
    _stale: list[str] = field(default_factory=list)
    _people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _names: ClassNames | None = None

    @property
    def names(self) -> ClassNames:
        """The names of everybody whose result was read."""
        if self._names is None:
            self._names = ClassNames(name for people in self._people.values() for name in people)
        return self._names

    def follow(self, store: MarkingStore) -> None:
        """Find out which results have changed; `read_some` reads them."""
        states = store.states()
        for removed in self.by_submission.keys() - states.keys():
            del self.by_submission[removed]
        changed = [id_ for id_, state in states.items() if not _same(self._states.get(id_), state)]
        self._states = states
        waiting = set(self._stale)
        self._stale += [id_ for id_ in changed if id_ not in waiting]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to be read."""
        return not self._stale

    def read_some(self, store: MarkingStore, limit: int = PORTION) -> None:
        """Read a portion of the results that have changed."""
        portion, self._stale = self._stale[:limit], self._stale[limit:]
        for submission in portion:
            self.read(store, submission)

    def read(self, store: MarkingStore, submission: str) -> None:
        """Read one result."""
        stored = store.newest(submission)
        if stored is None:
            return
        judged = json.loads(stored.judged)
        people = Names(SubmissionFacts.model_validate(judged["submission"])).whole
        if self._people.get(submission) != people:
            self._people[submission] = people
            self._names = None
        files = files_of(stored.decided_by)
        bare = not any(file.kind not in _ANSWERLESS for file in files_in(store.hand_in(submission)))
        self.by_submission[submission] = {
            f"{task['id']}.{check['id']}": known_answer(check["answer"], files, bare=bare)
            for task in judged["tasks"]
            for check in task["checks"]
            if check["kind"] == "written"
        }

    def of(self, submission: str, item: str) -> KnownAnswer | None:
        """Return what is known of an answer; None where its result was not read yet."""
        return self.by_submission.get(submission, {}).get(item)

    def same_as(self, submission: str, item: str) -> list[str]:
        """Return the other submissions whose answer has the same words; none for what may stand in a picture."""
        mine = self.of(submission, item)
        if mine is None or not mine.words:
            return []
        submissions = []
        for other, answers in self.by_submission.items():
            theirs = answers.get(item)
            if other != submission and theirs is not None and theirs.words == mine.words:
                submissions.append(other)
        return submissions

    def empty(self, item: str) -> list[str]:
        """Return the submissions without a word of an answer."""
        return [id_ for id_, answers in self.by_submission.items() if item in answers and answers[item].is_empty]


def known_answer(answer: str, files: str, *, bare: bool) -> KnownAnswer:
    """Return what is remembered of an answer; `bare` says that there is no file in which it could be instead."""
    empty = not answer.strip()
    return KnownAnswer(answer_digest(answer, files), "" if empty and not bare else answer_digest(answer), empty)


def _same(before: ResultState | None, now: ResultState) -> bool:
    """Whether the answers are those that were read: points by hand change none."""
    return before is not None and (before.key, before.graded_at) == (now.key, now.graded_at)
