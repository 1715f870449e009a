"""Queries for reports, exports and the next run."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from grader.errors import UsageError
from grader.store.marks import current_rubrics, decisions
from grader.store.records import StoredResult, SupersededResult
from grader.store.schema import VERSION, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.results.marking import Decisions
    from grader.results.overrides import Overrides
    from grader.results.rubric import Rubric
    from grader.store.folder import Folder

BUSY_SECONDS = 60.0
"""How long a reader waits for the writer's transaction, and the writer for a reader."""

_COLUMNS = "submission, result, coalesce(judged, result), by_hand, coalesce(key, ''), decided_by, graded_at"


def storable(text: str) -> str | bytes:
    """Return a text, or the bytes of a path that holds some which are no text; SQLite takes either."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(text)
    return text


class Store:
    """The results of a class, opened for reading; also while a batch is writing."""

    def __init__(self, folder: Folder) -> None:
        """Raise UsageError if there is no store, or one that this grader cannot read."""
        self.folder = folder
        if not folder.database.is_file():
            raise UsageError(
                f"{folder.database}: does not exist. Name the folder that `grader batch --out` has written."
            )
        with self._errors_explained():
            self._connection = connect(folder.database)
            self._connection.execute("PRAGMA query_only = 1")
            if version_of(self._connection, folder.database) < VERSION:
                raise UsageError(
                    f"{folder.database}: was written by an older grader. Run `grader batch` again, which updates it."
                )

    def newest(self, submission: str) -> StoredResult | None:
        """Return the newest result of a submission."""
        with self._errors_explained():
            row = self._connection.execute(f"SELECT {_COLUMNS} FROM results WHERE submission = ?", (submission,))
            record = row.fetchone()
        return StoredResult(*record) if record else None

    def superseded(self, submission: str) -> list[SupersededResult]:
        """Return the superseded results, the latest first."""
        with self._errors_explained():
            rows = self._connection.execute(
                f"SELECT {_COLUMNS}, replaced_at, why FROM earlier WHERE submission = ? ORDER BY number DESC",
                (submission,),
            ).fetchall()
        return [SupersededResult(*row) for row in rows]

    def keys(self, submission: str) -> frozenset[str]:
        """Return the keys of all results that a submission ever had: none of them needs to be graded again."""
        with self._errors_explained():
            rows = self._connection.execute(
                "SELECT key FROM results WHERE submission = ? UNION SELECT key FROM earlier WHERE submission = ?",
                (submission,) * 2,
            ).fetchall()
        return frozenset(key for (key,) in rows if key)

    def proposed(self, submission: str) -> StoredResult | None:
        """Return the result of a regrade that nobody has accepted yet."""
        with self._errors_explained():
            row = self._connection.execute(
                "SELECT submission, judged, judged, '', key, decided_by, graded_at FROM proposed WHERE submission = ?",
                (submission,),
            ).fetchone()
        return StoredResult(*row) if row else None

    def ids(self) -> list[str]:
        """Return every submission with a result."""
        with self._errors_explained():
            return [str(id_) for (id_,) in self._connection.execute("SELECT submission FROM results ORDER BY rowid")]

    def all(self) -> Iterator[StoredResult]:
        """Yield the newest results, one in memory at a time."""
        for id_ in self.ids():
            stored = self.newest(id_)
            if stored is not None:
                yield stored

    def fact(self, name: str) -> str | None:
        """Return a fact about the whole class, such as the seed; None if it is not stored."""
        with self._errors_explained():
            row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return os.fsdecode(row[0]) if row else None

    def decisions(self, submission: str, overrides: Overrides, of_course: Mapping[str, Rubric]) -> Decisions:
        """Return everything that people decided about a submission.

        `of_course` are the rubrics of the task files, by `task.check`.
        """
        with self._errors_explained():
            rubrics = current_rubrics(self._connection, of_course)
            return decisions(self._connection, submission, overrides, rubrics)

    def hand_in(self, submission: str) -> Path | None:
        """Return where the work of a submission lies; None where nothing was handed in."""
        with self._errors_explained():
            row = self._connection.execute("SELECT path FROM hand_ins WHERE submission = ?", (submission,)).fetchone()
        return Path(os.fsdecode(row[0])) if row and row[0] else None

    def hand_in_ids(self) -> list[str]:
        """Return every submission of the last batch, in its order."""
        with self._errors_explained():
            return [str(id_) for (id_,) in self._connection.execute("SELECT submission FROM hand_ins ORDER BY rowid")]

    def unpublished(self) -> list[str]:
        """Return the submissions whose page is older than their result."""
        with self._errors_explained():
            rows = self._connection.execute("SELECT submission FROM unpublished ORDER BY submission")
            return [str(id_) for (id_,) in rows]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Write within one transaction; for those that are opened for writing.  Raises UsageError."""
        with self._errors_explained():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back already.
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors_explained(self) -> Iterator[None]:
        """Turn errors of SQLite into UsageError."""
        try:
            yield
        except sqlite3.Error as error:
            raise UsageError(explain_error(self.folder.database, error)) from error


def now() -> str:
    """Return the moment, in UTC to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing file; the writer begins and ends transactions itself.

    Readers do not use mode=ro either: the next process to open the file rolls back what a killed writer left, and
    SQLite itself falls back to reading if the file cannot be written.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, timeout=BUSY_SECONDS, isolation_level=None, uri=True)


def explain_error(path: Path, error: sqlite3.Error) -> str:
    """Return an error of SQLite with what a person can do about it."""
    match getattr(error, "sqlite_errorname", ""):
        case "SQLITE_NOTADB" | "SQLITE_CORRUPT":
            return f"{path}: is damaged or not a store of results ({error}). Move it away and run the command again."
        case _:
            return (
                f"{path}: cannot be used ({error}). What is finished is kept; make room or rights for it, and the "
                "same command goes on."
            )
