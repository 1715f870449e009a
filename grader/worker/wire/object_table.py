"""The objects of a student's that the judge has numbers for, by the case that they belong to.

A number is never used twice, and begins where no other worker's do: one that somebody kept means nothing later on.
"""

from __future__ import annotations

import secrets
from typing import Any

from .operations import MOST_OBJECTS, Status
from .plain import COUNT, MAX_NAME, NUMBER
from .texts import class_name

_START_BITS = 48


class Numbers:
    """The next number of an object, for all scopes of a worker."""

    def __init__(self, start: int | None = None) -> None:
        self._next = secrets.randbits(_START_BITS) << 15 if start is None else start

    def take(self) -> int:
        """Return a number that was never given before."""
        self._next += 1
        return self._next


class TooManyObjectsError(Exception):
    """A scope that holds as many objects as it may."""


class ObjectTable:
    """The objects of one scope; reader and writer of references for the values of its operations."""

    def __init__(self, numbers: Numbers, *, exact: bool) -> None:
        self.exact = exact
        self._numbers = numbers
        self._objects: dict[int, object] = {}
        self._number_of: dict[int, int] = {}
        self.results: list[tuple[object] | None] = []
        """The objects that the operations of the current program gave, None where one gave nothing."""
        self.fault: Status | None = None
        """Why the operands that were read last are not all there."""

    def __len__(self) -> int:
        return len(self._objects)

    def reference(self, value: object) -> bytes:
        """Return the bytes that stand for an object, which is held from now on.  Raises TooManyObjectsError."""
        number = self._number_of.get(id(value))
        if number is None:
            if len(self._objects) >= MOST_OBJECTS:
                raise TooManyObjectsError
            number = self._numbers.take()
            # Held by the table, so that its address is not used again while the number is valid.
            self._objects[number], self._number_of[id(value)] = value, number
        name = class_name(value)[:MAX_NAME].encode("utf-8", "surrogatepass")
        return b"H" + NUMBER.pack(number) + COUNT.pack(len(name)) + name

    def handle(self, number: int, kind: str) -> Any:  # noqa: ARG002 - the reader's interface
        """Return the object of a number; where there is none, say so by `fault`."""
        if number not in self._objects:
            self.fault = Status.REFUSED
            return None
        return self._objects[number]

    def result(self, index: int) -> Any:
        """Return what an operation of the program gave; where it gave nothing, say so by `fault`."""
        entry = self.results[index] if index < len(self.results) else None
        if entry is None:
            # The rest of the operands is still to be read, so nothing is raised.
            self.fault = self.fault or Status.NOT_MADE
            return None
        return entry[0]

    def taken_fault(self) -> Status | None:
        """Return why operands that were read are not all there, once."""
        fault, self.fault = self.fault, None
        return fault

    def drop(self, values: tuple[object, ...]) -> None:
        """Forget objects."""
        for value in values:
            number = self._number_of.pop(id(value), None)
            if number is not None:
                del self._objects[number]


class Scopes:
    """The scopes of a question; they end with the next one, unless that goes on with them."""

    def __init__(self, numbers: Numbers | None = None) -> None:
        self._numbers = numbers or Numbers()
        self._tables: list[ObjectTable] = []

    def open(self, count: int, *, goes_on: bool, exact: bool) -> list[ObjectTable]:
        """Return the tables of so many programs: those of the last question, or new ones."""
        if not goes_on:
            self._tables = []
        self._tables += [ObjectTable(self._numbers, exact=exact) for _ in range(count - len(self._tables))]
        return self._tables[:count]

    def close(self) -> None:
        """Forget all objects."""
        self._tables = []
