"""How platforms name what they pack: for each a pattern that turns a name into a student and a path.

What is known of each, and how surely, stands in docs/assistants.md.  A name that a layout does not understand
belongs to nobody, and is listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class DownloadEntry:
    """One file of a download: whose it is, and where it belongs in the student's work."""

    member: str
    """Its name in the download."""
    id: str
    """What the platform goes by: a number, a login, or the folder's name."""
    path: str
    name: str = ""
    """The student's or group's name, as far as the download tells."""
    late: bool = False
    attempt: str = ""
    """Sorts attempts: the last one counts."""
    text: bool = False
    """Whether it is a text or a link that was typed into the platform, and no file."""


_MOODLE = re.compile(
    r"^(?:.*/)?(?P<name>[^_/]*)_(?P<id>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?!/)|_?/)(?P<path>.+)$"
)
_CANVAS_ANONYMOUS = re.compile(r"^(?P<late>LATE_)?anon_(?P<id>[^_/]+)_\d+_(?P<path>[^/]+)$")
_CANVAS = re.compile(r"^(?:(?P<name>[^/]*?)_)?(?P<late>LATE_)?(?P<id>\d+)_\d+_(?P<path>[^/]+)$")
_CANVAS_TEXT = re.compile(r"^(?:(?P<name>[^/]*?)_)?(?P<late>LATE_)?(?P<id>\d+)_(?P<path>(?:text|link)\.html)$")
_BLACKBOARD = re.compile(
    r"^(?P<task>[^/]*)_(?P<id>[^_/]+)_attempt_(?P<attempt>\d{4}(?:-\d\d){5})(?:_(?P<path>[^/]+)|\.txt)$"
)
_BRIGHTSPACE = re.compile(
    r"^(?:[^/]*/)??(?P<id>\d+-\d+) ?- (?P<name>[^/]+?) ?- "
    r"(?P<attempt>[A-Z][a-z]{2} \d{1,2}, \d{4} \d{3,4} [AP]M)(?:/| - )(?P<path>.+)$"
)
_SAKAI = re.compile(
    r"^[^/]+/(?P<name>[^/(]*)\((?P<id>[^/)]+)\)/(?:Submission attachment\(s\)/(?P<path>.+)|(?P<text>[^/]+))$"
)
_NBgrader = re.compile(r"^(?:.*/)?submitted/(?P<id>[^/]+)/[^/]+/(?P<path>.+)$")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moodle(member: str) -> DownloadEntry | None:
    """Read `Full name_123_assignsubmission_file_/path` of Moodle, in folders or flat; 123 is the participant."""
    found = _MOODLE.match(member)
    if found is None:
        return None
    return DownloadEntry(
        member, found["id"], found["path"], found["name"].strip(), text=found["plugin"] == "onlinetext"
    )


def canvas(member: str) -> DownloadEntry | None:
    """Read `name_LATE_userid_attachmentid_file` of Canvas; the number is the user's."""
    for pattern in (_CANVAS_ANONYMOUS, _CANVAS_TEXT, _CANVAS):
        found = pattern.match(member)
        if found is not None:
            named = found.groupdict()
            text = pattern is _CANVAS_TEXT
            return DownloadEntry(
                member, named["id"], named["path"], named.get("name") or "", bool(named["late"]), text=text
            )
    return None


def blackboard(member: str) -> DownloadEntry | None:
    """Read `Assignment_login_attempt_date_file` of Blackboard; the text beside each attempt is its own."""
    found = _BLACKBOARD.match(member)
    if found is None or found["id"].endswith("previewuser"):
        return None
    return DownloadEntry(
        member, found["id"], found["path"] or "attempt.txt", attempt=found["attempt"], text=found["path"] is None
    )


def brightspace(member: str) -> DownloadEntry | None:
    """Read `1-2 - Name - Oct 5, 2026 1022 AM/file` of Brightspace; its numbers are no person's, the name is the id."""
    found = _BRIGHTSPACE.match(member)
    if found is None:
        return None
    return DownloadEntry(
        member, found["name"].strip(), found["path"], found["name"].strip(), attempt=_sortable(found["attempt"])
    )


def _sortable(date: str) -> str:
    """Return `Oct 5, 2026 1022 AM` so that later is larger."""
    month, day, year, time, half = date.replace(",", "").split()
    hour = int(time[:-2]) % 12 + 12 * (half == "PM")
    number = _MONTHS.index(month) + 1 if month in _MONTHS else 0
    return f"{year}-{number:02}-{int(day):02} {hour:02}:{time[-2:]}"


def sakai(member: str) -> DownloadEntry | None:
    """Read `Assignment/Last, First(eid)/Submission attachment(s)/file` of Sakai."""
    found = _SAKAI.match(member)
    if found is None:
        return None
    return DownloadEntry(
        member, found["id"], found["path"] or found["text"], found["name"].strip(), text=found["path"] is None
    )


def nbgrader(member: str) -> DownloadEntry | None:
    """Read `submitted/student/assignment/file` of nbgrader."""
    found = _NBgrader.match(member)
    if found is None:
        return None
    own = found["path"].rpartition("/")[2]
    return DownloadEntry(member, found["id"], found["path"], text=own in {"timestamp.txt", "submission_secret.txt"})


LAYOUTS: dict[str, Callable[[str], DownloadEntry | None]] = {
    "Moodle": moodle, "Blackboard": blackboard, "Brightspace": brightspace, "Sakai": sakai, "nbgrader": nbgrader,
    "Canvas": canvas,
}  # fmt: skip
"""The most specific first: Canvas's pattern is the loosest."""

NOISE = re.compile(
    r"(^|/)(__MACOSX|\.git|\.ipynb_checkpoints|__pycache__)(/|$)|(^|/)(\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$"
)
"""What systems and editors leave in archives."""


def plain(member: str) -> DownloadEntry | None:
    """Read `student/file`, or `student.py` and `student.zip` beside one another."""
    first, slash, rest = member.partition("/")
    if slash:
        return DownloadEntry(member, first, rest)
    stem = re.sub(r"\.(tar\.\w+|\w+)$", "", first)
    return DownloadEntry(member, stem, first)


def quiet(members: Iterable[str]) -> list[str]:
    """Return the members without what systems leave behind."""
    return [member for member in members if not NOISE.search(member)]
