"""The manifest: a row for every file of a student, and the table of a whole class."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING

from grader.archives.names import shown
from grader.results import FileStatus, HandedInFile
from grader.submission.kinds import UNREAD, is_for_a_person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from grader.intake.hand_in import HandIn

COLUMNS = ("submission", "file", "status", "reason", "read_as")
MOST_ROWS = 300
"""Rows of one submission; where there are more, those of one folder and reason become one."""


def rows_of(hand_in: HandIn, read: Sequence[HandedInFile], *, for_people: bool = False) -> tuple[HandedInFile, ...]:
    """Return a row for every file of a hand-in; `read` says what became of those that lie at its path."""
    members = dict(hand_in.placed)
    rows = list(hand_in.rows)
    row_files = set()
    for row in read:
        row_files.add(row.file)
        member = members.get(row.file) or f"{hand_in.prefix}{row.file}"
        path = row.read_as or row.file
        same = member.rpartition("/")[2] == path.rpartition("/")[2]
        rows.append(row.model_copy(update={"file": shown(member), "read_as": "" if same else path}))
    for path, member in members.items():
        if path not in row_files:
            rows.append(HandedInFile(file=shown(member), status=FileStatus.SUPPORT))
    if for_people:
        rows = [_for_a_person(row) for row in rows]
    return collapsed(rows)


def _for_a_person(row: HandedInFile) -> HandedInFile:
    """Return the row of a scan or document as that of a file which a person reads."""
    if row.status is not FileStatus.UNREADABLE or not is_for_a_person(row.file) or not row.reason.endswith(UNREAD):
        return row
    return row.model_copy(update={"status": FileStatus.SUPPORT, "reason": "is for the person who marks"})


def is_about_a_document(note: str) -> bool:
    """Whether a note says of a document that nothing here reads it."""
    return note.endswith(f"{UNREAD}.")


def collapsed(rows: Sequence[HandedInFile]) -> tuple[HandedInFile, ...]:
    """Return at most about `MOST_ROWS` rows: what is not graded is put together by folder, status and reason."""
    if len(rows) <= MOST_ROWS:
        return tuple(rows)
    groups: Counter[tuple[str, FileStatus, str]] = Counter(map(_group, rows))
    collapsed_rows: dict[tuple[str, FileStatus, str], HandedInFile] = {}
    single_rows = []
    for row in rows:
        key = _group(row)
        if row.status is FileStatus.GRADED or groups[key] == 1:
            single_rows.append(row)
        elif key not in collapsed_rows:
            words = f"{row.reason} ({groups[key]:,} files)" if row.reason else f"{groups[key]:,} files"
            collapsed_rows[key] = HandedInFile(file=f"{key[0]}*", status=row.status, reason=words)
    return (*single_rows, *collapsed_rows.values())


def _group(row: HandedInFile) -> tuple[str, FileStatus, str]:
    folder, slash, _ = row.file.rstrip("/").rpartition("/")
    return folder + slash, row.status, row.reason


def table(
    submissions: Iterable[tuple[str, Sequence[HandedInFile]]],
    nobodys: Sequence[HandedInFile],
    guarded: Callable[[str], str],
) -> str:
    """Return the table of a class as CSV; `guarded` makes a text that no spreadsheet runs."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for id_, rows in (*submissions, ("", nobodys)):
        for row in rows:
            cells = (id_, row.file, row.status.value, row.reason, row.read_as)
            writer.writerow([guarded(cell) for cell in cells])
    return text.getvalue()


def rows_as_json(rows: Sequence[HandedInFile]) -> str:
    """Return rows as text that a store keeps; `rows_from_json` reads it."""
    return json.dumps([row.model_dump(mode="json") for row in collapsed(rows)])


def rows_from_json(text: str | None) -> tuple[HandedInFile, ...]:
    """Return the rows of such a text; none for no text."""
    return tuple(HandedInFile.model_validate(row) for row in json.loads(text or "[]"))
