"""Blackboard's *Assignment File Download*: flat, any number of attempts, a text beside each."""

from __future__ import annotations

import re
from dataclasses import replace

from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, PlatformLayout, by_pattern

# The first attempt in a name is the platform's: what comes after it is what a student has called a file.
_ATTEMPT = re.compile(
    r"^(?P<task>[^/]*?)_(?P<id>[^_/]+)_attempt_(?P<attempt>\d{4}(?:-\d\d){5})(?:_(?P<path>[^/]+)|\.txt)$"
)
_NAMED = re.compile(r"^Name: *(?P<name>.*?) *\((?P<login>[^()]+)\)\s*$", re.MULTILINE)


def _parse(member: str) -> DownloadEntry | None:
    """Read `Assignment_login_attempt_date_file`; the text beside each attempt is the platform's own."""
    match = _ATTEMPT.match(member)
    if match is None or match["id"].endswith("previewuser"):
        return None
    return DownloadEntry(
        member, match["id"], match["path"] or "attempt.txt", attempt=match["attempt"], text=match["path"] is None
    )


def _platform_file(member: str) -> str:
    match = _ATTEMPT.match(member)
    return "is the teacher's own preview" if match is not None and match["id"].endswith("previewuser") else ""


def _read(listing: Listing) -> LayoutReading:
    """Read the names, with the logins of the texts beside them: one may hold what separates the parts of a name."""
    reading = by_pattern(listing, _parse, _platform_file)
    logins: dict[str, tuple[str, str]] = {}
    for entry in reading.entries:
        match = _NAMED.search(listing.text_of(entry.member)) if entry.text else None
        if match is not None:
            logins[entry.member.removesuffix(".txt")] = (match["login"], match["name"])

    def with_login(entry: DownloadEntry) -> DownloadEntry:
        stamp = f"_attempt_{entry.attempt}"
        begins = entry.member[: entry.member.index(stamp) + len(stamp)]
        if begins not in logins:
            return entry
        return replace(entry, id=logins[begins][0], name=logins[begins][1])

    entries = tuple(map(with_login, reading.entries))
    return replace(reading, entries=entries)


BLACKBOARD = PlatformLayout("blackboard", "Blackboard", _read, "`Sheet 2_login_attempt_2026-10-05-10-22-00_file.py`")
