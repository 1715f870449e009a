"""Mutation operators for one node of a syntax tree: signs, operators, edges, constants, terms, calls, statements."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from grader.diagnosis.mutation import wording
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of a node, in place."""

    kind: str
    apply: Callable[[], None]
    description: str
    """The kind of thing that differs, for a student: completes "a right solution in which ..."."""


ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
}  # fmt: skip
EDGES: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
}  # fmt: skip
CALLS = {
    "sum": "mean", "mean": "sum", "max": "min", "min": "max", "argmax": "argmin", "exp": "expm1", "log": "log1p",
    "log1p": "log", "cumsum": "cumprod", "maximum": "minimum", "minimum": "maximum", "zeros": "ones", "ones": "zeros",
    "zeros_like": "ones_like", "abs": "negative", "sqrt": "square", "square": "abs", "logaddexp": "maximum",
    "tanh": "exp",
}  # fmt: skip
"""Functions and methods that are taken for one another."""
UNWRAPPED = ("copy", "abs", "array", "asarray", "sort", "flip", "transpose", "cumsum", "clip")
"""Calls that are forgotten: `np.abs(x)` becomes `x`."""


def changes(node: ast.AST) -> Iterator[Mutation]:
    """Yield every change of a node; those of its parts are their own."""
    match node:
        case ast.BinOp():
            yield from _binary(node)
        case ast.AugAssign() | ast.UnaryOp() | ast.Compare() | ast.BoolOp():
            yield from _operator(node)
        case ast.Constant(value=value) if type(value) in {int, float}:
            yield from _constant(node)
        case ast.Call():
            yield from _call(node)
        case ast.Subscript(slice=ast.Slice()):
            yield from _slice(node)
        case ast.Return(value=ast.expr() as value):
            negated = partial(setattr, node, "value", ast.UnaryOp(ast.USub(), value))
            yield Mutation("the sign of the result", negated, wording.RESULT_SIGN)
        case ast.FunctionDef() | ast.For() | ast.While() | ast.If():
            yield from _dropped(node)


def _operator(node: ast.AugAssign | ast.UnaryOp | ast.Compare | ast.BoolOp) -> Iterator[Mutation]:
    match node:
        case ast.AugAssign(op=op) if type(op) in ARITHMETIC:
            other_operator = partial(setattr, node, "op", ARITHMETIC[type(op)]())
            yield Mutation("another operator", other_operator, wording.other_operator(op))
        case ast.UnaryOp(op=ast.USub()):
            yield Mutation("a sign dropped", partial(become, node, node.operand), wording.SIGN)
        case ast.UnaryOp(op=ast.Not()):
            yield Mutation("`not` dropped", partial(become, node, node.operand), wording.NEGATION)
        case ast.Compare(ops=[op]):
            for other in EDGES.get(type(op), ()):
                description = wording.other_comparison(op, other())
                yield Mutation("another comparison", partial(setattr, node, "ops", [other()]), description)
        case ast.BoolOp(op=op):
            joined = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield Mutation("`and` for `or`", partial(setattr, node, "op", joined), wording.BOTH)


def _binary(node: ast.BinOp) -> Iterator[Mutation]:
    if type(node.op) in ARITHMETIC:
        description = wording.other_operator(node.op)
        yield Mutation("another operator", partial(setattr, node, "op", ARITHMETIC[type(node.op)]()), description)
    if isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        yield Mutation("the right part dropped", partial(become, node, node.left), wording.dropped_part(node.op))
    if isinstance(node.op, ast.Add | ast.Mult):
        yield Mutation("the left part dropped", partial(become, node, node.right), wording.dropped_part(node.op))
    if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult):
        yield Mutation("the parts exchanged", partial(_exchange, node), wording.exchanged_parts(node.op))


def _constant(node: ast.Constant) -> Iterator[Mutation]:
    value = node.value
    assert isinstance(value, int | float)  # noqa: S101 - for the type checker
    others = {value + 1, -value} if value else {1}
    for other in sorted(others - {value}):
        negative = wording.NEGATIVE_NUMBER if other == -value else wording.NEXT_NUMBER
        description = negative if value else wording.FIRST_NUMBER
        yield Mutation(f"{other} for {value}", partial(setattr, node, "value", other), description)


def _call(node: ast.Call) -> Iterator[Mutation]:
    name = name_of(node)
    if name in CALLS:
        description = wording.other_function(name)
        yield Mutation(f"{CALLS[name]} for {name}", partial(rename, node, CALLS[name]), description)
    inner = inner_of(node)
    if name in UNWRAPPED and inner is not None:
        yield Mutation(f"{name} forgotten", partial(become, node, inner), wording.forgotten_call(name))
    if len(node.args) == 2 and not any(isinstance(arg, ast.Starred) for arg in node.args) and name != "range":
        yield Mutation("two arguments exchanged", partial(node.args.reverse), wording.ARGUMENTS)
    if name == "where" and len(node.args) == 3:
        exchanged = partial(setattr, node, "args", [node.args[0], *node.args[:0:-1]])
        yield Mutation("the branches exchanged", exchanged, wording.BRANCHES)
    for keyword in node.keywords:
        description = wording.forgotten_keyword(keyword.arg)
        yield Mutation(f"`{keyword.arg}` forgotten", partial(node.keywords.remove, keyword), description)


def name_of(node: ast.Call) -> str:
    """Return the name of the function or method that is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def inner_of(node: ast.Call) -> ast.expr | None:
    """Return what a call is about: its first argument, or the object of a method."""
    if isinstance(node.func, ast.Attribute) and not (
        isinstance(node.func.value, ast.Name) and node.func.value.id == "np"
    ):
        return node.func.value
    return node.args[0] if node.args else None


def _slice(node: ast.Subscript) -> Iterator[Mutation]:
    part = node.slice
    assert isinstance(part, ast.Slice)  # noqa: S101 - for the type checker
    if part.step is not None:
        yield Mutation("the direction forgotten", partial(become, node, node.value), wording.DIRECTION)
    elif part.lower is not None or part.upper is not None:
        yield Mutation("the slice forgotten", partial(become, node, node.value), wording.SLICE)


def _dropped(node: ast.FunctionDef | ast.For | ast.While | ast.If) -> Iterator[Mutation]:
    """Yield changes that leave out one statement, docstrings and the last return apart."""
    for statement in node.body:
        documented = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not documented and not isinstance(statement, ast.Return | ast.FunctionDef | ast.Import | ast.ImportFrom):
            yield Mutation("a statement left out", partial(_leave_out, node, statement), wording.STATEMENT)


def _leave_out(node: ast.FunctionDef | ast.For | ast.While | ast.If, statement: ast.stmt) -> None:
    node.body[node.body.index(statement)] = ast.Pass()


def rename(node: ast.Call, name: str) -> None:
    """Let a call be one of another function or method."""
    if isinstance(node.func, ast.Attribute):
        node.func.attr = name
    elif isinstance(node.func, ast.Name):
        node.func.id = name


def _exchange(node: ast.BinOp) -> None:
    node.left, node.right = node.right, node.left


def become(node: ast.AST, other: ast.AST) -> None:
    """Turn a node into another one, so that whoever holds it sees the other."""
    node.__class__ = other.__class__
    node.__dict__.clear()
    node.__dict__.update(other.__dict__)
