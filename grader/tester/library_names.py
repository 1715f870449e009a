"""Names of the student's module that mean something of a library, or of Python: a test gets the library's own.

A test cell reads `np` from the student's notebook, and `from work import *` brings `all` along if a student has
defined that.  The reference shows which names are its own and which are a library's; with any other submission a
library's name means the library's object, whatever the student has bound to it, and no name comes along that the
reference does not have.
"""

from __future__ import annotations

import importlib
import types
from typing import TYPE_CHECKING, Any

from grader.worker.wire.type_names import name_of_type, type_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OWN = ""
"""The description of what is no library's."""
_CALLED_HERE = frozenset({"numpy", "math", "cmath", "operator", "statistics", "itertools", "functools", "json"})
"""Libraries whose functions a test may call in its own process: they change nothing and read nothing."""


def described(value: object) -> str:
    """Return `module` or `type TYPE` for a library's; OWN for all else: functions come as handles."""
    if isinstance(value, types.ModuleType) and "_grader_names" not in vars(value):
        return value.__name__
    name = name_of_type(value)
    return f"type {name}" if name else OWN


def _resolved(description: str) -> Any:
    """Return the object that is described.  Raises ImportError, AttributeError or LookupError."""
    if description.startswith("type "):
        kind = type_named(description.removeprefix("type "))
        if kind is None:
            raise LookupError(description)
        return kind
    module, _, name = description.partition(":")
    found = importlib.import_module(module)
    return getattr(found, name) if name else found


class LibraryNames:
    """The names that tests have looked up in the student's module, and the meaning of each with the reference."""

    def __init__(self, known: Mapping[str, str] | None, *, recording: bool) -> None:
        """`known` are the descriptions by name that the reference has shown; None where there is no reference."""
        self.recording = recording
        self.seen: dict[str, str] = {}
        self._known = known
        self._objects: dict[str, Any] = {}

    def note(self, name: str, description: str) -> None:
        """Note the meaning of a name with the reference; one that has had two meanings is its own."""
        self.seen[name] = description if self.seen.get(name, description) == description else OWN

    def meant(self, name: str, value: Any) -> Any:
        """Return what a name means to a test: the library's object where the reference has that, or the value."""
        description = (self.seen if self.recording else self._known or {}).get(name, OWN)
        if not description:
            return value
        if name not in self._objects:
            try:
                self._objects[name] = _resolved(description)
            except (ImportError, AttributeError, LookupError):
                self._objects[name] = value
        return self._objects[name]

    def given(self, name: str) -> bool:
        """Whether a name may come to a test that has not asked for it: the reference has it, or there is none."""
        return self._known is None or name in self._known

    def exported(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return those names of a module that `from module import *` brings."""
        return tuple(name for name in names if self.given(name))


def callable_here(description: str) -> bool:
    """Whether a library's function may be called in the tester: with a handle of it the worker would call it."""
    module = description.partition(":")[0]
    return module.partition(".")[0] in _CALLED_HERE and not module.startswith("numpy.random")
