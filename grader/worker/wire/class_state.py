"""The state that a class keeps outside of its objects, restored before each story: stories do not affect each other.

Class attributes, those of its metaclass and of functions, default arguments, variables that functions share and the
module's own, as far as they are plain values; names that a story has added.  Nothing of the class's own code runs.
"""

from __future__ import annotations

import itertools
import os
import re
from collections import Counter, OrderedDict, defaultdict, deque
from types import FunctionType, ModuleType
from typing import Any

from .plain import PlainValueError
from .value_reading import read_value
from .value_writing import write_value

_CONTAINERS: tuple[type, ...] = (list, dict, set)
_SHALLOW: tuple[type, ...] = (deque, Counter, OrderedDict, defaultdict)
"""Containers whose members are put back, and not what has changed within these."""
_SINGLE: tuple[type, ...] = (int, float, complex, bool, str, bytes, tuple, frozenset, type(None), itertools.count)
_COUNT = re.compile(r"count\((-?\d+)(?:, (-?\d+))?\)")
LARGEST = 64 * 1024
"""Bytes of a value beyond which it is left as it is."""
_LIBRARY = os.__file__.removesuffix("os.py")
_mro = type.__dict__["__mro__"].__get__
_names_of = type.__dict__["__dict__"].__get__


class ClassState:
    """The values of one class, as they were."""

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self._containers: list[tuple[Any, bytes]] = []
        self._shallow: list[tuple[Any, Any]] = []
        self._single: list[tuple[dict[str, Any] | type, str, Any]] = []
        self._counts: list[tuple[dict[str, Any] | type, str, str]] = []
        self._cells: list[tuple[Any, Any]] = []
        self._owners: list[tuple[dict[str, Any] | type, frozenset[str]]] = []
        """Where names may be added, with those that were there."""
        self._kept: set[int] = set()
        for base in (*_mro(kind), *_mro(type(kind))):
            self._keep_class(base)

    def _keep_class(self, base: type) -> None:
        names: dict[str, Any] = dict(_names_of(base))
        functions = [value for value in names.values() if type(value) is FunctionType]
        if not functions or functions[0].__code__.co_filename.startswith(_LIBRARY):  # a class of Python's own
            return
        self._keep(names, base)
        for function in functions:
            self._keep_function(function)
        shared = functions[0].__globals__
        if id(shared) not in self._kept:
            self._kept.add(id(shared))
            self._keep(shared, shared)
            for value in list(shared.values()):
                if type(value) is FunctionType and value.__globals__ is shared:
                    self._keep_function(value)

    def _keep_function(self, function: FunctionType) -> None:
        for default in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            self._keep_container(default)
        self._keep(function.__dict__, function.__dict__)
        for cell in function.__closure__ or ():
            try:
                value = cell.cell_contents
            except ValueError:  # nothing is in it yet
                continue
            self._keep_container(value)
            if type(value) in _SINGLE:
                self._cells.append((cell, value))

    def _keep(self, names: dict[str, Any], owner: dict[str, Any] | type) -> None:
        self._owners.append((owner, frozenset(names)))
        for name, value in list(names.items()):
            if name.startswith("__"):
                continue
            if type(value) is itertools.count:
                self._counts.append((owner, name, repr(value)))
            if type(value) in (*_SINGLE, *_CONTAINERS, *_SHALLOW):  # a name may be given another list
                self._single.append((owner, name, value))
            self._keep_container(value)

    def _keep_container(self, value: Any) -> None:
        if type(value) in _SHALLOW and len(value) <= LARGEST:
            self._shallow.append((value, list(value) if type(value) is deque else dict(value)))
        if type(value) not in _CONTAINERS:
            return
        try:
            self._containers.append((value, write_value(value, LARGEST, must_be_whole=True)))
        except PlainValueError:
            return

    def restore(self) -> None:
        """Put everything back that has changed."""
        for container, data in self._containers:
            try:
                if write_value(container, len(data)) == data:
                    continue
            except PlainValueError:
                pass
            container.clear()
            (container.extend if type(container) is list else container.update)(read_value(data))
        for container, members in self._shallow:
            container.clear()
            (container.extend if type(container) is deque else container.update)(members)
        for owner, names in self._owners:
            _remove_new(owner, names)
        for owner, name, value in self._single:
            if _names(owner).get(name) is not value:
                _set(owner, name, value)
        for owner, name, text in self._counts:
            if repr(_names(owner)[name]) != text and (numbers := _COUNT.fullmatch(text)):
                _set(owner, name, itertools.count(int(numbers[1]), int(numbers[2] or 1)))
        for cell, value in self._cells:
            cell.cell_contents = value


def _names(owner: dict[str, Any] | type) -> Any:
    return owner if type(owner) is dict else _names_of(owner)


def _set(owner: dict[str, Any] | type, name: str, value: Any) -> None:
    if type(owner) is dict:
        owner[name] = value
    else:
        type.__setattr__(owner, name, value)


def _remove_new(owner: dict[str, Any] | type, names: frozenset[str]) -> None:
    """Remove the names that were added; what was imported or defined meanwhile is nothing that a story counts."""
    current = _names(owner)
    if len(current) <= len(names) and names.issuperset(current):
        return
    for name in [name for name in current if name not in names and not name.startswith("__")]:
        if type(owner) is not dict:
            type.__delattr__(owner, name)
        elif not isinstance(owner[name], ModuleType | type | FunctionType):
            del owner[name]
