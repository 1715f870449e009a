"""nbgrader's folder of a course, of which `submitted/student/assignment/` is what was handed in."""

from __future__ import annotations

import re

from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, PlatformLayout, by_pattern

_SUBMITTED = re.compile(r"^submitted/(?P<id>[^/]+)/(?P<assignment>[^/]+)/(?P<path>.+)$", re.DOTALL)
_PLATFORM_FILES = (
    "source",
    "release",
    "autograded",
    "feedback",
    "gradebook.db",
    "nbgrader_config.py",
    ".nbgrader.log",
    "exchange",
)
_TEXTS = frozenset({"timestamp.txt", "submission_secret.txt"})
"""Files that nbgrader writes beside the work, at the top of the attempt alone."""


def _parse(member: str) -> DownloadEntry | None:
    match = _SUBMITTED.match(member)
    if match is None:
        return None
    text = match["path"] in _TEXTS
    return DownloadEntry(member, match["id"], match["path"], text=text, assignment=match["assignment"])


def _platform_file(member: str) -> str:
    return "belongs to nbgrader's own folders" if member.partition("/")[0] in _PLATFORM_FILES else ""


def _read(listing: Listing) -> LayoutReading:
    return by_pattern(listing, _parse, _platform_file)


NBGRADER = PlatformLayout("nbgrader", "nbgrader", _read, "`submitted/student/assignment/...`")
