"""YAML with the line of every key: no object is built but text, numbers, lists and mappings, no key twice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.errors import Mistake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.course.models import ParsedSpec

LARGEST = 1 << 20


class ReadingError(Exception):
    """A file that is not a YAML mapping; `mistake` says where and why."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(str(mistake))
        self.mistake = mistake


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


def read(path: Path, name: str) -> Document:
    """Read one file; `name` is what mistakes call it.  Raises ReadingError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(Mistake(name, 0, "", f"cannot be read ({error.strerror})")) from error
    if len(data) > LARGEST:
        raise ReadingError(Mistake(name, 0, "", "is larger than 1 MiB; a task file is text"))
    from grader.course.yaml_parsing import parse

    document = parse(data, name)
    document.digest = hashlib.sha256(data).hexdigest()
    return document
