"""Mistakes of plain Python that explain answers: loops, conditions, divisions, calls that are forgotten.

They come after the operators that also test a spec, so that what `grader verify` counts does not depend on them.
"""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from grader.diagnosis.mutation import wording
from grader.diagnosis.mutation.operators import Mutation, become, inner_of, name_of, rename

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Loop = ast.For | ast.comprehension
Conditional = ast.If | ast.IfExp

PARTS_OF_LOOPS = (
    ("its first round left out", "1:", wording.FIRST_LEFT_OUT),
    ("its last round left out", ":-1", wording.LAST_LEFT_OUT),
    ("its first round alone", ":1", wording.FIRST_ALONE),
    ("its last round alone", "-1:", wording.LAST_ALONE),
    ("from its end", "::-1", wording.FROM_THE_END),
)
"""The part of its items that a loop goes over, in words and as a slice."""
OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
DIVISIONS: dict[type[ast.operator], tuple[type[ast.operator], str]] = {
    ast.Div: (ast.FloorDiv, wording.ROUNDED_QUOTIENT),
    ast.FloorDiv: (ast.Div, wording.FULL_QUOTIENT),
    ast.Mod: (ast.FloorDiv, wording.QUOTIENT_FOR_REST),
    ast.MatMult: (ast.Mult, wording.ENTRYWISE),
}
FORGOTTEN = frozenset({"sorted", "set", "reversed", "lower", "upper", "strip", "int", "round"})
"""Calls that are forgotten, beside those of `operators`."""
CONFUSED: dict[str, tuple[str, ...]] = {
    "sum": ("max", "len"), "max": ("sum",), "min": ("sum",), "any": ("all",), "all": ("any",), "isalnum": ("isalpha",),
    "isalpha": ("isalnum",), "lower": ("upper",), "upper": ("lower",), "strip": ("lstrip", "rstrip"),
    "append": ("extend",), "extend": ("append",), "var": ("std",), "std": ("var",), "floor": ("ceil",),
    "ceil": ("floor",), "argmax": ("max",),
}  # fmt: skip
"""Functions and methods that are taken for one another, beside those of `operators`."""


def further_changes(node: ast.AST) -> Iterator[Mutation]:
    """Yield every change of a node; those of its parts are their own."""
    match node:
        case ast.For() | ast.comprehension():
            yield from _loop(node)
        case ast.If() | ast.IfExp():
            yield from _condition(node)
        case ast.FunctionDef():
            loops = [part for part in ast.walk(node) if isinstance(part, ast.For | ast.comprehension)]
            if len(loops) > 1:
                yield Mutation("all loops from their ends", partial(_go_back, loops), wording.ALL_FROM_THE_END)
        case ast.While(test=test, body=body) if not _has_jumps(node):
            once = ast.If(test, body, [])
            yield Mutation("a loop run once", partial(become, node, once), wording.ONCE)
        case ast.GeneratorExp() | ast.ListComp() | ast.SetComp() if len(node.generators) == 2:
            yield Mutation("loops exchanged", node.generators.reverse, wording.LOOPS_EXCHANGED)
        case ast.Compare(ops=[op]) if type(op) in OPPOSITE:
            opposite = partial(setattr, node, "ops", [OPPOSITE[type(op)]()])
            yield Mutation("the opposite comparison", opposite, wording.OPPOSITE)
        case ast.BoolOp(values=values):
            for value in values:
                yield Mutation("a condition dropped", partial(_drop, node, value), wording.ONE_OF_CONDITIONS)
        case _:
            yield from _expression(node)


def _expression(node: ast.AST) -> Iterator[Mutation]:
    match node:
        case ast.BinOp(op=op) if type(op) in DIVISIONS:
            other, description = DIVISIONS[type(op)]
            yield Mutation("another division", partial(setattr, node, "op", other()), description)
        case ast.Constant(value=value) if type(value) is int and value != 0:
            yield Mutation(f"{value - 1} for {value}", partial(setattr, node, "value", value - 1), wording.ONE_LESS)
        case ast.Constant(value=value) if type(value) is int:
            yield Mutation("-1 for 0", partial(setattr, node, "value", -1), wording.MINUS_ONE)
        case ast.Subscript(slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1))):
            first = partial(setattr, node, "slice", ast.Constant(0))
            yield Mutation("the first for the last", first, wording.FIRST_FOR_LAST)
        case ast.Call():
            yield from _call(node)


def _has_jumps(node: ast.While) -> bool:
    return any(isinstance(part, ast.Break | ast.Continue) for part in ast.walk(node))


def _loop(node: Loop) -> Iterator[Mutation]:
    for kind, part, description in PARTS_OF_LOOPS:
        yield Mutation(kind, partial(_go_over, node, part), description)
    if isinstance(node, ast.comprehension):
        for condition in node.ifs:
            yield Mutation("a filter dropped", partial(node.ifs.remove, condition), wording.FILTER)
    elif len(node.body) == 1 and isinstance(node.body[0], ast.For):
        yield Mutation("loops exchanged", partial(_exchange_loops, node, node.body[0]), wording.LOOPS_EXCHANGED)


def _go_over(node: Loop, part: str) -> None:
    """Let a loop go over a part of its items."""
    sliced = ast.parse(f"list(items)[{part}]", mode="eval").body
    assert isinstance(sliced, ast.Subscript)  # noqa: S101 - for the type checker
    assert isinstance(sliced.value, ast.Call)  # noqa: S101
    sliced.value.args = [node.iter]
    node.iter = sliced


def _go_back(loops: Sequence[Loop]) -> None:
    for loop in loops:
        _go_over(loop, "::-1")


def _exchange_loops(outer: ast.For, inner: ast.For) -> None:
    outer.target, inner.target = inner.target, outer.target
    outer.iter, inner.iter = inner.iter, outer.iter


def _condition(node: Conditional) -> Iterator[Mutation]:
    for value, description in ((True, wording.ALWAYS), (False, wording.NEVER)):
        yield Mutation(f"the condition {value}", partial(setattr, node, "test", ast.Constant(value)), description)


def _drop(node: ast.BoolOp, value: ast.expr) -> None:
    node.values.remove(value)
    if len(node.values) == 1:
        become(node, node.values[0])


def _call(node: ast.Call) -> Iterator[Mutation]:
    name = name_of(node)
    for other in CONFUSED.get(name, ()):
        yield Mutation(f"{other} for {name}", partial(rename, node, other), wording.confused(name, other))
    inner = inner_of(node)
    if name in FORGOTTEN and inner is not None:
        yield Mutation(f"{name} forgotten", partial(become, node, inner), wording.forgotten_call(name))
