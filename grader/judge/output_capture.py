"""Captures a check's side effects: printed output and warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.records import dataclass, field
from grader.sandbox.exits import Output
from grader.submission.traces import frames_of, warnings_of
from grader.worker.wire.locations import location

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.results import TracebackFrame, Warned
    from grader.sandbox.exits import WorkerExit
    from grader.submission import Submission

OUTPUT_SHOWN = 2000
"""Characters of a check's output."""
WARNINGS_KEPT = 100
"""Of all questions of a check, as the worker tells them."""


@dataclass(frozen=True, slots=True)
class CapturedOutput:
    """The side effects of one check, as its result has them."""

    trace: tuple[TracebackFrame, ...] = ()
    warnings: tuple[Warned, ...] = ()
    text: str = ""
    """Output output, cut."""


NO_OUTPUT = CapturedOutput()


@dataclass
class OutputRecorder:
    """Collects what comes with the answers to the questions of one check."""

    beginning: bytearray = field(default_factory=bytearray)
    """The beginning of all output: as much as is shown, and the rest of its last character."""
    size: int = 0
    """Bytes of all that is printed."""
    warned: list[object] = field(default_factory=list)

    end: WorkerExit | None = None
    """How the process ended, if it did."""

    def record(self, printed: Output, last: Mapping[str, object], end: WorkerExit | None = None) -> None:
        """Take in what came with the answers to one question; `last` is the header of the last frame."""
        if end is not None:
            self.end, printed = end, printed.without_interpreter_messages()
        # A character has up to 4 bytes, so that this is always enough for the text that is shown.
        self.beginning += printed.beginning[: 4 * OUTPUT_SHOWN - len(self.beginning)]
        self.size += printed.size
        warned = last.get("warned")
        # The header comes from the process that runs students' code, and may hold anything.
        if isinstance(warned, list):
            self.warned += warned[: WARNINGS_KEPT - len(self.warned)]

    def captured(self, submission: Submission) -> CapturedOutput:
        """Return the collected output; its trace is the line at which the process ended, if it did."""
        if not self.beginning and not self.size and not self.warned and self.end is None:
            return NO_OUTPUT  # as mostly
        ended = [location(self.end.file) | {"line": self.end.line}] if self.end is not None else []
        return CapturedOutput(
            trace=frames_of({"frames": ended}, submission),
            warnings=warnings_of(self.warned, submission),
            text=cut(Output(bytes(self.beginning), self.size)),
        )


def cut(printed: Output) -> str:
    """Return output as text, cut; what is left out is counted."""
    # A beginning may end inside a character, and what is printed need not be text at all.
    text = printed.beginning.decode("utf-8", "replace")
    beginning = text[:OUTPUT_SHOWN]
    if beginning == text and printed.size <= len(printed.beginning):
        return text
    return f"{beginning}\n(about {max(1, printed.size - len(beginning.encode())):,} more characters)"
