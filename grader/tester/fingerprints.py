"""Whether two plain values are alike: a short value that two alike values have in common."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.tester.proxies import is_remote
from grader.worker.wire.type_names import name_of_type

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

MOST_MEMBERS = 5000
"""Members of a container beyond which nothing is compared."""
MOST_BYTES = 1 << 20
"""Bytes of an array beyond which it is not compared."""


class NotComparableError(Exception):
    """Something in a value stays in the other process, or the value is too large."""


def fingerprint(value: Any) -> Hashable | None:
    """Return what alike values have in common; None for what is not plain, or too large."""
    try:
        return _of(value, [MOST_MEMBERS])
    except Exception:  # noqa: BLE001 - a value that cannot be gone through, or not be written, is not compared
        return None


def _of(value: Any, left: list[int]) -> Hashable:
    left[0] -= 1
    kind = type(value)
    if left[0] < 0 or is_remote(value):
        raise NotComparableError
    if kind in (str, bytes, int, bool) or value is None:
        return kind.__name__, value
    name = name_of_type(kind)
    if not name:
        raise NotComparableError
    if kind in (list, tuple, deque):
        return name, _all(value, left)
    if issubclass(kind, dict):
        return name, _all(value, left), _all(value.values(), left)
    if kind in (set, frozenset):
        return "set", frozenset(_all(value, left))
    if kind is np.ndarray:
        return _of_array(value, left)
    if name in ("pandas.DataFrame", "pandas.Series"):
        return name, _of_table(value, left)
    return name, repr(value)


def _of_array(value: Any, left: list[int]) -> Hashable:
    if value.dtype.hasobject:
        return value.shape, _of(_within(value, left).tolist(), left)
    if value.nbytes > MOST_BYTES:
        raise NotComparableError
    return value.shape, value.dtype.str, value.tobytes()


def _of_table(value: Any, left: list[int]) -> Hashable:
    table = _within(value, left)
    return _of(table.to_dict("split") if table.ndim > 1 else [table.index.tolist(), table.tolist()], left)


def _within(value: Any, left: list[int]) -> Any:
    """Return an array or a table that is small enough to be turned into lists.  Raises NotComparableError."""
    if value.size + value.shape[0] > left[0]:
        raise NotComparableError
    return value


def _all(members: Iterable[Any], left: list[int]) -> tuple[Hashable, ...]:
    return tuple(_of(member, left) for member in members)
