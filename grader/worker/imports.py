"""Imports as they were meant where the work was done: relative ones, and those from a folder that is gone."""

from __future__ import annotations

import ast
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

from .cells import NotebookStub
from .syntax import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType


SERVICES = frozenset(
    {
        "google", "google.colab", "google.colab.drive", "google.colab.files", "google.colab.output", "marimo",
        "client", "client.api", "client.api.notebook",
    }
)  # fmt: skip
"""Modules that speak to the place where a notebook is shown, or to a grader (`client` is okpy's); functions do not need
them."""


def with_plain_imports(tree: ast.Module, folder: str, stems: frozenset[str]) -> ast.Module:
    """Return `tree` with relative imports that name what was handed in.

    `from .helper import f` works inside a package only, and a file that was handed in alone has lost its own.
    `stems` are the names of all files.
    """
    depth = len(folder.split("/")) if folder else 0
    in_package = bool(folder) and all(part.isidentifier() for part in folder.split("/"))
    return _WithoutFutureImports(depth if in_package else 0, stems).visit(tree)  # type: ignore[no-any-return]


class _WithoutFutureImports(ast.NodeTransformer):
    def __init__(self, depth: int, stems: frozenset[str]) -> None:
        self._depth, self._stems = depth, stems

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt | list[ast.stmt]:
        if not node.level or node.level <= self._depth:
            return node
        if node.module:
            return ast.copy_location(ast.ImportFrom(node.module, node.names, 0), node)
        files = [alias for alias in node.names if alias.name in self._stems]
        others = [alias for alias in node.names if alias.name not in self._stems]
        kept_names: list[ast.stmt] = [ast.Import(files)] if files else []
        kept_names += [ast.ImportFrom("__init__", others, 0)] if others else []
        return [ast.copy_location(import_node, node) for import_node in kept_names]


def lost_folders(trees: Iterable[tuple[str, ast.Module]], every: frozenset[str]) -> frozenset[str]:
    """Return the packages that files import each other from (`from hw1.helper import f`), with all above them.

    `trees` are the files with their names, `every` the names of all.
    """
    folders = set()
    for stem, tree in trees:
        stems = every - {stem}  # whoever has its own name from elsewhere means a library
        for node in statements(tree):
            kind = type(node)
            if kind is not ast.Import and kind is not ast.ImportFrom:
                continue  # as nearly all
            names = []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                inner = {alias.name for alias in node.names}
                names = [node.module] if node.module.rpartition(".")[2] in stems else []
                names += [f"{node.module}.{name}" for name in inner & stems]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names if alias.name.rpartition(".")[2] in stems]
            for name in names:
                parts = name.split(".")[:-1]
                folders |= {".".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return frozenset(folders)


class LostFolders(MetaPathFinder, Loader):
    """Stands for folders whose files were handed in without them; asked last, after all that is installed."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        """Return an empty package for such a folder, and for what is imported from it the file of that name."""
        del path, target
        if fullname in SERVICES:
            return ModuleSpec(fullname, _BrowserModule(), is_package=True)
        if fullname in self._names:
            spec = ModuleSpec(fullname, self, is_package=True)
            spec.submodule_search_locations = []
            return spec
        above, _, last_name = fullname.rpartition(".")
        if above not in self._names:
            return None
        return ModuleSpec(fullname, _Alias(last_name))

    def exec_module(self, module: ModuleType) -> None:
        """Leave the package empty."""


class _BrowserModule(Loader):
    """Gives a module whose every name does nothing: it speaks to a browser that is not there."""

    def exec_module(self, module: ModuleType) -> None:
        """Answer for any name."""
        module.__dict__["__getattr__"] = lambda name: getattr(NotebookStub(), name)


class _Alias(Loader):
    """Gives the module that is known under the last part of its name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return the module, imported as its own file."""
        del spec
        __import__(self._name)
        return sys.modules[self._name]

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is left to do."""
