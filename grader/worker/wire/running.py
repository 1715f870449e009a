"""Makes the operations of a program: a student's in the worker, the reference's beside the judge.

Whatever an object does in an operation is the answer of that operation, and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .object_table import TooManyObjectsError
from .operations import Code, Status
from .performing import RefusedOperationError, check_operands, class_name_of
from .plain import PlainValueError
from .programs import KEYWORD, OPERATION
from .texts import clean
from .value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from .object_table import ObjectTable
    from .performing import Performer
    from .value_reading import ValueReader

_MOST_BASES = 20
_CODES = {int(code): code for code in Code}
_MARKS = {status: bytes([status]) for status in Status}


class ProgramRunner:
    """The operations of one program."""

    def __init__(
        self,
        facts: dict[str, Any],
        table: ObjectTable,
        performer: Performer,
        reader: ValueReader,
        describe: Callable[[BaseException], dict[str, Any]],
        fatal: tuple[type[BaseException], ...] = (),
    ) -> None:
        """`describe` gives the facts of an exception; those of `fatal` are no answer and end the program."""
        self.names: list[str] = facts["names"]
        self.keeps: list[Any] = facts["keeps"]
        self.table, self.performer, self.reader = table, performer, reader
        self.describe, self.fatal = describe, fatal
        self.left: int = facts["room"]
        table.results = []

    def run(self) -> bytes:
        """Make the next operation and return its answer as bytes."""
        reader = self.reader
        code, keep, name, operands, keywords = reader.unpack(OPERATION)
        names = [self.names[reader.unpack(KEYWORD)[0]] for _ in range(keywords)] if keywords else ()
        values = reader.values(operands)
        if (fault := self.table.taken_fault()) is not None:
            self.table.results.append(None)
            return _MARKS[fault] if fault is Status.NOT_MADE else _refused("there is no such object")
        return self._made(_CODES[code], self.names[name], tuple(values), names, self.keeps[keep - 1] if keep else None)

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
        except RefusedOperationError as refusal:
            data = _refused(str(refusal))
        except self.fatal:
            raise
        # SystemExit and KeyboardInterrupt too: `exit()` in a method is a wrong answer and not the end.
        except BaseException as error:  # noqa: BLE001 - whatever a student raises is an answer
            data = _MARKS[Status.RAISED] + write_value(self.describe(error) | {"bases": _bases(error)})
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


def _bases(error: BaseException) -> list[str]:
    """Return the names of the classes that an exception can be caught as."""
    bases = type.__dict__["__mro__"].__get__(type(error))
    return [clean(class_name_of(base), 100) for base in bases[:_MOST_BASES]]
