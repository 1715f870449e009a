"""The objects that a test has given to a student's code, and all that the code may do with them."""

from __future__ import annotations

import builtins
import sys
import unittest
from typing import Any
from unittest.mock import NonCallableMock

from grader.worker.wire.type_names import OPERATIONS

_PRIVATE = ("_", "gi_", "cr_", "ag_", "f_", "tb_", "co_", "func_")
_WITNESSES = (unittest.TestCase, NonCallableMock)
"""Classes of objects that a test asks how it went: what the classes define is no business of the student's code."""


def _check_name(target: Any, name: Any) -> None:
    if not isinstance(name, str) or name.startswith(_PRIVATE):
        raise AttributeError(name)
    for witness in _WITNESSES:
        if issubclass(type(target), witness) and any(name in vars(base) for base in _own_bases(target, witness)):
            raise AttributeError(f"{name!r} of a {witness.__name__} is for the test alone")


def _own_bases(target: Any, witness: type) -> list[type]:
    """Return the classes of an object that are not the test's own."""
    return [base for base in type(target).__mro__ if base is not object and base.__module__ == witness.__module__]


def _get(target: Any, name: Any) -> Any:
    _check_name(target, name)
    return getattr(target, name)


def _set(target: Any, name: Any, value: Any) -> None:
    _check_name(target, name)
    if not isinstance(target, type) and not callable(getattr(type(target), name, None)):
        setattr(target, name, value)
        return
    raise AttributeError(f"{name!r} of an object of the test cannot be replaced")


def _call(target: Any, args: tuple[Any, ...], names: tuple[str, ...]) -> Any:
    first = len(args) - len(names)
    return target(*args[:first], **dict(zip(names, args[first:], strict=True)))


ANSWERS: dict[str, Any] = {
    "get": _get,
    "set": _set,
    "call": _call,
    "op": lambda operation, operands: OPERATIONS[operation](*operands),
    "input": lambda prompt: builtins.input(prompt),  # noqa: PLW0108 - looked up when it is asked for: tests replace it
    "readline": lambda: sys.stdin.readline(),  # noqa: PLW0108 - as above
    "read": lambda size: sys.stdin.read(size),  # noqa: PLW0108 - as above
}
"""All that a student's code can ask for."""
