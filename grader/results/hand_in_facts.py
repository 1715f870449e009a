"""Whose work it is, which files it has, what became of each, and how late it was."""

from __future__ import annotations

from enum import StrEnum

from grader.results.schema_model import ResultModel


class FileNote(ResultModel):
    """How one file of the submission was read."""

    name: str
    """Its path in the submission."""
    state: str
    """`whole`, `definitions` (in part: lines stopped, or imports and definitions alone were loaded) or `nothing`."""
    message: str = ""
    """Why, in a sentence or two; empty for a file that was read whole."""


class FileStatus(StrEnum):
    """The status of one file of a download."""

    GRADED = "graded"
    SUPPORT = "support"
    """Lies beside the code, which may read it."""
    IGNORED = "ignored"
    UNREADABLE = "unreadable"


class HandedInFile(ResultModel):
    """The status of one file that was handed in; every file of a download has exactly one such row."""

    file: str
    """Its name in the download; of a folder that is left out whole, with `/` at the end."""
    status: FileStatus
    """Whether it is graded, lies beside the code, is ignored, or cannot be read."""
    reason: str = ""
    """Why it is ignored or cannot be read; of a graded file, how it was read if not as it is."""
    read_as: str = ""
    """Its name in the submission, where that is another one."""


class Member(ResultModel):
    """One of several students who handed in together."""

    ids: tuple[str, ...]
    """The ids in the class list: login, number, address."""
    name: str = ""
    """As the class list has it."""


class Lateness(ResultModel):
    """The effect of the course's late policy on a hand-in; it is applied when grades are exported."""

    due: str
    """When this student's work was due, their extension included; ISO 8601 with the offset."""
    seconds: int | None = None
    """How long after that it was handed in: 0 for in time, `null` where the time is not known."""
    percent: float = 0.0
    """The deduction, in percent of the points."""
    look: str = ""
    """Why a person should look at it, such as an unknown time or an unreadable extension; nothing is deducted."""


class SubmissionFacts(ResultModel):
    """The student or group that handed in, and the files."""

    id: str
    """The name of its folder or file, or the platform's own."""
    files: tuple[str, ...]
    """Their paths in the submission."""
    reading: tuple[FileNote, ...] = ()
    """How the files were read."""
    handed_in: tuple[HandedInFile, ...] = ()
    """The status of every file that was handed in, including those that are not graded."""
    name: str = ""
    """The student's or group's name, as far as the download or the class list tells."""
    group: str = ""
    """The group, as the class list has it."""
    late: bool = False
    """Whether the platform marks it as late."""
    extension: str = ""
    """As the class list has it: minutes, hours or a date."""
    platform: str = ""
    """Where `id` comes from: the platform whose download this is from; empty for folders and for a class list."""
    ids: tuple[str, ...] = ()
    """The student's ids in the class list: login, number, address."""
    originals: tuple[str, ...] = ()
    """The names that the platform gave to the files, where it takes reports back under these names only."""
    members: tuple[Member, ...] = ()
    """The students who handed this in together, as far as the class list tells."""
    submitted: str = ""
    """When it was handed in, as far as the download tells; ISO 8601, without an offset where it names no zone."""
    attempt: int | None = None
    """The number of the attempt that was graded, from 1; `null` if the download does not tell."""
    lateness: Lateness | None = None
    """The effect of the late policy; `null` if the course has none."""
