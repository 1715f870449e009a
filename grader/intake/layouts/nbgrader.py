"""nbgrader's folder of a course, of which `submitted/student/assignment/` is what was handed in."""

from __future__ import annotations

import re

from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, PlatformLayout, by_pattern

_SUBMITTED = re.compile(r"^submitted/(?P<id>[^/]+)/(?P<assignment>[^/]+)/(?P<path>.+)$", re.DOTALL)
_OWN = (
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
    found = _SUBMITTED.match(member)
    if found is None:
        return None
    text = found["path"] in _TEXTS
    return DownloadEntry(member, found["id"], found["path"], text=text, assignment=found["assignment"])


def _own(member: str) -> str:
    return "belongs to nbgrader's own folders" if member.partition("/")[0] in _OWN else ""


def _read(listing: Listing) -> LayoutReading:
    return by_pattern(listing, _parse, _own)


NBGRADER = PlatformLayout("nbgrader", "nbgrader", _read, "`submitted/student/assignment/...`")
