"""Reading data as a model without pydantic: only what is certainly right, as the annotations of its fields say.

A reader takes data and returns the value of a field.  It never says that something is wrong: whatever it has a doubt
about (another type that pydantic might convert, an unknown key, a form of annotation that nobody has thought of) raises
`ValidationNeededError`, and pydantic decides and explains (`grader.__main__`).
`tests/test_plain_reading.py` compares both on all tasks here, and on thousands that differ from them in one place.
"""

from __future__ import annotations

import math
import operator
import re
import sys
from enum import Enum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, get_args, get_origin

from grader.plain_annotations import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    PlainField,
    UnionTag,
    ValidationNeededError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Reader = Callable[[Any], Any]

_EXACT: Final = frozenset({str, bool, int, float, NoneType})
"""The types of what a text file holds: a value of one of these types is itself, and no other value becomes one here."""
_MOMENTS: Final = frozenset({"datetime", "timedelta"})
"""The classes of `datetime` of which TOML and validators make objects."""
_FLOAT_EXACT: Final = 1 << 53
_BOUNDS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "lt": operator.lt,
    "min_length": lambda value, least: len(value) >= least,
    "max_length": lambda value, most: len(value) <= most,
    # Which letters are letters the two libraries of patterns may see differently, but not those of ASCII.
    "pattern": lambda value, pattern: value.isascii() and re.fullmatch(pattern, value) is not None,
}
_IGNORED: Final = frozenset({"allow_inf_nan", "json_schema_extra"})
"""Constraints that say nothing more about a value: no float is read that is infinite."""


class _Handler:
    """The part of pydantic's handler that a class uses which stands for another annotation."""

    @staticmethod
    def generate_schema(annotation: Any) -> Reader:
        return reader_of(annotation)


def field_reader(field: PlainField) -> Reader:
    """Return what reads a value of a field."""
    annotation = eval(field.annotation, vars(sys.modules[field.module]))  # noqa: S307 - of a class of the grader's
    return _constrained(reader_of(annotation), field)


def reader_of(annotation: Any) -> Reader:
    """Return what reads data as an annotation says.  Raises ValidationNeededError for one that it does not know."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _annotated(annotation)
    if origin in {Union, UnionType}:
        return _union(get_args(annotation))
    if origin is Literal:
        return _literal(get_args(annotation))
    if origin is dict:
        return _dict(*map(reader_of, get_args(annotation)))
    if origin is tuple:
        return _tuple(get_args(annotation))
    if annotation is Any:
        return lambda data: data
    return _class(NoneType if annotation is None else annotation)


def _class(annotation: Any) -> Reader:
    """Return the reader of a class: of plain values, of an enumeration, or of a model."""
    if annotation is str:
        return _text
    if annotation is float:
        return _float
    if annotation in _EXACT or (
        getattr(annotation, "__module__", "") == "datetime" and annotation.__name__ in _MOMENTS
    ):
        return _exact(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _enum(annotation)
    validate: Reader | None = getattr(annotation, "model_validate", None)
    if validate is None:
        raise ValidationNeededError(annotation)
    return validate


def _exact(kind: type[Any]) -> Reader:
    def read(data: Any) -> Any:
        if type(data) is not kind:
            raise ValidationNeededError(data)
        return data

    return read


def _text(data: Any) -> str:
    if type(data) is not str or not (data.isascii() or _is_encodable(data)):
        raise ValidationNeededError(data)
    return data


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _float(data: Any) -> float:
    if type(data) is int and abs(data) <= _FLOAT_EXACT:
        return float(data)
    if type(data) is not float or not math.isfinite(data):
        raise ValidationNeededError(data)
    return data


def _enum(kind: type[Enum]) -> Reader:
    members = {(type(member.value), member.value): member for member in kind}

    def read(data: Any) -> Any:
        if type(data) is kind:
            return data
        if type(data) is not str or (str, data) not in members:
            raise ValidationNeededError(data)
        return members[str, data]

    return read


def _literal(values: tuple[Any, ...]) -> Reader:
    def read(data: Any) -> Any:
        if not any(type(data) is type(value) and data == value for value in values):
            raise ValidationNeededError(data)
        return data

    return read


def _dict(read_key: Reader, read_value: Reader) -> Reader:
    def read(data: Any) -> dict[Any, Any]:
        if type(data) is not dict:
            raise ValidationNeededError(data)
        return {read_key(key): read_value(value) for key, value in data.items()}

    return read


def _tuple(parts: tuple[Any, ...]) -> Reader:
    readers = [reader_of(part) for part in parts if part is not ...]

    def read(data: Any) -> tuple[Any, ...]:
        if type(data) not in {list, tuple}:
            raise ValidationNeededError(data)
        if ... in parts:
            return tuple(map(readers[0], data))
        if len(data) != len(readers):
            raise ValidationNeededError(data)
        return tuple(reader(item) for reader, item in zip(readers, data, strict=True))

    return read


def _annotated(annotation: Any) -> Reader:
    """Return the reader of an annotation with more behind it: from the left, each is applied to all before it."""
    inside, more = annotation.__origin__, annotation.__metadata__
    for item in more:
        if isinstance(item, Discriminator):
            return _discriminated(item, get_args(inside))
        if hasattr(item, "__get_pydantic_core_schema__"):
            stand_in: Reader = item.__get_pydantic_core_schema__(inside, _Handler)
            return stand_in
    read = reader_of(inside)
    for item in more:
        if isinstance(item, PlainField):
            read = _constrained(read, item)
        elif isinstance(item, BeforeValidator):
            read = chained(item.func, read)
        elif isinstance(item, AfterValidator):
            read = chained(read, item.func)
        elif not isinstance(item, UnionTag):
            raise ValidationNeededError(item)
    return read


def chained(first: Reader, second: Reader) -> Reader:
    """Return what applies one function to what another one returns."""

    def read(data: Any) -> Any:
        return attempt(second, attempt(first, data))

    return read


def attempt(function: Reader, data: Any) -> Any:
    """Return what a validator makes of data; that it refuses it is for pydantic to explain."""
    try:
        return function(data)
    except Exception as error:
        raise ValidationNeededError(error) from error


def _constrained(read: Reader, bounds: PlainField) -> Reader:
    """Return a reader of values within the bounds of a field.  Raises ValidationNeededError for an unknown bound."""
    unknown = bounds.constraints.keys() - _BOUNDS.keys() - _IGNORED
    if unknown:
        raise ValidationNeededError(unknown)
    tests = [(_BOUNDS[name], bound) for name, bound in bounds.constraints.items() if name in _BOUNDS]
    if not tests:
        return read

    def read_within(data: Any) -> Any:
        value = read(data)
        if value is not None and not all(holds(value, bound) for holds, bound in tests):  # None is of no size
            raise ValidationNeededError(value)
        return value

    return read_within


def _discriminated(discriminator: Discriminator, members: tuple[Any, ...]) -> Reader:
    """Return the reader of a union whose members are told apart; of each member one is made when it occurs."""
    by_tag = {item.tag: member for member in members for item in member.__metadata__ if isinstance(item, UnionTag)}
    readers: dict[Any, Reader] = {}

    def read(data: Any) -> Any:
        tag = attempt(discriminator.discriminator, data)
        if tag not in by_tag:
            raise ValidationNeededError(data)
        if tag not in readers:
            readers[tag] = reader_of(by_tag[tag])
        return readers[tag](data)

    return read


def _union(members: tuple[Any, ...]) -> Reader:
    """Return the reader of a union: data that one of the members takes as it is, and the others do not.

    pydantic looks for the best of all members.  Where more than one could be it, or one only after a conversion, it is
    left to decide.
    """
    choices = [(_types_of(member), reader_of(member)) for member in members]
    if any(types == {int} for types, _ in choices):  # a float is made of a whole number only where nothing else is
        choices = [(types if types != {float, int} else {float}, reader) for types, reader in choices]

    def read(data: Any) -> Any:
        kind = type(data)
        if kind is NoneType and any(types == {NoneType} for types, _ in choices):
            return None
        readers = [reader for types, reader in choices if kind in types or ... in types]
        if len(readers) == 1:
            return readers[0](data)
        if kind not in _EXACT:
            raise ValidationNeededError(data)
        values = list(_taken(readers, data))
        if not values or any(type(value) is not kind or value != data for value in values):
            raise ValidationNeededError(data)
        return data

    return read


def _taken(readers: list[Reader], data: Any) -> Iterable[Any]:
    for read in readers:
        try:
            yield read(data)
        except ValidationNeededError:
            continue


def _types_of(annotation: Any) -> set[Any]:
    """Return the types of data that an annotation may take without a conversion; `...` for any."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        unclear = (BeforeValidator, Discriminator)
        if any(isinstance(item, unclear) or hasattr(item, "__get_pydantic_core_schema__") for item in parts[1:]):
            return {...}
        return _types_of(parts[0])
    if origin in {Union, UnionType}:
        return set().union(*map(_types_of, parts))
    if origin is Literal:
        return set(map(type, parts))
    if origin is tuple:
        return {list, tuple}
    if origin is dict:
        return {dict}
    if annotation is float:
        return {float, int}
    if annotation is None:
        return {NoneType}
    return {annotation} if annotation in _EXACT else {...}
