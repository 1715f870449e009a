"""Names of files and folders that a file of tests makes paths of: `os.path.join("outs", name)`, `HERE / "outs"`.

A word in quotes is no such name: a docstring or a message may have one that is a folder's by accident.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from grader.importing.model import SourceError
from grader.importing.sources import parse_python

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_OPENING = frozenset({
    "open", "Path", "PurePath", "join", "joinpath", "listdir", "scandir", "walk", "glob", "iglob", "rglob", "chdir",
    "copytree", "copy",
})  # fmt: skip
"""Functions whose arguments are paths or parts of them."""


def names_joined(source: str) -> set[str]:
    """Return the texts that paths are made of in Python code, also by way of variables and of functions in it."""
    try:
        nodes = list(ast.walk(parse_python(source)))
    except SourceError:
        return set()
    opening = _OPENING | {other for node in nodes for other in _other_names(node)}
    waiting = [part for node in nodes for part in _parts(node, opening)]
    given, known, texts = _given(nodes), set(), set()
    while waiting:
        for node in ast.walk(waiting.pop()):
            name = _name(node)
            if name and name not in known:
                known.add(name)
                waiting += given.get(name, ())
            texts |= set(_texts(node))
    return {text.strip("/ ") for text in texts} - {"", ".", ".."}


def texts_used(source: str) -> set[str]:
    """Return the texts in Python code, and the parts of those that are filled in; docstrings are none of them."""
    try:
        nodes = list(ast.walk(parse_python(source)))
    except SourceError:
        return set()
    unused = {node.value for node in nodes if isinstance(node, ast.Expr)}
    return {text for node in nodes if node not in unused and isinstance(node, ast.Constant) for text in _texts(node)}


def _other_names(node: ast.AST) -> Iterator[str]:
    """Yield other names of the functions: `from os.path import join as pjoin`, `pjoin = os.path.join`."""
    if isinstance(node, ast.ImportFrom):
        yield from (alias.asname for alias in node.names if alias.asname and alias.name in _OPENING)
    elif isinstance(node, ast.Assign) and _name(node.value) in _OPENING:
        yield from filter(None, map(_name, node.targets))


def _parts(node: ast.AST, opening: Collection[str]) -> Sequence[ast.AST]:
    """Return the parts of a path that an expression makes; nothing of any other one."""
    if isinstance(node, ast.Call):
        joins_texts = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Constant)
        opens = _name(node.func) in opening and not joins_texts
        return [*node.args, *(keyword.value for keyword in node.keywords)] if opens else ()
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Div) or _has_slash(node):
            return (node,)
        operands = (node.left, node.right) if isinstance(node.op, ast.Add) else ()
        return [operand for operand in operands if isinstance(operand, ast.Constant)]
    return (node,) if isinstance(node, ast.JoinedStr) and _has_slash(node) else ()


def _has_slash(node: ast.AST) -> bool:
    parts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return any(isinstance(part, str) and "/" in part for part in parts)


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield the text of a constant; of one that is filled in the folder before what is, and what stands at its end."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        *firsts, last = node.values
        for part in firsts:
            yield from (text.rpartition("/")[0] for text in _texts(part))
        yield from _texts(last)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        yield from (text.partition("%")[0].rpartition("/")[0] for text in _texts(node.left))


def _given(nodes: Sequence[ast.AST]) -> Mapping[str, list[ast.AST]]:
    """Return the expressions that each name stands for: variables, and parameters of functions."""
    given: dict[str, list[ast.AST]] = defaultdict(list)
    parameters = {node.name: _parameters(node) for node in nodes if isinstance(node, ast.FunctionDef)}
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                given[_name(target)].append(node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            given[_name(node.target)].append(node.value)
        elif isinstance(node, ast.For | ast.comprehension):
            given[_name(node.target)].append(node.iter)
        elif isinstance(node, ast.Call):
            for name, value in _arguments(node, parameters):
                given[name].append(value)
    return given


def _arguments(call: ast.Call, parameters: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ast.expr]]:
    """Yield the arguments of a call by the names of parameters, and the values that pytest gives to them."""
    yield from ((keyword.arg or "", keyword.value) for keyword in call.keywords)
    name = _name(call.func)
    if name != "parametrize":
        yield from zip(parameters.get(name, ()), call.args, strict=False)
    elif len(call.args) > 1:
        for text in _texts(call.args[0]):
            yield from ((part.strip(), call.args[1]) for part in text.split(","))


def _parameters(function: ast.FunctionDef) -> Sequence[str]:
    names = [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] == ["self"] else names


def _name(node: ast.AST) -> str:
    """Return the name of a variable, or the last one of `self.folder`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
