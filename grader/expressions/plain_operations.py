"""The operations of expressions on single values of any kind: what has no form for columns, case by case.

They are given values of students and raise for those that do not fit; whoever calls them makes the case a failing one.
Nothing here takes time or memory out of proportion to its operands.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.expressions.segments import LARGEST_WHOLE
from grader.values.comparison import equal
from grader.values.kinds import NUMBERS, kind_of, phrase
from grader.worker.wire.tables import SeriesValue, TableValue

Operation = Callable[[Any, Any], Any]

_ORDERED: dict[str, Operation] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_ARITHMETIC: dict[str, Operation] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow,
}  # fmt: skip
_NUMERIC = NUMBERS | {"boolean", "array"}


def item(base: Any, index: Any) -> Any:
    """Return `base[index]`."""
    if isinstance(base, dict):
        return base[index]
    if isinstance(base, list | tuple | str | bytes | range | np.ndarray):
        return base[index]
    if isinstance(base, TableValue):
        return base.columns[index]
    if isinstance(base, SeriesValue):
        return dict(zip(base.index or range(len(base)), base.values, strict=True))[index]
    raise TypeError(f"{phrase(base)} has no items")


def part(base: Any, name: str) -> Any:
    """Return a named part of a tuple; an attribute of anything else is not looked up."""
    names = getattr(base, "_fields", ()) if isinstance(base, tuple) else ()
    if name not in names:
        raise TypeError(f"{phrase(base)} has no part `{name}`")
    return base[names.index(name)]


def display(kind: str, parts: tuple[Any, ...]) -> Any:
    """Return a list, tuple, set or dict of `parts`."""
    match kind:
        case "list":
            return list(parts)
        case "set":
            return set(parts)
        case "dict":
            return dict(zip(parts[::2], parts[1::2], strict=True))
        case _:
            return tuple(parts)


def compared(op: str, left: Any, right: Any) -> bool:
    """Return whether `left op right` holds: for all entries of arrays, for other values as wholes."""
    if _unrelated(left, right):
        return False
    match op:
        case "==":
            return _alike(left, right, equal(left, right))
        case "!=":
            return not _alike(left, right, equal(left, right))
        case "in":
            return contains(right, left)
        case "not in":
            return not contains(right, left)
        case _:
            return bool(np.all(_ORDERED[op](left, right)))


def _unrelated(left: Any, right: Any) -> bool:
    """Whether two arrays have different shapes, and so hold in no relation: an answer without rows would equal none."""
    arrays = isinstance(left, np.ndarray) and isinstance(right, np.ndarray)
    return arrays and left.shape != right.shape


def _alike(left: Any, right: Any, same: bool) -> bool:
    """Return whether a number equals every entry of an array; `same` for all other pairs."""
    kinds = {kind_of(left), kind_of(right)}
    if "array" in kinds and len(kinds) == 2 and kinds <= _NUMERIC:
        return bool(np.all(np.equal(left, right)))
    return same


def contains(container: Any, member: Any) -> bool:
    """Return whether a text, a container or the keys of a dict contain `member`."""
    if isinstance(container, str | bytes | range):
        return member in container
    if isinstance(container, dict | set | frozenset):
        try:
            return member in container
        except TypeError:  # a list is no key
            return False
    if isinstance(container, list | tuple | np.ndarray):
        return any(equal(other, member) for other in container)
    raise TypeError(f"{phrase(container)} contains nothing")


def applied(op: str, left: Any, right: Any) -> Any:
    """Return `left op right`: numbers by all operations, sequences of one kind by +, sets by -."""
    kinds = kind_of(left), kind_of(right)
    if set(kinds) <= _NUMERIC:
        return _of_numbers(_ARITHMETIC[op], left, right)
    if op == "+" and kinds[0] == kinds[1] and kinds[0] in {"list", "tuple", "text", "bytes"}:
        return left + right
    if op == "-" and set(kinds) <= {"set", "frozenset"}:
        return left - right
    if op in "+-" and set(kinds) <= {"date", "datetime", "timedelta"}:
        return _ARITHMETIC[op](left, right)
    raise TypeError(f"no {op} of {phrase(left)} and {phrase(right)}")


def _of_numbers(operation: Operation, left: Any, right: Any) -> Any:
    """Return the result of an operation; arrays of whole numbers become floats where they would wrap around."""
    result = operation(left, right)
    if isinstance(result, np.ndarray | np.generic) and result.dtype.kind in "iu":
        rounded = operation(np.asarray(left, dtype=np.float64), np.asarray(right, dtype=np.float64))
        if np.abs(rounded).max(initial=0) > LARGEST_WHOLE:
            return rounded
    return result


def truth_of(value: Any) -> bool:
    """Return whether a value says yes: True, a number that is not 0, an array of such.  Raises TypeError for others."""
    kind = kind_of(value)
    if kind in NUMBERS | {"boolean"}:
        return bool(value != 0) and bool(value == value)
    if kind == "array" and value.dtype.kind in "biufc":
        return bool((value != 0).all() and (value == value).all())
    raise TypeError(f"{phrase(value)} is neither yes nor no")
