"""The hand-ins of a class: a folder, an archive, or what a platform packs, each student's work in one place.

download (files on this disk) -> layout, by evidence -> each student's files -> a folder for each, a row for every file.

A folder with a folder for each student is graded where it lies.  What comes in an archive, or in one heap, is sorted
into a folder for each student first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.archives import clutter
from grader.archives.formats import is_archive
from grader.archives.names import refusal, shown
from grader.archives.reader import ArchiveReader
from grader.errors import UsageError
from grader.intake.download import Download, of_archive, of_folder
from grader.intake.hand_in import HandIn, Intake
from grader.intake.layouts import FOLDERS, Listing
from grader.intake.matching import MOST_NOTES, matched
from grader.intake.pulled import read_manifest, read_pulled
from grader.intake.recognition import recognise
from grader.intake.roster import Roster, read_roster
from grader.intake.sorting import SortedDownload, StudentFiles, sort
from grader.intake.unpacking import Piece, unpack
from grader.results import FileStatus, HandedInFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.intake.download import DownloadFile
    from grader.intake.layouts import DownloadEntry

LARGEST_TEXT = 8 << 20
MOST_UNREADABLE = 10
NOBODY = "there is no file of a student in it. Is it the download of all submissions?"
NO_SUBMISSIONS = (
    "there are no submissions in this folder (expected one sub-folder, file or archive for each student). Name the "
    "folder that holds them."
)


def read(
    source: Path,
    into: Path,
    roster: Path | None = None,
    id_of: Callable[[str], str] = str,
    *,
    layout: str | None = None,
    assignment: str | None = None,
) -> Intake:
    """Return the hand-ins of `source`; what has to be sorted goes to folders below `into`, named by `id_of`.

    `layout` is the key of a layout that the user names, `assignment` the one that counts where there are several.
    Raises UsageError.
    """
    listed = read_roster(roster) if roster is not None else Roster()
    with ArchiveReader(into.parent) as reader:
        if source.is_file():
            download = of_archive(source, reader)
        elif (pulled := read_manifest(source)) is not None:
            return matched(read_pulled(pulled, source, into, id_of, reader), listed)
        elif source.is_dir():
            download = of_folder(source, [into])
        else:
            raise UsageError(f"{source}: there is no such file or folder. Look for a typing error in the path.")
        if not download.files:
            raise UsageError(f"{source}: {NOBODY if source.is_file() else NO_SUBMISSIONS}")
        try:
            intake = _IntakeRun(download, listed, source, into, id_of, reader).intake(layout, assignment)
        except UsageError as error:
            raise UsageError(f"{source}: {error}" if str(source) not in str(error) else str(error)) from error
    return matched(intake, listed)


class _IntakeRun:
    """One download on its way to hand-ins."""

    def __init__(
        self, download: Download, roster: Roster, source: Path, into: Path, id_of: Callable[[str], str],
        reader: ArchiveReader,
    ) -> None:  # fmt: skip
        self.download, self.roster, self.source = download, roster, source
        self.into, self.id_of, self.reader = into, id_of, reader
        self.files: Mapping[str, DownloadFile] = download.named()

    def intake(self, layout: str | None, assignment: str | None) -> Intake:
        student_keys = frozenset(key for student in self.roster.students for key in student.keys)
        listing = Listing(tuple(self.files), self._text, student_keys)
        name = "" if self.source.is_file() else self.source.resolve().name
        decision = recognise(listing, layout, packed=self.source.is_file(), name=name)
        in_order = sort(decision, [name for name in self.files if not self.files[name].empty], self._text, assignment)
        rest = [file for file in self.download.files if file.name not in self.files]
        owners = decision.owners([file.name for file in rest])
        in_order = _with_unread(in_order, rest, owners, decision.root)
        rows, nobodys = self._rows_of_rest(rest, owners, {student.id for student in in_order.students})
        if not in_order.students:
            raise UsageError(NOBODY)
        hand_ins = [
            self._hand_in(student, in_order, rows.get(student.id, ()), decision.root) for student in in_order.students
        ]
        everybody = (*in_order.nobodys, *nobodys)
        return Intake(
            in_order.layout.title,
            tuple(_distinct(hand_ins)),
            tuple(self._notes(everybody)),
            in_order.sentence,
            everybody,
        )

    def _text(self, name: str) -> str:
        """Return a small text, for layouts that write there who has handed in."""
        file = self.files.get(name)
        if file is None or file.path is None:
            return ""
        try:
            with file.path.open("rb") as stream:
                return stream.read(LARGEST_TEXT).decode("utf-8-sig", "replace")
        except OSError:
            return ""

    def _rows_of_rest(
        self, rest: Sequence[DownloadFile], owners: Mapping[str, DownloadEntry], ids: set[str]
    ) -> tuple[Mapping[str, list[HandedInFile]], list[HandedInFile]]:
        """Return rows for what never counted: by student, and what is nobody's."""
        rows: dict[str, list[HandedInFile]] = defaultdict(list)
        nobodys: list[HandedInFile] = []
        for file in rest:
            status = FileStatus.IGNORED if file.ignored else FileStatus.UNREADABLE
            row = HandedInFile(file=shown(file.name), status=status, reason=file.ignored or _why(file))
            owner = owners.get(file.name)
            (rows[owner.id] if owner is not None and owner.id in ids else nobodys).append(row)
        return rows, nobodys

    def _notes(self, nobodys: Sequence[HandedInFile]) -> Iterator[str]:
        if self.download.failed:
            yield f"{self.source}: {self.download.failed}; what came before that is read. Download it again."
        explained = [row for row in nobodys if row.status is FileStatus.UNREADABLE or "nobody" in row.reason]
        for row in explained[:MOST_NOTES]:
            yield f"{shown(row.file, 80)} {row.reason} and is left out."
        if len(explained) > MOST_NOTES:
            yield f"{len(explained) - MOST_NOTES} more files are left out; manifest.csv lists them."

    def _hand_in(
        self, student: StudentFiles, download: SortedDownload, rows: Sequence[HandedInFile], root: str
    ) -> HandIn:
        platform = "" if download.layout is FOLDERS else download.layout.platform or download.layout.title
        hand_in = HandIn(
            student.id, None, student.name, late=student.late, notes=student.notes, platform=platform, ids=student.ids,
            originals=student.originals, members=student.members, submitted=student.submitted,
        )  # fmt: skip
        if download.layout is FOLDERS and (lies := self._where_it_lies(student, root)) is not None:
            return replace(hand_in, path=lies[0], prefix=lies[1])
        pieces = [piece for entry in student.entries if (piece := self._piece(entry.member, entry.path)) is not None]
        unpacked = unpack(pieces, self.into / self.id_of(student.id), self.reader)
        every = (*student.rows, *rows, *unpacked.rows)
        rivals = [f"{row.file} {row.reason}." for row in unpacked.rows if row.reason.endswith("which counts")]
        notes = (*student.notes, *rivals[:MOST_UNREADABLE], *_unreadable((*rows, *unpacked.rows)))
        path = unpacked.folder.absolute()
        return replace(hand_in, path=path, rows=every, placed=tuple(unpacked.placed.items()), notes=notes)

    def _piece(self, member: str, path: str) -> Piece | None:
        file = self.files[member]
        if file.empty:
            return None
        return Piece(path, member, file.path, file.size, file.at, refused=file.refused)

    def _where_it_lies(self, student: StudentFiles, root: str) -> tuple[Path, str] | None:
        """Return the folder or file that can be graded in its place, and what stands before its names.

        None where it must be unpacked or put together first.
        """
        prefixes = {entry.member.removesuffix(entry.path) for entry in student.entries}
        is_packed = any(is_archive(entry.path) for entry in student.entries)
        if self.download.folder is None or is_packed or len(prefixes) != 1:
            return None
        (prefix,) = prefixes
        paths = [(self.files[entry.member], entry.path) for entry in student.entries]
        lying = next(((file, path) for file, path in paths if file.path is not None), None)
        if prefix == root:
            return (lying[0].path.absolute(), prefix) if lying and lying[0].path and len(paths) == 1 else None
        if lying is None or lying[0].path is None:
            folder = self.download.folder / prefix
            return (folder.absolute(), prefix) if folder.is_dir() else None
        above = 0 if lying[0].empty else lying[1].count("/") + 1
        return [lying[0].path.absolute(), *lying[0].path.absolute().parents][above], prefix


def _with_unread(
    download: SortedDownload, rest: Sequence[DownloadFile], owners: Mapping[str, DownloadEntry], root: str
) -> SortedDownload:
    """Return the class with those of whose files none counts: a repository without its files is a hand-in too."""
    ids = {student.id for student in download.students}
    unread: dict[str, StudentFiles] = {}
    for file in rest:
        entry = owners.get(file.name)
        if entry is None or entry.id in ids or not file.ignored or file.ignored in clutter.INSTALLED:
            continue
        if entry.path and entry.member != f"{root}{entry.path}":  # what lies beside the students is nobody's
            unread[entry.id] = StudentFiles(entry.id, entry.name, (), late=entry.late, notes=())
    if not unread:
        return download
    sentence = f"{download.sentence}; of {len(unread)} more, no file is read"
    return replace(download, students=(*download.students, *unread.values()), sentence=sentence)


def _why(file: DownloadFile) -> str:
    return file.refused or refusal(file.name) or "cannot be read"


def _unreadable(rows: Sequence[HandedInFile]) -> list[str]:
    """Return a sentence for each file that could not be read, at most a few of them."""
    texts = [f"{shown(row.file, 80)} {row.reason}." for row in rows if row.status is FileStatus.UNREADABLE]
    return [
        *texts[:MOST_UNREADABLE],
        *(["More files are left out for such reasons."] if texts[MOST_UNREADABLE:] else []),
    ]


def _distinct(hand_ins: Sequence[HandIn]) -> Iterator[HandIn]:
    """Yield them; where two have one id, a file keeps its suffix."""
    count = Counter(hand_in.id for hand_in in hand_ins)
    for hand_in in hand_ins:
        twice = count[hand_in.id] > 1 and hand_in.path is not None
        yield replace(hand_in, id=hand_in.path.name) if twice and hand_in.path is not None else hand_in
