"""One student's work as it was handed in, and the class of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from grader.results import HandedInFile, Lateness, Member


@dataclass(frozen=True, slots=True)
class HandIn:
    """One student's work: where it lies (None where nothing was handed in), and what is known of it."""

    id: str
    path: Path | None
    name: str = ""
    group: str = ""
    late: bool = False
    extension: str = ""
    notes: tuple[str, ...] = ()
    platform: str = ""
    """Where the id comes from; empty for folders and for the class list."""
    ids: tuple[str, ...] = ()
    """The keys of the student in the class list."""
    originals: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    """Students who handed in together, as far as the class list or the download tells."""
    submitted: str = ""
    """ISO 8601."""
    attempt: int | None = None
    """The number of the attempt, from 1, if the download tells."""
    lateness: Lateness | None = None
    """Lateness under the course's policy; filled in where the course is known."""
    rows: tuple[HandedInFile, ...] = ()
    """Rows of the files that do not lie at `path`."""
    placed: tuple[tuple[str, str], ...] = ()
    """For what was sorted to `path`: each file's path there, and its name in the download."""
    prefix: str = ""
    """For what is graded where it lies: what stands before a file's path in the download."""

    @property
    def facts(self) -> dict[str, object]:
        """Facts about the student that go into the result."""
        ids = (
            "name",
            "group",
            "late",
            "extension",
            "platform",
            "ids",
            "originals",
            "members",
            "submitted",
            "attempt",
            "lateness",
        )
        return {name: getattr(self, name) for name in ids}


@dataclass(frozen=True)
class Intake:
    """The class."""

    layout: str
    hand_ins: tuple[HandIn, ...]
    notes: tuple[str, ...] = ()
    """Files that belong to nobody, and students who are on one list only."""
    sentence: str = ""
    """The layout of the download, and the evidence for it."""
    rows: tuple[HandedInFile, ...] = ()
    """The files that are nobody's."""
