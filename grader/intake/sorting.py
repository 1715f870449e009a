"""Sorts a download by student: the last attempt of each, and a reason for everything else."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from grader.course.moments import moment
from grader.errors import UsageError
from grader.intake.layouts import FOLDERS
from grader.intake.layouts.layout import Person, listed
from grader.records import dataclass, field
from grader.results import FileStatus, HandedInFile, Member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from grader.intake.layouts import DownloadEntry, PlatformLayout
    from grader.intake.recognition import LayoutDecision

TIMESTAMP = "timestamp.txt"
_TYPED = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class StudentFiles:
    """The last attempt of one student; `rows` account for the rest, `notes` are for people."""

    id: str
    name: str
    entries: tuple[DownloadEntry, ...]
    late: bool
    notes: tuple[str, ...]
    rows: tuple[HandedInFile, ...] = ()
    submitted: str = ""
    """When it was handed in, ISO 8601, where the download tells."""
    originals: tuple[str, ...] = ()
    """The names in the download, where the platform takes reports back under these only."""
    ids: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class SortedDownload:
    """A download in order: each student's files, and the rows of what belongs to nobody."""

    layout: PlatformLayout
    students: tuple[StudentFiles, ...]
    nobodys: tuple[HandedInFile, ...] = ()
    sentence: str = ""
    """The layout that it was read as, and why."""


@dataclass
class _Sorting:
    """The entries of one student on their way."""

    layout: PlatformLayout
    text_of: Callable[[str], str]
    entries: list[DownloadEntry] = field(default_factory=list)
    others: list[DownloadEntry] = field(default_factory=list)
    """Files of other assignments."""

    def files(self, id_: str, person: Person) -> StudentFiles:
        # An empty folder is no attempt that could take the place of another.
        attempts = [entry.attempt for entry in self.entries if entry.path]
        last = max(attempts or [entry.attempt for entry in self.entries], default="")
        current = [entry for entry in self.entries if entry.attempt == last]
        files = tuple(entry for entry in current if not entry.text)
        name = next((entry.name for entry in self.entries if entry.name), person.name)
        originals = tuple(entry.member for entry in files) if self.layout.key == "canvas" else ()
        members = tuple(Member(ids=ids, name=name) for name, ids in person.members) if len(person.members) > 1 else ()
        return StudentFiles(
            id_, name, files, any(entry.late for entry in current), tuple(self._notes(current, last)),
            tuple(self._rows(last)), person.submitted or self._submitted(current, last), originals, person.ids, members,
        )  # fmt: skip

    def _rows(self, last: str) -> Iterable[HandedInFile]:
        for entry in self.entries:
            if not entry.path:
                continue
            if entry.attempt != last:
                yield _row(entry, FileStatus.IGNORED, f"is of an earlier attempt ({entry.attempt})")
            elif entry.text and entry.path.lower().endswith(_TYPED):
                yield _row(entry, FileStatus.UNREADABLE, "was typed into the platform, which is not read")
            elif entry.text:
                yield _row(entry, FileStatus.IGNORED, "was written by the platform")
        for entry in self.others:
            yield _row(entry, FileStatus.IGNORED, f"is of another assignment ({entry.assignment})")

    def _notes(self, current: Sequence[DownloadEntry], last: str) -> Iterable[str]:
        attempts = sorted({entry.attempt for entry in self.entries if entry.path})
        if len(attempts) > 1:
            earlier = ", ".join(attempts[:-1])
            yield f"Handed in {len(attempts)} times; this is the last one ({last}). Earlier: {earlier}."
        typed = [entry.path for entry in current if entry.text and entry.path.lower().endswith(_TYPED)]
        if typed:
            yield f"Text typed into the platform is not read: {', '.join(typed)}."

    def _submitted(self, current: Sequence[DownloadEntry], last: str) -> str:
        """Return the time that the attempt's name or the platform's own file says; nothing for plain folders."""
        if self.layout is FOLDERS:
            return ""
        stamps = [self.text_of(entry.member) for entry in current if entry.text and entry.path == TIMESTAMP]
        at = next((time for text in (last, *stamps) if (time := moment(text)) is not None), None)
        return at.isoformat() if at is not None else ""


def _row(entry: DownloadEntry, status: FileStatus, reason: str) -> HandedInFile:
    return HandedInFile(file=entry.member, status=status, reason=reason)


def sort(
    decision: LayoutDecision, names: Sequence[str], text_of: Callable[[str], str], assignment: str | None = None
) -> SortedDownload:
    """Sort what the decision reads.  Raises UsageError where several assignments are there and none is named."""
    reading = decision.reading
    chosen = _assignment(reading.entries, assignment)
    by_id: dict[str, _Sorting] = defaultdict(lambda: _Sorting(decision.layout, text_of))
    for entry in reading.entries:
        is_other = bool(chosen and entry.assignment and entry.assignment != chosen)
        (by_id[entry.id].others if is_other else by_id[entry.id].entries).append(entry)
    for id_ in reading.people:
        by_id[id_]  # whose folder is empty has handed in nothing, and is somebody
    nobody = Person()
    students = tuple(sorted_files.files(id_, reading.people.get(id_, nobody)) for id_, sorted_files in by_id.items())
    members = {entry.member for entry in reading.entries}
    rest = [name for name in names if name not in members]
    rows = [_nobodys(name, reading.own.get(name, ""), decision.layout) for name in rest]
    return SortedDownload(decision.layout, students, tuple(rows), decision.sentence)


def _nobodys(name: str, reason: str, layout: PlatformLayout) -> HandedInFile:
    reason = reason or f"belongs to nobody: it is not named as {layout.title} names hand-ins"
    return HandedInFile(file=name, status=FileStatus.IGNORED, reason=reason)


def _assignment(entries: Iterable[DownloadEntry], requested: str | None) -> str:
    """Return the assignment that counts; nothing where the download has one at most.  Raises UsageError."""
    there = list(dict.fromkeys(entry.assignment for entry in entries if entry.assignment))
    if requested is not None and requested not in there:
        names = f"the download has {listed(there, 6)}" if there else "the download names no assignments"
        raise UsageError(f"--assignment {requested}: {names}. " + ("Name one of them." if there else "Leave it out."))
    if requested is None and len(there) > 1:
        raise UsageError(
            f"The download holds {len(there)} assignments ({listed(sorted(there), 6)}), and one is graded at "
            f"a time. Name it: --assignment {max(there)}"
        )
    return requested or (there[0] if there else "")
