"""The values of the names within a function, as far as its source tells."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .syntax import nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

Values = dict[str, list[ast.expr]]


def given_names(function: Sequence[ast.AST]) -> set[str]:
    """Return the names whose values come from outside: parameters, and functions defined within.

    `function` is all nodes of a definition.
    """
    definitions = [node for node in function if isinstance(node, ast.FunctionDef)]
    inner = {node.name for node in definitions[1:]}
    return inner | {node.arg for each in definitions for node in nodes(each.args) if isinstance(node, ast.arg)}


def parameters_of_lambdas(function: Sequence[ast.AST]) -> set[str]:
    """Return the names of the parameters of lambdas: what these are called with is seen where it stands."""
    lambdas = [node for node in function if isinstance(node, ast.Lambda)]
    return {node.arg for each in lambdas for node in nodes(each.args) if isinstance(node, ast.arg)}


def targets_of_loops(function: Sequence[ast.AST]) -> set[str]:
    """Return the names that have another value in each round of a loop."""
    loops = [node.target for node in function if isinstance(node, ast.For | ast.comprehension | ast.AugAssign)]
    return {node.id for target in loops for node in nodes(target) if isinstance(node, ast.Name)}


def values_of_locals(function: Sequence[ast.AST]) -> Values:
    """Return every expression that a local name is given, or that goes into its value later on."""
    values: Values = {}
    for node in function:
        match node:
            case ast.Assign(targets=targets, value=value):
                _give(values, targets, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                _give(values, [target], value)
            case ast.AugAssign(target=target, value=value):
                _give(values, [target], value)
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                _give(values, [target], value)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                _give(values, [target], value)
    for name, parts in changed_by_calls(function).items():
        values.setdefault(name, []).extend(parts)
    return values


def _give(values: Values, targets: Sequence[ast.expr], value: ast.expr) -> None:
    for target in targets:
        for node in nodes(target):
            if isinstance(node, ast.Name):
                values.setdefault(node.id, []).append(value)


def changed_by_calls(function: Sequence[ast.AST]) -> Values:
    """Return the local names that a call may change in place, with what the call is given besides.

    Such a call is a statement of its own (`out.append(v)`, `np.copyto(out, v)`), or writes to its argument `out`.
    """
    changed: Values = {}
    local = {node.id for node in function if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in function:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            where = [call.func, *call.args, *(keyword.value for keyword in call.keywords)]
        elif isinstance(node, ast.Call) and any(keyword.arg == "out" for keyword in node.keywords):
            call, where = node, [keyword.value for keyword in node.keywords if keyword.arg == "out"]
        else:
            continue
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        for name in {part.id for part in map(_base, where) if isinstance(part, ast.Name)} & local:
            others = [value for value in given if not (isinstance(value, ast.Name) and value.id == name)]
            changed.setdefault(name, []).extend(others)
    return changed


def _base(node: ast.expr) -> ast.expr:
    """Return what an attribute or an item is of, in the end."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node
