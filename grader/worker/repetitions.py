"""Which lines of a derivation only repeat the first and the last one, as far as the source tells.

A line repeats the ends where nothing goes into it but their quantities, calls of the functions that they call, and
numbers: `softmax(x + c + 0)` between `softmax(x + c)` and `softmax(x)`, `a + (b - a) / 3`, `np.abs(softmax(x))`.  Local
names stand for their values.  A call with another part of the argument in each round of a loop is none: that the parts
add up to the whole is a step.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .local_values import changed_by_calls, given_names, parameters_of_lambdas, targets_of_loops, values_of_locals
from .syntax import is_same, nodes, parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

_Node = TypeVar("_Node", bound=ast.AST)
MOST_NODES = 2000
"""Of a line with all its names replaced; one that is longer shows something."""
CONVERSIONS = frozenset({"float", "int", "array", "asarray", "float64", "copy", "squeeze", "item"})
"""Functions and methods that give back the quantity that they are given."""
_SIZES = frozenset({"shape", "size", "ndim", "dtype"})
_OF_SIZES = frozenset({"len", "zeros_like", "ones_like", "empty_like", "full_like"})
"""Functions in whose results an argument shows its size alone."""


def repetitions(function: Sequence[ast.AST], quantities: Sequence[ast.expr | None]) -> list[bool]:
    """Return for each yielded quantity of a function, given as its nodes, whether it only repeats the ends."""
    names = _assigned_once(function)
    written_out = [_written_out(quantity, names) if quantity is not None else None for quantity in quantities]
    ends = [end for end in (*written_out[:1], *written_out[-1:]) if end is not None]
    repetition = _Repetition(ends, frozenset(name for end in ends for name in _called(end)), function)
    return [quantity is not None and repetition.is_of(quantity) for quantity in written_out]


class _Repetition:
    """The ends of a derivation, and the names that bring something else into a line."""

    def __init__(self, ends: Sequence[ast.expr], called: AbstractSet[str], function: Sequence[ast.AST]) -> None:
        self._ends, self._called = ends, called
        self._telling = given_names(function)
        values = values_of_locals(function)
        self._rounds = targets_of_loops(function)
        self._seen = values.keys() | parameters_of_lambdas(function)
        # A name tells something new if one of its values does, which may be made of other names.
        while newly := {name for name in values.keys() - self._telling if not all(map(self.is_of, values[name]))}:
            self._telling |= newly

    def is_of(self, node: ast.AST) -> bool:
        """Whether nothing goes into a line but the ends and numbers."""
        if any(is_same(node, end) for end in self._ends):
            return True
        match node:
            case ast.Name(id=name):
                # What stands outside of the function may be anything.
                return name not in self._telling and (name in self._seen or hasattr(builtins, name))
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in self._called:
                return not any(map(self._is_part, arguments))
            case ast.Call(func=func) if _last_name(func) in _OF_SIZES:
                return True
            case ast.Call(func=ast.Name(id=name)):
                return name not in self._telling and all(map(self.is_of, _inner(node)[1:]))
            case ast.Attribute(attr=name) if name in _SIZES:
                return True
            case ast.Attribute(value=ast.Name(id=name)):  # of a module
                return name not in self._telling
            case ast.Subscript(value=value):
                return not isinstance(value, ast.Name) and self.is_of(value)
            case ast.BinOp(left=left, op=op, right=right) if _is_number(left, op, right):
                return True
        return all(map(self.is_of, _inner(node)))

    def _is_part(self, argument: ast.expr) -> bool:
        """Whether an argument is another part of something in each round of a loop: what they add up to is a step."""
        return any(
            isinstance(node, ast.Name) and node.id in self._rounds
            for part in nodes(argument) if isinstance(part, ast.Subscript)
            for node in nodes(part.slice)
        )  # fmt: skip


def _is_number(left: ast.expr, op: ast.operator, right: ast.expr) -> bool:
    """Whether an operation has the same value for whatever it is made of: `0 * c`, `c - c`, `c / c`."""
    if isinstance(op, ast.Mult):
        return any(isinstance(side, ast.Constant) and side.value == 0 for side in (left, right))
    return isinstance(op, ast.Sub | ast.Div) and is_same(left, right)


def _inner(node: ast.AST) -> list[ast.AST]:
    """Return the nodes that a node is made of."""
    inner: list[ast.AST] = []
    for part in parts(node).values():
        inner += [item for item in (part if isinstance(part, list) else [part]) if isinstance(item, ast.AST)]
    return inner


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
    for name in changed_by_calls(function):
        values.setdefault(name, []).extend([None, None])
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
