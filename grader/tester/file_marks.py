"""The facts of what a reference does with files, beside the kinds of its answers in a test's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.tester.answers import AnswerKinds

PLACE = "<files>"
"""The place of these facts in a profile."""
MADE, CHANGED, READ, NAMED = "made:", "changed:", "read:", "named:"
"""Marks there, each with the name of a file: a new one, one that it has not made, one that it reads; without a name,
that it changes files of the test that this names."""
_MOST_MARKS = 500


class RunningTest(Protocol):
    """A test that runs (`grader.tester.link.Conversation`)."""

    answers: AnswerKinds
    """The facts of the reference."""

    def given_away(self) -> Sequence[object]:
        """Return the values that the test has given to the student's code in calls, and the paths."""


def add_mark(test: RunningTest, mark: str, path: Path) -> None:
    """Note what the reference does, where it is the reference."""
    answers = test.answers
    marks = answers.seen.setdefault(PLACE, set()) if answers.recording else set()
    if answers.recording and len(marks) < _MOST_MARKS:
        marks.add(mark + quote(path.name))


def has_mark(test: RunningTest, mark: str, path: Path) -> bool | None:
    """Whether the reference does the same to a file of that name; None without a reference."""
    add_mark(test, mark, path)
    if test.answers.recording:
        return True
    expected = test.answers.expected
    return None if expected is None else mark + quote(path.name) in expected.get(PLACE, "").split()
