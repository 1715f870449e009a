"""Values between two processes that share objects: plain ones by value, containers as mirrors, all else by number.

Both ends of a test's conversation have a `Party`.  What cannot be copied stays where it is: it gets a number in the
table of its own side, and stands on the other side as a handle.  A container that both sides hold has a number as
well; each message says what has changed in it since the last one.

    message   released handles | forgotten containers | changed containers | the value
    value     a tag of one byte, then the contents (docs/design/tests.md)

The reader believes nothing: counts are held against the bytes that are left, depth is bounded, and nothing is looked
up by a name that is not in a table of its own.
"""

from __future__ import annotations

import struct
import sys
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from . import containers
from .plain import COUNT, PlainValueError
from .shared_kinds import NUMBER, READERS, WRITERS, write_container
from .shared_tables import writer_of

if TYPE_CHECKING:
    from .contents import Mirror

MAX_DEPTH = 64


class ForgedValueError(PlainValueError):
    """Bytes that are not a message: no program of ours has written them."""


class Party(ABC):
    """One side: the tables of what it has given away and what it was given."""

    def __init__(self, first: int) -> None:
        """`first` is the first number of its containers: even on one side and odd on the other."""
        self.exports: dict[int, object] = {}
        self._export_numbers: dict[int, int] = {}
        self._next_export = 1
        self._next_container = first
        self.mirrors: dict[int, Mirror] = {}
        self.mirror_numbers: dict[int, int] = {}
        self.takes_tables = True
        """Whether the other side can have pandas."""
        self.released: list[int] = []
        """Handles of the other side's objects that nobody here holds any more."""
        self.changed: list[Any] = []
        """The containers that the last message has changed, until the next one is written."""

    def number_of(self, value: object) -> int:
        """Return the number under which the other side knows an object of this one."""
        number = self._export_numbers.get(id(value))
        if number is None:
            number = self._next_export
            self._next_export += 1
            self.exports[number] = value  # kept, so that its identity is not used again
            self._export_numbers[id(value)] = number
        return number

    def exported(self, number: int) -> object:
        """Return the object of a number.  Raises PlainValueError for one that was not given away."""
        try:
            return self.exports[number]
        except KeyError:
            raise PlainValueError("an object that was not given away") from None

    def _forget_exports(self, numbers: list[int]) -> None:
        for number in numbers:
            value = self.exports.pop(number, self)
            if value is not self:
                self._export_numbers.pop(id(value), None)

    # What the two sides do differently.

    @abstractmethod
    def write_other(self, writing: MessageWriting, value: Any) -> None:
        """Write what has no writer of its own."""

    def read_other(self, tag: int, reading: MessageReading) -> Any:  # noqa: ARG002 - for those that read on
        """Read what only this side can be sent."""
        raise PlainValueError(f"a value of unknown kind ({tag})")

    # Messages.

    def write(self, value: object) -> bytes:
        """Return a message: `value`, and everything that has changed in what both sides hold."""
        writing = MessageWriting(self)
        self.changed = []
        # What is forgotten is told first: the other side may hold an argument that was changed here.
        forgotten = containers.unused(self) if self.mirrors else []
        try:
            writing.value(value)
            changed = containers.write_changed(writing) if self.mirrors else []
            containers.forget(self, forgotten)
        except BaseException:
            for mirror in self.mirrors.values():  # nothing of this was sent
                mirror.content = None
            raise
        released = list(self.released)
        self.released.clear()  # the same list: handles append to it when they end
        return b"".join([_numbers(released), _numbers(forgotten), *(changed or [_NONE]), *writing.pieces])

    def read(self, data: bytes | memoryview) -> Any:
        """Return the value of a message, with all changes made.  Raises ForgedValueError."""
        reading = MessageReading(self, memoryview(data))
        try:
            released, forgotten = reading.numbers(), reading.numbers()
            self.changed = containers.read_changed(reading)
            value = reading.value()
        except (ValueError, OverflowError, TypeError, struct.error, RecursionError, IndexError, KeyError) as error:
            raise ForgedValueError(str(error)) from error
        if reading.position != len(reading.data):
            raise ForgedValueError("bytes after the end of a value")
        self._forget_exports(released)
        containers.forget(self, forgotten)
        return value

    def writing(self) -> MessageWriting:
        """Return pieces of which nothing is sent."""
        return MessageWriting(self)

    def new_container_number(self) -> int:
        """Return the next number for a container that this side gives away."""
        self._next_container += 2
        return self._next_container


_NONE = COUNT.pack(0)


def _numbers(numbers: list[int]) -> bytes:
    return COUNT.pack(len(numbers)) + b"".join(map(NUMBER.pack, numbers)) if numbers else _NONE


class MessageWriting:
    """The pieces of one message."""

    __slots__ = ("depth", "flat", "party", "pieces")

    def __init__(self, party: Party) -> None:
        self.party = party
        self.pieces: list[bytes] = []
        self.depth = 0
        self.flat = True
        """Whether everything written since this was set is the same in the eyes of both sides."""

    def put(self, piece: bytes) -> None:
        """Add bytes."""
        self.pieces.append(piece)

    def text(self, text: str) -> None:
        """Add a text with its length."""
        data = text.encode("utf-8", "surrogatepass")
        self.pieces.append(COUNT.pack(len(data)) + data)

    def number(self, tag: bytes, number: int) -> None:
        """Add a tag and a number."""
        self.pieces.append(tag + NUMBER.pack(number))

    def value(self, value: object) -> None:
        """Add a value of any kind."""
        writer = WRITERS.get(type(value))
        if writer is None and self.party.takes_tables:
            writer = writer_of(type(value), write_container)
        (writer or MessageWriting.other)(self, value)

    def other(self, value: object) -> None:
        """Add a value that has no writer of its own: each side has another number for it."""
        self.flat = False
        self.party.write_other(self, value)

    def members(self, tag: bytes, values: Any) -> None:
        """Add a number of values."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise PlainValueError("nested too deep")
        self.pieces.append(tag + COUNT.pack(len(values)))
        for value in values:
            self.value(value)
        self.depth -= 1


class MessageReading:
    """A position in a message."""

    __slots__ = ("data", "depth", "party", "position")

    def __init__(self, party: Party, data: memoryview) -> None:
        self.party = party
        self.data = data
        self.position = 0
        self.depth = 0

    def take(self, count: int) -> memoryview:
        """Return the next bytes."""
        end = self.position + count
        if count < 0 or end > len(self.data):
            raise PlainValueError("a value that is cut off")
        piece = self.data[self.position : end]
        self.position = end
        return piece

    def count(self) -> int:
        """Return a number of things of which each takes a byte at least, which must be there."""
        count: int = COUNT.unpack_from(self.data, self.position)[0]  # raises where the bytes are not there
        self.position += 4
        if count > len(self.data) - self.position:
            raise PlainValueError("more values than bytes")
        return count

    def number(self) -> int:
        """Return a number of the tables."""
        number: int = NUMBER.unpack_from(self.data, self.position)[0]
        self.position += 8
        return number

    def numbers(self) -> list[int]:
        """Return a list of numbers of the tables."""
        return [self.number() for _ in range(self.count())]

    def text(self, limit: int = sys.maxsize) -> str:
        """Return a text."""
        text = str(self.take(self.count()), "utf-8", "surrogatepass")
        if len(text) > limit:
            raise PlainValueError("a text that is too long")
        return text

    def value(self) -> Any:
        """Return the next value."""
        data, position = self.data, self.position
        if position >= len(data):
            raise PlainValueError("a value that is cut off")
        tag = data[position]
        self.position = position + 1
        reader = READERS.get(tag)
        return reader(self) if reader is not None else self.party.read_other(tag, self)

    def members(self) -> list[Any]:
        """Return a number of values."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise PlainValueError("a value that is nested too deep")
        values = [self.value() for _ in range(self.count())]
        self.depth -= 1
        return values
