"""Values as short texts, for a reader who wants to see what went wrong: none of a student's own code runs for it.

Only what is exactly of a builtin type, or an array or number of numpy's, is written out; anything else is named by its
type.  A subclass has a `__repr__`, a `__len__` and an `__iter__` of its own, so it is not looked into.
"""

from __future__ import annotations

import json
from itertools import islice
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from .wire.texts import class_name, clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_VALUES = 10
LONGEST_VALUE = 160
LONGEST_NAME = 60
MOST_BYTES = 8 * 1024
"""Bytes of JSON of all values together, so that the facts of a part have room for them."""
_ENTRIES = 6
"""Entries of an array or a container that are shown."""
_DEPTH = 2
"""Containers inside one another that are looked into."""
_NUMPY = frozenset(np.sctypeDict.values())
_NOT_SHOWN = (ModuleType, FunctionType, BuiltinFunctionType, type)
_LARGEST_INT = 10**30


def values_of(names: Mapping[str, object]) -> dict[str, str]:
    """Return the first of `names` with their values in short text; functions, modules and classes are left out."""
    texts: dict[str, str] = {}
    size = 0
    for name, value in names.items():
        # They are the same in every call and explain nothing.
        if type(value) in _NOT_SHOWN or name.startswith((".", "__")):
            continue
        key, text = clean(name, LONGEST_NAME), short_repr(value)
        # As it crosses: a text of escapes is several times as long as it looks.
        size += len(json.dumps({key: text}))
        if len(texts) == MOST_VALUES or size > MOST_BYTES:
            break
        texts[key] = text
    return texts


def short_repr(value: object) -> str:
    """Return `value` as text of at most `LONGEST_VALUE` characters; never raises."""
    try:
        return _cut(_text(value, _DEPTH))
    except Exception:  # noqa: BLE001 - numpy has kinds of arrays that no list here names
        return class_name(value)


def _cut(text: str) -> str:
    text = clean(text, LONGEST_VALUE + 1)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def _text(value: Any, depth: int) -> str:
    kind = type(value)
    if kind is np.ndarray:
        return _array(value)
    if kind in _NUMPY:
        return _number(value.item()) if value.dtype.kind in "biufc" else kind.__name__
    if kind in (str, bytes):
        return repr(value[:LONGEST_VALUE])
    if kind in (int, float, complex, bool) or value is None:
        return _number(value)
    if kind in _CONTAINERS:
        return _container(value, depth)
    return class_name(value)


def _number(value: Any) -> str:
    """Return a number in Python's way; integers of many digits by their size, as writing one out may take long."""
    # Writing a number of a million digits takes quadratic time.
    if type(value) is int and abs(value) >= _LARGEST_INT:
        return f"a whole number of {value.bit_length()} bits"
    return f"{value:.6g}" if type(value) is float else repr(value)


def _array(array: np.ndarray[Any, Any]) -> str:
    """Return shape and first numbers.  Only these are touched: a view may have more entries than there is memory."""
    description = f"array of shape {array.shape}"
    if array.dtype.kind not in "biufc":
        return f"{description}, {array.dtype.name}"
    # `flat` walks a view lazily; `ravel` would copy entries that need not exist.
    numbers = [_number(entry) for entry in array.flat[:_ENTRIES].tolist()]
    dots = ["..."] if array.size > _ENTRIES else []
    kind = "" if array.dtype == np.float64 else f", {array.dtype.name}"
    return f"{description}{kind}: {', '.join([*numbers, *dots])}" if array.size else f"{description}{kind}"


_CONTAINERS: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
    dict: ("{", "}"),
}


def _container(value: Any, depth: int) -> str:
    """Return the first entries between the brackets of the type; how many there are, where that is not all."""
    begin, end = _CONTAINERS[type(value)]
    count = len(value)
    if not depth:
        return f"{type(value).__name__} of {count}"
    if not count and type(value) in (set, frozenset):
        return f"{type(value).__name__}()"
    entries = _pairs(value, depth) if type(value) is dict else _entries(value, depth)
    inner = ", ".join(entries)
    if count > _ENTRIES:
        return f"{type(value).__name__} of {count}: {begin}{inner}, ...{end}"
    return f"{begin}{inner}{',' if type(value) is tuple and count == 1 else ''}{end}"


def _entries(value: Iterable[object], depth: int) -> list[str]:
    return [_text(entry, depth - 1) for entry in islice(value, _ENTRIES)]


def _pairs(value: Mapping[object, object], depth: int) -> list[str]:
    return [f"{_text(key, depth - 1)}: {_text(entry, depth - 1)}" for key, entry in islice(value.items(), _ENTRIES)]
