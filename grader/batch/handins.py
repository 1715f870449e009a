"""The class: who has handed in what, as jobs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.submission import submissions

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Handin:
    """One student's work, where it lies."""

    id: str
    path: Path


def handins(source: Path, out: Path) -> list[Handin]:
    """Return the submissions in `source`, the folder of the results apart.  Raises UsageError."""
    if out.resolve() == source.resolve():
        raise UsageError(f"{out}: holds the submissions. Name another folder for the results with --out.")
    found = [path for path in submissions(source) if path.resolve() != out.resolve()]
    names = [path.stem if path.is_file() else path.name for path in found]
    count = Counter(names)
    # Where two have one name, a file keeps its suffix.
    ids = (path.name if count[name] > 1 else name for name, path in zip(names, found, strict=True))
    return [Handin(_text(id_), path.absolute()) for id_, path in zip(ids, found, strict=True)]


def _text(id_: str) -> str:
    """Return a name as text: it may hold bytes that are none, and then neither JSON nor a table takes it."""
    return id_.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
