"""The page of an assignment, as a person copies its address from the browser."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit, urlunsplit

from grader.errors import UsageError
from grader.records import dataclass


@dataclass(frozen=True, slots=True)
class AssignmentAddress:
    """An assignment of one LMS."""

    base: str
    """The address of the LMS, which may be in a folder of its host."""
    course: str
    """The number of the course; empty if the address does not say."""
    assignment: str

    @property
    def key(self) -> str:
        """A text that names the assignment among all assignments of all LMSs."""
        return f"{self.base} {self.course} {self.assignment}"


_CANVAS = re.compile(r"^(?P<folder>.*?)/courses/(?P<course>\d+)/(?:assignments|gradebook/speed_grader)/?(?P<id>\d+)?")
_MOODLE = re.compile(r"^(?P<folder>.*?)/mod/assign/view\.php$")


def canvas_address(text: str) -> AssignmentAddress:
    """Read https://canvas.example.edu/courses/12/assignments/34.  Raises UsageError."""
    url = _with_scheme(text)
    parts = urlsplit(url)
    match = _CANVAS.match(parts.path)
    assignment = (match["id"] if match else None) or parse_qs(parts.query).get("assignment_id", [""])[0]
    if match is None or not assignment.isdecimal():
        raise UsageError(
            f"{url[:200]}: not the page of a Canvas assignment (expected "
            "https://canvas.example.edu/courses/12/assignments/34). Copy the address from your browser."
        )
    return AssignmentAddress(_base(url, match["folder"]), match["course"], assignment)


def moodle_address(text: str) -> AssignmentAddress:
    """Read https://moodle.example.edu/mod/assign/view.php?id=77.  Raises UsageError."""
    url = _with_scheme(text)
    parts = urlsplit(url)
    match = _MOODLE.match(parts.path)
    number = parse_qs(parts.query).get("id", [""])[0]
    if match is None or not number.isdecimal():
        raise UsageError(
            f"{url[:200]}: not the page of a Moodle assignment (expected "
            "https://moodle.example.edu/mod/assign/view.php?id=77). Copy the address from your browser."
        )
    return AssignmentAddress(_base(url, match["folder"]), "", number)


def _with_scheme(text: str) -> str:
    """Return an address as browsers read it: one without a scheme is encrypted.  Raises UsageError."""
    url = text if "://" in text else f"https://{text.removeprefix('//')}"
    try:
        host = urlsplit(url).netloc
    except ValueError as error:
        raise UsageError(f"{text[:200]}: not an address ({error}). Copy it from your browser.") from error
    if "@" in host:
        raise UsageError("the address holds a name or password before @: leave them out, the token is enough.")
    return url


def _base(url: str, folder: str) -> str:
    """Return the address of the LMS."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.lower(), folder, "", ""))
