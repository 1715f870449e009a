"""The state that a class keeps outside of its objects, restored before each story: stories do not affect each other.

Class attributes, default arguments and the module's own variables, as far as they are plain values.  Nothing of the
class's own code runs for it.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any

from .plain import PlainValueError
from .value_reading import read_value
from .value_writing import write_value

_CONTAINERS: tuple[type, ...] = (list, dict, set)
_SINGLE: tuple[type, ...] = (int, float, complex, bool, str, bytes, tuple, frozenset, type(None))
LARGEST = 64 * 1024
"""Bytes of a value beyond which it is left as it is."""


class ClassState:
    """The values of one class, as they were."""

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self._containers: list[tuple[Any, bytes]] = []
        self._single: list[tuple[dict[str, Any] | type, str, Any]] = []
        for base in type.__dict__["__mro__"].__get__(kind):
            self._keep_class(base)

    def _keep_class(self, base: type) -> None:
        names: dict[str, Any] = dict(type.__dict__["__dict__"].__get__(base))
        functions = [value for value in names.values() if type(value) is FunctionType]
        if not functions:  # a class of Python's own
            return
        self._keep(names, base)
        for function in functions:
            for default in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
                self._keep_container(default)
        self._keep(functions[0].__globals__, functions[0].__globals__)

    def _keep(self, names: dict[str, Any], owner: dict[str, Any] | type) -> None:
        for name, value in list(names.items()):
            if name.startswith("__"):
                continue
            if type(value) in _SINGLE or type(value) in _CONTAINERS:  # a name may be given another list
                self._single.append((owner, name, value))
            self._keep_container(value)

    def _keep_container(self, value: Any) -> None:
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
        for owner, name, value in self._single:
            if type(owner) is dict:
                if owner.get(name) is not value:
                    owner[name] = value
            elif type.__dict__["__dict__"].__get__(owner).get(name) is not value:
                type.__setattr__(owner, name, value)
