"""The `returns` key of a function: words, and forms with parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from grader.checks.spec import Name, SpecModel
from grader.models import Discriminator, Field, Tag
from grader.values.array_type import ANY, ArrayType
from grader.values.either_type import EitherType, optional
from grader.values.kinds import Key
from grader.values.types import (
    AnyType,
    KindType,
    ListType,
    MappingType,
    NumberType,
    RecordType,
    SetType,
    TupleType,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.values.types import Type

Word = Literal[
    "real", "integer", "number", "boolean", "complex", "text", "bytes", "none", "table", "series", "opaque", "any"
]
"""The types that need no parts."""
_NUMBERS = frozenset({"real", "integer", "number", "complex"})
_KINDS = frozenset({"boolean", "text", "bytes", "none", "table", "series"})
Returns: TypeAlias = (
    "Word | ArrayReturn | ListReturn | TupleReturn | DictReturn | SetReturn | OptionalReturn | EitherReturn"
)


class ArrayReturn(SpecModel):
    """An array; each dimension a named size, a number, or `any`."""

    array: tuple[Name | int, ...] | Literal["any"]
    """Its dimensions; `any` for any number of them."""
    of: Literal["real", "integer", "number", "boolean", "complex", "text"] = "real"
    """The type of its entries."""

    def type(self) -> Type:
        """Return the type of the values."""
        # A named size stands for the size that the reference's answer has there.
        shape = None if self.array == "any" else tuple(ANY if size == "any" else 0 for size in self.array)
        return ArrayType(shape, self.of)

    def sizes(self) -> Iterator[str]:
        """Yield the named sizes."""
        yield from (size for size in self.array if isinstance(size, str) and size != "any" and self.array != "any")


class ListReturn(SpecModel):
    """A list."""

    item: AnyReturn = Field(alias="list")
    """The type of each item."""

    def type(self) -> Type:
        """Return the type of the values."""
        return ListType(type_of(self.item))

    def sizes(self) -> Iterator[str]:
        """Yield the named sizes."""
        yield from sizes_of(self.item)


class TupleReturn(SpecModel):
    """A tuple; its parts in order, or with names."""

    parts: (
        Annotated[tuple[AnyReturn, ...], Field(min_length=1)] | Annotated[dict[Name, AnyReturn], Field(min_length=1)]
    ) = Field(alias="tuple")
    """The type of each part; with names, expressions can say `f(x).name`."""

    def type(self) -> Type:
        """Return the type of the values."""
        if isinstance(self.parts, dict):
            return TupleType(tuple(map(type_of, self.parts.values())), tuple(self.parts))
        return TupleType(tuple(map(type_of, self.parts)))

    def sizes(self) -> Iterator[str]:
        """Yield the named sizes."""
        for part in self.parts.values() if isinstance(self.parts, dict) else self.parts:
            yield from sizes_of(part)


class DictReturn(SpecModel):
    """A dict of exactly the keys named, or of any keys of one type."""

    items: dict[Key, AnyReturn] | tuple[AnyReturn, AnyReturn] = Field(alias="dict", min_length=1)
    """`{key: TYPE, ...}`, or `[TYPE, TYPE]` for keys and values."""

    def type(self) -> Type:
        """Return the type of the values."""
        if isinstance(self.items, dict):
            return RecordType({key: type_of(part) for key, part in self.items.items()})
        return MappingType(*map(type_of, self.items))

    def sizes(self) -> Iterator[str]:
        """Yield the named sizes."""
        for part in self.items.values() if isinstance(self.items, dict) else self.items:
            yield from sizes_of(part)


class SetReturn(SpecModel):
    """A set, or a frozenset."""

    member: AnyReturn = Field(alias="set")
    """The type of each member."""

    def type(self) -> Type:
        """Return the type of the values."""
        return SetType(type_of(self.member))

    def sizes(self) -> Iterator[str]:
        """Yield the named sizes."""
        yield from sizes_of(self.member)


class OptionalReturn(SpecModel):
    """None, or a value of another type."""

    optional: AnyReturn
    """The other type."""

    def type(self) -> Type:
        """Return the type of the values."""
        return optional(type_of(self.optional))

    def sizes(self) -> Iterator[str]:
        """Yield the named sizes."""
        yield from sizes_of(self.optional)


class EitherReturn(SpecModel):
    """A value of one of several types."""

    either: Annotated[tuple[AnyReturn, ...], Field(min_length=2)]
    """The types, in the order in which they are tried."""

    def type(self) -> Type:
        """Return the type of the values."""
        return EitherType(tuple(map(type_of, self.either)))

    def sizes(self) -> Iterator[str]:
        """Yield the named sizes."""
        for part in self.either:
            yield from sizes_of(part)


FORMS: dict[str, type[SpecModel]] = {
    "array": ArrayReturn, "list": ListReturn, "tuple": TupleReturn, "dict": DictReturn, "set": SetReturn,
    "optional": OptionalReturn, "either": EitherReturn,
}  # fmt: skip
"""The forms by their keys, in the order of docs/keys.md."""


def _form(value: Any) -> str | None:
    if isinstance(value, str):
        return "word"
    present = value if isinstance(value, dict) else next((key for key in FORMS if isinstance(value, FORMS[key])), None)
    return present if isinstance(present, str) else next((key for key in FORMS if key in (present or ())), None)


AnyReturn = Annotated[
    Annotated[Word, Tag("word")]
    | Annotated[ArrayReturn, Tag("array")]
    | Annotated[ListReturn, Tag("list")]
    | Annotated[TupleReturn, Tag("tuple")]
    | Annotated[DictReturn, Tag("dict")]
    | Annotated[SetReturn, Tag("set")]
    | Annotated[OptionalReturn, Tag("optional")]
    | Annotated[EitherReturn, Tag("either")],
    Discriminator(
        _form,
        custom_error_type="kind_missing",
        custom_error_message=f"a word, or one of these keys: {', '.join(FORMS)}",
    ),
]
"""A word or a form."""


def type_of(returns: Returns) -> Type:
    """Return the type that a word or a form stands for."""
    if not isinstance(returns, str):
        return returns.type()
    if returns in _NUMBERS:
        return NumberType(returns)
    return KindType(returns) if returns in _KINDS else AnyType(returns)


def sizes_of(returns: Returns) -> Iterator[str]:
    """Yield the named sizes of a word or a form."""
    if not isinstance(returns, str):
        yield from returns.sizes()
