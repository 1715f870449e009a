"""Functions and classes that are given a library's own values in place of plain ones, and whose answers are plain."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Conversion(Protocol):
    """Plain values as those of a library, and back."""

    def given(self, value: Any) -> Any:
        """Return what a function is given for a plain value; the value itself where the library has nothing for it."""

    def returned(self, value: Any) -> Any:
        """Return the plain value for what a function returned."""

    def settled(self, value: Any, given: Any) -> Any:
        """Return the plain value after the call that has had `given` for it: the very object, changed as that was."""


_CLASSES: dict[type, Conversion] = {}
"""The classes whose calls and methods are converted."""


def converting(function: Callable[..., Any], conversion: Conversion) -> Callable[..., Any]:
    """Return a function that is given converted values, and whose answer comes back plain.

    A class stays what it is; its calls, and those of its methods, are made by `call` and `call_method`.
    """
    if isinstance(function, type):
        _CLASSES[function] = conversion
        return function

    def converted(*args: Any, **options: Any) -> Any:
        return _called(function, args, options, conversion)

    converted.__wrapped__ = function  # type: ignore[attr-defined] # its parameters are those of the function
    return converted


def call(function: Any, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """Call what an operation calls, converted where its task asks for that."""
    conversion = _CLASSES.get(function) if isinstance(function, type) else None
    return function(*args, **options) if conversion is None else _called(function, args, options, conversion)


def call_method(owner: Any, name: str, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """Call a method, converted where the task of its class asks for that."""
    conversion = _CLASSES.get(type(owner))
    method = getattr(owner, name)
    return method(*args, **options) if conversion is None else _called(method, args, options, conversion)


def read_attribute(owner: Any, name: str) -> Any:
    """Return an attribute, plain where the task of its class asks for that."""
    conversion = _CLASSES.get(type(owner))
    value = getattr(owner, name)
    return value if conversion is None else conversion.returned(value)


def _called(
    function: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any], conversion: Conversion
) -> Any:
    given = [conversion.given(value) for value in args]
    named = {key: conversion.given(value) for key, value in options.items()}
    answer = conversion.returned(function(*given, **named))
    for value, after in zip((*args, *options.values()), (*given, *named.values()), strict=True):
        if after is not value:
            _settled(value, after, conversion)
    return answer


def _settled(value: Any, given: Any, conversion: Conversion) -> Any:
    """Return a value after a call, so that what the call has done to its argument is seen on the plain one."""
    if given is value:
        return value
    if type(value) is list and type(given) is list:
        value[:] = _settled_items(value, given, conversion)
    elif type(value) is tuple and type(given) is tuple:
        return tuple(_settled_items(value, given, conversion))
    elif type(value) is dict and type(given) is dict:
        after = {key: _settled(value.get(key), item, conversion) for key, item in given.items()}
        value.clear()
        value.update(after)
    else:
        return conversion.settled(value, given)
    return value


def _settled_items(value: Sequence[Any], given: Sequence[Any], conversion: Conversion) -> list[Any]:
    return [_settled(old, new, conversion) for old, new in zip_longest(value[: len(given)], given)]


def within(value: Any, convert: Callable[[Any], Any]) -> Any:
    """Return a list, tuple or dict with its parts converted; the very object where no part has become another."""
    if type(value) is list or type(value) is tuple:
        items = [convert(item) for item in value]
        same = all(new is old for new, old in zip(items, value, strict=True))
        return value if same else type(value)(items)
    if type(value) is dict:
        entries = {key: convert(item) for key, item in value.items()}
        return value if all(entries[key] is value[key] for key in value) else entries
    return value
