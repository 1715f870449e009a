"""Which layout a download has, and what of it belongs to whom."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.course.moments import moment
from grader.intake.layouts import LAYOUTS, DownloadEntry, plain, quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

UNCLEAR = 0.2
"""The share of the names that a platform's layout need not understand, and a few of a small class."""
FEW = 2
PLAIN = "folders"


@dataclass(frozen=True, slots=True)
class StudentFiles:
    """What one student handed in last, as pieces; `notes` say what was handed in besides."""

    id: str
    name: str
    pieces: tuple[DownloadEntry, ...]
    late: bool
    notes: tuple[str, ...]
    submitted: str = ""
    """When it was handed in, ISO 8601, where the download tells."""
    originals: tuple[str, ...] = ()
    """The names in the download, where the platform takes reports back under these only."""


@dataclass(frozen=True, slots=True)
class SortedDownload:
    """A download in order: the platform, each student's work, and the names that belong to nobody."""

    layout: str
    works: tuple[StudentFiles, ...]
    unknown: tuple[str, ...]


def sort(members: Sequence[str], text_of: Callable[[str], str] = lambda _: "") -> SortedDownload:
    """Sort the names of a download; a tree that no platform has packed is a folder or file for each student.

    `text_of` gives the content of a small text member, where a platform writes there who handed in.
    """
    names = quiet(members)
    for layout, parse in LAYOUTS.items():
        pieces = [piece for name in names if (piece := parse(name)) is not None]
        strange = len(names) - len(pieces)
        clear = strange <= max(FEW, UNCLEAR * len(names)) and strange < len(pieces)
        if clear and any(not piece.text for piece in pieces):
            known = {piece.member for piece in pieces}
            if layout == "Blackboard":
                pieces = _told(pieces, text_of)
            works = [_timed(work, pieces, layout, text_of) for work, pieces in _works(pieces)]
            return SortedDownload(layout, tuple(works), tuple(name for name in names if name not in known))
    pieces = [piece for name in _rootless(names) if (piece := plain(name[1])) is not None]
    full = dict(zip((piece.member for piece in pieces), names, strict=True))
    plainly = _works([_renamed(piece, full[piece.member]) for piece in pieces])
    return SortedDownload(PLAIN, tuple(work for work, _ in plainly), ())


_NAMED = re.compile(r"^Name: *(?P<name>.*?) *\((?P<login>[^()]+)\)\s*$", re.MULTILINE)


def _told(pieces: Sequence[DownloadEntry], text_of: Callable[[str], str]) -> list[DownloadEntry]:
    """Return the pieces with the logins of the texts beside them: one may hold what separates the parts of a name."""
    logins = {}
    for piece in pieces:
        found = _NAMED.search(text_of(piece.member)) if piece.text else None
        if found is not None:
            logins[piece.member.removesuffix(".txt")] = (found["login"], found["name"])

    def own(piece: DownloadEntry) -> DownloadEntry:
        begins = next((key for key in logins if piece.member.startswith(key)), None)
        return piece if begins is None else replace(piece, id=logins[begins][0], name=logins[begins][1])

    return [own(piece) for piece in pieces]


def _renamed(piece: DownloadEntry, member: str) -> DownloadEntry:
    return DownloadEntry(member, piece.id, piece.path)


def _rootless(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return each name beside itself without the one folder that holds all students, if there is one."""
    firsts = {name.partition("/")[0] for name in names}
    deep = all("/" in name.partition("/")[2] for name in names)
    root = f"{next(iter(firsts))}/" if len(firsts) == 1 and deep and names else ""
    return [(name, name.removeprefix(root)) for name in names]


def _timed(
    work: StudentFiles, pieces: Sequence[DownloadEntry], layout: str, text_of: Callable[[str], str]
) -> StudentFiles:
    """Return the work with the time that the attempt's name or the platform's file says, and with what Canvas needs."""
    stamps = [text_of(piece.member) for piece in pieces if piece.text and piece.path.endswith("timestamp.txt")]
    said = [max(piece.attempt for piece in pieces), *stamps]
    at = next((found for text in said if (found := moment(text)) is not None), None)
    originals = tuple(piece.member for piece in work.pieces) if layout == "Canvas" else ()
    return replace(work, submitted=at.isoformat() if at is not None else "", originals=originals)


def _works(pieces: Sequence[DownloadEntry]) -> tuple[tuple[StudentFiles, list[DownloadEntry]], ...]:
    by_id: dict[str, list[DownloadEntry]] = defaultdict(list)
    for piece in pieces:
        by_id[piece.id].append(piece)
    return tuple((_work(id_, own), own) for id_, own in by_id.items())


def _work(id_: str, pieces: Sequence[DownloadEntry]) -> StudentFiles:
    """Return the last attempt; the earlier ones, and texts that were typed into the platform, become notes."""
    attempts: Mapping[str, int] = {piece.attempt: 1 for piece in pieces}
    last = max(attempts)
    current = [piece for piece in pieces if piece.attempt == last]
    notes = []
    if len(attempts) > 1:
        earlier = ", ".join(sorted(set(attempts) - {last}))
        notes.append(f"Handed in {len(attempts)} times; this is the last one ({last}). Earlier: {earlier}.")
    typed = [piece for piece in current if piece.text and piece.path.endswith((".html", ".htm"))]
    if typed:
        notes.append(f"Text typed into the platform is not read: {', '.join(piece.path for piece in typed)}.")
    files = tuple(piece for piece in current if not piece.text)
    name = next((piece.name for piece in pieces if piece.name), "")
    return StudentFiles(id_, name, files, any(piece.late for piece in current), tuple(notes))
