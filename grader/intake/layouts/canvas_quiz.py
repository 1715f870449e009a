"""Files that were uploaded into questions of a quiz of Canvas: *Student Analysis*, *Download All Files*."""

from __future__ import annotations

import re

from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, PlatformLayout, by_pattern

_UPLOAD = re.compile(r"^(?P<name>[^/]*?[^\W\d])(?P<id>\d+)_question_(?P<question>\d+)_(?P<upload>\d+)_(?P<path>[^/]+)$")


def _parse(member: str) -> DownloadEntry | None:
    """Read `last_first4711_question_55_900_file`: the user's number stands at the end of the name."""
    match = _UPLOAD.match(member)
    if match is None:
        return None
    name = match["name"].replace("_", " ").strip()
    return DownloadEntry(member, match["id"], match["path"], name, unique=match["upload"])


def _read(listing: Listing) -> LayoutReading:
    return by_pattern(listing, _parse)


CANVAS_QUIZ = PlatformLayout("canvas-quiz", "Canvas quiz", _read, "`last_first4711_question_55_900_file.py`", "Canvas")
