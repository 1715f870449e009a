"""A YAML file as data with the place of every part, and the task that it describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.errors import Mistake
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.task import TaskSpec


class ReadingError(Exception):
    """A file that is not a YAML mapping; `mistake` says where and why."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(str(mistake))
        self.mistake = mistake


@dataclass(frozen=True)
class ParsedSpec:
    """The result of parsing a document: the task, or the part of it that has no mistake, or nothing."""

    spec: TaskSpec | None
    mistakes: tuple[Mistake, ...] = ()
    checks: tuple[int | None, ...] = ()
    """The place in the document of each check of `spec`; None where a test stands for it."""
    dropped_ids: frozenset[str] = frozenset()
    """The ids of the checks that are in the document and not in `spec`."""


@dataclass
class Document:
    """The content of one YAML file, and where its parts stand."""

    file: str
    data: dict[str, Any]
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    digest: str = ""
    """The hash of the file's bytes."""
    parsed: ParsedSpec | None = None
    """The task, where it is known from an earlier start; the document has no content then."""

    def line(self, path: Sequence[str | int]) -> int:
        """Return the line of the key or item at `path`, or of the nearest part of the path that exists; from 1."""
        for end in range(len(path), 0, -1):
            line = self.lines.get(tuple(path[:end]))
            if line:
                return line
        return 1

    def mistake(self, path: Sequence[str | int], text: str) -> Mistake:
        """Return a mistake at `path`."""
        return Mistake(self.file, self.line(path), dotted(path), text)


def dotted(path: Sequence[str | int]) -> str:
    """Return a path as an author would write it: `checks[2].expect`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
