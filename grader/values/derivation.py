"""The type of an answer of which the task says nothing: the structure of the reference's answer to the same call."""

from __future__ import annotations

from typing import Any

from grader.records import dataclass
from grader.values.array_type import array_like
from grader.values.kinds import kind_of
from grader.values.refusal import MISSING
from grader.values.types import AnyType, KindType, ListType, MappingType, NumberType, SetType, TupleType, Type

ANYTHING = AnyType()


@dataclass(frozen=True)
class ListLike(ListType):
    """A list whose items have the types of the reference's; of any length, which is for the check to judge."""

    item: Type = ANYTHING

    def member_type(self, expected: Any) -> Type:
        """Return the type of the item in place of `expected`."""
        return type_like(expected)


@dataclass(frozen=True)
class MappingLike(MappingType):
    """A dict whose values have the types of the reference's; which keys are there is for the check to judge."""

    key: Type = ANYTHING
    item: Type = ANYTHING

    def member_type(self, expected: Any) -> Type:
        """Return the type of the value in place of `expected`."""
        return type_like(expected)


def type_like(expected: Any) -> Type:
    """Return the type of values with the structure of `expected`, an answer of the reference."""
    if expected is MISSING:
        return ANYTHING
    kind = kind_of(expected)
    match kind:
        case "integer":
            return NumberType()
        case "real" | "complex":
            return NumberType(kind)
        case "array":
            return array_like(expected)
        case "list":
            return ListLike()
        case "tuple":
            return TupleType(tuple(map(type_like, expected)), getattr(expected, "_fields", ()))
        case "dict":
            return MappingLike()
        case "set" | "frozenset":
            return SetType(ANYTHING)
        case "opaque":
            return AnyType("opaque")
        case _:
            return KindType(kind)
