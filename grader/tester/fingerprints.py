"""Whether two plain values are alike: a short value that two alike values have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.tester.proxies import RemoteExceptionType, RemoteType, StudentHandle
from grader.worker.wire.type_names import name_of_type

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

MOST_MEMBERS = 5000
"""Members of a container beyond which nothing is compared."""


class NotComparableError(Exception):
    """Something in a value stays in the other process, or the value is too large."""


def fingerprint(value: Any) -> Hashable | None:
    """Return what alike values have in common; None for what is not plain, or too large."""
    try:
        return _of(value, [MOST_MEMBERS])
    except (NotComparableError, RecursionError):
        return None


def _of(value: Any, left: list[int]) -> Hashable:
    left[0] -= 1
    kind = type(value)
    if left[0] < 0 or is_remote(value):
        raise NotComparableError
    if kind in (str, bytes, int, bool) or value is None:
        return kind.__name__, value
    if kind in (list, tuple):
        return kind.__name__, _all(value, left)
    if kind is dict:
        return "dict", _all(value, left), _all(value.values(), left)
    if kind in (set, frozenset):
        return "set", frozenset(_all(value, left))
    if kind is np.ndarray and value.dtype != object:
        return value.shape, value.dtype.str, value.tobytes()
    if kind.__name__ == "DataFrame":
        return "DataFrame", _of(value.to_dict("split"), left)
    if kind.__name__ == "Series":
        return "Series", _of([value.index.tolist(), value.tolist()], left)
    if not name_of_type(kind):
        raise NotComparableError
    return kind.__name__, repr(value)


def _all(members: Iterable[Any], left: list[int]) -> tuple[Hashable, ...]:
    return tuple(_of(member, left) for member in members)


def is_remote(value: object) -> bool:
    """Whether a value is an object, a class or an exception of the student's."""
    return issubclass(type(value), StudentHandle | RemoteType) or type(type(value)) is RemoteExceptionType


def is_remote_class(value: object) -> bool:
    """Whether a value stands for a class of the student's own."""
    return issubclass(type(value), RemoteType | RemoteExceptionType)
