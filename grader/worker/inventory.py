"""The names that a file defines, read from its tree: names, lines and signatures, without asking any object."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .syntax import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

_Def = ast.FunctionDef | ast.AsyncFunctionDef
_DEFAULT_CAP = 20


@dataclass(frozen=True, slots=True)
class Binding:
    """One place that gives a name its meaning.

    `form`: function, lambda, class, method, value, or import.  `last` is the line where the statement ends, `first`
    that of its first decorator.  `sure` is False inside a block that may not run, and where the statement only wraps
    what the name meant before (`f = jit(f)`).  `cell` is the number of the notebook's cell, 0 in a module.  `empty` is
    True for a function in which nothing is written yet.
    """

    name: str
    form: str
    line: int
    first: int
    last: int
    signature: str = ""
    sure: bool = True
    cell: int = 0
    empty: bool = False


def bindings(tree: ast.Module, cell: int = 0) -> list[Binding]:
    """Return every name that the top level binds, methods as `Class.method`, in the order of the lines."""
    found = _walk(tree.body, sure=True)
    return [replace(binding, cell=cell) for binding in found] if cell else list(found)


def signature(args: ast.arguments) -> str:
    """Return parameters as a student writes them, without annotations; long defaults are left out."""
    if not (args.posonlyargs or args.vararg or args.kwonlyargs or args.kwarg or args.defaults):
        return f"({', '.join([arg.arg for arg in args.args])})"  # as nearly always
    positional = [*args.posonlyargs, *args.args]
    defaults = [None] * (len(positional) - len(args.defaults)) + list(args.defaults)
    parts = [_parameter(arg.arg, default) for arg, default in zip(positional, defaults, strict=True)]
    if args.posonlyargs:
        parts.insert(len(args.posonlyargs), "/")
    if args.vararg:
        parts.append(f"*{args.vararg.arg}")
    elif args.kwonlyargs:
        parts.append("*")
    parts += [_parameter(arg.arg, value) for arg, value in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
    if args.kwarg:
        parts.append(f"**{args.kwarg.arg}")
    return f"({', '.join(parts)})"


def _parameter(name: str, default: ast.expr | None) -> str:
    if default is None:
        return name
    text = ast.unparse(default)
    return f"{name}={text if len(text) <= _DEFAULT_CAP else '...'}"


def _walk(body: list[ast.stmt], *, sure: bool) -> Iterator[Binding]:
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield _function(node, node.name, "function", sure=sure)
            case ast.ClassDef():
                yield Binding(node.name, "class", node.lineno, _first(node), _last(node), "", sure)
                for item in node.body:
                    if isinstance(item, _Def):
                        yield _function(item, f"{node.name}.{item.name}", "method", sure=sure)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _assigned(target, node, value, sure=sure)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _assigned(target, node, value, sure=sure)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                for alias in names:
                    name = alias.asname or alias.name.partition(".")[0]
                    yield Binding(name, "import", node.lineno, node.lineno, _last(node), "", sure)
            case _:
                yield from _walk(_inner(node), sure=False)


def _inner(node: ast.stmt) -> list[ast.stmt]:
    """Return the statements of all branches of a block, in the order of the lines; none for a plain statement."""
    match node:
        case ast.With() | ast.AsyncWith():
            return node.body
        case ast.Try() | ast.TryStar():
            handlers = [inner for handler in node.handlers for inner in handler.body]
            return [*node.body, *handlers, *node.orelse, *node.finalbody]
        case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
            return [*node.body, *node.orelse]
        case ast.Match():
            return [inner for case in node.cases for inner in case.body]
        case _:
            return []


def _function(node: _Def, name: str, form: str, *, sure: bool) -> Binding:
    return Binding(
        name,
        form,
        node.lineno,
        _first(node),
        _last(node),
        signature(node.args),
        sure,
        empty=not node.decorator_list and all(map(_says_nothing, node.body)),
    )


def _says_nothing(node: ast.stmt) -> bool:
    """Whether a statement stands for one that is not written yet: a text, `...`, `pass`, NotImplementedError."""
    match node:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Raise(exc=ast.Name(id="NotImplementedError")):
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError"))):
            return True
        case _:
            return False


def _assigned(target: ast.expr, node: ast.stmt, value: ast.expr, *, sure: bool) -> Iterator[Binding]:
    if isinstance(target, ast.Tuple | ast.List):
        for item in target.elts:
            yield from _assigned(item, node, value, sure=sure)
    elif isinstance(target, ast.Name):
        form, text = "value", ""
        if isinstance(value, ast.Lambda):
            form, text = "lambda", signature(value.args)
        wraps = any(isinstance(part, ast.Name) and part.id == target.id for part in nodes(value))
        yield Binding(target.id, form, node.lineno, node.lineno, _last(node), text, sure and not wraps)


def _first(node: _Def | ast.ClassDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _last(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno
