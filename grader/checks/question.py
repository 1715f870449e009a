"""The message to the worker in one stage of a check, as bytes that serve every submission."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.records import dataclass
from grader.values.columns import ValueColumn
from grader.worker.wire.frames import text_of
from grader.worker.wire.programs import ProgramWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.suite import TestReport, TestRequest
    from grader.sandbox.exits import WorkerExit
    from grader.values.columns import AnyColumn
    from grader.worker.wire.answers import Answers
    from grader.worker.wire.columns import Column
    from grader.worker.wire.layouts import Layout
    from grader.worker.wire.operations import Operation
    from grader.worker.wire.programs import ProgramAnswers

FACTS_ROOM = 16 * 1024
"""Bytes that the facts of one exception may have."""
LEAST_ROOM = 64 * 1024
LEAST_ROOM_IN_ALL = 32 * 1024 * 1024


@dataclass(frozen=True, eq=False)
class CallGroup:
    """Calls of one function: one column an argument, and how many bytes an answer may have."""

    function: str
    arguments: tuple[AnyColumn, ...]
    count: int
    room: int
    sample: int = 0
    """Entries of a long vector that are enough to look at; 0 for all, and only then are changed arguments told."""
    entries: bool = False
    """Whether no call is made, and the arguments are places in the answer of which a sample was sent last."""
    lines: int = 0
    """Lines of a derivation that the function may yield; 0 where it returns a value."""
    layout: Layout | None = None
    """How right answers are laid out, where that is known."""
    trace: bool = False
    """Whether the values of the frame that raises an exception are told."""
    keywords: tuple[str, ...] = ()
    """The names by which the last arguments are given."""

    def retrace_question(self, row: int) -> Question:
        """Return the question that makes one call once more, to see where it raises."""
        arguments = tuple(column.take(np.array([row])) for column in self.arguments)
        return Question.of([replace(self, arguments=arguments, count=1, layout=None, trace=True)])


@dataclass(frozen=True, eq=False)
class Question:
    """The calls of one stage, ready to send."""

    groups: tuple[CallGroup, ...]
    header: dict[str, Any]
    text: bytes
    """The header as it is sent."""
    body: bytes
    body_cap: int
    test: TestRequest | None = None
    """A test in Python to be run, instead of calls."""
    seconds: float | None = None
    """For a question that decides nothing: how long it may take, apart from the time of the check."""
    counts: tuple[int, ...] = ()
    """The number of operations of each program, where it asks for those."""
    scopes: tuple[object, ...] = ()
    """The scope of each program."""

    @staticmethod
    def of_programs(
        programs: Sequence[Sequence[Operation]],
        scopes: Sequence[object],
        *,
        room: int,
        goes_on: bool = False,
        exact: bool = False,
        frames: bool = True,
        trace: bool = False,
    ) -> Question:
        """Return the question that makes the operations of `programs`, each in its scope (docs/design/objects.md).

        `room` is the number of bytes of all values that a program may answer; `goes_on` keeps the objects of the last
        question, whose scopes these are, in its order.  Without `frames` exceptions are told without their places, with
        `trace` also with the local values where they were raised.
        """
        writer = ProgramWriter()
        body = writer.write(programs, scopes)
        facts = {"cases": len(programs), "room": room, "continue": goes_on, "exact": exact, "frames": frames}
        traced = {"trace": True} if trace else {}
        header: dict[str, Any] = {"program": facts | traced | writer.header()}
        counts = tuple(map(len, programs))
        cap = room * len(programs) + FACTS_ROOM * sum(counts) + (1 << 20)
        return Question((), header, text_of(header), body, cap, counts=counts, scopes=tuple(scopes))

    @staticmethod
    def of_test(test: TestRequest) -> Question:
        """Return the question that runs a test in Python."""
        return Question((), {}, b"", b"", 0, test=test)

    @staticmethod
    def of(groups: Sequence[CallGroup]) -> Question:
        """Return the question that asks `groups` in order."""
        header = {"groups": [_group_header(group) for group in groups]}
        pieces = [piece for group in groups for column in group.arguments for piece in _bytes(group, column)]
        cap = sum(group.room * group.count for group in groups) + (1 << 20)
        return Question(tuple(groups), header, text_of(header), b"".join(pieces), cap)


@dataclass(frozen=True, slots=True)
class Yielded:
    """One `yield` of a derivation, as it stands in the student's source."""

    line: int
    text: str
    """The quantity."""
    bare: bool
    """Whether the quantity is a name or a number and no more."""
    repeats: bool = False
    """Whether it is made of the quantities of the first and the last line, or of calls of their functions."""


@dataclass(frozen=True, eq=False)
class Response:
    """The reply to a question: the answers of each group, as far as they came, and the worker's end if it ended."""

    groups: tuple[Answers, ...]
    end: WorkerExit | None
    changed: tuple[tuple[int, int, int], ...] = ()
    """(group, argument, case) of the first changed case of each changed argument."""
    yields: tuple[tuple[Yielded, ...], ...] = ()
    """How the lines of a derivation stand in the student's source, by group."""
    cpu: float | None = None
    """Processor seconds that the worker took, read from outside."""
    wall: float = 0.0
    programs: ProgramAnswers | None = None
    """The answers to the operations of programs, where the question asked for those."""
    test: TestReport | None = None
    """The report on a test in Python."""


def room_for(expected: AnyColumn) -> int:
    """Return how many bytes an answer may have before only its shape is sent.

    Enough for a wrong answer of a larger shape to come back whole, and little enough that all answers together are no
    burden on the judge.
    """
    if isinstance(expected, ValueColumn):
        largest = max(map(len, expected.encoded), default=1)
    else:
        largest = int(expected.counts.max(initial=1)) * 8
    return max(4 * largest, min(LEAST_ROOM, LEAST_ROOM_IN_ALL // len(expected)))


def _group_header(group: CallGroup) -> dict[str, Any]:
    header = {
        "function": group.function,
        "count": group.count,
        "room": group.room,
        "args": [_argument_header(group, column) for column in group.arguments],
    }
    extras = {
        "sample": group.sample,
        "entries": group.entries,
        "lines": group.lines,
        "trace": group.trace,
        "keywords": list(group.keywords),
    }
    return header | {key: value for key, value in extras.items() if value}


def _argument_header(group: CallGroup, column: AnyColumn) -> dict[str, Any]:
    if isinstance(column, ValueColumn):
        return {"values": sum(map(len, column.encoded))}
    stored, sent = _wire_type(column), _sent(group, column)
    return {"dtype": sent.str, "ndim": column.ndim} | ({"as": stored.str} if sent != stored else {})


_WIRE_TYPES = {"b": np.dtype(np.bool_), "i": np.dtype(np.int64), "u": np.dtype(np.int64)}


def _wire_type(column: Column) -> np.dtype[Any]:
    return _WIRE_TYPES.get(column.flat.dtype.kind, np.dtype(np.float64))


def _sent(group: CallGroup, column: Column) -> np.dtype[Any]:
    """Return the type that a column is sent as: small whole numbers of a long vector need an eighth of the bytes."""
    wire_type = _wire_type(column)
    if not group.sample or not column.ndim or not len(column.flat) or wire_type.kind == "b":
        return wire_type
    small = np.abs(column.flat).max() < 128 and bool((column.flat == np.rint(column.flat)).all())
    return np.dtype(np.int8) if small else wire_type


def _bytes(group: CallGroup, column: AnyColumn) -> tuple[bytes, ...]:
    """Return the pieces of an argument, filled up to a multiple of 8 bytes: numbers of the next one begin there."""
    if isinstance(column, ValueColumn):
        pieces = column.encoded
    else:
        sent = _sent(group, column)
        pieces = (column.shapes.tobytes(), column.flat.astype(sent, copy=False).tobytes())
        if sent.itemsize == 8:
            return pieces
    return (*pieces, bytes(-sum(map(len, pieces)) % 8))
