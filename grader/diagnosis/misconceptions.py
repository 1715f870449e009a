"""Known wrong solutions of a course, asked by the judge about the same cases, beside a student's outputs.

They are the course's own code, so they run here; one that is slow, or never ends, is given up and explains nothing.
"""

from __future__ import annotations

import contextlib
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.worker.wire.derivations import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    from grader.checks.gate import GatedAnswers
    from grader.checks.misconception import Misconception
    from grader.worker.wire.columns import Array, Column

NEAR = 1e-9
"""The distance, relative to the largest entry, up to which two outputs are the same."""
SECONDS = 1.0
"""The time limit of a wrong solution for all cases of a check; a slower one is left out."""
LINES = 50


@dataclass(frozen=True, slots=True)
class CallOutput:
    """The output of a call: numbers, or nothing that is finite; `listed` for Python's own sequences."""

    value: Array | None
    listed: bool = False

    @property
    def broken(self) -> bool:
        """Whether it raised, or is not finite: one class, since which of these happens depends on the library."""
        return self.value is None or not bool(np.isfinite(self.value).all())


def predict(misconception: Misconception, arguments: Sequence[Column], count: int) -> list[CallOutput] | None:
    """Return what a wrong solution gives in the first `count` cases; None for one that takes too long."""
    until, outputs = time.monotonic() + SECONDS, []
    try:
        with np.errstate(all="ignore"), _time_limit(until):
            for row in range(count):
                outputs.append(_output(misconception.wrong, [_copied(column.row(row)) for column in arguments]))
                if time.monotonic() > until:
                    return None
    except TimeoutError:  # the time was over in a line of ours
        return None
    return outputs


@contextlib.contextmanager
def _time_limit(until: float) -> Iterator[None]:
    """Let Python code below raise TimeoutError once the time is over: a known mistake may be a loop without end."""

    def look(_frame: FrameType, _event: str, _argument: object) -> Callable[..., Any]:
        if time.monotonic() > until:
            raise TimeoutError
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)


def _copied(argument: Any) -> Any:
    return argument.copy() if np.ndim(argument) else argument.item()


def _output(function: Callable[..., Any], arguments: Sequence[Any]) -> CallOutput:
    try:
        value = function(*arguments)
        if hasattr(value, "send"):
            value = lines_of(value, LINES)
        array = np.asarray(value)
    except (Exception, SystemExit):  # noqa: BLE001 - a wrong solution may fail in any way, and that is what is compared
        return CallOutput(None)
    number = array.dtype.kind in "biuf"
    return CallOutput(array.astype(np.float64) if number else None, isinstance(value, list | tuple))


def observed(answers: GatedAnswers, row: int) -> CallOutput:
    """Return what a student's function gave in a case."""
    if row not in answers.faults:
        return CallOutput(np.asarray(answers.column.row(row), dtype=np.float64))
    if row in answers.raised:
        return CallOutput(None)
    try:
        answer = np.asarray(answers.shown.get(row), dtype=np.float64)
    except (TypeError, ValueError):
        return CallOutput(None)
    return CallOutput(answer, answers.kinds.get(row, "").startswith(("LIST", "TUPLE")))


def same(a: CallOutput, b: CallOutput, size: float) -> bool:
    """Whether two outputs are the same, for numbers of about `size`."""
    if a.broken or b.broken or a.value is None or b.value is None:
        return a.broken and b.broken
    if a.value.shape != b.value.shape or a.listed != b.listed:
        return False
    scale = max(size, float(np.abs(b.value).max(initial=0.0)))
    return bool((np.abs(a.value - b.value) <= NEAR * scale).all())


def explains(outputs: Sequence[CallOutput], answers: GatedAnswers, expected: Column | None) -> bool:
    """Whether a wrong solution gives what the student's does in every case."""
    for row, output in enumerate(outputs):
        right = np.asarray(expected.row(row) if expected is not None else 0.0, dtype=np.float64)
        size = float(np.abs(right[np.isfinite(right)]).max(initial=0.0))
        if not same(observed(answers, row), output, size):
            return False
    return True


def caught_by_check(misconceptions: Sequence[Misconception], check: str) -> tuple[Misconception, ...]:
    """Return those of them that a check is known to catch."""
    return tuple(misconception for misconception in misconceptions if check in misconception.fails)
