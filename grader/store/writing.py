"""The one writer of a store: a transaction a result, so that a kill at any moment leaves whole results only.

The journal is the rollback one and not a write-ahead log: a log needs memory shared between processes, which network
disks do not have, cannot be read from a read-only mount, and leaves results beside the file that somebody copies.  It
would save a flush of the disk a result, a few milliseconds of a process that waits for others anyway.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.results.files import cannot
from grader.store.decisive import why as difference
from grader.store.holding import Hold
from grader.store.reading import Store, connect, sentence
from grader.store.schema import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.store.folder import Folder
    from grader.store.records import Kept

_ROW = "submission, result, judged, by_hand, key, decided_by, graded_at"


class Writer(Store):
    """The results of a class, opened for writing by this process alone."""

    def __init__(self, folder: Folder, hold: Hold | None = None) -> None:
        """Make the folder and the store if they are not there.  Raises UsageError.

        `hold` is one of the folder that this process has already; it is taken over.
        """
        self._hold = hold or Hold(folder.path)
        try:
            _create(folder.database)
            _bring_up_to_date(folder.database)
            super().__init__(folder)
        except BaseException:
            self._hold.close()
            raise
        with self._said():
            self._connection.execute("PRAGMA query_only = 0")

    def keep(self, kept: Kept, why: str = "set by hand") -> None:
        """Make a result the newest one of its submission; what it replaces stays on record.

        Where something else decides it, that is why; `why` is for where the same does.

        A result in which the grader failed has no key: it is no answer, and is not kept once there is another.
        """
        old = self.newest(kept.submission)
        with self._transaction():
            if old is not None and old.key and (old.key, old.text) != (kept.key, kept.text):
                reason = difference(old.decided_by, kept.decided_by) if kept.key != old.key else why
                self._retire(old.submission, reason)
            judged = kept.judged if kept.judged != kept.text else None
            self._connection.execute(
                f"INSERT OR REPLACE INTO results ({_ROW}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (kept.submission, kept.text, judged, kept.by_hand, kept.key or None, kept.decided_by, kept.graded_at),
            )

    def restore(self, submission: str, key: str) -> Kept | None:
        """Make the result with this key the newest one again, if it is not, and return it."""
        now = self.newest(submission)
        if now is not None and now.key == key:
            return now
        old = next((kept for kept in self.earlier(submission) if kept.key == key), None)
        if old is not None:
            self.keep(old)
        return old

    def withdraw(self, submission: str, why: str) -> None:
        """Leave a submission without a result; the one that it had stays on record."""
        with self._transaction():
            self._retire(submission, why)
            self._connection.execute("DELETE FROM results WHERE submission = ?", (submission,))

    def propose(self, kept: Kept) -> None:
        """Keep what a regrade found until somebody accepts it."""
        with self._transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO proposed (submission, judged, key, decided_by, graded_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (kept.submission, kept.judged, kept.key, kept.decided_by, kept.graded_at),
            )

    def forget_proposal(self, submission: str) -> None:
        """Drop what a regrade found."""
        with self._transaction():
            self._connection.execute("DELETE FROM proposed WHERE submission = ?", (submission,))

    def set_fact(self, name: str, value: str) -> None:
        """Note something about the whole class."""
        if self.fact(name) != value:
            with self._transaction():
                self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def close(self) -> None:
        """Close the file and let others write."""
        super().close()
        self._hold.close()

    def _retire(self, submission: str, why: str) -> None:
        self._connection.execute(
            f"INSERT INTO earlier ({_ROW}, replaced_at, why) SELECT {_ROW}, ?, ? FROM results"
            " WHERE submission = ? AND key IS NOT NULL",
            (now(), why, submission),
        )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._said():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back already.
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise


def now() -> str:
    """Return the moment, in UTC to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _create(path: Path) -> None:
    """Make an empty file that only its owner reads: it holds the seed and hidden checks.  Raises UsageError."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise UsageError(cannot(path, error)) from error


def _bring_up_to_date(path: Path) -> None:
    """Make the tables, or what is missing of them.  Raises UsageError."""
    try:
        with contextlib.closing(connect(path)) as connection:
            migrate(connection, path)
    except sqlite3.Error as error:
        raise UsageError(sentence(path, error)) from error
