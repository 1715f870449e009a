"""One student's work as it was handed in, and the class of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    """What the student goes by in the class list."""
    originals: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    """Who handed in together, as far as the class list or the download tells."""
    submitted: str = ""
    """ISO 8601."""
    attempt: int | None = None
    """The number of the attempt, from 1, if the download tells."""
    lateness: Lateness | None = None
    """What the course's policy makes of the time; whoever knows the course fills it in."""
    rows: tuple[HandedInFile, ...] = ()
    """What became of the files that do not lie at `path`."""
    placed: tuple[tuple[str, str], ...] = ()
    """For what was sorted to `path`: each file's path there, and its name in the download."""
    prefix: str = ""
    """For what is graded where it lies: what stands before a file's path in the download."""

    @property
    def facts(self) -> dict[str, object]:
        """What a result says of the student besides the files."""
        known = (
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
        return {name: getattr(self, name) for name in known}


@dataclass(frozen=True)
class Intake:
    """The class."""

    layout: str
    hand_ins: tuple[HandIn, ...]
    notes: tuple[str, ...] = ()
    """What belongs to nobody, and who is on one list only."""
    sentence: str = ""
    """What the download was read as, and on which evidence."""
    rows: tuple[HandedInFile, ...] = ()
    """The files that are nobody's."""
