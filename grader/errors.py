"""Exceptions for everything that can go wrong outside a student's code, as one tree.

    GraderError
    ├── UsageError    somebody asked for what cannot be done: a path, an option, a folder      exit code 2
    ├── SpecError     a course with mistakes, all of them at once                              exit code 2
    ├── WorkerError   the process that holds the student's code broke the rules of the wire    a result
    └── JudgeError    the grader itself is at fault                                            exit code 3
        ├── TestFaultError      a test of the course decides nothing, such as one that its reference fails
        └── WorkerStartError    no process for students' code could be started; a later attempt may succeed

A student's crash is a result, not an exception of ours.  Every text reads `where: what is wrong (expected X, got Y).
What to do.`
"""

from __future__ import annotations

import traceback

from grader.records import dataclass

BUG = "this is a bug of grader. Please report it with the lines above."


class GraderError(Exception):
    """Anything that a command reports in a sentence and an exit code."""

    exit_code = 3


class UsageError(GraderError):
    """The command cannot do what it was asked to; the sentence says what to do instead."""

    exit_code = 2


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in a course: where it stands and what is wrong with it."""

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.text}" if self.key else f"{place}: {self.text}"


class SpecError(GraderError):
    """A course that cannot be used; `mistakes` holds every one that was found."""

    exit_code = 2

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = sorted(set(mistakes))
        count = len(self.mistakes)
        title = "1 mistake in the course:" if count == 1 else f"{count} mistakes in the course:"
        super().__init__("\n".join([title, *(f"  {mistake}" for mistake in self.mistakes)]))


class WorkerError(GraderError):
    """The worker sent something that is no frame of the protocol, or too much of it."""


class JudgeError(GraderError):
    """The grader itself failed: never a zero for a student, always listed."""


class TestFaultError(JudgeError):
    """A test that decides nothing, for a reason that lies in the course and that its text says."""


class WorkerStartError(JudgeError):
    """No process for students' code could be started, perhaps because other code takes all processes of the machine.

    It says nothing about the submission, so a batch tries that one again when the others have ended.
    """


def fault_text(error: BaseException) -> str:
    """Return what the teacher is told of an exception: a mistake of a test in its own words, else the traceback."""
    if isinstance(error, TestFaultError):
        return str(error)
    return "".join(traceback.format_exception(error, limit=-4))
