"""How the lines of a derivation stand in the source of the function that yields them."""

from __future__ import annotations

import ast
import contextlib
import inspect
import linecache
import textwrap
from typing import TYPE_CHECKING, Any

from .repetitions import repetitions
from .syntax import nodes, statements, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from types import CodeType

MOST_SOURCES = 60


def sources(
    function: Callable[..., object], executed: Mapping[CodeType, set[int]] | None = None
) -> list[dict[str, Any]]:
    """Return the yielded quantities of a function as they stand in its source, in order; [] where it has none.

    Those that no case has come to are left out, where `executed` has the lines of the function's code that yielded.
    """
    try:
        tree, first = _definition(function)
        code = getattr(inspect.unwrap(function), "__code__", None)
        at = executed.get(code, set()) if executed and code is not None else set()
        every = nodes(tree)
        yields = [node for node in every if isinstance(node, ast.Yield)]
        yields = [node for node in yields if not at or _holds(node, first, at)]
        yields.sort(key=lambda node: (node.lineno, node.col_offset))
        yields = yields[:MOST_SOURCES]
        repeats = repetitions(every, [_quantity(node) for node in yields])
        return [_source(node, first) | {"repeats": repeats[position]} for position, node in enumerate(yields)]
    except (OSError, TypeError, SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _holds(node: ast.Yield, first: int, lines: Collection[int]) -> bool:
    """Whether one of some lines of the file is one of a node's."""
    return any(node.lineno <= line - first + 1 <= (node.end_lineno or node.lineno) for line in lines)


def _definition(function: Callable[..., object]) -> tuple[ast.AST, int]:
    """Return the syntax of a function and the line of its file at which line 1 of that syntax stands."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is not None:
        with contextlib.suppress(SyntaxError):  # another cell or a broken neighbour, which the way below does not need
            tree = tree_of("".join(linecache.getlines(code.co_filename)))
            for node in statements(tree):
                if (
                    isinstance(node, ast.FunctionDef)
                    and code.co_firstlineno == _first(node)
                    and node.name == code.co_name
                ):
                    return node, 1
    return ast.parse(textwrap.dedent(inspect.getsource(function))), inspect.getsourcelines(function)[1]


def _first(node: ast.FunctionDef) -> int:
    """Return the line at which a definition begins, its decorators included."""
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _quantity(node: ast.Yield) -> ast.expr | None:
    value = node.value
    return value.elts[1] if isinstance(value, ast.Tuple) and len(value.elts) == 2 else value


def _source(node: ast.Yield, first: int) -> dict[str, Any]:
    quantity = _quantity(node)
    inner = quantity.operand if isinstance(quantity, ast.UnaryOp) else quantity
    text = ast.unparse(quantity) if quantity is not None else ""
    return {
        "line": first + node.lineno - 1,
        "text": text[:200],
        "bare": isinstance(inner, ast.Name | ast.Constant | None),
    }
