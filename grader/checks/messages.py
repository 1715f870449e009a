"""Every sentence about a student's answers, in one place.

Second person, present tense; what happened, on what, what is due, and what to look at.
"""

from __future__ import annotations

import re
import signal
from math import isfinite
from typing import TYPE_CHECKING, Any

from grader.patterns import pattern
from grader.sandbox.exits import EndReason, WorkerExit
from grader.values.paths import position_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.suite import TestReport


def place(file: str, line: int, cell: int = 0) -> str:
    """Return a position in words: `work.py, line 2`, `work.ipynb, cell 3, line 2`; no line and no cell where 0."""
    return ", ".join([file, *([f"cell {cell}"] if cell else []), *([f"line {line}"] if line else [])])


def raised(function: str, facts: dict[str, Any]) -> str:
    """Return the sentence for an exception."""
    kind, text = _printable(str(facts.get("type", "an exception"))), _printable(str(facts.get("text", "")))
    exception = f"{kind}: {text}" if text else kind
    where, closed = _last_frame(facts), facts.get("closed")
    if kind in _OF_PROGRAMS:
        return f"`{function}` {text}{where}."
    if isinstance(closed, str) and closed in _CLOSED:
        does, reason = _CLOSED[closed]
        return f"`{function}` {does}{where}, {reason} (here: {exception}). Take this out of what is called."
    return f"`{function}` raises {exception}{where}."


def not_made(call: str) -> str:
    """Return the sentence for a call that could not be made after another one had failed."""
    return f"`{call}` is not called: what it needs is missing."


def refused(call: str, facts: dict[str, Any]) -> str:
    """Return the sentence for an operation that is not made."""
    return f"`{call}` cannot be asked: {_printable(str(facts.get('text', '')))[:200]}."


_OF_PROGRAMS = frozenset({"InputEndError", "OutputLimitError"})
"""Exceptions with which the worker ends a program; their text completes a sentence (worker/program_runs.py)."""

_CLOSED = {
    "closed_file": ("opens or changes a file or folder", "which is closed where your code is graded"),
    "closed_network": ("talks to another machine", "and there is no network where your code is graded"),
    "closed_program": ("starts another program or process", "which is closed where your code is graded"),
    "input": ("asks for keyboard input", "and nobody is there to type"),
}
"""Acts of a function that work on its author's machine only, and why; the kinds are those of worker/closed.py."""


def _last_frame(facts: dict[str, Any]) -> str:
    """Return the line of the student's that was active, in brackets; nothing where nobody knows."""
    frames = facts.get("frames")
    if not isinstance(frames, list) or not frames or not isinstance(frames[-1], dict):
        return ""
    last = frames[-1]
    # What a worker says may be anything: a number that is none is left out.
    line, cell = (n if type(n := last.get(key)) is int and 0 < n < 10**7 else 0 for key in ("line", "cell"))
    return f" ({place(_printable(str(last.get('file'))), line, cell)})"


def no_lines(function: str, facts: dict[str, Any]) -> str:
    """Return the sentence for a function that yields no lines of a derivation; nothing for another exception."""
    text = _printable(str(facts.get("text", "")))
    return f"`{function}` yields no derivation: {text}." if facts.get("type") == "LineError" else ""


def ended(function: str, end: WorkerExit, seconds: float) -> str:
    """Return the sentence for a call from which the process did not come back, with its line where that is known."""
    return _ended(function, end, seconds) + (f" It was at {_code(end)}." if end.file else "")


def _code(end: WorkerExit) -> str:
    """Return where a process ended; a cell's code is called `work.ipynb[3]`."""
    cell = re.fullmatch(r"(.*)\[(\d{1,6})\]", end.file)
    file, number = (cell[1], int(cell[2])) if cell else (end.file, 0)
    return place(_printable(file), end.line, number)


def _ended(function: str, end: WorkerExit, seconds: float) -> str:
    match end.reason:
        case EndReason.CPU:
            return f"`{function}` uses more processor time than is allowed on this input. Does it need so many steps?"
        case EndReason.TIME:
            return (
                f"`{function}` does not answer within {seconds:g} second{'' if seconds == 1 else 's'} on this input. "
                "Is there a loop that never ends, or one that does the same work again and again?"
            )
        case EndReason.THREADS:
            return f"`{function}` starts far too many threads. Do the work in one, or in a few that end."
        case EndReason.MEMORY:
            return f"`{function}` takes more memory than is allowed on this input. Does it keep more than it needs?"
        case EndReason.FLOOD:
            return f"`{function}` prints far too much. Take the print statements out."
        case EndReason.SIGNAL:
            name = signal.strsignal(end.code) or str(end.code)
            return f"`{function}` crashes the Python process ({name.lower()}) on this input."
        case EndReason.EXIT:
            return f"`{function}` ends the whole Python process (exit, quit or os._exit?) instead of returning."
        case EndReason.RELOADS:
            return (
                f"`{function}` was not called: earlier calls ended the Python process, and loading your files again "
                "takes too long. Move what takes long out of the files, and see which call ends the process."
            )
        case EndReason.WIRE:
            return f"While `{function}` runs, something that is no answer comes back. Nothing of it is counted."


def changed(function: str, argument: str) -> str:
    """Return the note about an argument that was changed in place."""
    return f"`{function}` changes its argument `{argument}`: the caller finds it changed afterwards. Work on a copy."


def unsteady(function: str) -> str:
    """Return the note about a function that answered one input in two ways."""
    return (
        f"`{function}` gives two different answers to the same input. Does it keep something from one call to the next?"
    )


def single_precision(function: str) -> str:
    """Return the note about float32 answers that are not close enough."""
    return f"`{function}` answers in single precision (float32), about 7 digits. Compute in float64."


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:300])


def differs(got: Any, expected: Any, position: Sequence[int], name: str = "") -> str:
    """Return the sentence about the first entry that differs, and by how much; `name` is the call that gives it."""
    where = position_text(position) if position else ""
    subject = f"`{name}`" + (f" at {where}" if where else "") if name else where.capitalize() or "It"
    # And no -0, which puzzles a reader.
    text = f"{subject} is {got + 0.0:.10g} and should be {expected + 0.0:.10g}"
    off = abs(got - expected)
    return (
        f"{text}, so it is too {'large' if got > expected else 'small'} by {off:.3g}." if isfinite(off) else f"{text}."
    )


RELATIONS = {
    "=": "equal to",
    "==": "equal to",
    "!=": "different from",
    "<=": "at most",
    "<": "below",
    ">=": "at least",
    ">": "above",
}
"""How a relation reads between `is` and what comes after it."""


def misplaced(name: str, value: float, position: Sequence[int], relation: str, other: str, bound: float) -> str:
    """Return the sentence about a value on the wrong side of a bound; `other` is what the bound is, if no number."""
    where = f" at {position_text(position)}" if position else ""
    limit = f"`{other}`, which is {bound + 0.0:.10g}" if other else f"{bound + 0.0:.10g}"
    return f"`{name}` is {value + 0.0:.10g}{where} and should be {RELATIONS[relation]} {limit}."


def unequal(left_call: str, right_call: str, first: float, second: float, position: Sequence[int]) -> str:
    """Return the sentence about two expressions of the student's own values that are due to be equal."""
    where = f" at {position_text(position)}" if position else ""
    return (
        f"`{left_call}` is {first + 0.0:.10g}{where} and `{right_call}` is {second + 0.0:.10g}; they should be equal."
    )


def wrong_at_size(function: str) -> str:
    """Return the sentence for a wrong answer to a large input whose time was to be taken."""
    return f"`{function}` is not right for this many numbers, so its time is not looked at."


def too_slow(function: str, over: str, size: int, seconds: float) -> str:
    """Return the sentence for a time that is in proportion to the size and far too long all the same."""
    return (
        f"`{function}` takes {seconds:.3g} s for {over} = {size}, {seconds / size * 1e6:.3g} microseconds for each "
        "number: far more than a step for each of them needs."
    )


def too_steep(function: str, over: str, size: int, seconds: float, larger: int, longer: float) -> str:
    """Return the sentence for a time that grows faster than in proportion."""
    return (
        f"`{function}` takes {seconds:.3g} s for {over} = {size} and {longer:.3g} s for {over} = {larger}: "
        f"{larger / size:.0f} times as many numbers take {longer / seconds:.0f} times as long. "
        "Is something done from the beginning again for every number?"
    )


_MISSING = (
    pattern(r"NameError: name '(\w+)' is not defined"),
    pattern(r"AttributeError: module '\w+' has no attribute '(\w+)'"),
    pattern(r"ImportError: cannot import name '(\w+)' from '\w+' \([^\n]*\)"),
)
"""Sentences of Python about a name that the test takes from the student's code, and that is not there."""


def test_failed(report: TestReport) -> str:
    """Return the sentence for a test that does not hold, with pytest's explanation of the values."""
    case = f" for {_printable(report.case)}" if report.case else ""
    if report.assertion:
        return f"The test does not hold{case}: {report.text.removeprefix('AssertionError: ')}"
    if missing := next(filter(None, (pattern.fullmatch(report.text) for pattern in _MISSING)), None):
        return f"The test{case} needs `{missing[1]}`, and your code defines nothing of this name."
    return f"The test cannot go on with what your code gives{case}: {report.text}"


def test_raised(facts: dict[str, Any]) -> str:
    """Return the sentence for a test in which the student's code raised an exception."""
    return raised("your code", facts).replace("`your code`", "Your code", 1)


def test_ended(end: WorkerExit, seconds: float) -> str:
    """Return the sentence for a test during which the student's process ended."""
    return ended("your code", end, seconds).replace("`your code`", "your code").replace("your code", "Your code", 1)


def test_crashed() -> str:
    """Return the sentence for a test whose own process has ended: what takes too long ends the student's."""
    return "The test itself crashes with what your code gives. If your code is right, show this to your teacher."
