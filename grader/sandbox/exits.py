"""EndReason a worker ended, and what came back before: facts, not exceptions."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from grader.patterns import pattern
from grader.records import dataclass
from grader.worker.wire.locations import is_student_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.worker.wire.frames import Frame


class EndReason(Enum):
    """EndReason a worker ended before it had answered."""

    TIME = "time"
    """The limit on the clock was over."""
    CPU = "cpu"
    """The limit on processor time was over."""
    EXIT = "exit"
    """The process ended by itself; the code is its exit code."""
    SIGNAL = "signal"
    """The process was killed by a signal, which is the code."""
    MEMORY = "memory"
    """More memory was taken than is allowed."""
    THREADS = "threads"
    """More threads ran than are allowed."""
    FLOOD = "flood"
    """More was printed than is read."""
    RELOADS = "reloads"
    """No worker was left, and loading the files again has taken too long already."""
    WIRE = "wire"
    """The worker sent an invalid reply."""


@dataclass(frozen=True, slots=True)
class WorkerExit:
    """Why no more answers come: how the worker ended, its exit code or signal, and the call that was running."""

    reason: EndReason
    code: int = 0
    call: int = 0
    text: str = ""
    file: str = ""
    """The student's file, or `work.ipynb[3]` for a cell, in which it ended; empty where that is not known."""
    line: int = 0


_LAST_WORDS = pattern(
    rb"(?:(?:Fatal Python error|Windows fatal exception): .*\n\n?)?"
    rb"(?:Stack|Current thread .*) \(most recent call first\):$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Output:
    """Text printed during one exchange: the beginning, and the number of bytes of all of it."""

    beginning: bytes = b""
    size: int = 0

    def without_interpreter_messages(self) -> Output:
        """Return it without what Python itself has printed last, about where it was when the process was ended."""
        # Only what stands at the end of a line by itself is Python's; the rest stays the student's output.
        matches = list(_LAST_WORDS.finditer(self.beginning))
        return Output(self.beginning[: matches[-1].start()], matches[-1].start()) if matches else self


@dataclass(frozen=True, slots=True)
class Reply:
    """The frames that came back, and the end of the worker if it did not live to send the last one."""

    frames: Sequence[Frame]
    end: WorkerExit | None = None
    cpu: float | None = None
    """Seconds of processor time that the worker took, read from outside; None where this system does not tell."""


_BLOCK = "(most recent call first):"
_FRAME = pattern(r'^  File "([^"\n]{1,200})", line (\d{1,7}) in ', re.MULTILINE)


def last_location(printed: str) -> tuple[str, int]:
    """Return the student's file and line in the last traceback that faulthandler has printed; ("", 0) for none."""
    # The last one: a student may print something that looks like a traceback, and faulthandler writes after it.
    _, separator, block = printed.rpartition(_BLOCK)
    for file, line in _FRAME.findall(block) if separator else ():
        if is_student_file(file):
            return file, int(line)
    return "", 0
