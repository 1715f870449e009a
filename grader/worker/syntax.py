"""Syntax trees of a submission: their statements, and those that were made while it was loaded."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOLDERS: tuple[type[ast.AST], ...] = (ast.Module, *ast.stmt.__subclasses__(), ast.ExceptHandler, ast.match_case)
_BLOCKS = {
    kind: tuple(name for name in kind._fields if name in {"body", "orelse", "finalbody", "handlers", "cases"})
    for kind in _HOLDERS
}
"""The fields of each kind of statement that hold other statements, or hold what holds them."""
_trees: dict[str, ast.Module] = {}


def statements(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield every statement, at any depth, and what holds them; expressions, most of a tree, are not looked at."""
    waiting: list[ast.AST] = [tree]
    for node in waiting:  # which grows meanwhile
        yield node
        for name in _BLOCKS[type(node)]:
            waiting += getattr(node, name)


def keep_tree(text: str, tree: ast.Module) -> None:
    """Keep the tree of a text that is loaded: what stands in it may be looked up once more."""
    _trees[text] = tree


def tree_of(text: str) -> ast.Module:
    """Return the tree of a text, which was kept or is parsed now.  Raises SyntaxError."""
    text = text.removesuffix("\n")  # lines are kept with an end each, and so the last one too
    if text not in _trees:
        keep_tree(text, ast.parse(text))
    return _trees[text]
