"""The tables of a store, and the migrations between their versions.

`user_version` counts the steps that a file has seen.  A released step never changes; a new version is a new step at the
end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

STEPS: tuple[tuple[str, ...], ...] = (
    (
        # The newest result of each submission.  `judged` is the grader's own result if points or comments by hand
        # (`by_hand`, a digest) have changed it; no `key` means a grader error, so that it is graded again.
        """
        CREATE TABLE results (
            submission TEXT PRIMARY KEY, result TEXT NOT NULL, judged TEXT, by_hand TEXT NOT NULL DEFAULT '',
            key TEXT, decided_by TEXT NOT NULL, graded_at TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE earlier (
            number INTEGER PRIMARY KEY, submission TEXT NOT NULL, result TEXT NOT NULL, judged TEXT,
            by_hand TEXT NOT NULL, key TEXT, decided_by TEXT NOT NULL, graded_at TEXT NOT NULL,
            replaced_at TEXT NOT NULL, why TEXT NOT NULL
        )
        """,
        "CREATE INDEX earlier_of_submission ON earlier (submission)",
        # Results of `regrade` that nobody has accepted yet.
        """
        CREATE TABLE proposed (
            submission TEXT PRIMARY KEY, judged TEXT NOT NULL, key TEXT NOT NULL, decided_by TEXT NOT NULL,
            graded_at TEXT NOT NULL
        )
        """,
        # Facts about the whole class: the seed, the paths of the submissions and of the course.
        "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    ),
    (
        # What people decided, a row a decision: the newest version of a (submission, item, role) counts.  `item` is
        # `task.check`, empty for the submission as a whole.  `act` joins what was decided in one act, for undoing it.
        """
        CREATE TABLE marks (
            number INTEGER PRIMARY KEY, submission TEXT NOT NULL, item TEXT NOT NULL, role TEXT NOT NULL,
            version INTEGER NOT NULL, mark TEXT NOT NULL, act TEXT NOT NULL DEFAULT '',
            UNIQUE (submission, item, role, version)
        )
        """,
        "CREATE INDEX marks_of_item ON marks (item, role, submission, version)",
        # Half made marks, one for each marker and answer.
        """
        CREATE TABLE drafts (
            submission TEXT NOT NULL, item TEXT NOT NULL, marker TEXT NOT NULL, draft TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (submission, item, marker)
        )
        """,
        # The answers as they were when they were marked, by their digest: what a new hand-in is compared with.
        "CREATE TABLE answers (digest TEXT PRIMARY KEY, answer TEXT NOT NULL)",
        # The number under which an answer is shown while its name is hidden; kept for good.
        """
        CREATE TABLE numbers (
            item TEXT NOT NULL, number INTEGER NOT NULL, submission TEXT NOT NULL,
            PRIMARY KEY (item, number), UNIQUE (item, submission)
        )
        """,
        # Rubrics as they were edited on the marking pages; the newest version counts.  `base` is the one of the task
        # file at that moment.
        """
        CREATE TABLE rubrics (
            item TEXT NOT NULL, version INTEGER NOT NULL, rubric TEXT NOT NULL, base TEXT NOT NULL, by TEXT NOT NULL,
            at TEXT NOT NULL, PRIMARY KEY (item, version)
        )
        """,
        # Submissions whose page and row in the table of grades are older than their result.
        "CREATE TABLE unpublished (submission TEXT PRIMARY KEY)",
        # Where the work of each submission lies.
        "CREATE TABLE hand_ins (submission TEXT PRIMARY KEY, path TEXT NOT NULL)",
        # What must be on record besides marks: names that were shown, marks that were imported.
        """
        CREATE TABLE marking_log (
            number INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, what TEXT NOT NULL,
            submission TEXT NOT NULL, item TEXT NOT NULL
        )
        """,
        # Which results have changed is asked often, and must not read the results themselves.
        "CREATE INDEX results_state ON results (submission, key, graded_at, by_hand)",
    ),
)
VERSION = len(STEPS)


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """Return how many steps a file has seen.  Raises UsageError if a newer grader has written it."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise UsageError(
            f"{path}: was written by a newer grader (version {version} of the tables, this one knows {VERSION}). "
            "Use that one, or name another folder."
        )
    return version


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Run the missing steps, one transaction each; a kill in between leaves complete steps only."""
    for number in range(version_of(connection, path), VERSION):
        connection.execute("BEGIN IMMEDIATE")
        for statement in STEPS[number]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
