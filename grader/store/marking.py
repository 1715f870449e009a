"""Marks saved beside whoever grades: a connection that writes, and holds no folder.

A batch may run for an hour and a marking site for a week, so neither waits for the other to end.  Each of their
transactions takes milliseconds, and whatever a batch puts into a result reads the marks within its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.records import dataclass
from grader.results import Rubric
from grader.store import marks
from grader.store.marks import FIRST, SECOND, StaleMarkError, StoredMark
from grader.store.reading import Store, now
from grader.store.writing import migrate_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from grader.results.overrides import Overrides
    from grader.store.folder import Folder

__all__ = ["FIRST", "SECOND", "MarkingStore", "ResultState", "StaleMarkError", "StaleRubricError", "StoredMark"]


class StaleRubricError(Exception):
    """Somebody else has edited the rubric meanwhile; `version` is theirs."""

    def __init__(self, version: int) -> None:
        super().__init__("somebody else has edited the rubric meanwhile")
        self.version = version


@dataclass(frozen=True, slots=True)
class ResultState:
    """A version of a result, to detect changes without reading it."""

    key: str
    graded_at: str
    by_hand: str


class MarkingStore(Store):
    """The results of a class, opened for marking them."""

    def __init__(self, folder: Folder, of_course: Mapping[str, Rubric], overrides: Callable[[], Overrides]) -> None:
        """Open it, with the rubrics of the task files; `overrides` reads what is set in `overrides.toml` now.

        Raises UsageError where there is no store.
        """
        if folder.database.is_file():
            migrate_file(folder.database)
        super().__init__(folder)
        self._of_course = dict(of_course)
        self._overrides = overrides
        with self._errors_explained():
            self._connection.execute("PRAGMA query_only = 0")

    def save(self, changes: Sequence[StoredMark], answers: Mapping[str, str] | None = None) -> None:
        """Write new versions of marks, all or none, and bring the results up to date with them.

        `answers` has the answers that were marked, by their digest.  Raises StaleMarkError where somebody has saved
        meanwhile.
        """
        with self._transaction():
            for change in changes:
                marks.add_mark(self._connection, change, (answers or {}).get(change.mark.answer, ""))
                self._connection.execute(
                    "DELETE FROM drafts WHERE submission = ? AND item = ? AND marker = ?",
                    (change.submission, change.item, _drafter(change.role, change.mark.by)),
                )
            first = {change.submission for change in changes if change.role == FIRST}
            self._bring_up_to_date(sorted(first))

    def edit_rubric(self, item: str, version: int, rubric: Rubric, by: str) -> list[str]:
        """Write a new version of a rubric, and return the submissions whose results follow.

        `version` is the one that was seen, 0 for the task file's.  Raises StaleRubricError.
        """
        with self._transaction():
            edited = marks.edited_rubrics(self._connection).get(item)
            newest = edited[0] if edited else 0
            if version != newest:
                raise StaleRubricError(newest)
            base = self._of_course.get(item, Rubric())
            self._connection.execute(
                "INSERT INTO rubrics VALUES (?, ?, ?, ?, ?, ?)",
                (item, version + 1, rubric.model_dump_json(), base.model_dump_json(), by, now()),
            )
            marked = [stored.submission for stored in marks.all_marks(self._connection, item)]
            self._bring_up_to_date(marked)
        return marked

    def rubrics(self) -> dict[str, Rubric]:
        """Return the rubric of every written check as it is now, by `task.check`."""
        with self._errors_explained():
            return marks.current_rubrics(self._connection, self._of_course)

    def rubric_history(self, item: str) -> list[tuple[int, Rubric, str, str]]:
        """Return version, rubric, who and when of every edit, the oldest first."""
        with self._errors_explained():
            rows = self._connection.execute(
                "SELECT version, rubric, by, at FROM rubrics WHERE item = ? ORDER BY version", (item,)
            )
            return [(version, Rubric.model_validate_json(rubric), by, at) for version, rubric, by, at in rows]

    def rubric_versions(self) -> list[tuple[str, int, Rubric, Rubric, str, str]]:
        """Return item, version, rubric, base, who and when of every edit of every rubric."""
        with self._errors_explained():
            rows = self._connection.execute(
                "SELECT item, version, rubric, base, by, at FROM rubrics ORDER BY item, version"
            ).fetchall()
        read = Rubric.model_validate_json
        return [(item, version, read(rubric), read(base), by, at) for item, version, rubric, base, by, at in rows]

    def insert_rubric(self, item: str, version: int, rubric: Rubric, base: Rubric, by: str, at: str) -> None:
        """Write a version of a rubric that comes from elsewhere as it is."""
        with self._transaction():
            self._connection.execute(
                "INSERT INTO rubrics VALUES (?, ?, ?, ?, ?, ?)",
                (item, version, rubric.model_dump_json(), base.model_dump_json(), by, at),
            )
            self._bring_up_to_date([stored.submission for stored in marks.all_marks(self._connection, item)])

    def mark_of(self, submission: str, item: str, role: str = FIRST) -> StoredMark | None:
        """Return the newest mark."""
        with self._errors_explained():
            return marks.newest_mark(self._connection, submission, item, role)

    def marks(self, item: str | None = None, role: str = FIRST) -> list[StoredMark]:
        """Return the newest version of every mark, or of those of one item."""
        with self._errors_explained():
            return list(marks.all_marks(self._connection, item, role))

    def marks_after(self, number: int) -> tuple[list[StoredMark], int]:
        """Return every version that was written after a row, in order, and the number of the last row."""
        with self._errors_explained():
            return marks.marks_after(self._connection, number)

    def history(self, submission: str, item: str) -> list[StoredMark]:
        """Return every version of the marks of one check."""
        with self._errors_explained():
            return marks.mark_history(self._connection, submission, item)

    def act(self, act: str) -> list[StoredMark]:
        """Return what was decided in one act."""
        with self._errors_explained():
            return marks.marks_of_act(self._connection, act)

    def last_act(self, by: str) -> list[StoredMark]:
        """Return what a marker decided last, all of the act; nothing where somebody has decided otherwise since."""
        with self._errors_explained():
            return marks.last_act(self._connection, by)

    def marked_answer(self, digest: str) -> str:
        """Return an answer as it was when it was marked."""
        with self._errors_explained():
            row = self._connection.execute("SELECT answer FROM answers WHERE digest = ?", (digest,)).fetchone()
        return str(row[0]) if row else ""

    def keep_draft(self, submission: str, item: str, marker: str, draft: str) -> None:
        """Keep a half made mark; an empty one goes."""
        with self._transaction():
            if draft:
                self._connection.execute(
                    "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)", (submission, item, marker, draft, now())
                )
            else:
                self._connection.execute(
                    "DELETE FROM drafts WHERE submission = ? AND item = ? AND marker = ?", (submission, item, marker)
                )

    def draft(self, submission: str, item: str, marker: str) -> str:
        """Return a half made mark; empty for none."""
        with self._errors_explained():
            row = self._connection.execute(
                "SELECT draft FROM drafts WHERE submission = ? AND item = ? AND marker = ?", (submission, item, marker)
            ).fetchone()
        return str(row[0]) if row else ""

    def drafts(self) -> list[tuple[str, str, str]]:
        """Return submission, item and marker of every half made mark."""
        with self._errors_explained():
            rows = self._connection.execute("SELECT submission, item, marker FROM drafts ORDER BY item, submission")
            return [(submission, item, marker) for submission, item, marker in rows]

    def numbers(self, item: str, shuffled: Callable[[Iterable[str]], list[str]]) -> dict[int, str]:
        """Return the submissions by the number under which their answers are shown, in that order.

        A number is given once and for good; whoever has none yet gets the next one, in the order of `shuffled`.
        """
        with self._errors_explained():
            rows = self._connection.execute("SELECT number, submission FROM numbers WHERE item = ?", (item,)).fetchall()
        given = {submission: int(number) for number, submission in rows}
        missing = [id_ for id_ in self.ids() if id_ not in given]
        if missing:
            first = max(given.values(), default=0) + 1
            new = dict(zip(shuffled(missing), range(first, first + len(missing)), strict=True))
            with self._transaction():
                self._connection.executemany(
                    "INSERT OR IGNORE INTO numbers VALUES (?, ?, ?)",
                    [(item, number, submission) for submission, number in new.items()],
                )
            return self.numbers(item, shuffled)
        present = set(self.ids())
        return {number: id_ for id_, number in sorted(given.items(), key=lambda pair: pair[1]) if id_ in present}

    def generation(self) -> tuple[int, int]:
        """Return what changes whenever a result is added, replaced by a batch, or withdrawn."""
        with self._errors_explained():
            row = self._connection.execute("SELECT count(*), coalesce(max(rowid), 0) FROM results").fetchone()
        return int(row[0]), int(row[1])

    def states(self) -> dict[str, ResultState]:
        """Return what tells whether results have changed, by submission; reads no result."""
        with self._errors_explained():
            rows = self._connection.execute(
                "SELECT submission, coalesce(key, ''), graded_at, by_hand FROM results INDEXED BY results_state"
            )
            return {submission: ResultState(*state) for submission, *state in rows}

    def facts(self, prefix: str) -> dict[str, str]:
        """Return what was noted under names that begin with `prefix`, by the rest of the name."""
        with self._errors_explained():
            rows = self._connection.execute(
                "SELECT name, value FROM facts WHERE name >= ? AND name < ?", (prefix, f"{prefix}\U0010ffff")
            )
            return {name.removeprefix(prefix): value for name, value in rows}

    def log(self, by: str, event: str, submission: str = "", item: str = "") -> None:
        """Put something on record."""
        with self._transaction():
            marks.log(self._connection, now(), by, event, submission, item)

    def logged(self, event: str) -> list[tuple[str, str, str, str]]:
        """Return when, who, submission and item of everything of a kind on record."""
        with self._errors_explained():
            rows = self._connection.execute(
                "SELECT at, by, submission, item FROM marking_log WHERE what = ? ORDER BY number", (event,)
            )
            return list(rows)

    def set_fact(self, name: str, value: str) -> None:
        """Note something about the whole class."""
        with self._transaction():
            self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def published(self, submission: str) -> None:
        """Note that the page of a submission is that of its result."""
        with self._transaction():
            self._connection.execute("DELETE FROM unpublished WHERE submission = ?", (submission,))

    def take_in(self, stored: Iterable[StoredMark], answers: Mapping[str, str]) -> None:
        """Write marks that come from elsewhere as they are, versions and all."""
        with self._transaction():
            rows = list(stored)
            for row in rows:
                marks.insert_mark(self._connection, row)
            self._connection.executemany("INSERT OR IGNORE INTO answers VALUES (?, ?)", sorted(answers.items()))
            self._bring_up_to_date(sorted({row.submission for row in rows}))

    def everything(self) -> list[StoredMark]:
        """Return every version of every mark, in the order of submission, item, role and version."""
        with self._errors_explained():
            return marks.every_version(self._connection)

    def _bring_up_to_date(self, submissions: Iterable[str]) -> None:
        """Put what people decided into the results, within the transaction."""
        overrides = self._overrides()
        rubrics = marks.current_rubrics(self._connection, self._of_course)
        for submission in submissions:
            stored = self.newest(submission)
            if stored is None:
                continue
            stored = stored.with_decisions(marks.decisions(self._connection, submission, overrides, rubrics))
            self._connection.execute(
                "UPDATE results SET result = ?, judged = ?, by_hand = ? WHERE submission = ?",
                (stored.text, stored.judged if stored.judged != stored.text else None, stored.by_hand, submission),
            )
            self._connection.execute("INSERT OR IGNORE INTO unpublished VALUES (?)", (submission,))


def _drafter(role: str, by: str) -> str:
    """Return under which name the draft of a mark is kept."""
    return by if role == FIRST else f"{role}:{by}"
