"""The plain value that an object of a derived class holds, read past whatever its class overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

_CONVERSIONS: dict[type, Callable[[Any], Any]] = {
    np.ndarray: lambda value: np.ndarray.view(value, np.ndarray),
    int: int.__int__,
    float: float.__float__,
    complex: lambda value: complex(complex.real.__get__(value), complex.imag.__get__(value)),
    str: lambda value: str.__getitem__(value, slice(None)),
    bytes: lambda value: bytes.__getitem__(value, slice(None)),
    dict: lambda value: dict(dict.items(value)),
    list: lambda value: [*list.__iter__(value)],
    tuple: lambda value: (*tuple.__iter__(value),),
    set: lambda value: {*set.__iter__(value)},
    frozenset: frozenset.copy,
}
"""By plain class: its own way to what an object holds, which no method of a derived class has a part in."""


def plain_content(value: Any) -> Any:
    """Return the list, number, text or array that an object holds; it is new and of the plain class itself.

    Raises TypeError for an object of a class that is derived from no plain one.
    """
    for base, convert in _CONVERSIONS.items():
        if issubclass(type(value), base):
            return convert(value)
    raise TypeError("it is derived from no plain type")
