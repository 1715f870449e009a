"""Marks in the store: statements on a connection, inside whoever's transaction it is.

A mark is never changed: a new version stands beside the old one, and the newest one counts.  Whoever saves says which
version they saw; the key of the table refuses a version that somebody else has written meanwhile.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grader.records import dataclass
from grader.results.hand_marks import HandMark
from grader.results.marking import Decisions
from grader.results.rubric import Rubric

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from grader.results.overrides import Overrides

FIRST = "first"
"""The role of the mark that counts."""
MOVED = "marks moved"
"""The fact that counts how often marks have gone to another submission: what was read of them before is old then."""
SECOND = "second"
"""The role of a blind second mark, which is compared with the first one and never counts itself."""


@dataclass(frozen=True, slots=True)
class StoredMark:
    """One version of a mark."""

    submission: str
    item: str
    """`task.check`; empty for the submission as a whole."""
    role: str
    version: int
    mark: HandMark
    act: str = ""


class StaleMarkError(Exception):
    """Somebody else has saved meanwhile: `newest` is theirs."""

    def __init__(self, newest: StoredMark | None) -> None:
        super().__init__("somebody else has saved a mark meanwhile")
        self.newest = newest


_ROW = "submission, item, role, version, mark, act"
_NEWEST = (
    f"SELECT {_ROW} FROM marks AS m WHERE role = ? AND version = (SELECT max(version) FROM marks AS other WHERE "
    "other.submission = m.submission AND other.item = m.item AND other.role = m.role)"
)


def _stored(row: tuple[str, str, str, int, str, str]) -> StoredMark:
    submission, item, role, version, mark, act = row
    return StoredMark(submission, item, role, version, HandMark.model_validate_json(mark), act)


def newest_mark(connection: sqlite3.Connection, submission: str, item: str, role: str = FIRST) -> StoredMark | None:
    """Return the newest version of one mark."""
    rows = connection.execute(
        f"SELECT {_ROW} FROM marks WHERE submission = ? AND item = ? AND role = ? ORDER BY version DESC LIMIT 1",
        (submission, item, role),
    )
    row = rows.fetchone()
    return _stored(row) if row else None


def mark_history(connection: sqlite3.Connection, submission: str, item: str) -> list[StoredMark]:
    """Return every version of the marks of one check, the oldest first."""
    rows = connection.execute(
        f"SELECT {_ROW} FROM marks WHERE submission = ? AND item = ? ORDER BY number", (submission, item)
    )
    return [_stored(row) for row in rows]


def marks_of(connection: sqlite3.Connection, submission: str) -> dict[str, HandMark]:
    """Return the marks that count for a submission, by item."""
    rows = connection.execute(f"{_NEWEST} AND m.submission = ? ORDER BY item", (FIRST, submission))
    return {stored.item: stored.mark for stored in map(_stored, rows) if stored.mark.state != "cleared"}


def all_marks(connection: sqlite3.Connection, item: str | None = None, role: str = FIRST) -> Iterator[StoredMark]:
    """Yield the newest version of every mark, or of those of one item, in the order of item and submission."""
    if item is None:
        rows = connection.execute(f"{_NEWEST} ORDER BY item, submission", (role,))
    else:
        rows = connection.execute(f"{_NEWEST} AND m.item = ? ORDER BY submission", (role, item))
    yield from map(_stored, rows)


def marks_after(connection: sqlite3.Connection, number: int) -> tuple[list[StoredMark], int]:
    """Return every version that was written after a row, in order, and the number of the last row."""
    rows = connection.execute(
        f"SELECT {_ROW}, number FROM marks WHERE number > ? ORDER BY number", (number,)
    ).fetchall()
    return [_stored(row[:-1]) for row in rows], rows[-1][-1] if rows else number


def every_version(connection: sqlite3.Connection) -> list[StoredMark]:
    """Return every version of every mark, in the order of submission, item, role and version."""
    rows = connection.execute(f"SELECT {_ROW} FROM marks ORDER BY submission, item, role, version")
    return [_stored(row) for row in rows]


def marks_of_act(connection: sqlite3.Connection, act: str) -> list[StoredMark]:
    """Return what was decided in one act."""
    rows = connection.execute(f"SELECT {_ROW} FROM marks WHERE act = ? ORDER BY number", (act,))
    return [_stored(row) for row in rows]


def last_act(connection: sqlite3.Connection, by: str) -> list[StoredMark]:
    """Return what a marker decided last; nothing where somebody has decided otherwise since."""
    row = connection.execute(
        "SELECT act FROM marks WHERE json_extract(mark, '$.by') = ? AND act != '' ORDER BY number DESC LIMIT 1", (by,)
    ).fetchone()
    marks = marks_of_act(connection, row[0]) if row else []
    newest = [newest_mark(connection, stored.submission, stored.item, stored.role) for stored in marks]
    return marks if marks == newest else []


def insert_mark(connection: sqlite3.Connection, stored: StoredMark) -> None:
    """Write one version as it is."""
    mark = stored.mark.model_dump_json(exclude_defaults=True)
    connection.execute(
        f"INSERT INTO marks ({_ROW}) VALUES (?, ?, ?, ?, ?, ?)",
        (stored.submission, stored.item, stored.role, stored.version, mark, stored.act),
    )


def decisions(
    connection: sqlite3.Connection, submission: str, overrides: Overrides, rubrics: Mapping[str, Rubric]
) -> Decisions:
    """Return everything that people decided about a submission; `rubrics` are those of today."""
    return Decisions(overrides.of(submission), marks_of(connection, submission), rubrics)


def add_mark(connection: sqlite3.Connection, stored: StoredMark, answer: str = "") -> None:
    """Write one version, and the answer that it is about.  Raises StaleMarkError where it is there already."""
    newest = newest_mark(connection, stored.submission, stored.item, stored.role)
    if stored.version != (newest.version if newest else 0) + 1:
        raise StaleMarkError(newest)
    insert_mark(connection, stored)
    if stored.mark.answer:
        connection.execute("INSERT OR IGNORE INTO answers VALUES (?, ?)", (stored.mark.answer, answer))


def edited_rubrics(connection: sqlite3.Connection) -> dict[str, tuple[int, Rubric, Rubric]]:
    """Return version, rubric and base of every rubric that was edited on the marking pages, by item."""
    rows = connection.execute("SELECT item, version, rubric, base FROM rubrics ORDER BY item, version")
    return {
        item: (version, Rubric.model_validate_json(rubric), Rubric.model_validate_json(base))
        for item, version, rubric, base in rows
    }


def current_rubrics(connection: sqlite3.Connection, of_course: Mapping[str, Rubric]) -> dict[str, Rubric]:
    """Return the rubric of every written check: the task file's, with what was edited on the marking pages."""
    edited = edited_rubrics(connection)
    return {
        item: merged(rubric, edited[item][1], edited[item][2]) if item in edited else rubric
        for item, rubric in of_course.items()
    }


def merged(of_file: Rubric, edited: Rubric, base: Rubric) -> Rubric:
    """Return a rubric of a task file with edits of the marking pages.

    What was edited in the browser wins, part by part (each item, the text, the bounds); a part that nobody edited
    there follows the file.
    """
    now = {item.id: item for item in of_file.items}
    before = {item.id: item for item in base.items}
    ours = {item.id: item for item in edited.items}
    order = list(dict.fromkeys([*ours, *now]))
    items = []
    for id_ in order:
        touched = ours.get(id_) != before.get(id_)
        item = ours.get(id_) if touched else now.get(id_)
        if item is not None:
            items.append(item)
    parts = {
        name: getattr(edited, name) if getattr(edited, name) != getattr(base, name) else getattr(of_file, name)
        for name in ("text", "note", "start", "least", "most")
    }
    return Rubric(items=tuple(items), **parts)


def log(connection: sqlite3.Connection, at: str, by: str, event: str, submission: str = "", item: str = "") -> None:
    """Put something on record."""
    connection.execute(
        "INSERT INTO marking_log (at, by, what, submission, item) VALUES (?, ?, ?, ?, ?)",
        (at, by, event, submission, item),
    )


def files_of(decided_by: str) -> str:
    """Return the digest of what was handed in, from what decided a result."""
    return str(json.loads(decided_by).get("files", ""))
