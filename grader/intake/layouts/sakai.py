"""Sakai's *Download All*: a folder a student below the assignment's, with the platform's own texts beside the files."""

from __future__ import annotations

import re

from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, PlatformLayout, by_pattern

_STUDENT = re.compile(
    r"^(?P<name>[^/(]*)\((?P<id>[^/)]+)\)/"
    r"(?:Submission attachment\(s\)/(?P<path>.+)|Feedback Attachment\(s\)/(?P<feedback>.+)|(?P<text>[^/]+))$",
    re.DOTALL | re.IGNORECASE,
)
_TABLES = re.compile(r"grades\.(csv|xls|xlsx)$")
_TEXTS = re.compile(r"timestamp\.txt|comments\.txt|feedbackText\.html|.*submissionText\.html", re.IGNORECASE)


def _parse(member: str, assignment: str = "") -> DownloadEntry | None:
    """Read `Last, First(eid)/Submission attachment(s)/file`."""
    match = _STUDENT.match(member)
    if match is None or (match["text"] and not _TEXTS.fullmatch(match["text"])):
        return None
    path = match["path"] or match["feedback"] or match["text"]
    text = match["path"] is None
    return DownloadEntry(member, match["id"], path, match["name"].strip(), text=text, assignment=assignment)


def _below(member: str) -> DownloadEntry | None:
    """Read a name with the assignment's folder before it, or without."""
    entry = _parse(member)
    first, slash, rest = member.partition("/")
    if entry is not None or not slash:
        return entry
    inner = _parse(rest, first)
    return DownloadEntry(member, inner.id, inner.path, inner.name, text=inner.text, assignment=first) if inner else None


def _platform_file(member: str) -> str:
    return "is the platform's own table" if member.count("/") < 2 and _TABLES.search(member) else ""


def _read(listing: Listing) -> LayoutReading:
    return by_pattern(listing, _below, _platform_file)


SAKAI = PlatformLayout("sakai", "Sakai", _read, "`Last, First(id)/Submission attachment(s)/...`")
