"""The only writer of a store: one transaction per result, so that a kill at any moment leaves complete results only.

The store uses a rollback journal and not a write-ahead log: a log needs memory shared between processes, which network
disks do not offer, cannot be read from a read-only mount, and keeps results outside the file that somebody copies.  It
would save one disk flush per result, a few milliseconds of a process that mostly waits for others.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.results.files import cannot
from grader.store.lock import FolderLock
from grader.store.marks import MOVED
from grader.store.reading import Store, connect, explain_error, now, storable
from grader.store.result_key import describe_change
from grader.store.schema import migrate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from grader.results.marking import Decisions
    from grader.store.folder import Folder
    from grader.store.records import StoredResult

_ROW = "submission, result, judged, by_hand, key, decided_by, graded_at"


class Writer(Store):
    """The results of a class, opened for writing by this process alone."""

    def __init__(self, folder: Folder, lock: FolderLock | None = None) -> None:
        """Create the folder and the store if they do not exist.  Raises UsageError.

        `lock` is one that this process already holds on the folder; the writer takes it over.
        """
        self._lock = lock or FolderLock(folder.path)
        try:
            _create(folder.database)
            migrate_file(folder.database)
            super().__init__(folder)
        except BaseException:
            self._lock.close()
            raise
        with self._errors_explained():
            self._connection.execute("PRAGMA query_only = 0")

    def save(
        self, stored: StoredResult, reason: str = "set by hand", decide: Callable[[str], Decisions] | None = None
    ) -> StoredResult:
        """Make a result the newest one of its submission, and return it; the one that it replaces stays on record.

        `decide` returns what people decided about the submission. It is called within the transaction, so a mark that
        was saved while the result was being made is in it.

        `reason` explains the change if both have the same key; otherwise the parts of the key that differ do.

        A result with a grader error has no key: it is not put on record once there is another.
        """
        old = self.newest(stored.submission)
        with self._transaction():
            decisions = decide(stored.submission) if decide else None
            if decisions is not None and decisions.digest != stored.by_hand:
                stored = stored.with_decisions(decisions)
                self._connection.execute("INSERT OR IGNORE INTO unpublished VALUES (?)", (stored.submission,))
            if old is not None and old.key and (old.key, old.text) != (stored.key, stored.text):
                if stored.key != old.key:
                    reason = describe_change(old.decided_by, stored.decided_by)
                self._retire(old.submission, reason)
            judged = stored.judged if stored.judged != stored.text else None
            self._connection.execute(
                f"INSERT OR REPLACE INTO results ({_ROW}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    stored.submission,
                    stored.text,
                    judged,
                    stored.by_hand,
                    stored.key or None,
                    stored.decided_by,
                    stored.graded_at,
                ),
            )
        return stored

    def restore(self, submission: str, key: str) -> StoredResult | None:
        """Make the result with this key the newest one again, if it is not, and return it."""
        newest = self.newest(submission)
        if newest is not None and newest.key == key:
            return newest
        old = next((stored for stored in self.superseded(submission) if stored.key == key), None)
        if old is not None:
            self.save(old)
        return old

    def withdraw(self, submission: str, reason: str) -> None:
        """Leave a submission without a newest result; the one that it had stays on record."""
        with self._transaction():
            self._retire(submission, reason)
            self._connection.execute("DELETE FROM results WHERE submission = ?", (submission,))
            self._connection.execute("DELETE FROM unpublished WHERE submission = ?", (submission,))

    def propose(self, stored: StoredResult) -> None:
        """Store the result of a regrade until somebody accepts it."""
        with self._transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO proposed (submission, judged, key, decided_by, graded_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (stored.submission, stored.judged, stored.key, stored.decided_by, stored.graded_at),
            )

    def forget_proposal(self, submission: str) -> None:
        """Discard the result of a regrade."""
        with self._transaction():
            self._connection.execute("DELETE FROM proposed WHERE submission = ?", (submission,))

    def set_fact(self, name: str, value: str) -> None:
        """Store a fact about the whole class."""
        if self.fact(name) != value:
            with self._transaction():
                self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, storable(value)))

    def set_hand_ins(self, paths: Mapping[str, Path | None]) -> None:
        """Note where the work of each submission lies; what is stored already is not written again."""
        stored = dict(self._connection.execute("SELECT submission, path FROM hand_ins"))
        rows = [(id_, storable(str(path)) if path is not None else "") for id_, path in paths.items()]
        changed = [(id_, path) for id_, path in rows if stored.get(id_) != path]
        if changed:
            with self._transaction():
                self._connection.executemany("INSERT OR REPLACE INTO hand_ins VALUES (?, ?)", changed)

    def move_marks(self, old: str, new: str) -> None:
        """Give the marks of a submission to the one that has the same files under another name, unless it has some."""
        with self._transaction():
            if self._connection.execute("SELECT 1 FROM marks WHERE submission = ?", (new,)).fetchone() is None:
                moved = int(self.fact(MOVED) or 0) + 1
                self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (MOVED, str(moved)))
                self._connection.execute("UPDATE marks SET submission = ? WHERE submission = ?", (new, old))
                self._connection.execute("UPDATE OR IGNORE drafts SET submission = ? WHERE submission = ?", (new, old))

    def publish(self, submission: str) -> None:
        """Note that the page of a submission is that of its result."""
        with self._transaction():
            self._connection.execute("DELETE FROM unpublished WHERE submission = ?", (submission,))

    def close(self) -> None:
        """Close the file and release the lock."""
        super().close()
        self._lock.close()

    def _retire(self, submission: str, reason: str) -> None:
        self._connection.execute(
            f"INSERT INTO earlier ({_ROW}, replaced_at, why) SELECT {_ROW}, ?, ? FROM results"
            " WHERE submission = ? AND key IS NOT NULL",
            (now(), reason, submission),
        )


def _create(path: Path) -> None:
    """Create an empty file that only its owner can read: it holds the seed and hidden checks.  Raises UsageError."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise UsageError(cannot(path, error)) from error


def migrate_file(path: Path) -> None:
    """Run the migrations that the file has not seen.  Raises UsageError."""
    try:
        with contextlib.closing(connect(path)) as connection:
            migrate(connection, path)
    except sqlite3.Error as error:
        raise UsageError(explain_error(path, error)) from error
