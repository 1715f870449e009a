"""The names that students get and give, as a question's server.py writes them into `data["params"]`.

    data["params"]["names_from_user"] = [{"name": "fib", "description": "...", "type": "function"}]

The list may have a name of its own first, and grow by `append`, `extend` and `+=`.  Descriptions are often computed
and need not be read.  Nothing is executed.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = ("names_for_user", "names_from_user")
_FIELDS = ("name", "type")


class _ComputedError(ValueError):
    """A list whose names do not stand in the source."""


def names_in_server(tree: ast.Module) -> tuple[dict[str, list[dict[str, str]]], bool]:
    """Return the lists of names by their key, and whether server.py computes more than these."""
    lists: dict[str, list[dict[str, str]]] = {}
    computed = False
    for node in sorted(_statements(tree), key=lambda statement: statement.lineno):
        for target, value, grows in _changes(node):
            try:
                entries = _entries(value, lists)
                if grows:
                    lists.setdefault(target, []).extend(entries)
                else:
                    lists[target] = entries  # one list with two names, where it has one already
            except _ComputedError:
                lists.pop(target, None)
                computed = computed or _is_parameter(target)
            if _is_parameter(target) and target.removeprefix("params.") not in KEYS:
                computed = True
    return {key: lists[f"params.{key}"] for key in KEYS if f"params.{key}" in lists}, computed


def _statements(tree: ast.Module) -> Iterator[ast.stmt]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr))


def _changes(node: ast.stmt) -> Iterator[tuple[str, ast.expr, bool]]:
    """Yield what a statement binds or lets grow: `NAME` or `params.KEY`, the new items, and whether it grows."""
    if isinstance(node, ast.Assign):
        yield from ((name, node.value, False) for target in node.targets if (name := _name(target)))
    elif isinstance(node, ast.AnnAssign | ast.AugAssign) and node.value is not None:
        if name := _name(node.target):
            yield name, node.value, isinstance(node, ast.AugAssign)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        call = node.value
        if not (isinstance(call.func, ast.Attribute) and len(call.args) == 1):
            return
        if _is_params(call.func.value) and call.func.attr == "update":
            yield from _updates(call.args[0])
        elif (name := _name(call.func.value)) and call.func.attr == "extend":
            yield name, call.args[0], True
        elif name and call.func.attr == "append":
            yield name, ast.List([call.args[0]], ast.Load()), True


def _updates(values: ast.expr) -> Iterator[tuple[str, ast.expr, bool]]:
    if not isinstance(values, ast.Dict):
        yield "params.?", values, False
        return
    for key, value in zip(values.keys, values.values, strict=True):
        yield f"params.{key.value!s}" if isinstance(key, ast.Constant) else "params.?", value, False


def _name(target: ast.expr) -> str:
    """Return NAME, or `params.KEY` for `data["params"]["KEY"]`, with "?" for a computed key; "" for all else."""
    if isinstance(target, ast.Name):
        return target.id
    if not (isinstance(target, ast.Subscript) and _is_params(target.value)):
        return ""
    return f"params.{target.slice.value!s}" if isinstance(target.slice, ast.Constant) else "params.?"


def _is_params(node: ast.expr) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value == "params"


def _is_parameter(target: str) -> bool:
    return target.startswith("params.")


def _entries(value: ast.expr, lists: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    """Return the names in a list, by names that it has had before where it is written so.  Raises _ComputedError."""
    if isinstance(value, ast.Name) and value.id in lists:
        return lists[value.id]
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return [*_entries(value.left, lists), *_entries(value.right, lists)]
    if not isinstance(value, ast.List | ast.Tuple):
        raise _ComputedError
    return [_entry(item) for item in value.elts]


def _entry(item: ast.expr) -> dict[str, str]:
    if not isinstance(item, ast.Dict):
        raise _ComputedError
    fields = {
        key.value: value.value
        for key, value in zip(item.keys, item.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(value, ast.Constant) and isinstance(value.value, str)
    }
    if "name" not in fields:
        raise _ComputedError
    return {name: fields[name] for name in _FIELDS if name in fields}
