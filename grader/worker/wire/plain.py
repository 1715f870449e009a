"""The plain values that cross as tagged bytes, and their limits; `value_writing` and `value_reading` are the halves.

A value is a tag of one byte and what belongs to it; a container holds other values.  Numbers and arrays of one kind
cross as columns instead (see `columns`); this form is for everything else, and for mixtures.

    N None · T F bool · i int64 · I larger int · d float · c complex · s text · b bytes · A array · U array of text
    l list · L list of floats · M list of ints · t tuple · n named tuple · D dict · S set · Z frozenset · R range
    B table · V series · f function of a support file, by name, from the judge only
    / slice · q Fraction · m Decimal · y date · h time · w datetime · e timedelta · O anything else, by name
    H an object of the worker's, by number and name · r the object that an operation of the same program gave
"""

from __future__ import annotations

import struct
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 32
MAX_INT_BYTES = 1700
"""An int of more digits than Python prints (4,300) crosses by name only."""
MAX_DECIMAL_TEXT = 4000
MAX_EXPONENT = 10_000
"""A Decimal beyond it crosses by name only: as an int it would have that many digits."""
MAX_COLLISIONS = 64
"""Keys of a dict or members of a set that may share a hash: with many more, building it takes quadratic time."""
MAX_NAME = 200

OPAQUE = b"O"
"""The tag of what cannot cross."""

COUNT = struct.Struct("<I")
NUMBER = struct.Struct("<Q")
"""The number of an object."""
INT = struct.Struct("<q")
FLOAT = struct.Struct("<d")
COMPLEX = struct.Struct("<dd")
DURATION = struct.Struct("<iii")
"""Days, seconds, microseconds."""

DICTS: tuple[type[dict[Any, Any]], ...] = (dict, Counter, OrderedDict)
"""The kinds of dict that keep their kind, by the byte after the tag."""


class PlainValueError(ValueError):
    """A value that is too large or too deep to cross, or bytes that are not a value."""


def refuse_collisions(members: list[Any]) -> None:
    """Refuse keys that share a hash: to put thousands of them into a dict takes quadratic time."""
    if len(members) > MAX_COLLISIONS:
        hashes = [hash(member) for member in members]
        if len(hashes) - len(set(hashes)) > MAX_COLLISIONS:
            raise PlainValueError("too many keys of one hash")


class NamedValues(tuple[Any, ...]):  # noqa: SLOT001 - a tuple of any length has no room for slots
    """A named tuple from the other process: a tuple whose parts have names as well.

    >>> NamedValues("Result", ("loss", "dW"), (0.5, 2.0)).dW
    2.0

    Its class is not the original one: creating that would mean compiling names that somebody else chose.
    """

    _fields: tuple[str, ...]
    _title: str

    def __new__(cls, title: str, names: tuple[str, ...], values: tuple[Any, ...]) -> Self:
        """Return `values` with as many names."""
        values_with_names = super().__new__(cls, values)
        values_with_names._fields, values_with_names._title = names, title
        return values_with_names

    def __getnewargs__(self) -> tuple[str, tuple[str, ...], tuple[Any, ...]]:
        return self._title, self._fields, tuple(self)  # so that a copy can be made

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("_fields", ()):
            return self[self._fields.index(name)]
        raise AttributeError(name)

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{self._title}({parts})"


class NamedFunction:
    """A function of a support file: its name crosses, and the worker has its own copy of it.

    >>> NamedFunction("double", lambda x: 2 * x)(3)
    6
    """

    __slots__ = ("function", "module", "name")

    def __init__(self, name: str, function: Callable[..., Any] | None = None) -> None:
        """Keep the name, and what the function does on this side, where that is known."""
        self.name = name
        self.function = function
        self.module = getattr(function, "__module__", None) or ""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Call the function."""
        if self.function is None:
            raise TypeError(f"{self.name} is known by its name only")
        return self.function(*args, **options)

    def __deepcopy__(self, _memo: object) -> Self:
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NamedFunction) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return self.name


class Opaque:
    """Stands for a value that cannot cross: the name of its class, and the reason if it is not the class."""

    __slots__ = ("kind", "reason")

    def __init__(self, kind: str, reason: str = "") -> None:
        """`reason` completes the sentence "a list that ..."."""
        self.kind = kind
        self.reason = reason

    def __repr__(self) -> str:
        return f"<{self.kind}{' that ' + self.reason if self.reason else ''}>"
