"""Each operation in Python: made by the worker on a student's objects, and by the judge on the reference's.

Nothing is caught here: whatever an object's own code raises is the caller's to report.
"""

from __future__ import annotations

import copy
import io
import operator
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from .class_state import ClassState
from .conversions import call, call_method, read_attribute
from .operations import MOST_PRINTED, Code
from .plain import PlainValueError
from .texts import class_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Maker = Callable[["Performer", str, tuple[Any, ...], dict[str, Any]], Any]

MOST_ITEMS = 100_000
"""Items that one operation takes from an iterator, and calls that it repeats."""
_OPERATORS = frozenset(
    """
    eq ne lt le gt ge add sub mul matmul truediv floordiv mod pow lshift rshift and_ or_ xor neg pos invert abs
    iadd isub imul imatmul itruediv ifloordiv imod ipow ilshift irshift iand ior ixor contains concat iconcat index
    """.split()  # noqa: SIM905 - a line each would hide the rest
)


class RefusedOperationError(Exception):
    """An operation that cannot be made, for a reason that is not the object's."""


class Performer:
    """Makes operations on the objects of one program; `functions` and `modules` are what can be named."""

    def __init__(
        self,
        functions: Mapping[str, Any],
        modules: Callable[[str], Any] | None = None,
        states: dict[int, ClassState] | None = None,
    ) -> None:
        """`states` are those of classes as they were loaded, by identity; others are as they are when first asked."""
        self.functions = functions
        self.modules = modules
        self.states = {} if states is None else states
        self.capture: Capture | None = None

    def perform(self, code: Code, name: str, operands: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Return what one operation gives.  Raises RefusedOperationError, or whatever the object's own code raises."""
        return _MAKERS[code](self, name, operands, keywords)

    def named(self, name: str) -> Any:
        """Return a function or class that the task asks for."""
        try:
            return self.functions[name]
        except KeyError:
            raise RefusedOperationError(f"nothing is called `{name}`") from None

    def module(self, name: str) -> Any:
        """Return the module of a file."""
        module = self.modules(name) if self.modules is not None else None
        if module is None:
            raise RefusedOperationError(f"no file makes a module `{name}`")
        return module

    def renew(self, name: str) -> None:
        """Put back what a class keeps outside of its objects."""
        kind = self.named(name)
        if id(kind) not in self.states:
            self.states[id(kind)] = ClassState(kind)
        self.states[id(kind)].restore()

    def start_capture(self) -> None:
        """Collect what is printed from here on."""
        self.end_capture()
        self.capture = Capture()

    def end_capture(self) -> str:
        """Return what was printed since, and let printed text go its usual way again."""
        capture, self.capture = self.capture, None
        return capture.end() if capture is not None else ""


class Capture(io.TextIOBase):
    """Stands in for the standard output and keeps the beginning of what is written."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._room = MOST_PRINTED
        self._before = sys.stdout
        sys.stdout = self

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str, /) -> int:
        """Keep `text`, as far as there is room."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._room > 0:
            self._pieces.append(str.__getitem__(text, slice(self._room)))
            self._room -= len(self._pieces[-1])
        return len(text)

    def end(self) -> str:
        """Put the standard output back, and return what was written."""
        sys.stdout = self._before
        return "".join(self._pieces)


def _call(_: Performer, __: str, operands: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
    return call(operands[0], operands[1:], keywords)


def _method(_: Performer, name: str, operands: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
    return call_method(operands[0], name, operands[1:], keywords)


def _next(_: Performer, __: str, operands: tuple[Any, ...], ___: dict[str, Any]) -> tuple[list[Any], bool]:
    iterator, count = operands
    items: list[Any] = []
    if type(count) is not int or not 0 < count <= MOST_ITEMS:
        raise RefusedOperationError("a number of items is expected")
    while len(items) < count:
        try:
            items.append(next(iterator))
        except StopIteration:
            return items, True
    return items, False


def _operate(_: Performer, name: str, operands: tuple[Any, ...], __: dict[str, Any]) -> Any:
    if name not in _OPERATORS:
        raise RefusedOperationError(f"`{name}` is no operator")
    return getattr(operator, name)(*operands)


def _type(_: Performer, __: str, operands: tuple[Any, ...], ___: dict[str, Any]) -> tuple[str, list[str], str]:
    """Return the name of a class, the names of its bases, nearest first, and the nearest one of Python's own."""
    bases = type.__dict__["__mro__"].__get__(type(operands[0]))
    names = [class_name_of(base) for base in bases]
    nearest = next((name for base, name in zip(bases, names, strict=True) if base in _BUILTIN), "object")
    return class_name(operands[0]), names, nearest


_BUILTIN = frozenset(
    value for value in vars(sys.modules["builtins"]).values() if isinstance(value, type)
)  # fmt: skip


def class_name_of(kind: type) -> str:
    """Return the name of a class from the slot of `type`, which no class can change."""
    return str(type.__dict__["__name__"].__get__(kind))[:200]


def _empty(_: Performer, __: str, operands: tuple[Any, ...], ___: dict[str, Any]) -> None:
    (container,) = operands
    if isinstance(container, np.ndarray):
        container[...] = np.zeros((), container.dtype)
    elif isinstance(container, list | dict | set | bytearray):
        container.clear()


def _repeat(_: Performer, __: str, operands: tuple[Any, ...], keywords: dict[str, Any]) -> list[Any]:
    count, function, *arguments = operands
    if type(count) is not int or not 0 <= count <= MOST_ITEMS:
        raise RefusedOperationError("a number of calls is expected")
    return [function(*own_copies(arguments), **keywords) for _ in range(count)]


def own_copies(values: list[Any]) -> Iterator[Any]:
    """Yield containers copied and everything else as it is: a call may change its arguments."""
    return (copy.deepcopy(value) if type(value) in _CONTAINERS else value for value in values)


_CONTAINERS = frozenset({list, dict, set, np.ndarray})


def _one(function: Callable[..., Any]) -> Maker:
    """Return an operation that is a function of its operands."""

    def make(_: Performer, __: str, operands: tuple[Any, ...], ___: dict[str, Any]) -> Any:
        return function(*operands)

    return make


_MAKERS: dict[Code, Maker] = {
    Code.VALUE: _one(lambda value: value),
    Code.FUNCTION: lambda performer, name, _, __: performer.named(name),
    Code.MODULE: lambda performer, name, _, __: performer.module(name),
    Code.CALL: _call,
    Code.METHOD: _method,
    Code.GET: lambda _, name, operands, __: read_attribute(operands[0], name),
    Code.SET: lambda _, name, operands, __: setattr(operands[0], name, operands[1]),
    Code.DELETE: lambda _, name, operands, __: delattr(operands[0], name),
    Code.ITEM: _one(operator.getitem),
    Code.SET_ITEM: _one(operator.setitem),
    Code.DELETE_ITEM: _one(operator.delitem),
    Code.LENGTH: _one(len),
    Code.TRUTH: _one(bool),
    Code.TEXT: _one(str),
    Code.REPR: _one(repr),
    Code.DIRECTORY: _one(dir),
    Code.ITERATE: _one(iter),
    Code.NEXT: _next,
    Code.OPERATE: _operate,
    Code.TYPE: _type,
    Code.INSTANCE: _one(isinstance),
    Code.READ: _one(lambda value: value),
    Code.EMPTY: _empty,
    Code.REPEAT: _repeat,
    Code.RENEW: lambda performer, name, _, __: performer.renew(name),
    Code.CAPTURE: lambda performer, _, __, ___: performer.start_capture(),
    Code.PRINTED: lambda performer, _, __, ___: performer.end_capture(),
}


def check_operands(code: Code, operands: tuple[Any, ...]) -> None:
    """Raise PlainValueError where an operation has the wrong number of operands."""
    least, most = _OPERANDS.get(code, (1, 1))
    if not least <= len(operands) <= most:
        raise PlainValueError(f"{code.name} takes {least} to {most} operands")


_OPERANDS: dict[Code, tuple[int, int]] = {
    Code.FUNCTION: (0, 0), Code.MODULE: (0, 0), Code.CALL: (1, 255), Code.METHOD: (1, 255), Code.SET: (2, 2),
    Code.ITEM: (2, 2), Code.SET_ITEM: (3, 3), Code.DELETE_ITEM: (2, 2), Code.NEXT: (2, 2), Code.OPERATE: (1, 3),
    Code.INSTANCE: (2, 2), Code.REPEAT: (2, 255), Code.CAPTURE: (0, 0), Code.PRINTED: (0, 0), Code.RENEW: (0, 0),
    Code.DROP: (0, 255),
}  # fmt: skip
