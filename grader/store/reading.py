"""Looking results up: what reports, exports and the next run need to know."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from grader.errors import UsageError
from grader.store.records import Earlier, Kept
from grader.store.schema import VERSION, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.store.folder import Folder

BUSY_SECONDS = 60.0
"""How long a reader waits for the writer's transaction, and the other way round."""

_KEPT = "submission, result, coalesce(judged, result), by_hand, coalesce(key, ''), decided_by, graded_at"


class Store:
    """The results of a class, opened for reading; also while a batch is writing."""

    def __init__(self, folder: Folder) -> None:
        """Raise UsageError where there is no store, or one that this grader cannot read."""
        self.folder = folder
        if not folder.database.is_file():
            raise UsageError(
                f"{folder.database}: there are no results. Name the folder that `grader batch --out` has written."
            )
        with self._said():
            self._connection = connect(folder.database)
            self._connection.execute("PRAGMA query_only = 1")
            if version_of(self._connection, folder.database) < VERSION:
                raise UsageError(
                    f"{folder.database}: was written by an older grader. Run `grader batch` once more, which brings "
                    "it up to date."
                )

    def newest(self, submission: str) -> Kept | None:
        """Return the newest result of a submission."""
        with self._said():
            row = self._connection.execute(f"SELECT {_KEPT} FROM results WHERE submission = ?", (submission,))
            found = row.fetchone()
        return Kept(*found) if found else None

    def earlier(self, submission: str) -> list[Earlier]:
        """Return what was replaced, the latest first."""
        with self._said():
            rows = self._connection.execute(
                f"SELECT {_KEPT}, replaced_at, why FROM earlier WHERE submission = ? ORDER BY number DESC",
                (submission,),
            ).fetchall()
        return [Earlier(*row) for row in rows]

    def keys(self, submission: str) -> frozenset[str]:
        """Return the keys of every result that a submission ever had: none of them need be graded again."""
        with self._said():
            rows = self._connection.execute(
                "SELECT key FROM results WHERE submission = ? UNION SELECT key FROM earlier WHERE submission = ?",
                (submission,) * 2,
            ).fetchall()
        return frozenset(key for (key,) in rows if key)

    def proposed(self, submission: str) -> Kept | None:
        """Return what a regrade found and nobody has accepted yet."""
        with self._said():
            row = self._connection.execute(
                "SELECT submission, judged, judged, '', key, decided_by, graded_at FROM proposed WHERE submission = ?",
                (submission,),
            ).fetchone()
        return Kept(*row) if row else None

    def ids(self) -> list[str]:
        """Return every submission with a result."""
        with self._said():
            return [str(id_) for (id_,) in self._connection.execute("SELECT submission FROM results ORDER BY rowid")]

    def all(self) -> Iterator[Kept]:
        """Yield the newest results, one in memory at a time."""
        for id_ in self.ids():
            kept = self.newest(id_)
            if kept is not None:
                yield kept

    def fact(self, name: str) -> str | None:
        """Return what was said once for the whole class."""
        with self._said():
            row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Turn what SQLite says into a sentence.  Raises UsageError."""
        try:
            yield
        except sqlite3.Error as error:
            raise UsageError(sentence(self.folder.database, error)) from error


def connect(path: Path) -> sqlite3.Connection:
    """Open a file that is there; transactions are begun and ended by whoever writes.

    Also for reading not mode=ro: what a killed writer left half done is rolled back by whoever opens the file next, and
    a file that cannot be written is opened for reading alone by SQLite itself.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, timeout=BUSY_SECONDS, isolation_level=None, uri=True)


def sentence(path: Path, error: sqlite3.Error) -> str:
    """Return what a person can do about an error of SQLite's."""
    match getattr(error, "sqlite_errorname", ""):
        case "SQLITE_NOTADB" | "SQLITE_CORRUPT":
            return f"{path}: is damaged or no store of results ({error}). Move it away; the same command starts anew."
        case _:
            return (
                f"{path}: cannot be used ({error}). What is finished is kept; make room or rights for it, and the "
                "same command goes on."
            )
