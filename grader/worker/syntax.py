"""Syntax trees of a submission: what is in them, whether two say the same, and those made while it was loaded.

`ast.walk` and `ast.dump` ask each node for the names of its fields, and each field whether it is there; that took most
of the time of looking at a derivation.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOLDERS: tuple[type[ast.AST], ...] = (ast.Module, *ast.stmt.__subclasses__(), ast.ExceptHandler, ast.match_case)
_BLOCKS = {
    kind: tuple(name for name in kind._fields if name in {"body", "orelse", "finalbody", "handlers", "cases"})
    for kind in _HOLDERS
}
"""The fields of each kind of statement that hold other statements, or hold what holds them."""
_PARTS = {
    kind: tuple(name for name in kind._fields if name not in {"ctx", "op", "ops", "id", "attr", "kind", "type_comment"})
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
} | {ast.Constant: ()}
"""The fields of each kind of node that may hold other nodes; operators and contexts are not looked at."""
_trees: dict[str, ast.Module] = {}


def nodes(tree: ast.AST) -> list[ast.AST]:
    """Return a node and every one inside it in the order of `ast.walk`, without operators and contexts."""
    every = [tree]
    for node in every:  # which grows meanwhile
        for name in _PARTS[type(node)]:
            part = getattr(node, name, None)
            if type(part) is list:
                every += [item for item in part if isinstance(item, ast.AST)]
            elif isinstance(part, ast.AST):
                every.append(part)
    return every


def parts(node: ast.AST) -> dict[str, Any]:
    """Return what a node has in the fields that may hold other nodes."""
    return {name: getattr(node, name, None) for name in _PARTS[type(node)]}


def is_same(one: Any, other: Any) -> bool:
    """Whether two nodes, or what they have in a field, say the same wherever they stand."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, ast.AST):
        return all(is_same(getattr(one, name, None), getattr(other, name, None)) for name in one._fields)
    if type(one) is list:
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other) if type(one) is str else repr(one) == repr(other)  # -0.0 is not 0.0


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
