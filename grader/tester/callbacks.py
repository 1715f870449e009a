"""The objects that a test has given to a student's code, and all that the code may do with them."""

from __future__ import annotations

import builtins
import io
import sys
import unittest
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from unittest.mock import NonCallableMock

from grader.worker.wire.type_names import OPERATIONS

if TYPE_CHECKING:
    from grader.tester.given_paths import GivenPaths
    from grader.tester.party import TesterParty

_PRIVATE = ("_", "gi_", "cr_", "ag_", "f_", "tb_", "co_", "func_")
_WITNESSES = (unittest.TestCase, NonCallableMock)
"""Classes of objects that a test asks how it went: what the classes define is no business of the student's code."""

_OF_PYTEST = frozenset({"_pytest", "pytest", "pluggy", "py", "xdist"})
"""Fixtures such as `monkeypatch` and `request` change the process of the tests."""
_OUTSIDE = _OF_PYTEST | {
    "_io", "_socket", "_thread", "asyncio", "code", "concurrent", "ctypes", "dbm", "ftplib", "http", "imaplib",
    "importlib", "io", "logging", "mmap", "multiprocessing", "os", "pathlib", "poplib", "posix", "pty", "runpy",
    "shelve", "shutil", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "tarfile", "tempfile",
    "threading", "types", "unittest", "urllib", "webbrowser", "xmlrpc", "zipfile", "zipimport",
}  # fmt: skip
"""Roots of modules with classes that reach out of the process.  Whoever gets an object can name its class."""
_WITHIN = (io.StringIO, io.BytesIO, BaseException)
"""Classes that do not, though they stand there."""


def _root_of(kind: type) -> str:
    return str(kind.__module__).partition(".")[0]


def _check_kind(target: Any) -> None:
    """Raise TypeError for a class of which neither objects nor methods are for the student's code."""
    if not isinstance(target, type) or issubclass(target, _WITHIN):
        return
    if any(_root_of(base) in _OUTSIDE for base in type.mro(target)):
        raise TypeError(f"the class {target.__name__} cannot be used in the process of the tests")


def _check_name(target: Any, name: Any) -> None:
    if not isinstance(name, str) or name.startswith(_PRIVATE):
        raise AttributeError(name)
    if _root_of(type(target)) in _OF_PYTEST:
        raise AttributeError(f"{name!r} of a {type(target).__name__} is for the test alone")
    for witness in _WITNESSES:
        if issubclass(type(target), witness) and any(name in vars(base) for base in _bases_of_library(target, witness)):
            raise AttributeError(f"{name!r} of a {witness.__name__} is for the test alone")


def _bases_of_library(target: Any, witness: type) -> list[type]:
    """Return the classes of an object that stand in the module of `witness`, and not in a test."""
    return [base for base in type(target).__mro__ if base.__module__ == witness.__module__]


def _get(target: Any, name: Any) -> Any:
    _check_kind(target)
    _check_name(target, name)
    return getattr(target, name)


def _set(target: Any, name: Any, value: Any) -> None:
    _check_name(target, name)
    if not isinstance(target, type) and not callable(getattr(type(target), name, None)):
        setattr(target, name, value)
        return
    raise AttributeError(f"{name!r} of an object of the test cannot be replaced")


def _call(target: Any, args: tuple[Any, ...], names: tuple[str, ...]) -> Any:
    _check_kind(target)
    first = len(args) - len(names)
    return target(*args[:first], **dict(zip(names, args[first:], strict=True)))


_OF_OBJECTS: dict[str, Any] = {
    "get": _get,
    "set": _set,
    "call": _call,
    "op": lambda operation, operands: OPERATIONS[operation](*operands),
}
"""Answers about an object that the test has given away."""
_OF_INPUT: dict[str, Any] = {
    "input": lambda prompt: builtins.input(prompt),  # noqa: PLW0108 - looked up when it is asked for: tests replace it
    "readline": lambda: sys.stdin.readline(),  # noqa: PLW0108 - as above
    "read": lambda size: sys.stdin.read(size),  # noqa: PLW0108 - as above
}
"""Answers about the test's input."""


class NotGivenError(Exception):
    """A question about something that the test has never given away, which no program of ours asks."""


def answer(party: TesterParty, operation: str, arguments: list[Any]) -> Any:
    """Return the answer to a question of a student's code.  Raises NotGivenError, and whatever the object raises."""
    if operation in _OF_INPUT:
        return _OF_INPUT[operation](*arguments)
    target = arguments[1][0] if operation == "op" else arguments[0]
    # Modules, functions and types of libraries cross by name, and a name is not given: here they would have no walls.
    if not party.has_given(target):
        raise NotGivenError
    if isinstance(target, PurePath):
        return _of_path(party.given_paths, operation, arguments)
    return _OF_OBJECTS[operation](*arguments)


def _of_path(given: GivenPaths, operation: str, arguments: list[Any]) -> Any:
    if operation == "get":
        _check_name(*arguments)
        return given.attribute(*arguments)
    return given.derived(_OF_OBJECTS[operation](*arguments))
