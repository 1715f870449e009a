"""The journal of pushes: `push.jsonl` in the folder of the results, one line for each step, on disk before the step.

After a kill it tells which grades in the LMS are ours.  It decides nothing alone: the LMS is read before each write.

    dry_run       a dry run showed this grade to a person
    sending    a write is about to be sent
    written    the write was read back
    refused    the LMS refused it, or did not take it
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from grader.errors import UsageError
from grader.records import dataclass, field
from grader.results.files import cannot

if TYPE_CHECKING:
    from pathlib import Path

    from grader.lms.records import LmsGrade

DRY_RUN, SENDING, WRITTEN, REFUSED = "dry_run", "sending", "written", "refused"


@dataclass
class _Record:
    """The journal's knowledge of one student."""

    dry_run_state: str | None = None
    own_grades: set[str] = field(default_factory=set)
    """The grades that are ours: the last one written, and those sent since without an answer."""
    tag: str = ""
    """The tag of the last comment that was read back."""
    written: tuple[str, str] = ("", "")
    """The last grade that was read back, and its attempt."""


class Journal:
    """The lines about one assignment; others in the file stay."""

    def __init__(self, path: Path, assignment: str) -> None:
        """Read the file, which may be absent.  Raises UsageError."""
        self._assignment = assignment
        self._records: dict[str, _Record] = {}
        try:
            # Only its owner may read it: it holds ids and grades.
            self._path = path
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(os.dup(self._descriptor), "rb") as file:
                data = file.read()
            if data and not data.endswith(b"\n"):
                # The last line of a killed run is half a line; the next one must not continue it.
                os.write(self._descriptor, b"\n")
        except OSError as error:
            raise UsageError(cannot(path, error)) from error
        for line in data.splitlines():
            self._take(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def record(self, step: str, student: str, grade: str, **details: str) -> None:
        """Write one line and wait until it is on disk.  Raises UsageError where it cannot be."""
        line = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "assignment": self._assignment,
            "step": step,
            "student": student,
            "grade": grade,
            **details,
        }
        try:
            self._append(json.dumps(line, ensure_ascii=True).encode() + b"\n")
            if step in {SENDING, WRITTEN}:
                os.fsync(self._descriptor)
        except OSError as error:
            raise UsageError(cannot(self._path, error)) from error
        self._apply(line)

    def _append(self, data: bytes) -> None:
        """Write all of some bytes: a disk that is nearly full takes a part of them."""
        while data:
            data = data[os.write(self._descriptor, data) :]

    def is_own(self, student: str, grade: str) -> bool:
        """Whether a grade in the LMS was written by an earlier push."""
        return grade in self._records.get(student, _Record()).own_grades

    def dry_run_state(self, student: str) -> str | None:
        """Return the state that the last dry run showed; None without one since the last write."""
        return self._records.get(student, _Record()).dry_run_state

    def written_tag(self, student: str) -> str:
        """Return the tag of the last comment that was read back; empty without one."""
        return self._records.get(student, _Record()).tag

    def written_grade(self, student: str, attempt: int | None) -> str:
        """Return the last grade that was read back, if it was on this attempt; empty without one."""
        grade, of_attempt = self._records.get(student, _Record()).written
        return grade if of_attempt == str(attempt) else ""

    def _take(self, line: bytes) -> None:
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            return  # half a line, of a run that was killed, or nothing of ours
        if isinstance(entry, dict) and entry.get("assignment") == self._assignment:
            self._apply(entry)

    def _apply(self, line: dict[str, Any]) -> None:
        record = self._records.setdefault(str(line.get("student")), _Record())
        grade = str(line.get("grade"))
        match line.get("step"):
            case "dry_run":
                record.dry_run_state = str(line.get("state"))
            case "sending":
                record.own_grades.add(grade)
            case "written":
                record.own_grades = {grade}
                record.dry_run_state = None
                record.tag = str(line.get("tag") or "")
                record.written = grade, str(line.get("attempt") or "")


def state_text(grade: LmsGrade, attempt: int | None) -> str:
    """Return everything that tells whether somebody has touched a grade."""
    return json.dumps({"attempt": attempt, **asdict(grade), "points": grade.text}, sort_keys=True)
