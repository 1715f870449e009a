"""Brightspace's download of all submissions: a folder an attempt, or flat; its numbers are no person's."""

from __future__ import annotations

import re

from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, PlatformLayout, by_pattern

_FOLDER = re.compile(
    r"^(?P<id>\d+-\d+) ?- (?P<name>[^/]+?) ?- "
    r"(?P<attempt>[A-Z][a-z]{2} \d{1,2}, \d{4} \d{3,4} [AP]M)(?:/| - )(?P<path>.+)$",
    re.DOTALL,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _parse(member: str) -> DownloadEntry | None:
    """Read `1-2 - Name - Oct 5, 2026 1022 AM/file`; the name is the id."""
    match = _FOLDER.match(member)
    if match is None or "/" in match[0][: match.start("path") - 1]:
        return None
    name = match["name"].strip()
    return DownloadEntry(member, name, match["path"], name, attempt=_sortable(match["attempt"]))


def _sortable(date: str) -> str:
    """Return `Oct 5, 2026 1022 AM` so that later is larger."""
    month, day, year, time, half = date.replace(",", "").split()
    hour = int(time[:-2]) % 12 + 12 * (half == "PM")
    number = _MONTHS.index(month) + 1 if month in _MONTHS else 0
    return f"{year}-{number:02}-{int(day):02} {hour:02}:{time[-2:]}"


def _platform_file(member: str) -> str:
    return "is the platform's own list" if member == "index.html" else ""


def _read(listing: Listing) -> LayoutReading:
    return by_pattern(listing, _parse, _platform_file)


BRIGHTSPACE = PlatformLayout("brightspace", "Brightspace", _read, "`12-34 - Name - Oct 5, 2026 1022 AM/...`")
