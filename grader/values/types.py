"""Types of expected return values: each knows which values pass, and as what.

`conform` returns a value as the expressions see it: numbers where numbers are expected, an array where a list of
numbers stands for one, a tuple with names where its parts have names.  It raises Refusal for everything else.  The
place where the value stands knows the reference's answer there; shapes that a type leaves open are those of that.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.records import dataclass
from grader.values.kinds import PHRASES, counted, is_number, kind_of, phrase
from grader.values.printing import as_python
from grader.values.refusal import MISSING, Location, Refusal
from grader.worker.wire.plain import NamedValues

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_WHOLE = 2**53


class Type(ABC):
    """A set of values that a function may return."""

    @property
    @abstractmethod
    def phrase(self) -> str:
        """The name of a member in a sentence: `a list`, `an array of shape (3,)`."""

    @property
    def is_exact(self) -> bool:
        """Whether no member has a number that may have been rounded."""
        return True

    @abstractmethod
    def conform(self, value: Any, location: Location) -> Any:
        """Return `value` as a member.  Raises Refusal."""

    def refuse(self, value: Any, location: Location, advice: str = "", repaired: Any = MISSING) -> Refusal:
        """Return the refusal of `value`, which `repaired` turns into a member."""
        return Refusal(location, phrase(value), self.phrase, advice, repaired)


@dataclass(frozen=True)
class AnyType(Type):
    """Any value, under the name that the task file gives it."""

    word: str = "any"

    @property
    def phrase(self) -> str:
        """The name of a member in a sentence."""
        return "anything"

    @property
    def is_exact(self) -> bool:
        """Whether no member has a number that may have been rounded."""
        return False

    def conform(self, value: Any, location: Location) -> Any:  # noqa: ARG002
        """Return the value itself."""
        return value


@dataclass(frozen=True)
class NumberType(Type):
    """A single number: `real`, `integer`, `complex`, or `number` for real ones that keep their kind."""

    word: str = "number"

    @property
    def phrase(self) -> str:
        """The name of a member in a sentence."""
        return PHRASES.get(self.word, "a number")

    @property
    def is_exact(self) -> bool:
        """Whether no member has a number that may have been rounded."""
        return self.word == "integer"

    def conform(self, value: Any, location: Location) -> Any:
        """Return the number; whole reals stand for integers and integers for reals."""
        if isinstance(value, np.ndarray) and not value.ndim:
            value = value.item()
        kind = kind_of(value)
        if kind not in {"integer", "real"} and not (kind == "complex" and self.word == "complex"):
            raise self._refuse(value, location)
        if not _finite(value) and not _same_number(value, location.expected):
            raise Refusal(location, _not_finite(value), "", FINITE_ADVICE)
        if self.word == "integer" and kind == "real":
            if not float(value).is_integer():
                raise Refusal(location, f"{value:.10g}", self.phrase)
            return int(value)
        return float(value) if self.word == "real" and abs(value) <= LARGEST_WHOLE else value

    def _refuse(self, value: Any, location: Location) -> Refusal:
        if isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind in "iuf":
            return self.refuse(value, location, "Take the number out of the array.", value.item())
        if isinstance(value, list | tuple) and len(value) == 1 and is_number(value[0]):
            return self.refuse(value, location, "Take the number out of it.", value[0])
        if isinstance(value, bool | np.bool_):
            return self.refuse(value, location, "Turn it into a number with int(...).", int(value))
        if isinstance(value, complex) and not value.imag:
            return self.refuse(value, location, "Return its real part.", value.real)
        return self.refuse(value, location, NONE_ADVICE if value is None else "")


FINITE_ADVICE = "Which step first gets too large, or divides by 0?"
BOOLEAN_ADVICE = "Return True or False, as a comparison does."
NONE_ADVICE = "Does every way through it end with `return`?"


def _finite(value: Any) -> bool:
    return isinstance(value, complex | int) or math.isfinite(value)


def _same_number(value: Any, expected: Any) -> bool:
    return isinstance(expected, float) and (value == expected or (value != value and expected != expected))


def _not_finite(value: Any) -> str:
    if value != value:
        return "nan (not a number)"
    return "infinity" if value > 0 else "minus infinity"


@dataclass(frozen=True)
class KindType(Type):
    """A member of one kind without parts: True or False, a text, bytes, None, a range, a date, ..."""

    kind: str

    @property
    def phrase(self) -> str:
        """The name of a member in a sentence."""
        return PHRASES[self.kind]

    @property
    def is_exact(self) -> bool:
        """Whether no member has a number that may have been rounded."""
        return self.kind not in {"table", "series"}

    def conform(self, value: Any, location: Location) -> Any:
        """Return the value if it is of the kind."""
        if isinstance(value, np.ndarray) and not value.ndim and self.kind in {"boolean", "text"}:
            value = value.item()
        if kind_of(value) != self.kind:
            raise self._refuse(value, location)
        return value

    def _refuse(self, value: Any, location: Location) -> Refusal:
        if self.kind == "boolean" and is_number(value) and value in (0, 1):
            return Refusal(location, f"the number {as_python(value)}", self.phrase, BOOLEAN_ADVICE, bool(value))
        if self.kind == "text" and isinstance(value, bytes):
            return self.refuse(value, location, "Turn it into a text with .decode().", value.decode(errors="replace"))
        if self.kind == "bytes" and isinstance(value, str):
            return self.refuse(value, location, "Turn it into bytes with .encode().", value.encode(errors="replace"))
        return self.refuse(value, location, NONE_ADVICE if value is None else "")


@dataclass(frozen=True)
class ListType(Type):
    """A list of items of one type."""

    item: Type

    @property
    def phrase(self) -> str:
        """The name of a member in a sentence."""
        return "a list"

    @property
    def is_exact(self) -> bool:
        """Whether no member has a number that may have been rounded."""
        return self.item.is_exact

    def conform(self, value: Any, location: Location) -> Any:
        """Return the list of its items, each of them conforming."""
        if not isinstance(value, list):
            raise self._refuse(value, location)
        expected = location.expected if isinstance(location.expected, list) else []
        members = []
        for index, member in enumerate(value):
            other = expected[index] if index < len(expected) else MISSING
            members.append(self.member_type(other).conform(member, location.index(index, other)))
        return members

    def member_type(self, expected: Any) -> Type:  # noqa: ARG002 - see ListLike
        """Return the type of the item where the reference has `expected`."""
        return self.item

    def _refuse(self, value: Any, location: Location) -> Refusal:
        if isinstance(value, tuple | range | np.ndarray):
            advice = "Use .tolist()." if isinstance(value, np.ndarray) else "Put it into list(...)."
            repaired = value.tolist() if isinstance(value, np.ndarray) else list(value[:100_000])
            return self.refuse(value, location, advice, repaired)
        listed = isinstance(value, set | frozenset | dict) or kind_of(value) == "opaque"
        return self.refuse(
            value, location, "Put it into list(...)." if listed else NONE_ADVICE if value is None else ""
        )


@dataclass(frozen=True)
class TupleType(Type):
    """A tuple of items of one type each, which may have names."""

    items: tuple[Type, ...]
    names: tuple[str, ...] = ()

    @property
    def phrase(self) -> str:
        """The name of a member in a sentence."""
        return f"a tuple of {counted(len(self.items), 'item')}" + (f" ({', '.join(self.names)})" if self.names else "")

    @property
    def is_exact(self) -> bool:
        """Whether no member has a number that may have been rounded."""
        return all(item.is_exact for item in self.items)

    def conform(self, value: Any, location: Location) -> Any:
        """Return the tuple of its items, with their names."""
        if not isinstance(value, tuple) or len(value) != len(self.items):
            raise self._refuse(value, location)
        expected = (
            location.expected
            if isinstance(location.expected, tuple) and len(location.expected) == len(value)
            else (MISSING,) * len(value)
        )
        members = []
        for index, (kind, member, other) in enumerate(zip(self.items, value, expected, strict=True)):
            below = location.name(self.names[index], other) if self.names else location.index(index, other)
            members.append(kind.conform(member, below))
        return NamedValues("", self.names, tuple(members)) if self.names else tuple(members)

    def _refuse(self, value: Any, location: Location) -> Refusal:
        if isinstance(value, list) and len(value) == len(self.items):
            advice = "Separate what is returned by commas, without square brackets."
            return self.refuse(value, location, advice, tuple(value))
        return self.refuse(value, location, NONE_ADVICE if value is None else "")


@dataclass(frozen=True)
class RecordType(Type):
    """A dict of exactly these keys."""

    items: Mapping[Any, Type]

    @property
    def phrase(self) -> str:
        """The name of a member in a sentence."""
        return f"a dict with the {'key' if len(self.items) == 1 else 'keys'} {', '.join(map(as_python, self.items))}"

    @property
    def is_exact(self) -> bool:
        """Whether no member has a number that may have been rounded."""
        return all(item.is_exact for item in self.items.values())

    def conform(self, value: Any, location: Location) -> Any:
        """Return the dict of its values, each of them conforming."""
        if not isinstance(value, dict):
            raise self.refuse(value, location, NONE_ADVICE if value is None else "")
        for key in self.items:
            if key not in value:
                raise Refusal(location, f"a dict that has no key {as_python(key)}", self.phrase)
        for key in value:
            if key not in self.items:
                raise Refusal(location, f"a dict with a key {as_python(key)[:60]}", self.phrase)
        expected = location.expected if isinstance(location.expected, dict) else {}
        return {
            key: kind.conform(value[key], location.key(key, expected.get(key, MISSING)))
            for key, kind in self.items.items()
        }


@dataclass(frozen=True)
class MappingType(Type):
    """A dict of any number of keys of one type, and of values of one type."""

    key: Type
    item: Type

    @property
    def phrase(self) -> str:
        """The name of a member in a sentence."""
        return "a dict"

    @property
    def is_exact(self) -> bool:
        """Whether no member has a number that may have been rounded."""
        return self.key.is_exact and self.item.is_exact

    def conform(self, value: Any, location: Location) -> Any:
        """Return the dict of its values, each of them conforming."""
        if not isinstance(value, dict):
            raise self.refuse(value, location, NONE_ADVICE if value is None else "")
        expected = location.expected if isinstance(location.expected, dict) else {}
        members = {}
        for key, member in value.items():
            other = expected.get(key, MISSING)
            name = self.key.conform(key, location.without_due())
            members[name] = self.member_type(other).conform(member, location.key(key, other))
        return _of_kind(location.expected, members)

    def member_type(self, expected: Any) -> Type:  # noqa: ARG002 - see MappingLike
        """Return the type of the value where the reference has `expected`."""
        return self.item


def _of_kind(like: Any, members: dict[Any, Any]) -> dict[Any, Any]:
    """Return the members in a dict like another one: the reference's predicates may count on a Counter's methods."""
    if isinstance(like, Counter):
        counter: Counter[Any] = Counter()
        dict.update(counter, members)  # Counter's own would add them up
        return counter
    return OrderedDict(members) if isinstance(like, OrderedDict) else members


@dataclass(frozen=True)
class SetType(Type):
    """A set, or a frozenset."""

    item: Type

    @property
    def phrase(self) -> str:
        """The name of a member in a sentence."""
        return "a set"

    @property
    def is_exact(self) -> bool:
        """Whether no member has a number that may have been rounded."""
        return self.item.is_exact

    def conform(self, value: Any, location: Location) -> Any:
        """Return the set of its members, each of them conforming."""
        if not isinstance(value, set | frozenset):
            listed = isinstance(value, list | tuple)
            raise self.refuse(
                value, location, "Put it into set(...)." if listed else NONE_ADVICE if value is None else ""
            )
        return type(value)(self.item.conform(member, location.without_due()) for member in value)
