"""Events while the code ran, for a report: tracebacks, warnings, printed text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.presentation.messages import counted_text, location_text
from grader.presentation.visible import clipped, one_line
from grader.records import dataclass

if TYPE_CHECKING:
    from grader.results import CheckResult, TracebackFrame, Warned

_LONGEST_VALUE: Final = 200
_LONGEST_OUTPUT: Final = 2000
_MOST_FRAMES: Final = 6
_MOST_LINES: Final = 12
_MOST_WARNINGS: Final = 5


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a student's file; `is_here` where the exception passed."""

    number: int
    text: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ValueView:
    """A local name and its value in short text."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FrameView:
    """One step of a traceback."""

    location: str
    lines: tuple[LineView, ...]
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class EventsView:
    """Everything of one check; each part is empty where there is nothing to say."""

    trace: tuple[FrameView, ...]
    left_out: str
    """The number of steps of a long traceback that are not shown, in words."""
    warnings: tuple[str, ...]
    output: str

    def __bool__(self) -> bool:
        return bool(self.trace or self.warnings or self.output)


def events_of(check: CheckResult) -> EventsView:
    """Return what happened while `check` was asked; of a long traceback the first step and the last ones."""
    trace = check.trace
    frames = trace if len(trace) <= _MOST_FRAMES else (trace[0], *trace[1 - _MOST_FRAMES :])
    missing = len(trace) - len(frames)
    return EventsView(
        trace=tuple(map(_frame, frames)),
        left_out=f"{counted_text(missing, 'step')} of the same kind not shown" if missing else "",
        warnings=tuple(map(_warning, check.warnings[:_MOST_WARNINGS])),
        output=_beginning(clipped(check.output, _LONGEST_OUTPUT)),
    )


def _beginning(output: str) -> str:
    """Return the first lines of what was printed: what comes again for every case is clear from a few of them."""
    lines = output.rstrip("\n").split("\n")
    missing = len(lines) - _MOST_LINES
    return "\n".join([*lines[:_MOST_LINES], *([f"({counted_text(missing, 'more line')})"] if missing > 0 else [])])


def _frame(frame: TracebackFrame) -> FrameView:
    numbers = enumerate(frame.source, frame.first)
    return FrameView(
        location=location_text(one_line(frame.file), frame.line, frame.cell, one_line(frame.name)),
        lines=tuple(
            LineView(number, one_line(text.expandtabs(4))[:_LONGEST_VALUE], number == frame.line)
            for number, text in numbers
        ),
        values=tuple(ValueView(one_line(name), clipped(value, _LONGEST_VALUE)) for name, value in frame.values.items()),
    )


def _warning(warned: Warned) -> str:
    where = location_text(one_line(warned.file), warned.line, warned.cell)
    often = f", {counted_text(warned.count, 'time')}" if warned.count > 1 else ""
    return f"{one_line(warned.kind)}: {clipped(warned.text, _LONGEST_VALUE)} ({where}{often})"
