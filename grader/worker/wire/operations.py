"""Operations on objects of the worker: the vocabulary, and what their operands and answers are made of.

docs/design/objects.md has the table.  A program is a list of operations; it crosses as in `programs`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from .plain import Opaque, PlainValueError

MOST_OBJECTS = 10_000
"""Objects that a scope may hold."""
MOST_PRINTED = 64 * 1024
"""Characters of captured output."""
MOST_OPERANDS = 255


class Code(IntEnum):
    """The kinds of operation, as numbered on the wire."""

    VALUE = 1
    FUNCTION = 2
    MODULE = 3
    CALL = 4
    METHOD = 5
    GET = 6
    SET = 7
    DELETE = 8
    ITEM = 9
    SET_ITEM = 10
    DELETE_ITEM = 11
    LENGTH = 12
    TRUTH = 13
    TEXT = 14
    REPR = 15
    DIRECTORY = 16
    ITERATE = 17
    NEXT = 18
    OPERATE = 19
    TYPE = 20
    INSTANCE = 21
    READ = 22
    EMPTY = 23
    REPEAT = 24
    CAPTURE = 25
    PRINTED = 26
    DROP = 27
    RENEW = 28


class Status(IntEnum):
    """How an operation ended."""

    DONE = 1
    RAISED = 2
    REFUSED = 3
    NOT_MADE = 4
    TOO_LARGE = 5


class Scope:
    """The objects of one case, as the judge means them: handles of one scope are none of another."""


class Handle(Opaque):
    """A number that stands for an object in the worker; `kind` is the name of its class."""

    __slots__ = ("number", "scope")

    def __init__(self, number: int, kind: str, scope: object) -> None:
        super().__init__(kind)
        self.number = number
        self.scope = scope

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Handle) and (self.number, self.scope) == (other.number, other.scope)

    def __hash__(self) -> int:
        return hash(self.number)

    def __deepcopy__(self, memo: object) -> Handle:
        return self  # a copy would belong to a copy of the scope, and so to none


class ForeignHandleError(PlainValueError):
    """A handle that belongs to another scope, or whose scope has ended."""


@dataclass(frozen=True, slots=True)
class Result:
    """The object that operation `index` of the same program gave."""

    index: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `operands` are values, in which handles and results may stand.

    >>> Operation(Code.METHOD, (Result(1), 3), name="push").name
    'push'
    """

    code: Code
    operands: tuple[Any, ...] = ()
    name: str = ""
    keywords: tuple[str, ...] = ()
    """The names by which the last operands are given."""
    keep: Any = None
    """The plain parts of the answer that stay in the worker: True for all of it, or a list, one for each item."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of an operation."""

    status: Status
    value: Any = None
    facts: dict[str, Any] = field(default_factory=dict)
    """Of an exception: `type`, `bases`, `text`, `frames`; of a refusal: `text`."""

    @property
    def done(self) -> bool:
        """Whether there is a value."""
        return self.status is Status.DONE

    @property
    def raised(self) -> dict[str, Any] | None:
        """The facts of an exception; None where none was raised."""
        return self.facts if self.status is Status.RAISED else None


LOST = Answer(Status.NOT_MADE)
"""Stands for an answer that never came back."""
