"""Canvas's *Download Submissions*: one flat heap, the user's number in every name.

The pattern is loose: `hw_3_2_ada.py` has two numbers as well.  So ids and names must go together: Canvas gives each
upload a number of its own, a user has one name, and a class does not share one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, PlatformLayout, by_pattern, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

_ANONYMOUS = re.compile(
    r"^(?P<late>LATE_)?anon_(?P<id>[^_/]+)_(?:(?P<upload>\d+)_(?P<path>[^/]+)|(?P<text>(?:text|link)\.html))$"
)
_UPLOAD = re.compile(r"^(?P<name>[^/]*?[^\W\d_][^/]*?)_(?P<late>LATE_)?(?P<id>\d+)_(?P<upload>\d+)_(?P<path>[^/]+)$")
_TEXT = re.compile(r"^(?P<name>[^/]*?[^\W\d_][^/]*?)_(?P<late>LATE_)?(?P<id>\d+)_(?P<path>(?:text|link)\.html)$")
_NUMBERED = re.compile(r"^(?P<upload>\d+)_(?P<path>[^/]+)$")
_ASSIGNMENT = re.compile(
    r"(?:hw|homework|ps|pset|ex|exercise|lab|sheet|assignment|task|problem|question|week|quiz|exam|midterm|project|seminar|"
    r"aufgabe|blatt|uebung|übung|serie|td|tp|submission|solution|abgabe)s?[-_ ]?\d*",
    re.IGNORECASE,
)
SMALL = 100
"""Numbers below that are no user's and no upload's of a live Canvas, which counts them over all courses."""


def _parse(member: str, teams: frozenset[str] = frozenset()) -> DownloadEntry | None:
    """Read `name_LATE_userid_uploadid_file`.  An upload goes first: a file may be called `LATE_22_text.html`."""
    match = _ANONYMOUS.match(member)
    if match is not None:
        late, path = bool(match["late"]), match["path"] or match["text"]
        unique = match["upload"] or ""
        return DownloadEntry(member, match["id"], path, late=late, text=not match["path"], unique=unique)
    match = _UPLOAD.match(member)
    if match is not None:
        entry = DownloadEntry(
            member, match["id"], match["path"], match["name"], bool(match["late"]), unique=match["upload"]
        )
        return _of_team(entry, teams)
    match = _TEXT.match(member)
    if match is None:
        return None
    return DownloadEntry(member, match["id"], match["path"], match["name"], bool(match["late"]), text=True)


def _of_team(entry: DownloadEntry, teams: frozenset[str]) -> DownloadEntry:
    """Return the entry of a group whose name ends in a number: `team_7_4711_900_hw.py` is user 4711's."""
    rest = _NUMBERED.match(entry.path)
    if rest is None:
        return entry
    is_listed = entry.id not in teams and entry.unique in teams
    looks_so = not teams and int(entry.id) < SMALL <= int(entry.unique) and int(rest["upload"]) >= SMALL
    if not is_listed and not looks_so:
        return entry
    name = f"{entry.name}_{entry.id}"
    return replace(entry, name=name, id=entry.unique, unique=rest["upload"], path=rest["path"])


def _read(listing: Listing) -> LayoutReading:
    reading = by_pattern(listing, lambda member: _parse(member, listing.known_ids))
    return replace(reading, refuted=_refutation([entry for entry in reading.entries if entry.unique]))


def _refutation(entries: Sequence[DownloadEntry]) -> str:
    """Return why Canvas has not named these; nothing where ids and names go together."""
    uploads: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        uploads[entry.unique].add(entry.member)
    shared = next((number for number, members in uploads.items() if len(members) > 1), "")
    if shared:
        return f"several files share the number {shared}, which Canvas gives to one upload alone"
    named = [entry for entry in entries if entry.name]
    names, ids = {entry.name for entry in named}, {entry.id for entry in named}
    if len(names) == 1 < len(ids):
        return f"all files begin with `{next(iter(names))}`, under {len(ids)} numbers"
    return ""


def doubts(reading: LayoutReading, listing: Listing) -> str:
    """Return why a reading as Canvas is a guess: names of assignments, or one student with a small number."""
    uploads = [entry for entry in reading.entries if entry.unique and entry.name]
    if len(uploads) < len(reading.entries) or {entry.id for entry in uploads} & listing.known_ids:
        return ""
    names = list(dict.fromkeys(entry.name for entry in uploads))
    if all(_ASSIGNMENT.fullmatch(name) for name in names):
        return f"the names in it ({listed(names)}) are rather those of assignments"
    if reading.ids > 1 or int(uploads[0].id) >= SMALL:
        return ""
    return f"all files begin with `{uploads[0].name}_{uploads[0].id}`, which may be a student or an assignment"


def _read_with_doubts(listing: Listing) -> LayoutReading:
    reading = _read(listing)
    doubt = doubts(reading, listing) if reading.entries else ""
    return replace(reading, contradictions=(*reading.contradictions, doubt)) if doubt else reading


CANVAS = PlatformLayout("canvas", "Canvas", _read_with_doubts, "`name_4711_900_file.py`, all in one heap")
