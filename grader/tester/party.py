"""The tester's tables: which handle stands for which object of the student's, and what of the test was given away.

What a student's code may do with an object of the test is decided here: call it, read its public attributes, use the
special methods of a list.  Frames, code and modules of the test are never given away.
"""

from __future__ import annotations

import contextlib
import importlib
import types
import weakref
from pathlib import PurePath
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.tester.figures import made_by_test, part_class
from grader.tester.given_paths import GivenPaths
from grader.tester.mirrors import library_class, remote_class
from grader.tester.proxies import (
    BoundMethod,
    ProxyModule,
    RemoteExceptionType,
    RemoteType,
    StudentHandle,
)
from grader.worker.wire.plain import PlainValueError
from grader.worker.wire.shared_kinds import WRITERS
from grader.worker.wire.shared_objects import ObjectParty, nearest_builtin
from grader.worker.wire.shared_tables import type_name
from grader.worker.wire.type_names import FORWARDED, LIBRARIES, NAME_OF_TYPE, OPERATORS, module_named, name_of_function

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from grader.worker.wire.shared_values import MessageReading, MessageWriting

SPECIAL = (*FORWARDED, *(f"__{name.strip('_')}__" for name in sorted(OPERATORS)), "__repr__", "__str__")
_DO_SOMETHING = frozenset({
    "antigravity", "this", "idlelib", "turtledemo", "turtle", "tkinter", "test", "tests", "conftest", "__main__",
})  # fmt: skip
"""Modules that open a window, print or start programs, and libraries' own tests, which may skip the one that runs."""
_PRIVATE = (types.FrameType, types.CodeType, types.TracebackType, ModuleType)
_BY_VALUE = frozenset(WRITERS) - {np.ndarray}
"""Of arrays, those of records come as handles."""
_TABLES = ("DataFrame", "Series")
_DEFAULTS = {name: getattr(object, name, None) for name in SPECIAL}


class CannotCross(TypeError):  # noqa: N818 - a TypeError, as Python's own
    """Something of a test that a student's code cannot be given."""


def holds_handles(value: object, depth: int = 3) -> bool:
    """Whether a container has objects of the student's in it."""
    kind = type(value)
    if kind is np.ndarray:
        members: Iterable[object] = value.flat if value.dtype == object else ()  # type: ignore[attr-defined]
    elif kind in (list, tuple, set):
        members = value  # type: ignore[assignment]
    else:
        members = value.values() if kind is dict else ()  # type: ignore[attr-defined]
    return any(issubclass(type(one), StudentHandle) or (depth and holds_handles(one, depth - 1)) for one in members)


def is_failed_check(error: BaseException) -> bool:
    """Whether an exception is a check of the test that does not hold: of `assert`, or of `pytest.fail`."""
    return isinstance(error, AssertionError | pytest.fail.Exception)


def _refuse_plain(kind: type) -> None:
    """Raise PlainValueError for a class whose objects are no handles: they cross by value, as classes, as exceptions.

    `isinstance` would believe one that stands for such an object, and its operators would be the student's.
    """
    by_value = kind in _BY_VALUE or (issubclass(kind, np.generic) and kind is not np.void)
    if by_value or issubclass(kind, type | BaseException) or type_name(kind).endswith(_TABLES):
        raise PlainValueError(f"a handle of a {kind.__name__}")


class TesterParty(ObjectParty):
    """The tables of a test."""

    def __init__(
        self, check_use: Callable[[Path], None] = lambda _: None, take_room: Callable[[int], None] = lambda _: None
    ) -> None:
        """Take what refuses that the student's code makes, changes or writes something by a path of the test."""
        super().__init__(2)
        self._handles: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()
        self.numbers: dict[int, int] = {}
        """Numbers of classes of the student's, by the identity of what stands for them here."""
        self.arrived: list[Any] = []
        """The handles that came with the last answer."""
        self.has_classes = False
        """Whether classes or exceptions came with it."""
        self.given_paths = GivenPaths(check_use, take_room)

    def read_other(self, tag: int, reading: MessageReading) -> Any:
        """Read an object, and note whether it is a class or an exception."""
        self.has_classes |= tag in (ord("K"), ord("e"))
        return super().read_other(tag, reading)

    def foreign_number(self, value: object) -> int:
        """Return the number of an object of the student's."""
        kind = type(value)
        if issubclass(kind, StudentHandle) or kind is RemoteType or issubclass(kind, RemoteType | RemoteExceptionType):
            return int(value._grader_number)  # type: ignore[attr-defined]
        return 0

    def write_other(self, writing: MessageWriting, value: Any) -> None:
        """Write an object of the test, or of the student's."""
        if type(value) is BoundMethod:
            value = value.resolved()
        if number := self.foreign_number(value):
            writing.number(b"g", number)
            return
        if isinstance(value, ProxyModule):
            raise CannotCross("a module of the student's cannot be passed to the student's code")
        if name := name_of_function(value):
            writing.put(b"f")
            writing.text(name)
            return
        super().write_other(writing, value)

    def write_object(self, writing: MessageWriting, value: Any) -> None:
        """Write an object of the test as something that calls back."""
        if isinstance(value, _PRIVATE):
            raise CannotCross(f"a {type(value).__name__} of a test cannot be passed to the student's code")
        if made_by_test(value):
            raise CannotCross(
                f"a {type(value).__name__} that a test has made for itself cannot be passed to the student's code; "
                "plt.figure() and plt.subplots() make one there"
            )
        if isinstance(value, PurePath):
            self.given_paths.give(value)
        super().write_object(writing, value)

    def has_given(self, value: object) -> bool:
        """Whether the student's code has been given this very object."""
        number = self._export_numbers.get(id(value), 0)
        return self.exports.get(number) is value if number else False

    def find_module(self, name: str) -> ModuleType | None:
        """Return a library's module, which a notebook may have imported and no test yet.

        Those that do something when they are imported are not.
        """
        parts = name.split(".")
        if module_named(name) is None and parts[0] in LIBRARIES and _DO_SOMETHING.isdisjoint(parts):
            with contextlib.suppress(Exception):  # a library may refuse in its own way
                importlib.import_module(name)
        return module_named(name)

    def facts_of(self, value: object) -> tuple[object, ...]:
        """Return whether it is a function, whether it can be called, and its name."""
        is_function = type(value) in (FunctionType, types.BuiltinFunctionType, types.MethodType)
        return is_function, callable(value), getattr(value, "__name__", "") if is_function else ""

    def description_of(self, kind: type) -> tuple[object, ...]:
        """Return the special methods that a class of the test has."""
        special = tuple(
            name for name in SPECIAL if name != "__call__" and getattr(kind, name, None) not in (None, _DEFAULTS[name])
        )
        return (special,)

    def is_own_class(self, kind: type) -> bool:
        """Return False: what a class of the test is derived from means nothing there, unless it has a name."""
        return kind in NAME_OF_TYPE

    def handle(self, number: int, kind: type, facts: list[Any]) -> Any:
        """Return the handle of an object; the same one as long as the test holds it."""
        handle = self._handles.get(number)
        if handle is None:
            _refuse_plain(kind)
            if len(facts) == 4:  # of a part of a figure, matplotlib's class is told as well
                kind = part_class(facts[2], is_container=bool(facts[3]))
            elif not issubclass(kind, StudentHandle):
                kind = library_class(kind, is_callable=bool(facts[1]))
            handle = object.__new__(kind)
            object.__setattr__(handle, "_grader_number", number)
            object.__setattr__(handle, "_grader_released", self.released)
            self._handles[number] = handle
        self.arrived.append(handle)
        return handle

    def adopt(self, old: Any, new: Any) -> None:
        """Let something that stood for an object of an earlier worker stand for the same one of this worker."""
        number = self.foreign_number(new)
        if not number or isinstance(old, type) != isinstance(new, type):
            return
        if isinstance(old, type):
            type.__setattr__(old, "_grader_number", number)
            self.classes[number] = old
            return
        object.__setattr__(new, "_grader_released", [])
        object.__setattr__(old, "_grader_number", number)
        object.__setattr__(old, "_grader_released", self.released)
        self._handles[number] = old

    def words_of(self, error: BaseException) -> tuple[tuple[Any, ...], str]:
        """Return nothing of a failed check: what it says of its values is what the test expects."""
        return ((), "") if is_failed_check(error) else super().words_of(error)

    def make_class(self, number: int, name: str, description: list[Any], bases: list[type]) -> type:
        """Return the mirror of a class."""
        return remote_class(number, name, description, bases)

    def make_exception(self, kind: type, arguments: tuple[Any, ...], text: str) -> BaseException:
        """Return an exception that a student's code has raised, of the same builtin class or of a mirror."""
        if not issubclass(kind, BaseException):
            kind = Exception
        if issubclass(kind, KeyboardInterrupt | GeneratorExit):
            # Of a test's process these would be the end.
            return RuntimeError(f"{kind.__name__}: {text}")
        error: BaseException
        try:
            error = kind.__new__(kind, *arguments)
            BaseException.__init__(error, *arguments) if isinstance(kind, RemoteExceptionType) else kind.__init__(
                error, *arguments
            )
        except Exception:  # noqa: BLE001 - a class with a constructor of its own
            error = nearest_builtin(kind)(*arguments)
        return error
