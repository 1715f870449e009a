"""Moodle's *Download all submissions*, in folders or flat."""

from __future__ import annotations

import re

from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, PlatformLayout, by_pattern

# The underscore after the plugin was dropped with Moodle 4.1; a default group has no number.
_PREFIX = re.compile(r"^(?P<name>[^_/]*?)(?:_(?P<id>\d+))?_assignsubmission_(?P<plugin>[a-z]+)(?P<rest>.*)$", re.DOTALL)


def _parse(member: str) -> DownloadEntry | None:
    """Read `Full name_123_assignsubmission_file_/path`; 123 is the participant or, for teams, the group."""
    match = _PREFIX.match(member)
    if match is None:
        return None
    path = match["rest"].removeprefix("_").removeprefix("/")
    if not path or match["rest"][:1] not in {"_", "/"} or not (match["id"] or match["name"].strip()):
        return None
    name = match["name"].strip()
    return DownloadEntry(member, match["id"] or name, path, name, text=match["plugin"] == "onlinetext")


def _read(listing: Listing) -> LayoutReading:
    return by_pattern(listing, _parse)


MOODLE = PlatformLayout("moodle", "Moodle", _read, "`Full name_123_assignsubmission_file_/...`")
