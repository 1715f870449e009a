"""Submissions of an assignment to a folder that `grader batch` reads, with a manifest of who, when and which attempt.

A file that is there with the right size is not fetched again, so a stopped pull goes on where it was.  The manifest is
written last, by rename: the folder is either the old state or the new one.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.intake.pulled import MANIFEST, PulledFile, PulledManifest, PulledSubmission, read_manifest
from grader.lms.outcomes import LmsRefusalError
from grader.records import dataclass, field
from grader.results import Member
from grader.results.files import cannot, write
from grader.store.folder import file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from grader.lms.records import Attachment, LmsAssignment, LmsClient, LmsStudent
    from grader.results.platforms import Platform

MAX_NAME = 120
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PullSource:
    """Where submissions come from."""

    lms: str
    platform: Platform
    address: str


@dataclass
class PullReport:
    """The outcome of a pull."""

    submissions: int = 0
    files: int = 0
    files_kept: int = 0
    """Files that were there already."""
    without: int = 0
    """Students who handed in nothing."""
    failed: int = 0
    """Files that could not be fetched."""
    problems: list[str] = field(default_factory=list)
    """A sentence for each of them, and for drafts, which are not handed in."""


def pull(client: LmsClient, source: PullSource, folder: Path, on_progress: Callable[[int, int], None]) -> PullReport:
    """Fetch the last attempt of every student or group into `folder`.  Raises UsageError.

    `on_progress` gets how many submissions are done and how many there are.
    """
    _prepare_folder(folder, source)
    assignment = client.load()
    report = PullReport()
    works = _works(assignment, report)
    submissions = []
    for number, work in enumerate(works):
        on_progress(number, len(works))
        submissions.append(_fetch(client, folder, work, report))
    on_progress(len(works), len(works))
    manifest = PulledManifest(
        platform=source.platform,
        lms=source.lms,
        address=source.address,
        assignment=_readable(assignment.title),
        pulled_at=datetime.now(UTC).isoformat(timespec="seconds"),
        submissions=tuple(submissions),
        notes=tuple(report.problems),
    )
    write(folder / MANIFEST, manifest.model_dump_json(indent=1), private=True)
    report.submissions = len(submissions)
    return report


def _prepare_folder(folder: Path, source: PullSource) -> None:
    """Create the folder; raise UsageError if it holds anything but an earlier pull of the same assignment."""
    earlier = read_manifest(folder)
    if earlier is not None and earlier.address != source.address:
        raise UsageError(f"{folder}: holds the submissions of {earlier.address}. Name another folder with --out.")
    try:
        foreign = earlier is None and folder.exists() and any(not _is_ours(path) for path in folder.iterdir())
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(cannot(folder, error)) from error
    if foreign:
        raise UsageError(f"{folder}: holds other files. Name a new folder with --out.")


def _is_ours(path: Path) -> bool:
    """Whether a stopped pull can have made a folder."""
    return path.is_dir() and all(entry.is_dir() and entry.name.startswith("attempt-") for entry in path.iterdir())


def _works(assignment: LmsAssignment, report: PullReport) -> list[tuple[LmsStudent, ...]]:
    """Return those who handed in: each student alone, or a group with all its members."""
    works: dict[str, list[LmsStudent]] = {}
    for student in assignment.students:
        if student.draft:
            report.problems.append(f"{_readable(student.label)}: has a draft that was never handed in.")
        if student.attempt is None:
            report.without += not student.draft
        else:
            works.setdefault(student.group or f"student {student.key}", []).append(student)
    return [tuple(members) for members in works.values()]


def _fetch(client: LmsClient, folder: Path, work: Sequence[LmsStudent], report: PullReport) -> PulledSubmission:
    """Fetch the files of one submission."""
    first = work[0]
    # Members of a group that is graded together share one submission; the LMS may list it with any of them.
    owner = next((member for member in work if member.attachments), first)
    # The time belongs to the name: Moodle's students can change the files of an attempt.
    when = re.sub(r"\D", "", owner.submitted_at)[:14]
    stored_in = PurePosixPath(file_name(first.platform_id), f"attempt-{owner.attempt}-{when}".rstrip("-"))
    files, notes = [], list(owner.notes)
    paths = [safe_path(attachment.path) for attachment in owner.attachments]
    # A file cannot have the name of a folder that other files lie in.
    used = {str(folder).casefold() for path in paths for folder in PurePosixPath(path).parents}
    for attachment, wish in zip(owner.attachments, paths, strict=True):
        path = _unused(wish, used)
        try:
            report.files_kept += _is_kept(client, attachment, folder / stored_in / path)
            report.files += 1
            files.append(PulledFile(path=path, stored=(stored_in / path).as_posix()))
        except (LmsRefusalError, OSError) as error:
            problem = f"{path}: could not be fetched ({_readable(str(error))})"
            notes.append(f"{problem}.")
            report.failed += 1
            report.problems.append(f"{_readable(first.label)}: {problem}. Run the same command again.")
    is_group = bool(first.group)
    members = tuple(
        Member(ids=(member.platform_id, *map(_readable, member.shown_ids)), name=_readable(member.name))
        for member in work
    )
    return PulledSubmission(
        id=first.platform_id,
        files=tuple(files),
        name=_readable(first.group_name if is_group else first.name),
        group=_readable(first.group_name),
        late=owner.late,
        ids=() if is_group else tuple(map(_readable, first.shown_ids)),
        members=members if is_group else (),
        submitted=_moment(owner.submitted_at),
        attempt=owner.attempt,
        notes=tuple(notes),
    )


def _is_kept(client: LmsClient, attachment: Attachment, target: Path) -> bool:
    """Fetch a file unless it is there; return whether it was.  Raises LmsRefusalError or OSError."""
    if attachment.size is not None and target.is_file() and target.stat().st_size == attachment.size:
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name[:100]}.part")
    try:
        client.download(attachment, partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return False


def safe_path(path: str) -> str:
    """Return a path that stays inside its folder and that every file system takes, whatever a student named a file."""
    parts = [_safe_part(part) for part in path.replace("\\", "/").split("/") if part.strip() not in {"", ".", ".."}]
    return "/".join(parts[-6:]) or "file"


def _safe_part(part: str) -> str:
    text = unicodedata.normalize("NFC", part).encode("utf-8", "replace").decode()
    text = "".join(sign if sign.isprintable() else "_" for sign in _FORBIDDEN.sub("_", text)).strip(" .")
    stem, dot, suffix = text.rpartition(".")
    if len(text) > MAX_NAME and dot and len(suffix) < 12:
        text = f"{stem[: MAX_NAME - len(suffix) - 1]}.{suffix}"
    text = text.encode()[:200].decode("utf-8", "ignore")[:MAX_NAME] or "file"
    return f"_{text}" if _RESERVED.match(text) else text


def _unused(path: str, used: set[str]) -> str:
    """Return the path, with a number before the suffix if the submission has another file of this name."""
    stem, dot, suffix = path.rpartition(".")
    number, name = 2, path
    while name.casefold() in used:
        name = f"{stem}-{number}.{suffix}" if dot and "/" not in suffix else f"{path}-{number}"
        number += 1
    used.add(name.casefold())
    return name


def _readable(text: str) -> str:
    """Return a text of the LMS without control characters and halves of characters."""
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return text.encode("utf-8", "replace").decode()[:300]


def _moment(text: str) -> str:
    """Return a time if it is one; an LMS's answer may hold anything."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text
