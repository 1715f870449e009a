"""Which lines of a derivation only repeat the first and the last one, as far as the source tells.

A line repeats the ends where it is arithmetic over their quantities, over calls of the functions that they call, and
over numbers: `softmax(x + c + 0)` between `softmax(x + c)` and `softmax(x)`, or `a + (b - a) / 3`.  Local names that
are assigned once stand for their values.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .syntax import is_same, nodes, parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_Node = TypeVar("_Node", bound=ast.AST)
MOST_NODES = 2000
"""Of a line with all its names replaced; one that is longer shows something."""
CONVERSIONS = frozenset({"float", "int", "array", "asarray", "float64", "copy", "squeeze", "item"})
"""Functions and methods that give back the quantity that they are given."""


def repetitions(function: Sequence[ast.AST], quantities: Sequence[ast.expr | None]) -> list[bool]:
    """Return for each yielded quantity of a function, given as its nodes, whether it only repeats the ends."""
    names = _assigned_once(function)
    written_out = [_written_out(quantity, names) if quantity is not None else None for quantity in quantities]
    ends = [end for end in (*written_out[:1], *written_out[-1:]) if end is not None]
    called = frozenset(name for end in ends for name in _called(end))
    return [quantity is not None and _repeats(quantity, ends, called) for quantity in written_out]


def _repeats(node: ast.expr, ends: Sequence[ast.expr], called: frozenset[str]) -> bool:
    if any(is_same(node, end) for end in ends):
        return True
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=operand):
            return _repeats(operand, ends, called)
        case ast.BinOp(left=left, right=right):
            return _repeats(left, ends, called) and _repeats(right, ends, called)
        case ast.Call(func=ast.Name(id=name)) if name in called:
            return True
        case ast.Call(func=func, args=args) if _last_name(func) in CONVERSIONS:
            inner = args or ([func.value] if isinstance(func, ast.Attribute) else [])
            return all(_repeats(part, ends, called) for part in inner)
        case ast.Call(args=args) if args:
            return all(isinstance(arg, ast.Constant) for arg in args)  # np.exp(0) is a number
        case ast.Subscript(value=value):
            return not isinstance(value, ast.Name) and _repeats(value, ends, called)
        case _:
            return False


def _called(node: ast.expr) -> list[str]:
    """Return the functions whose results an end is made of by arithmetic; not those in arguments, and no builtins."""
    match node:
        case ast.UnaryOp(operand=operand):
            return _called(operand)
        case ast.BinOp(left=left, right=right):
            return _called(left) + _called(right)
        case ast.Call(func=func, args=[first, *_]) if _last_name(func) in CONVERSIONS:
            return _called(first)
        case ast.Call(func=ast.Name(id=name)) if not hasattr(builtins, name):
            return [name]
        case _:
            return []


def _last_name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _assigned_once(function: Sequence[ast.AST]) -> dict[str, ast.expr]:
    """Return the local names that have one value, with its expression; those that are changed in place are left out."""
    values: dict[str, list[ast.expr | None]] = {}
    for node in function:
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                values.setdefault(node.id, []).append(None)
        elif isinstance(node, ast.Assign):
            if len(node.targets) == 1:
                for name, part in _pairs(node.targets[0], node.value):
                    values.setdefault(name, []).append(part)
        elif isinstance(node, ast.arg):
            values.setdefault(node.arg, []).append(None)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            values.setdefault(node.value.id, []).extend([None, None])
    # Each assignment is met twice: as a statement, and as the name in it.
    return {
        name: names[0] or names[1]  # type: ignore[misc]
        for name, names in values.items()
        if len(names) == 2 and (names[0] is None) != (names[1] is None)
    }


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.expr]]:
    match target, value:
        case ast.Name(id=name), _:
            return [(name, value)]
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            return [pair for first, part in zip(targets, values, strict=True) for pair in _pairs(first, part)]
        case _:
            return []


def _written_out(quantity: ast.expr, names: Mapping[str, ast.expr]) -> ast.expr:
    """Return an expression with the values of local names in their place, as far as it stays short."""
    every = nodes(quantity)
    for _ in range(len(names)):
        if not any(isinstance(node, ast.Name) and node.id in names for node in every):
            break
        longer = _replaced(quantity, names)
        every = nodes(longer)
        if len(every) > MOST_NODES:
            break
        quantity = longer
    return quantity


def _replaced(node: _Node, names: Mapping[str, ast.expr]) -> _Node:
    """Return a node with the values of names in their place, once.

    Nothing is copied but what holds a name, as nobody changes these trees.
    """
    if isinstance(node, ast.Name):
        is_read = isinstance(node.ctx, ast.Load)
        return cast("_Node", names.get(node.id, node)) if is_read else node
    before = parts(node)
    after = {name: _replaced_in(part, names) for name, part in before.items()}
    is_new = any(part is not before[name] for name, part in after.items())
    return type(node)(**{**dict(ast.iter_fields(node)), **after}) if is_new else node


def _replaced_in(field: Any, names: Mapping[str, ast.expr]) -> Any:
    """Return what a node has in a field, with the values of names; the very same where it has none of them."""
    if isinstance(field, ast.AST):
        return _replaced(field, names)
    if not isinstance(field, list):
        return field
    items = [_replaced_in(item, names) for item in field]
    return field if all(new is old for new, old in zip(items, field, strict=True)) else items
