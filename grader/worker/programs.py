"""Programs of operations, made in order on the objects of their scopes; the answers go back in parts.

Whatever a student's object does in an operation is the answer of that operation, and no more.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from .calls import PART_BYTES, PART_SECONDS
from .objects import TooManyObjectsError
from .trace import describe_exception
from .wire.operations import Code, Status
from .wire.performing import Performer, RefusedError, check_operands, class_name_of
from .wire.plain import PlainValueError
from .wire.programs import KEYWORD, OPERATION
from .wire.texts import clean
from .wire.value_reading import ValueReader
from .wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .objects import ObjectTable, Scopes

    Send = Callable[[dict[str, Any], list[bytes]], None]

PART_OPERATIONS = 65_536
_MOST_BASES = 20
_MARKS = {status: bytes([status]) for status in Status}


def answer_programs(
    header: dict[str, Any],
    body: bytearray,
    functions: Mapping[str, Any],
    modules: Callable[[str], Any],
    scopes: Scopes,
    progress: Callable[[int], None],
    send: Send,
) -> None:
    """Make the operations that `header` and `body` ask for; send the answers in parts."""
    facts = header["program"]
    count = int(facts["cases"])
    tables = scopes.open(count, goes_on=bool(facts.get("continue")), exact=bool(facts.get("exact")))
    counts = np.frombuffer(body, dtype="<u4", count=count).tolist()
    parts = _Parts(send, sum(counts))
    performer = Performer(functions, modules)
    position, number = 4 * count, 0
    for table, operations in zip(tables, counts, strict=True):
        runner = _Runner(facts, table, performer, ValueReader(memoryview(body), table))
        runner.reader.position = position
        table.results = []
        runner.left = facts["room"]
        for _ in range(operations):
            # Before the operation: if it hangs or dies, the page in shared memory is all that is left to read.
            progress(number)
            parts.add(runner.run())
            number += 1
        position = runner.reader.position
        performer.end_capture()
        # Objects that only the program meant end with it; those that the judge has numbers for stay in the table.
        table.results = []
    parts.finish()


class _Parts:
    """Answers on their way, in parts: a later hang does not take the earlier ones along."""

    def __init__(self, send: Send, total: int) -> None:
        self._send, self._total = send, total
        self._pieces: list[bytes] = []
        self._first = self._count = self._size = 0
        self._deadline = time.perf_counter() + PART_SECONDS

    def add(self, data: bytes) -> None:
        self._pieces.append(data)
        self._count += 1
        self._size += len(data)
        is_full = self._size >= PART_BYTES or self._count >= PART_OPERATIONS
        if is_full or time.perf_counter() >= self._deadline:
            self.finish()

    def finish(self) -> None:
        if self._count:
            last = self._first + self._count == self._total
            self._send({"first": self._first, "count": self._count, "last": last}, self._pieces)
        self._first, self._count, self._size, self._pieces = self._first + self._count, 0, 0, []
        self._deadline = time.perf_counter() + PART_SECONDS


class _Runner:
    """The operations of one program."""

    def __init__(self, facts: dict[str, Any], table: ObjectTable, performer: Performer, reader: ValueReader) -> None:
        self.names: list[str] = facts["names"]
        self.keeps: list[Any] = facts["keeps"]
        self.table, self.performer, self.reader = table, performer, reader
        self.left = 0

    def run(self) -> bytes:
        """Make the next operation and return its answer as bytes."""
        reader = self.reader
        code, keep, name, operands, keywords = reader.unpack(OPERATION)
        names = [self.names[reader.unpack(KEYWORD)[0]] for _ in range(keywords)] if keywords else ()
        values = reader.values(operands)
        if (fault := self.table.taken_fault()) is not None:
            self.table.results.append(None)
            return _MARKS[fault] if fault is Status.NOT_MADE else _refused("there is no such object")
        return self._made(Code(code), self.names[name], tuple(values), names, self.keeps[keep - 1] if keep else None)

    def _made(self, code: Code, name: str, values: tuple[Any, ...], keywords: Any, keep: Any) -> bytes:
        check_operands(code, values)
        named = {}
        if keywords:
            values, last = values[: -len(keywords)], values[-len(keywords) :]
            named = dict(zip(keywords, last, strict=True))
        try:
            value = self._value(code, name, values, named)
            data = self._written(value, keep, by_value=code in _BY_VALUE)
        except TooManyObjectsError:
            data = _refused("there are too many objects")
        except RefusedError as refusal:
            data = _refused(str(refusal))
        # SystemExit and KeyboardInterrupt too: `exit()` in a method is a wrong answer and not the end.
        except BaseException as error:  # noqa: BLE001 - whatever a student raises is an answer
            data = _MARKS[Status.RAISED] + _facts(error)
        else:
            self.table.results.append((value,))
            return data
        self.table.results.append(None)
        return data

    def _value(self, code: Code, name: str, values: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if code is not Code.DROP:
            return self.performer.perform(code, name, values, named)
        self.table.drop(values)
        return None

    def _written(self, value: object, keep: Any, *, by_value: bool) -> bytes:
        """Return an answer as bytes, what is kept by number; less where it takes more room than is left."""
        try:
            data = self._reference_or_value(value, keep, self.left, by_value=by_value)
        except PlainValueError:
            return _MARKS[Status.TOO_LARGE]
        self.left -= len(data)
        return _MARKS[Status.DONE] + data

    def _reference_or_value(self, value: Any, keep: Any, limit: int, *, by_value: bool) -> bytes:
        if keep is True:
            return self.table.reference(value)
        if type(keep) is list and issubclass(type(value), tuple | list) and len(value) == len(keep):
            parts = [
                self._reference_or_value(part, inner, limit, by_value=False)
                for part, inner in zip(value, keep, strict=True)
            ]
            tag = b"t" if issubclass(type(value), tuple) else b"l"
            data = tag + len(parts).to_bytes(4, "little") + b"".join(parts)
            if len(data) > limit:
                raise PlainValueError("too large")
            return data
        # Read by value, an instance of a subclass of list is shown as the list that it holds.
        exact, self.table.exact = self.table.exact, self.table.exact and not by_value
        try:
            return write_value(value, limit, objects=self.table)
        finally:
            self.table.exact = exact


_BY_VALUE = frozenset({Code.READ, Code.TYPE, Code.TEXT, Code.REPR, Code.DIRECTORY, Code.PRINTED})


def _refused(text: str) -> bytes:
    return _MARKS[Status.REFUSED] + write_value({"text": clean(text)})


def _facts(error: BaseException) -> bytes:
    """Return what is told of an exception; the names of its bases say what it can be caught as."""
    bases = type.__dict__["__mro__"].__get__(type(error))
    names = [clean(class_name_of(base), 100) for base in bases[:_MOST_BASES]]
    return write_value(describe_exception(error) | {"bases": names})
