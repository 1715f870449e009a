"""The student's modules, as a test imports them: proxies, however they are asked for."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.tester import programs, student_files
from grader.tester.proxies import BoundMethod, ProxyModule, RemoteExceptionType, RemoteType, StudentHandle, link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType


class ProxyFinder(MetaPathFinder, Loader):
    """Finds the names that mean the student's module, before any file of theirs could be found."""

    def __init__(self, names: Sequence[str], folder: Path) -> None:
        """`folder` has the tests themselves, which are called like what they test."""
        self._names = frozenset(names)
        self._folder = folder
        self._packages = {name.rpartition(".")[0] for name in names if "." in name}

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return the spec of a proxy; None for all other modules."""
        del target
        if fullname in self._names or fullname in self._packages:
            return ModuleSpec(fullname, self, origin=f"{fullname}.py", is_package=fullname in self._packages)
        if self._is_beside_tests(fullname.rpartition(".")[2], path):  # from .solution import f
            return ModuleSpec(fullname, self, origin=f"{fullname}.py")
        return None

    def _is_beside_tests(self, name: str, path: Sequence[str] | None) -> bool:
        """Whether a name means the student's in the package of the tests, whose folders are `path`."""
        return name in self._names and path is not None and str(self._folder) in map(str, path)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the proxy."""
        return ProxyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing the first time; a module that is loaded again is loaded again in the worker."""
        if "_grader_loaded" in module.__dict__:
            module.__dict__["_grader_names"].clear()
            link().ask("reload", module.__name__)
        module.__dict__["_grader_loaded"] = True

    def is_student_file(self, location: object) -> bool:
        """Whether a path means the student's module: its name does."""
        path = Path(str(location))
        return path.stem in self._names and path.suffix in (".py", "") and self._folder not in path.parents


def come_first(finder: MetaPathFinder) -> None:
    """Let a finder be asked before all others: pytest's own looks for a test file, which may be called the same."""
    if finder in sys.meta_path:
        sys.meta_path.remove(finder)
    sys.meta_path.insert(0, finder)


def install(names: Sequence[str], folder: Path) -> ProxyFinder:
    """Let `names` mean the student's modules here, also where a file of such a name is loaded by its path."""
    finder = ProxyFinder(names, folder)
    come_first(finder)
    for name in names:
        sys.modules.pop(name, None)
    by_location = importlib.util.spec_from_file_location

    def spec_from_file_location(name: str, location: Any = None, **options: Any) -> ModuleSpec | None:
        if location is not None and finder.is_student_file(location):
            return ModuleSpec(Path(str(location)).stem, finder, origin=str(location))
        return by_location(name, location, **options)

    importlib.util.spec_from_file_location = spec_from_file_location
    programs.install(finder.is_student_file)
    student_files.install(finder.is_student_file)
    _read_sources()
    return finder


def _read_sources() -> None:
    """Let `inspect.getsource` and its like read the submitted text of what is the student's."""
    original, original_lines = inspect.getsource, inspect.getsourcelines

    def getsourcelines(value: Any) -> tuple[list[str], int]:
        if not _is_remote(value):
            return original_lines(value)
        if isinstance(value, ProxyModule):
            link().asked.add("source")  # though nothing is sent for it: a process that has read it is not forked
            text = link().sources.get(f"{value.__name__}.py") or next(iter(link().sources.values()), "")
            return text.splitlines(keepends=True), 0
        text, line = link().source(value.resolved() if isinstance(value, BoundMethod) else value)
        lines = text.splitlines(keepends=True)
        if not line:
            name = getattr(value, "__name__", type(value).__name__)
            line = next((number for number, one in enumerate(lines, 1) if one.lstrip().startswith(f"class {name}")), 1)
        return inspect.getblock(lines[line - 1 :]), line

    def getsource(value: Any) -> str:
        return "".join(getsourcelines(value)[0]) if _is_remote(value) else original(value)

    readers: Any = inspect
    readers.getsource, readers.getsourcelines = getsource, getsourcelines


def _is_remote(value: object) -> bool:
    return issubclass(type(value), StudentHandle | RemoteType | RemoteExceptionType | BoundMethod | ProxyModule)
