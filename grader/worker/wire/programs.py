"""Programs of operations as they cross the wire, and the reader of their answers: the judge's half.

Header of the question: `program` with `cases`, `names`, `keeps`, `room`, `continue` and `exact`.  Body:

    operations of each case u32[cases] | operations
    operation: code u8 | keep u8 | name u16 | operands u8 | keywords u8 | keywords u16[] | operands, tagged values

Body of a part of the answers, for the operations from number `first` on, counted over all cases:

    status u8 | a tagged value where the status is DONE, RAISED or REFUSED
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from .frames import HEADER_CAP, FrameError
from .operations import LOST, MOST_OPERANDS, Answer, ForeignHandleError, Handle, Operation, Result, Status
from .plain import COUNT, NUMBER, PlainValueError
from .value_reading import ValueReader
from .value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OPERATION = struct.Struct("<BBHBB")
KEYWORD = struct.Struct("<H")
_NAMES = 1 << 16
_KEEPS = 255
_STATUS = {int(status): status for status in Status}


class ProgramWriter:
    """Writes programs, one scope each; collects the names that they use.

    It is the writer of objects for `write_value` as well: a handle of the scope, or the result of an operation.
    """

    exact = True

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._keeps: dict[str, int] = {}
        self._keep_values: list[Any] = []
        self._scope: object = None

    def write(self, programs: Sequence[Sequence[Operation]], scopes: Sequence[object]) -> bytes:
        """Return the body.  Raises ForeignHandleError for a handle of another scope."""
        pieces = [np.array([len(program) for program in programs], dtype="<u4").tobytes()]
        for program, scope in zip(programs, scopes, strict=True):
            self._scope = scope
            for operation in program:
                self._write(operation, pieces)
        return b"".join(pieces)

    def header(self) -> dict[str, Any]:
        """Return the names and what is kept, by the numbers that stand for them in the body."""
        return {"names": list(self._names), "keeps": self._keep_values}

    def reference(self, value: object) -> bytes | None:
        """Return the bytes that stand for a handle or a result."""
        if type(value) is Result:
            return b"r" + COUNT.pack(value.index)
        if type(value) is Handle:
            if value.scope is not self._scope:
                raise ForeignHandleError(f"{value!r} belongs to another case, or to a worker that has ended")
            return b"H" + NUMBER.pack(value.number) + COUNT.pack(0)
        return None

    def _write(self, operation: Operation, pieces: list[bytes]) -> None:
        operands, keywords = operation.operands, operation.keywords
        if len(operands) > MOST_OPERANDS:
            raise PlainValueError("too many operands")
        keep, name = self._keep(operation.keep), self._name(operation.name)
        pieces.append(OPERATION.pack(operation.code, keep, name, len(operands), len(keywords)))
        pieces += [KEYWORD.pack(self._name(keyword)) for keyword in keywords]
        pieces += [write_value(operand, must_be_whole=True, objects=self) for operand in operands]

    def _name(self, name: str) -> int:
        number = self._names.setdefault(name, len(self._names))
        if number >= _NAMES:
            raise PlainValueError("too many names")
        return number

    def _keep(self, keep: Any) -> int:
        if keep is None:
            return 0
        key = repr(keep)
        if key not in self._keeps:
            if len(self._keeps) >= _KEEPS:
                raise PlainValueError("too many forms of answers")
            self._keep_values.append(keep)
            self._keeps[key] = len(self._keep_values)
        return self._keeps[key]


class ProgramAnswers:
    """The answers to the operations of programs, as far as they came back."""

    def __init__(
        self, counts: Sequence[int], scopes: Sequence[object], clean: Callable[[dict[Any, Any]], dict[str, Any]] = dict
    ) -> None:
        """`clean` makes facts about exceptions fit for use, where nobody vouches for them."""
        self._clean = clean
        self.counts = tuple(counts)
        self._scopes = scopes
        self._first = np.concatenate([[0], np.cumsum(self.counts, dtype=np.int64)]).tolist()
        self._answers: list[Answer] = []
        self._scope: object = None

    @property
    def received(self) -> int:
        """The number of answers that came, over all programs."""
        return len(self._answers)

    @property
    def complete(self) -> bool:
        """Whether every operation was answered."""
        return bool(self.received == self._first[-1])

    def answers(self, program: int) -> list[Answer]:
        """Return the answers of one program, one for each of its operations."""
        first, end = self._first[program], self._first[program + 1]
        there = self._answers[first:end]
        return there + [LOST] * (end - first - len(there))

    def first(self, program: int) -> int:
        """Return the number of a program's first operation, over all programs."""
        return int(self._first[program])

    def position(self, number: int) -> tuple[int, int] | None:
        """Return program and operation of a number that counts over all programs."""
        if not 0 <= number < self._first[-1]:
            return None
        program = int(np.searchsorted(self._first, number, side="right")) - 1
        return program, number - self._first[program]

    def add(self, header: dict[str, Any], body: memoryview) -> None:
        """Take in the next part.  Raises FrameError where it contradicts itself or the question."""
        first, count = header.get("first"), header.get("count")
        if type(count) is not int or first != self.received:
            raise FrameError("a part of answers that is out of order")
        if not 0 < count <= self._first[-1] - self.received:
            raise FrameError("more answers than questions")
        reading = ValueReader(body, self)
        program = self.position(self.received)
        assert program is not None  # noqa: S101 - there is one more to come
        index, answers = program[0], []
        try:
            for number in range(self.received, self.received + count):
                while number >= self._first[index + 1]:
                    index += 1
                self._scope = self._scopes[index]
                answers.append(self._read_answer(reading))
            reading.finish()
        except PlainValueError as error:
            raise FrameError(str(error)) from error
        self._answers += answers

    def handle(self, number: int, kind: str) -> Handle:
        """Return the handle of an object of the program that is being read."""
        return Handle(number, kind, self._scope)

    def result(self, index: int) -> Any:
        """Refuse a result: only operands are."""
        raise PlainValueError(f"a result ({index}) in an answer")

    def _read_answer(self, reading: ValueReader) -> Answer:
        (code,) = reading.take(1)
        status = _STATUS.get(code)
        if status is None:
            raise PlainValueError("an answer of unknown status")
        if status in (Status.NOT_MADE, Status.TOO_LARGE):
            return Answer(status)
        begin = reading.position
        (value,) = reading.values(1)
        if status is Status.DONE:
            return Answer(status, value)
        if type(value) is not dict:
            raise PlainValueError("an exception without facts")
        # As in a header: an honest worker has a few texts to say, and larger ones take the judge's time each time.
        if reading.position - begin > HEADER_CAP:
            raise PlainValueError("far too many facts about an exception")
        return Answer(status, facts=self._clean(value))
