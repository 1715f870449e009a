"""Mistakes that rearrange an expression: a bracket in another place, a function on another part, one step too far.

They come after all others: there are many of them, and each is made of an expression as a whole.
"""

from __future__ import annotations

import ast
import copy
from functools import partial
from typing import TYPE_CHECKING

from grader.diagnosis.mutation import wording
from grader.diagnosis.mutation.operators import Mutation, become, inner_of, name_of, rename

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FUNCTIONS = frozenset({"sqrt", "exp", "log", "log1p", "log2", "log10", "tanh", "square", "sign", "floor", "ceil"})
"""Functions of one number that are forgotten, or get a part of what they should."""
OF_SEVERAL = frozenset({"max", "min", "sum"})
LIMITS = frozenset({"max", "min", "maximum", "minimum"})
SUMMARIES: dict[str, tuple[str, ...]] = {
    "mean": ("max", "min"), "fmean": ("max", "min"), "max": ("mean",), "min": ("mean",), "sum": ("prod",),
    "prod": ("sum",), "median": ("mean",), "argmax": ("argmin",), "argmin": ("argmax",),
}  # fmt: skip
"""Summaries of several numbers that are mistaken for one another, beside those of `operators` and `further`."""
SIDES = (ast.Add, ast.Sub)
FACTORS = (ast.Mult, ast.Div)


def rewritten_changes(node: ast.AST) -> Iterator[Mutation]:
    """Yield every change of a node; those of its parts are their own."""
    match node:
        case ast.Call():
            yield from _call(node)
        case ast.BinOp():
            yield from _regrouped(node)
            yield from _binary(node)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and abs(value) not in {0, 1}:
            yield from _number(node, value)
        case ast.Compare(comparators=[right]):
            yield from _compared(node.left, right)
        case ast.AugAssign(target=target, value=value):
            yield Mutation("= for +=", lambda: become(node, ast.Assign([target], value)), wording.OVERWRITTEN)
        case ast.Subscript(slice=index):
            yield from _steps(index, wording.NEXT_NUMBER, wording.ONE_LESS)
        case ast.Slice():
            yield from _slice(node)
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=str() as spec)])):
            yield from _decimals(node, spec)


def _wrapped(node: ast.expr, make: Callable[[ast.expr], ast.expr]) -> None:
    """Turn a node into what `make` makes of it."""
    become(node, make(copy.copy(node)))


def _next(node: ast.expr, by: int) -> ast.expr:
    return ast.BinOp(node, ast.Add() if by > 0 else ast.Sub(), ast.Constant(1))


def _steps(node: ast.expr, too_large: str, too_small: str) -> Iterator[Mutation]:
    """Yield a whole number that is one off; of one that is written out `operators` and `further` do so."""
    if not isinstance(node, ast.Constant | ast.UnaryOp | ast.Slice | ast.Tuple):
        yield Mutation("1 more", partial(_wrapped, node, partial(_next, by=1)), too_large)
        yield Mutation("1 less", partial(_wrapped, node, partial(_next, by=-1)), too_small)


def _applied(name: str) -> Callable[[ast.expr], ast.expr]:
    return lambda inner: ast.Call(ast.Name(name, ast.Load()), [inner], [])


def _like(call: ast.Call, inner: ast.expr) -> ast.expr:
    """Return the same function of something else."""
    return ast.Call(call.func, [inner], [])


def _call(node: ast.Call) -> Iterator[Mutation]:
    name, inner = name_of(node), inner_of(node)
    if name in FUNCTIONS and inner is not None:
        yield Mutation(f"{name} forgotten", partial(become, node, inner), wording.left_out(name))
        yield from _outside(node, inner, name)
    if name in OF_SEVERAL and isinstance(node.func, ast.Name) and len(node.args) == 1:
        yield from _one_of_several(node, name)
    if name in LIMITS and len(node.args) == 2 and not node.keywords:
        yield from _limited(node)
    if name == "clip" and len(node.args) == 3:
        for limit, at in (("maximum", 1), ("minimum", 2)):
            yield Mutation(f"{limit} for clip", partial(_one_sided, node, limit, at), wording.LIMIT)
    if isinstance(node.func, ast.Attribute):
        yield from _first_along(node, name)
        for other in SUMMARIES.get(name, ()):
            yield Mutation(f"{other} for {name}", partial(rename, node, other), wording.summarised(name, other))
    yield from _of_items(node, name)


def _of_items(node: ast.Call, name: str) -> Iterator[Mutation]:
    """Yield changes of what a function goes over."""
    if name == "range":
        for bound in node.args[:2]:
            yield from _steps(bound, wording.ROUND_MORE, wording.ROUND_LESS)
    if name in {"sorted", "max", "min"} and isinstance(node.func, ast.Name) and node.keywords and node.args:
        yield Mutation("the last of equals", partial(_turned_round, node), wording.LAST_OF_EQUALS)
    if name in {"sum", "len"} and len(node.args) == 1:
        distinct = partial(_wrapped, node.args[0], _applied("set"))
        yield Mutation("each once", distinct, wording.EACH_ONCE)
    if name == "split" and not node.args:
        blank = partial(setattr, node, "args", [ast.Constant(" ")])
        yield Mutation("cut at each blank", blank, wording.EACH_BLANK)


def _limited(node: ast.Call) -> Iterator[Mutation]:
    """Yield a limit that is missing, or of one term alone, and the size of a number in its place."""
    for argument in node.args:
        yield Mutation("a limit dropped", partial(become, node, argument), wording.LIMIT)
    number, limit = node.args
    if isinstance(limit, ast.Constant):
        yield Mutation("the size for a limit", partial(become, node, _applied("abs")(number)), wording.SIZE_FOR_LIMIT)
    if isinstance(number, ast.BinOp) and isinstance(number.op, SIDES):
        for made in (
            ast.BinOp(ast.Call(node.func, [number.left, limit], []), number.op, number.right),
            ast.BinOp(number.left, number.op, ast.Call(node.func, [number.right, limit], [])),
        ):
            yield Mutation("a term outside", partial(become, node, made), wording.outside(name_of(node)))


def _one_sided(node: ast.Call, name: str, at: int) -> None:
    node.args = [node.args[0], node.args[at]]
    rename(node, name)


def _turned_round(node: ast.Call) -> None:
    listed = _applied("list")(node.args[0])
    node.args = [ast.Subscript(listed, ast.Slice(step=ast.Constant(-1)), ast.Load())]


def _outside(node: ast.Call, inner: ast.expr, name: str) -> Iterator[Mutation]:
    """Yield a function of one term, not of a sum of two, and of each number, not of the sum of them all."""
    match inner:
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, SIDES):
            for made in (ast.BinOp(_like(node, left), op, right), ast.BinOp(left, op, _like(node, right))):
                yield Mutation("a term outside", partial(become, node, made), wording.outside(name))
        case ast.Call(args=[ast.GeneratorExp(elt=part) as each]) if name_of(inner) == "sum":
            parts = ast.Call(inner.func, [ast.GeneratorExp(_like(node, part), each.generators)], [])
            yield Mutation("of each part", partial(become, node, parts), wording.of_each(name))
        case ast.Call(func=ast.Attribute(value=ast.Name()), args=[numbers]) if name_of(inner) in {"sum", "mean"}:
            parts = ast.Call(inner.func, [_like(node, numbers)], inner.keywords)
            yield Mutation("of each part", partial(become, node, parts), wording.of_each(name))


def _one_of_several(node: ast.Call, name: str) -> Iterator[Mutation]:
    """Yield the first or the last of several where the largest, the smallest or the sum is due."""
    defaults = [keyword.value for keyword in node.keywords if keyword.arg == "default"]
    items = _applied("list")(node.args[0])
    for first, index in ((True, 0), (False, -1)):
        entry: ast.expr = ast.Subscript(items, ast.Constant(index), ast.Load())
        if defaults:
            filled = ast.BoolOp(ast.Or(), [items, ast.List(defaults, ast.Load())])
            entry = ast.Subscript(filled, ast.Constant(index), ast.Load())
        yield Mutation("one of several", partial(become, node, entry), wording.one_of_several(name, first=first))


def _first_along(node: ast.Call, name: str) -> Iterator[Mutation]:
    """Yield the first number along some axes where a summary along these is due."""
    axis_argument = next((keyword.value for keyword in node.keywords if keyword.arg == "axis"), None)
    if name not in {"max", "min", "sum", "mean"} or len(node.keywords) != 1 or axis_argument is None or node.args:
        return
    axes = axis_argument.elts if isinstance(axis_argument, ast.Tuple) else [axis_argument]
    numbers = [axis.value for axis in axes if isinstance(axis, ast.Constant) and type(axis.value) is int]
    entry = inner_of(node)
    if len(numbers) < len(axes) or entry is None:
        return
    for axis in sorted(numbers, reverse=True):
        entry = ast.Call(ast.Attribute(entry, "take", ast.Load()), [ast.Constant(0), ast.Constant(axis)], [])
    yield Mutation("one along the axes", partial(become, node, entry), wording.one_of_several(name, first=True))


def _regrouped(node: ast.BinOp) -> Iterator[Mutation]:
    """Yield a bracket that is missing, and one that is too many."""
    match node:
        case ast.BinOp(left=ast.BinOp(left=a, op=inner, right=b), op=outer, right=c) if _may_regroup(inner, outer):
            made = ast.BinOp(a, inner, ast.BinOp(b, outer, c))
            yield Mutation("another bracket", partial(become, node, made), wording.regrouped(outer, of_sum=True))
            if isinstance(inner, SIDES) and isinstance(outer, FACTORS):
                other = ast.BinOp(ast.BinOp(a, outer, c), inner, b)
                yield Mutation("another bracket", partial(become, node, other), wording.regrouped(outer, of_sum=True))
    match node:
        case ast.BinOp(left=a, op=outer, right=ast.BinOp(left=b, op=inner, right=c)) if _may_regroup(inner, outer):
            made = ast.BinOp(ast.BinOp(a, outer, b), inner, c)
            yield Mutation("another bracket", partial(become, node, made), wording.regrouped(inner, of_sum=False))
    match node:
        case ast.BinOp(left=ast.BinOp(left=a, op=inner, right=b), op=outer, right=c) if isinstance(
            inner, FACTORS
        ) and isinstance(outer, SIDES):
            made = ast.BinOp(ast.BinOp(a, outer, c), inner, b)
            yield Mutation("another bracket", partial(become, node, made), wording.regrouped(inner, of_sum=False))


def _may_regroup(inner: ast.operator, outer: ast.operator) -> bool:
    """Whether it matters which of two operations comes first."""
    kinds = (*SIDES, *FACTORS)
    if not isinstance(inner, kinds) or not isinstance(outer, kinds):
        return False
    return not isinstance(inner, ast.Add | ast.Mult) or type(inner) is not type(outer)


def _binary(node: ast.BinOp) -> Iterator[Mutation]:
    match node:
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            if not isinstance(left, ast.Constant):
                one = ast.BinOp(ast.Constant(1.0), ast.Div(), right)
                yield Mutation("1 for the numerator", partial(become, node, one), wording.NUMERATOR)
            yield from _of_mean(node, left, right)
            yield from _steps(right, wording.DIVISOR_MORE, wording.DIVISOR_LESS)
        case ast.BinOp(op=ast.Sub(), right=right):
            negative = ast.UnaryOp(ast.USub(), right)
            yield Mutation("the left part dropped", partial(become, node, negative), wording.TERM)
            yield Mutation("no sign", partial(_wrapped, node, _applied("abs")), wording.NO_SIGN)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            for factor in (left, right):
                yield from _steps(factor, wording.FACTOR_MORE, wording.FACTOR_LESS)
        case ast.BinOp(left=left, op=ast.Pow()):
            yield Mutation("the size for the power", partial(become, node, _applied("abs")(left)), wording.SIZE)
        case ast.BinOp(op=ast.MatMult()):
            yield Mutation("1 more", partial(_wrapped, node, partial(_next, by=1)), wording.PRODUCT_MORE)
            yield Mutation("no sign", partial(_wrapped, node, _applied("abs")), wording.NO_SIGN)


def _of_mean(node: ast.BinOp, left: ast.expr, right: ast.expr) -> Iterator[Mutation]:
    """Yield another number of several in the place of their mean, and the mean made a whole number."""
    if not isinstance(left, ast.Call) or not isinstance(right, ast.Call):
        return
    if (name_of(left), name_of(right)) != ("sum", "len") or len(left.args) != 1:
        return
    for name in ("max", "min"):
        other = _applied(name)(left.args[0])
        yield Mutation(f"{name} for the mean", partial(become, node, other), wording.summarised("mean", name))
    yield Mutation("the mean rounded", partial(_wrapped, node, _applied("round")), wording.ROUNDED)


def _number(node: ast.Constant, value: float) -> Iterator[Mutation]:
    """Yield another number for one that is written out, as a rate, a share or a threshold."""
    if isinstance(value, int):
        others: list[float] = [2 * value, value // 2, 10 * value, value // 10]
    else:
        others = [10 * value, value / 10, 100 * value, value / 100, 2 * value, value / 2, 1 - value]
        others += [1 - (1 - value) / 10] if 0 < value < 1 else []
    for other in dict.fromkeys(others):
        if other != value:
            yield Mutation(f"{other} for {value}", partial(setattr, node, "value", other), wording.OTHER_NUMBER)


def _compared(left: ast.expr, right: ast.expr) -> Iterator[Mutation]:
    for side in (left, right):
        if not isinstance(side, ast.Constant):
            yield Mutation("a side rounded", partial(_wrapped, side, _applied("round")), wording.ROUNDED_FIRST)
            yield Mutation("a side cut", partial(_wrapped, side, _applied("int")), wording.CUT_FIRST)
    yield from _steps(right, wording.BOUND_MORE, wording.BOUND_LESS)


def _slice(node: ast.Slice) -> Iterator[Mutation]:
    for bound in filter(None, (node.lower, node.upper)):
        yield from _steps(bound, wording.NEXT_NUMBER, wording.ONE_LESS)
    if node.lower is not None and node.upper is not None:
        for part in ("lower", "upper"):
            yield Mutation("one end of a slice", partial(setattr, node, part, None), wording.ONE_END)


def _decimals(node: ast.FormattedValue, spec: str) -> Iterator[Mutation]:
    if spec.startswith(".") and spec.endswith("f"):
        for other in (".0f", ".1f", ".3f", ""):
            text = ast.JoinedStr([ast.Constant(other)])
            yield Mutation("other decimals", partial(setattr, node, "format_spec", text), wording.DECIMALS)


OTHERS = "taken_for"
"""The attribute of a variable, or of a number in a comparison, that holds, as texts, what it may be taken for."""
MOST_OTHERS = 14
"""Variables and short expressions of a function up to which each is taken for each variable."""
LONGEST = 24
"""Characters of a short expression."""


def note_variables(definition: ast.FunctionDef) -> None:
    """Let each variable that is read know the other variables and the short expressions of its function."""
    inner = list(ast.walk(definition))
    given = [node.arg for node in inner if isinstance(node, ast.arg)]
    stored = [node.id for node in inner if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    names = list(dict.fromkeys([*given, *stored]))
    if len(names) > MOST_OTHERS:
        return
    texts = [ast.unparse(node) for node in inner if isinstance(node, ast.Call | ast.BinOp | ast.Subscript)]
    short = dict.fromkeys(text for text in texts if len(text) <= LONGEST)
    others = [*names, *short][:MOST_OTHERS]
    called = {id(node.func) for node in inner if isinstance(node, ast.Call)}
    compared = [side for node in inner if isinstance(node, ast.Compare) for side in (node.left, *node.comparators)]
    for side in compared:
        if isinstance(side, ast.Constant):
            setattr(side, OTHERS, tuple(names))
    for node in inner:
        if (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)
            and node.id in names
            and id(node) not in called
        ):
            setattr(node, OTHERS, tuple(other for other in others if other != node.id))


def exchanged_values(node: ast.AST) -> Iterator[Mutation]:
    """Yield another value in the place of a variable, where `note_variables` has said which there are."""
    if isinstance(node, ast.Name | ast.Constant):
        for other in getattr(node, OTHERS, ()):
            yield Mutation(f"{other} here", partial(_become_text, node, other), wording.OTHER_VARIABLE)


def _become_text(node: ast.expr, text: str) -> None:
    become(node, ast.parse(text, mode="eval").body)
