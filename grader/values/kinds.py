"""The kinds of plain values, and phrases for people."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

from grader.worker.wire.plain import NamedFunction, NamedValues, Opaque
from grader.worker.wire.tables import SeriesValue, TableValue

_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (type(None), "none"),
    ((bool, np.bool_), "boolean"),
    ((int, np.integer), "integer"),
    ((float, np.floating), "real"),
    ((complex, np.complexfloating), "complex"),
    (str, "text"),
    (bytes, "bytes"),
    (np.ndarray, "array"),
    (list, "list"),
    (tuple, "tuple"),
    (dict, "dict"),
    (set, "set"),
    (frozenset, "frozenset"),
    (range, "range"),
    (slice, "slice"),
    (Fraction, "fraction"),
    (Decimal, "decimal"),
    (dt.datetime, "datetime"),
    (dt.date, "date"),
    (dt.time, "time"),
    (dt.timedelta, "timedelta"),
    (NamedFunction, "function"),
    (TableValue, "table"),
    (SeriesValue, "series"),
)
LARGEST_FLOAT = int(np.finfo(np.float64).max)
_EXACT: dict[type, str] = {
    one: kind for types, kind in _KINDS for one in (types if isinstance(types, tuple) else (types,))
}
"""The kinds by the exact type, which nearly every value has."""
NUMBERS = frozenset({"integer", "real", "complex", "fraction", "decimal"})
Key: TypeAlias = bool | int | float | str | None
"""A key of a dict as a task file has it."""
PHRASES = {
    "none": "None", "boolean": "True or False", "integer": "a whole number", "real": "a number",
    "complex": "a complex number", "text": "a text", "bytes": "bytes", "array": "an array", "list": "a list",
    "tuple": "a tuple", "dict": "a dict", "set": "a set", "frozenset": "a frozenset", "range": "a range",
    "slice": "a slice", "fraction": "a Fraction", "decimal": "a Decimal", "datetime": "a datetime", "date": "a date",
    "time": "a time", "timedelta": "a timedelta", "function": "a function",
    "table": "a table", "series": "a series",
}  # fmt: skip
"""Names of the members of a kind in sentences."""


def kind_of(value: Any) -> str:
    """Return the kind of a plain value; `opaque` for anything else."""
    kind = _EXACT.get(type(value))
    return kind or next((kind for types, kind in _KINDS if isinstance(value, types)), "opaque")


def holds_reals(value: Any) -> bool:
    """Whether a value is a real number that a float can hold, or an array of real numbers; truths count as 1 and 0."""
    if isinstance(value, np.ndarray):
        return str(value.dtype.kind) in "biuf"
    match kind_of(value):
        case "boolean" | "real":
            return True
        case "integer":
            return bool(-LARGEST_FLOAT <= value <= LARGEST_FLOAT)
        case _:
            return False


def is_number(value: Any) -> bool:
    """Whether `value` is a single number; True and False are none."""
    return kind_of(value) in NUMBERS


def phrase(value: Any) -> str:
    """Return what a value is, in a few words: `a list of 3 items`, `an array of shape (2,)`, `None`."""
    kind = kind_of(value)
    match kind:
        case "none" | "boolean":
            return repr(None if value is None else bool(value))
        case "array":
            return array_phrase(value.shape, entries_phrase(value))
        case "list" | "tuple" | "set" | "frozenset":
            named = " with names" if isinstance(value, NamedValues) else ""
            return f"{PHRASES[kind]} of {counted(len(value), 'item')}{named}"
        case "dict":
            return f"a {'Counter' if isinstance(value, Counter) else 'dict'} of {counted(len(value), 'key')}"
        case "table":
            columns = ", ".join(map(str, list(value.columns)[:10]))
            return f"a table of {counted(len(value), 'row')} with the columns {columns}"
        case "series":
            return f"a series of {counted(len(value), 'entry').replace('entrys', 'entries')}"
        case "opaque":
            return _opaque_phrase(value)
        case _:
            return PHRASES[kind]


def _opaque_phrase(value: Any) -> str:
    if not isinstance(value, Opaque):
        return f"something of type {type(value).__name__}"
    text = f"something of type {value.kind}" + (f" that {value.reason}" if value.reason else "")
    # Both come from the student's side.
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def entries_phrase(array: np.ndarray[Any, Any]) -> str:
    """Return what the entries of an array are, where they are not plain numbers."""
    return {"b": "of True and False", "c": "of complex numbers", "U": "of text", "S": "of bytes"}.get(
        array.dtype.kind, ""
    )


def array_phrase(shape: tuple[int | None, ...], entries: str = "") -> str:
    """Return an array in words: `an array of shape (3,)`; None may be any number."""
    sizes = ", ".join("any" if size is None else str(size) for size in shape)
    sizes += "," if len(shape) == 1 else ""
    return " ".join(filter(None, ["an array", entries, f"of shape ({sizes})"]))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
