"""Something that is done once a library's module has been imported, by whoever imports it and whenever that is.

Mostly a function of it gets another one in its place.
"""

from __future__ import annotations

import functools
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType


class AfterImport(MetaPathFinder):
    """Finds modules where they are, and has something done when they have been loaded."""

    def __init__(self, actions: Mapping[str, Callable[[ModuleType], None]]) -> None:
        """`actions` are called with the module, by the names of modules."""
        self.actions = actions

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        """Return the module's own spec with a loader around its own; None for all other modules."""
        del target
        if fullname not in self.actions:
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec is not None and spec.loader is not None:
            spec.loader = _ActingLoader(spec.loader, self.actions[fullname])
        return spec


class _ActingLoader(Loader):
    def __init__(self, loader: Any, action: Callable[[ModuleType], None]) -> None:
        self._loader, self._action = loader, action

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)  # type: ignore[no-any-return]

    def exec_module(self, module: ModuleType) -> None:
        # From here on the module looks as without this.
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._action(module)


def act_after_import(actions: Mapping[str, Callable[[ModuleType], None]]) -> None:
    """Call the actions by names of modules: now for those that are imported, else when they are."""
    later = {}
    for name, action in actions.items():
        if name in sys.modules:
            action(sys.modules[name])
        else:
            later[name] = action
    if later and not any(isinstance(finder, AfterImport) and finder.actions == later for finder in sys.meta_path):
        sys.meta_path.insert(0, AfterImport(later))


def exchange_once(owner: Any, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Put what `make` returns for a function of a module or class in its place, unless that has been done before."""
    original = getattr(owner, name)
    if not hasattr(original, "_grader_original"):
        function: Any = functools.wraps(original)(make(original))
        function._grader_original = original  # noqa: SLF001 - our own
        setattr(owner, name, function)
