"""A folder that `grader pull` has written: its manifest says who handed in what, when, in which attempt and group."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from grader.errors import UsageError
from grader.intake.hand_in import HandIn, Intake
from grader.intake.unpacking import Piece, unpack
from grader.results import Member
from grader.results.platforms import Platform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.archives.reader import ArchiveReader

MANIFEST = "pulled.json"
MAX_BYTES = 256 << 20


class _PulledModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PulledFile(_PulledModel):
    """One file of a submission."""

    path: str
    """Its name in the submission, perhaps with folders."""
    stored: str
    """Where it lies in the pulled folder."""

    @field_validator("stored")
    @classmethod
    def _stays_inside(cls, value: str) -> str:
        path = PurePosixPath(value)
        if path.is_absolute() or ".." in path.parts or "\0" in value:
            raise ValueError("lies outside of the folder")
        return value


class PulledSubmission(_PulledModel):
    """The last attempt of a student or group."""

    id: str = Field(min_length=1)
    """The platform's own id."""
    files: tuple[PulledFile, ...]
    name: str = ""
    group: str = ""
    late: bool = False
    ids: tuple[str, ...] = ()
    """Logins, numbers and addresses that the platform tells."""
    members: tuple[Member, ...] = ()
    submitted: str = ""
    """ISO 8601."""
    attempt: int | None = None
    notes: tuple[str, ...] = ()

    @field_validator("submitted")
    @classmethod
    def _is_a_moment(cls, value: str) -> str:
        if value:
            datetime.fromisoformat(value)
        return value


class PulledManifest(_PulledModel):
    """The whole file."""

    version: Literal[1] = 1
    platform: Platform
    lms: str
    """The name of the LMS for `grader push`."""
    address: str
    """The page of the assignment."""
    assignment: str = ""
    """The title."""
    pulled_at: str
    submissions: tuple[PulledSubmission, ...]
    notes: tuple[str, ...] = ()


def read_pulled(
    manifest: PulledManifest, folder: Path, into: Path, id_of: Callable[[str], str], reader: ArchiveReader
) -> Intake:
    """Return the hand-ins of a pulled folder, each student's files in a folder below `into`.  Raises UsageError."""
    hand_ins = []
    for pulled in manifest.submissions:
        unpacked = unpack([_piece(file, folder) for file in pulled.files], into / id_of(pulled.id), reader)
        hand_ins.append(
            HandIn(
                pulled.id,
                unpacked.folder.absolute(),
                pulled.name,
                pulled.group,
                pulled.late,
                notes=pulled.notes,
                platform=manifest.platform,
                ids=pulled.ids,
                members=pulled.members,
                submitted=pulled.submitted,
                attempt=pulled.attempt,
                rows=tuple(unpacked.rows),
                placed=tuple(unpacked.placed.items()),
            )
        )
    sentence = f"{folder}: read as pulled from {manifest.platform} ({manifest.address})."
    return Intake(manifest.platform, tuple(hand_ins), manifest.notes, sentence)


def _piece(file: PulledFile, folder: Path) -> Piece:
    path = folder / file.stored
    try:
        # A link could lead to any file of this machine.
        is_there = path.is_file() and path.resolve().is_relative_to(folder.resolve())
        size = path.stat().st_size if is_there else 0
    except OSError:
        is_there, size = False, 0
    refused = "" if is_there else "is not in the pulled folder any more"
    return Piece(file.path, file.stored, path if is_there else None, size, refused=refused)


def read_manifest(folder: Path) -> PulledManifest | None:
    """Return the manifest of a folder; None if it was not pulled.  Raises UsageError for a damaged one."""
    path = folder / MANIFEST
    try:
        if not path.is_file():
            return None
        data = path.read_bytes()[:MAX_BYTES]
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Run `grader pull` again.") from error
    try:
        return PulledManifest.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: is damaged ({where}: {first['msg']}). Run `grader pull` again.") from error
