"""The facts of what a reference does with files, beside the kinds of its answers in a test's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.tester.answers import AnswerKinds

PLACE = "<files>"
"""The place of these facts in a profile."""
MADE, CHANGED, READ, LISTED = "made:", "changed:", "read:", "listed:"
"""Marks there, each with a file: the name of a new one, the place of one that it has not made, that it reads, or of
whose name it asks."""
NAMED, UNPICKLED = "named:", "unpickled:"
"""Marks that it changes files of the test that this names, and what a pickle imports in the test."""
_MOST_MARKS = 500


class RunningTest(Protocol):
    """A test that runs (`grader.tester.link.Conversation`)."""

    answers: AnswerKinds
    """The facts of the reference."""

    def given_away(self) -> Sequence[object]:
        """Return the values that the test has given to the student's code in calls, and the paths."""


def add_mark(test: RunningTest, mark: str, file_place: str) -> None:
    """Note what the reference does, where it is the reference."""
    answers = test.answers
    marks = answers.seen.setdefault(PLACE, set()) if answers.recording else set()
    if answers.recording and len(marks) < _MOST_MARKS:
        marks.add(mark + quote(file_place))


def has_mark(test: RunningTest, mark: str, file_place: str) -> bool | None:
    """Whether the reference does the same at that place; None without a reference."""
    add_mark(test, mark, file_place)
    if test.answers.recording:
        return True
    expected = test.answers.expected
    return None if expected is None else mark + quote(file_place) in expected.get(PLACE, "").split()
