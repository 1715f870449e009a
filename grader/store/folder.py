"""The files in the folder of a class: the only module that knows their names."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from grader.records import dataclass

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
    def manifest(self) -> Path:
        """The table of all files, and what became of each."""
        return self.path / "manifest.csv"

    @property
    def overrides(self) -> Path:
        """Points and comments by hand."""
        return self.path / "overrides.toml"

    @property
    def push_journal(self) -> Path:
        """The record of what `grader push` has sent."""
        return self.path / "push.jsonl"

    @property
    def handed_in(self) -> Path:
        """The unpacked work of each student, if it came in an archive or in one folder for all."""
        return self.path / "handed_in"

    @property
    def secret(self) -> tuple[Path, ...]:
        """Files that no student's code may read; the sandbox hides other students' work anyway."""
        private = (self.database, self.grades, self.index, self.manifest, self.overrides, self.push_journal)
        return (*private, self.path / "reports")

    def report(self, submission: str) -> Path:
        """Return the path of a submission's page."""
        return self.path / "reports" / f"{file_name(submission)}.html"


def file_name(submission: str) -> str:
    """Return the base name of a submission's files: its id, without characters that a file system refuses."""
    safe = re.sub(r"[^\w.@+-]", "_", submission)[:80].encode()[:200].decode("utf-8", "ignore").lstrip(".") or "_"
    # An id that looks like the name of another one's files gets a name of its own as well.
    if safe == submission and not re.search(r"-[0-9a-f]{8}$", safe):
        return safe
    return f"{safe}-{hashlib.sha256(submission.encode('utf-8', 'replace')).hexdigest()[:8]}"
