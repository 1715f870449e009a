"""What lies in the folder of a class: every name in one place."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder that `--out` names."""

    path: Path

    @property
    def database(self) -> Path:
        """The store of results."""
        return self.path / "results.sqlite"

    @property
    def grades(self) -> Path:
        """The table of grades."""
        return self.path / "grades.csv"

    @property
    def index(self) -> Path:
        """The page of the class."""
        return self.path / "index.html"

    @property
    def overrides(self) -> Path:
        """Points and comments by hand."""
        return self.path / "overrides.toml"

    @property
    def handed_in(self) -> Path:
        """The work of each student, where it had to be taken out of an archive or a heap."""
        return self.path / "handed_in"

    @property
    def secret(self) -> tuple[Path, ...]:
        """What no student's code may read; the work of the others is closed to it anyway."""
        return (self.database, self.grades, self.index, self.overrides, self.path / "reports")

    def report(self, submission: str) -> Path:
        """Return where the page of a submission is."""
        return self.path / "reports" / f"{file_name(submission)}.html"


def file_name(submission: str) -> str:
    """Return the name of a submission's files: its id, with what no file system takes replaced."""
    safe = re.sub(r"[^\w.@+-]", "_", submission)[:80].encode()[:200].decode("utf-8", "ignore").lstrip(".") or "_"
    if safe == submission:
        return safe
    return f"{safe}-{hashlib.sha256(submission.encode('utf-8', 'replace')).hexdigest()[:8]}"
