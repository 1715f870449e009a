"""The hand-ins of a class: a folder, an archive, or what a platform packs, each student's work in one place.

A folder with a folder for each student is graded where it lies.  What comes in an archive, or in one heap, is sorted
into a folder for each student first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.intake.archives import ArchiveError, is_archive, opened
from grader.intake.roster import Roster, Student, read_roster
from grader.intake.sorting import PLAIN, SortedDownload, StudentFiles, sort
from grader.intake.unpacking import unpack
from grader.results import Lateness, Member
from grader.results.names import words_of
from grader.submission import submissions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Read = Callable[[], bytes]

MOST_FILES = 400_000
MOST_NOTES = 20
LARGEST_TEXT = 64 * 1024
BLIND = frozenset({"Participant", "Teilnehmer/in", "Teilnehmer-in", "Participante", "Участник"})
"""What stands for every name in a download of Moodle's where marking is blind; in other languages by guess."""
BY_NAME = frozenset({"Brightspace"})
"""The platforms whose downloads tell no more of a student than the name."""


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
    """Who handed in together, as far as the class list tells."""
    submitted: str = ""
    """ISO 8601."""
    lateness: Lateness | None = None
    """What the course's policy makes of the time; whoever knows the course fills it in."""

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


def read(source: Path, into: Path, roster: Path | None = None, id_of: Callable[[str], str] = str) -> Intake:
    """Return the hand-ins of `source`; what has to be sorted goes to folders below `into`, named by `id_of`.

    Raises UsageError.
    """
    listed = read_roster(roster) if roster is not None else Roster()
    found = _from_archive(source, into, id_of) if source.is_file() else _from_folder(source, into, id_of)
    return _matched(found, listed)


def _from_archive(source: Path, into: Path, id_of: Callable[[str], str]) -> Intake:
    if not is_archive(source.name):
        raise UsageError(f"{source}: is one file. Name the folder that holds the submissions, or the zip of the class.")
    try:
        with opened(source, source.name) as inside:
            refused = [f"{member.name[-80:]} {member.refused} and is left out." for member in inside if member.refused]
            readable = {member.name: member.read for member in inside if not member.refused}
            found = _in_folders(sort(list(readable), partial(_text, readable)), readable, into, id_of)
    except ArchiveError as error:
        raise UsageError(f"{source}: {error}. Download it again.") from error
    return replace(found, notes=(*refused[:MOST_NOTES], *found.notes))


def _from_folder(source: Path, into: Path, id_of: Callable[[str], str]) -> Intake:
    if not source.is_dir():
        submissions(source)  # says what is there instead
    names = {path.relative_to(source).as_posix(): path for path in _files(source, into)}
    readable = {name: path.read_bytes for name, path in names.items()}
    in_order = sort(list(names), partial(_text, readable))
    if in_order.layout != PLAIN:
        return _in_folders(in_order, readable, into, id_of)
    packed = {work.id: work for work in in_order.works if any(is_archive(piece.path) for piece in work.pieces)}
    hand_ins = [_plain(path, packed, readable, into, id_of) for path in _entries(source, packed)]
    return Intake(PLAIN, tuple(_distinct(hand_ins)))


def _entries(source: Path, packed: Mapping[str, StudentFiles]) -> list[Path]:
    """Return the submissions of a plain folder, and the archives that stand for one."""
    loose = [path for path in source.iterdir() if path.is_file() and is_archive(path.name)]
    try:
        return [*submissions(source), *sorted(loose)]
    except UsageError:
        if not packed:
            raise
        return sorted(loose)


def _plain(
    path: Path,
    packed: Mapping[str, StudentFiles],
    readable: Mapping[str, Read],
    into: Path,
    id_of: Callable[[str], str],
) -> HandIn:
    id_ = path.name if path.is_dir() else re.sub(r"\.(tar\.\w+|\w+)$", "", path.name)
    if id_ in packed and (path.is_dir() or is_archive(path.name)):
        return _hand_in(packed[id_], readable, into, id_of)
    return HandIn(id_, path.absolute())


def _distinct(hand_ins: Sequence[HandIn]) -> Iterator[HandIn]:
    """Yield them; where two have one id, a file keeps its suffix."""
    count = Counter(one.id for one in hand_ins)
    for one in hand_ins:
        yield replace(one, id=one.path.name) if count[one.id] > 1 and one.path is not None else one


def _files(folder: Path, into: Path) -> Iterator[Path]:
    """Yield the files below a folder, those that were sorted from it apart; links are not followed."""
    for number, path in enumerate(sorted(folder.rglob("*"))):
        if number > MOST_FILES:
            raise UsageError(f"{folder}: has more than {MOST_FILES:,} files. Name the folder of one class.")
        if path.is_file() and not path.is_symlink() and not path.is_relative_to(into):
            yield path


def _text(readable: Mapping[str, Read], name: str) -> str:
    """Return a small text member, for layouts that write there who has handed in."""
    try:
        return readable[name]()[:LARGEST_TEXT].decode("utf-8-sig", "replace")
    except (ArchiveError, OSError):
        return ""


def _in_folders(
    in_order: SortedDownload, readable: Mapping[str, Read], into: Path, id_of: Callable[[str], str]
) -> Intake:
    if not in_order.works:
        raise UsageError("There is no file of a student in it. Is it the download of all submissions?")
    notes = [f"{name[-80:]} belongs to nobody and is left out." for name in in_order.unknown[:MOST_NOTES]]
    platform = "" if in_order.layout == PLAIN else in_order.layout
    hand_ins = (replace(_hand_in(work, readable, into, id_of), platform=platform) for work in in_order.works)
    return Intake(in_order.layout, tuple(hand_ins), tuple(notes))


def _hand_in(work: StudentFiles, readable: Mapping[str, Read], into: Path, id_of: Callable[[str], str]) -> HandIn:
    made = unpack(((piece.path, readable[piece.member]) for piece in work.pieces), into / id_of(work.id))
    return HandIn(
        work.id,
        made.folder.absolute(),
        work.name,
        late=work.late,
        notes=(*work.notes, *made.notes),
        originals=work.originals,
        submitted=work.submitted,
    )


def _matched(found: Intake, roster: Roster) -> Intake:
    """Return the class with what the list tells of each, and with those who are on the list alone."""
    if not roster.students:
        return found
    seen: set[str] = set()
    hand_ins, strangers = [], []
    blind = len({one.name for one in found.hand_ins}) == 1 < len(found.hand_ins)
    for one in found.hand_ins:
        students = _whose(one, found.layout, roster)
        if found.layout == "Moodle" and not blind and _is_another(one, students):
            students = []
        seen |= {student.id for student in students}
        strangers += [] if students else [one.id]
        hand_ins.append(_known(one, students))
    absent = [student for student in roster.students if student.id not in seen]
    hand_ins += [_known(HandIn(who.id, None), [who]) for who in absent]
    notes = [f"{id_} is not on the class list." for id_ in strangers[:MOST_NOTES]]
    return Intake(found.layout, tuple(hand_ins), (*found.notes, *notes))


def _whose(one: HandIn, layout: str, roster: Roster) -> Sequence[Student]:
    """Return who handed this in: a group of the list whose name it carries, or the student of its id.

    Platforms give a group's work the number of the group or of one member, so there the name goes first.  A folder that
    is called like a student and a group is the student's.
    """
    student = roster.find(one.id, one.name if layout in BY_NAME else "")
    if layout == PLAIN:
        return [student] if student is not None else roster.team(one.id)
    return roster.team(one.name) or ([student] if student is not None else [])


def _is_another(one: HandIn, students: Sequence[Student]) -> bool:
    """Whether Moodle's number is that of a group, and by chance a student's too: then the names share no word.

    With blind marking all have the same one, `Participant`.
    """
    if len(students) != 1 or not students[0].name or _is_team(one, students[0]) or one.name in BLIND:
        return False
    first, second = words_of(one.name), words_of(students[0].name)
    return bool(first) and bool(second) and not first & second


def _known(one: HandIn, students: Sequence[Student]) -> HandIn:
    """Return a hand-in with what the list tells of those whose it is; several are a group."""
    if not students:
        return one
    first = students[0]
    submitted = one.submitted or max(student.submitted for student in students)
    extensions = {student.extension for student in students}
    extension = first.extension if len(extensions) == 1 else " / ".join(sorted(filter(None, extensions)))
    one = replace(one, group=first.group, extension=extension, submitted=submitted)
    # A group of one is a group as well: the number of its hand-in is not the student's.
    if len(students) == 1 and not (one.platform and _is_team(one, first)):
        return replace(one, name=first.name or one.name, ids=first.ids)
    members = tuple(Member(ids=student.ids, name=student.name) for student in students)
    return replace(one, name=first.group, members=members)


def _is_team(one: HandIn, student: Student) -> bool:
    return student in Roster((student,)).team(one.name)
