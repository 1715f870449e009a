"""An import before it is written: tasks as texts and bytes, and the table of what was imported."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from grader.records import dataclass, field

OVERRIDDEN = "an earlier test of the same name stands in the file and never runs, there as here"


class SourceError(Exception):
    """A file of a peer's that cannot be imported; the text says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One line of the table at the end of an import."""

    source: str
    """The file, and where in it."""
    item: str
    """The test, question or cell."""
    task: str = ""
    """The task that it went to; empty if it was left out."""
    reason: str = ""
    """Why it was left out, or what is different from before; empty if there is nothing to say."""

    @property
    def imported(self) -> bool:
        """Whether it is part of the new course."""
        return bool(self.task)


@dataclass(frozen=True, slots=True)
class ImportedTask:
    """One task of the new course, as texts and bytes that only have to be written."""

    id: str
    title: str
    statement: str
    source: str
    """Where it comes from, in words."""
    checks: tuple[dict[str, Any], ...]
    """The checks as a task file has them."""
    keys: dict[str, Any] = field(default_factory=dict)
    """Other keys of the task file."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Other files, by their path in the course."""


@dataclass(slots=True)
class Import:
    """The outcome of reading a peer's files: tasks and the table."""

    tasks: list[ImportedTask] = field(default_factory=list)
    rows: list[ImportRow] = field(default_factory=list)

    def leave_out_clashes(self) -> None:
        """Leave out each task that brings a file which an earlier one brings with other content."""
        brought: dict[str, bytes] = {}
        tasks, self.tasks = self.tasks, []
        for task in tasks:
            clash = next((name for name, data in task.files.items() if brought.get(name, data) != data), None)
            if clash is None:
                brought |= task.files
                self.tasks.append(task)
                continue
            reason = f"an earlier task has another {clash}: import it into a course of its own"
            self.rows = [replace(row, task="", reason=reason) if row.task == task.id else row for row in self.rows]

    def leave_out(self, source: str, item: str, reason: str) -> None:
        """Note something that is not imported, and why."""
        self.rows.append(ImportRow(source, item, "", reason))
