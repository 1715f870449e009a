"""The names that cells bind and read, as far as their source shows."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from grader.importing.model import SourceError
from grader.importing.sources import parse_python

if TYPE_CHECKING:
    from collections.abc import Iterable


def names_given(tests: Iterable[str], others: Iterable[str]) -> frozenset[str]:
    """Return the names that only test cells bind and the other cells read: one kernel ran both.

    The tester gives these to the student's notebook, and no others, for a test may hold the expected answers.
    """
    bound_by_tests, of_others = CellNames(), CellNames()
    for source in tests:
        bound_by_tests.read(source)
    for source in others:
        of_others.read(source)
    return frozenset((bound_by_tests.bound & of_others.loaded) - of_others.bound - set(dir(builtins)))


class CellNames:
    """Names that cells bind at their top level, and names that they read anywhere."""

    def __init__(self) -> None:
        self.bound: set[str] = set()
        self.loaded: set[str] = set()

    def read(self, source: str) -> None:
        """Take the names of one cell; one that is not Python has none."""
        try:
            tree = parse_python(without_magics(source))
        except SourceError:
            return
        self.bound |= bound_names(tree)
        self.loaded |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def bound_names(tree: ast.AST) -> set[str]:
    """Return the names that statements bind in their own scope."""
    names: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif not isinstance(node, ast.Lambda | ast.comprehension):
            names |= bound_names(node)
    return names


def without_magics(source: str) -> str:
    """Return a cell without the lines that only a notebook understands."""
    return "\n".join("pass" if line.startswith(("%", "!")) else line for line in source.split("\n"))
