"""The namespace of tests of a notebook: its own names first, then those of the student's notebook."""

from __future__ import annotations

import builtins
import contextlib
from typing import TYPE_CHECKING, Any, Self

from grader.tester.party import CannotCross
from grader.tester.peers.autotests import CALLED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.tester.link import Conversation


class Environment(dict[str, Any]):
    """Names of test cells; what it does not have is looked up in the student's notebook, each time anew."""

    def __init__(self, link: Conversation, module: str, *, names: dict[str, Any] | None = None) -> None:
        super().__init__(names or {"__name__": "__main__", "__builtins__": builtins})
        self._link = link
        self._module = module
        self._known: set[str] = set()
        self._shared = True
        self.given: frozenset[str] = frozenset()
        """Names that the student's cells read and that only a test binds: theirs as soon as it does."""

    def __missing__(self, name: str) -> Any:
        if name.startswith("__"):
            raise KeyError(name)
        if hasattr(builtins, name) and not self._is_the_students(name):
            raise KeyError(name)
        try:
            return self._link.name(self._module, name)
        except AttributeError:
            raise KeyError(name) from None

    def _is_the_students(self, name: str) -> bool:
        if not self._known:
            self._known = {"", *self._link.names(self._module)}
        return name in self._known and (not hasattr(builtins, name) or self._link.libraries.given(name))

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (isinstance(name, str) and self._has(name))

    def _has(self, name: str) -> bool:
        try:
            self[name]
        except KeyError:
            return False
        return True

    def get(self, name: str, default: Any = None) -> Any:
        """Return a name of the tests or of the notebook."""
        try:
            return self[name]
        except KeyError:
            return default

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        if self._shared and name[:2] != "__" and (name in self.given or self._is_the_students(name)):
            # In a notebook there is one name: what a test binds, the student's functions read.
            with contextlib.suppress(CannotCross):
                self._link.bind(self._module, name, value)

    @contextlib.contextmanager
    def kept_here(self) -> Iterator[None]:
        """Let names that are bound meanwhile stay here: the student's notebook has a copy of its own."""
        self._shared = False
        try:
            yield
        finally:
            self._shared = True

    def allow_autotests(self, cell: str) -> None:
        """Let the AUTOTEST lines of a cell be checked in this namespace."""
        super().__setitem__(CALLED, lambda snippet: self._link.autotests.check(cell, snippet, self))

    def look_up_again(self) -> None:
        """Ask anew which names the student has."""
        self._known = set()

    def __delitem__(self, name: str) -> None:
        if super().__contains__(name):
            super().__delitem__(name)
        else:
            self._link.unbind(self._module, name)

    def copy(self) -> Self:
        """Return another namespace with the same names, as doctest makes one for each case."""
        return type(self)(self._link, self._module, names=dict(self))
