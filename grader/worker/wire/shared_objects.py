"""Objects between two processes: handles, classes, exceptions, and what crosses by name; alike on both sides.

g  an object of the reader's own, by its number       h  one of the writer's: number, class, facts
K  a class of the writer's, described the first time  y  a type by name      m  a module by name
e  an exception: number, class, arguments             n  a named tuple
"""

from __future__ import annotations

import keyword
from abc import abstractmethod
from collections import namedtuple
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .containers import MAX_DIMENSIONS
from .plain import PlainValueError
from .shared_kinds import MAX_NAME
from .shared_values import Party
from .texts import class_name, clean
from .type_names import NAME_OF_TYPE, module_named, name_of_type, type_named

if TYPE_CHECKING:
    from .shared_values import MessageReading, MessageWriting

MAX_FIELDS = 200
_mro = type.__dict__["__mro__"].__get__
_name = type.__dict__["__name__"].__get__


class ObjectParty(Party):
    """The part of both sides that is alike."""

    def __init__(self, first: int) -> None:
        super().__init__(first)
        self.classes: dict[int, type] = {}
        """The classes here that stand for those of the other side, by number."""
        self._described: set[int] = set()
        self._foreign: dict[int, tuple[object, int]] = {}
        """Exceptions of the other side, by identity: the object here, and its number there."""

    # MessageWriting.

    def write_other(self, writing: MessageWriting, value: Any) -> None:
        """Write an object: by name, by number, or as an exception."""
        foreign = self._foreign.get(id(value))
        number = foreign[1] if foreign is not None else self.foreign_number(value)
        if number:
            writing.number(b"g", number)
        elif isinstance(value, type):
            self._write_class(writing, value)
        elif isinstance(value, ModuleType) and module_named(value.__name__) is value:
            writing.put(b"m")
            writing.text(value.__name__)
        elif isinstance(value, BaseException):
            self._write_exception(writing, value)
        elif isinstance(value, tuple) and _is_named(value):
            writing.put(b"n")
            writing.text(class_name(value))
            writing.members(b"", value._fields)  # type: ignore[attr-defined]
            writing.members(b"", tuple(tuple.__iter__(value)))
        else:
            self.write_object(writing, value)

    def write_object(self, writing: MessageWriting, value: Any) -> None:
        """Write an object of this side as a handle for the other."""
        writing.number(b"h", self.number_of(value))
        self._write_class(writing, type(value))
        writing.members(b"", self.facts_of(value))

    def _write_class(self, writing: MessageWriting, kind: type) -> None:
        name = name_of_type(kind) if self.takes_tables else NAME_OF_TYPE.get(kind)
        if name:
            writing.put(b"y")
            writing.text(name)
            return
        number = self.foreign_number(kind)
        if number:
            writing.number(b"g", number)
            return
        number = self.number_of(kind)
        writing.number(b"K", number)
        described = number in self._described
        writing.value(described)
        if described:
            return
        self._described.add(number)
        writing.text(clean(_name(kind), MAX_NAME))
        bases = [base for base in _mro(kind)[1:] if base is not object]
        # Those of libraries that have no name on the other side say nothing there.
        bases = [base for base in bases if base in NAME_OF_TYPE or self.is_own_class(base)]
        writing.members(b"", self.description_of(kind))
        writing.members(b"", bases[:MAX_DIMENSIONS])

    def _write_exception(self, writing: MessageWriting, error: BaseException) -> None:
        writing.number(b"e", self.number_of(error))
        self._write_class(writing, type(error))
        arguments, text = self.words_of(error)
        try:
            writing.value(arguments)
        except PlainValueError:
            writing.value((clean(error, 500),))
        writing.value(text)

    def words_of(self, error: BaseException) -> tuple[tuple[Any, ...], str]:
        """Return the arguments of an exception, and its text, as far as the other side is told them."""
        return tuple(BaseException.__dict__["args"].__get__(error)), clean(error, 2000)

    # MessageReading.

    def read_other(self, tag: int, reading: MessageReading) -> Any:
        """Read an object."""
        reader = _OBJECT_READERS.get(tag)
        if reader is None:
            raise PlainValueError("a value of unknown kind")
        return reader(self, reading)

    def read_own(self, reading: MessageReading) -> Any:
        """Return the object of this side that a number stands for."""
        return self.exported(reading.number())

    def read_handle(self, reading: MessageReading) -> Any:
        """Return what stands for an object of the other side."""
        number, kind = reading.number(), reading.value()
        if not isinstance(kind, type):
            raise PlainValueError("an object without a class")
        return self.handle(number, kind, reading.members())

    def read_class(self, reading: MessageReading) -> type:
        """Return what stands for a class of the other side; it is made when it comes the first time."""
        number, described = reading.number(), reading.value()
        if described is True:
            if number not in self.classes:
                raise PlainValueError("a class that was not described")
            return self.classes[number]
        name = reading.text(MAX_NAME)
        description = reading.members()
        bases = [base for base in reading.members() if isinstance(base, type)]
        if number not in self.classes:
            self.classes[number] = self.make_class(number, name, description, bases)
        return self.classes[number]

    def read_type(self, reading: MessageReading) -> type:
        """Return a type by its name."""
        kind = type_named(reading.text(MAX_NAME))
        if kind is None:
            raise PlainValueError("a type of unknown name")
        return kind

    def read_module(self, reading: MessageReading) -> ModuleType:
        """Return a library's module that this side has imported itself."""
        module = self.find_module(reading.text(MAX_NAME))
        if module is None:
            raise PlainValueError("a module that is not imported here")
        return module

    def find_module(self, name: str) -> ModuleType | None:
        """Return a library's module by its name; None for one that is not imported here."""
        return module_named(name)

    def read_exception(self, reading: MessageReading) -> BaseException:
        """Return an exception that is the same one each time it comes."""
        number, kind, arguments, text = reading.number(), reading.value(), reading.value(), reading.value()
        for error, known_number in self._foreign.values():
            if known_number == number and isinstance(error, BaseException):
                return error
        if not isinstance(kind, type) or not isinstance(arguments, tuple) or not isinstance(text, str):
            raise PlainValueError("an exception of no class")
        error = self.make_exception(kind, arguments, text)
        self._foreign[id(error)] = error, number
        return error

    def read_named(self, reading: MessageReading) -> Any:
        """Return a named tuple."""
        title, fields, values = reading.text(MAX_NAME), reading.members(), reading.members()
        if len(fields) > MAX_FIELDS or not all(map(_is_field, [title, *fields])) or len(fields) != len(set(fields)):
            raise PlainValueError("a named tuple without names")
        kind = _named_tuple(title, tuple(fields))
        return kind(*values)

    # What the two sides do differently.

    @abstractmethod
    def foreign_number(self, value: object) -> int:
        """Return the number of what stands here for an object of the other side; 0 for anything else."""

    @abstractmethod
    def facts_of(self, value: object) -> tuple[object, ...]:
        """Return what the other side needs to know of an object besides its class."""

    @abstractmethod
    def description_of(self, kind: type) -> tuple[object, ...]:
        """Return what the other side needs to know of a class."""

    @abstractmethod
    def is_own_class(self, kind: type) -> bool:
        """Whether a class was defined by the code of this side, and not by a library."""

    @abstractmethod
    def handle(self, number: int, kind: type, facts: list[Any]) -> Any:
        """Return what stands here for an object of the other side."""

    @abstractmethod
    def make_class(self, number: int, name: str, description: list[Any], bases: list[type]) -> type:
        """Return what stands here for a class of the other side."""

    @abstractmethod
    def make_exception(self, kind: type, arguments: tuple[Any, ...], text: str) -> BaseException:
        """Return an exception of a class that stands here for one of the other side."""


_OBJECT_READERS = {
    ord("g"): ObjectParty.read_own, ord("h"): ObjectParty.read_handle, ord("K"): ObjectParty.read_class,
    ord("y"): ObjectParty.read_type, ord("m"): ObjectParty.read_module, ord("e"): ObjectParty.read_exception,
    ord("n"): ObjectParty.read_named,
}  # fmt: skip

_NAMED: dict[tuple[str, tuple[str, ...]], Any] = {}


def _named_tuple(title: str, fields: tuple[str, ...]) -> Any:
    if (title, fields) not in _NAMED:
        _NAMED[title, fields] = namedtuple(title, fields)  # noqa: PYI024 - made at run time
    return _NAMED[title, fields]


def _is_named(value: tuple[Any, ...]) -> bool:
    fields = getattr(type(value), "_fields", None)
    return type(fields) is tuple and len(fields) == tuple.__len__(value) and all(map(_is_field, fields))


def _is_field(name: object) -> bool:
    return (
        type(name) is str and name.isascii() and name.isidentifier() and not keyword.iskeyword(name) and name[0] != "_"
    )


def nearest_builtin(kind: type) -> type[BaseException]:
    """Return the first builtin class that an exception class is derived from."""
    return next(base for base in _mro(kind) if base.__module__ == "builtins" and issubclass(base, BaseException))  # type: ignore[no-any-return]
