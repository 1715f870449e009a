"""The ways to write a program in another way: one visitor of syntax trees each, and the functions that they call."""

# ruff: noqa: D102 - the methods are those of a NodeTransformer, and each class says what becomes of what

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

Ways = tuple[tuple[str, Callable[[], ast.NodeTransformer]], ...]

HELPERS = """\
import numpy as _np

def _summed(values, axis=None):
    if axis is not None:
        return _np.apply_along_axis(_summed, axis, _np.asarray(values))
    total = 0
    for number in _np.asarray(values).ravel().tolist():
        total = total + number
    return total

def _multiplied(a, b):
    ways = {(1, 1): "i,i->", (2, 1): "ij,j->i", (1, 2): "i,ij->j", (2, 2): "ij,jk->ik"}
    way = ways.get((_np.ndim(a), _np.ndim(b)))
    return _np.einsum(way, a, b) if way else a @ b

def _multiplied_in_loops(a, b):
    if _np.ndim(a) == 1 and _np.ndim(b) == 1:
        return _summed([x * y for x, y in zip(a.tolist(), b.tolist(), strict=True)])
    if _np.ndim(a) == 2 and _np.ndim(b) == 1:
        return _np.array([_multiplied_in_loops(row, b) for row in a])
    return a @ b

"""
_CONVERTED = """
def _converted(value):
    import numpy
    is_real = isinstance(value, numpy.ndarray) and value.dtype.kind == "f"
    return value.astype(numpy.{kind}) if is_real else value

def _of_doubles(value):
    import numpy
    if isinstance(value, (tuple, list)):
        return type(value)(map(_of_doubles, value))
    is_real = isinstance(value, (numpy.ndarray, numpy.floating)) and value.dtype.kind == "f"
    return numpy.asarray(value, dtype=float)[()] if is_real else value

_in_doubles = {name}

def {name}(*arguments):
    return _of_doubles(_in_doubles(*map(_converted, arguments)))
"""
PRECISIONS = (
    ("in single precision", _CONVERTED.replace("{kind}", "float32")),
    ("in extended precision", _CONVERTED.replace("{kind}", "longdouble")),
)
"""Code after a module: the function `name` with its arguments in another type."""


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


def _is_numpy(node: ast.expr, *names: str) -> bool:
    """Whether an expression is `np.name`, for one of these names."""
    if not isinstance(node, ast.Attribute) or node.attr not in names:
        return False
    return isinstance(node.value, ast.Name) and node.value.id in {"np", "numpy"}


class ResultInVariable(ast.NodeTransformer):
    """`return a + b` becomes `result = a + b; return result`."""

    def visit_Return(self, node: ast.Return) -> Any:
        if node.value is None or isinstance(node.value, ast.Name | ast.Constant):
            return node
        return [
            ast.Assign([ast.Name("result_of_it", ast.Store())], node.value),
            ast.Return(ast.Name("result_of_it", ast.Load())),
        ]


class TurnedConditions(ast.NodeTransformer):
    """`if a: b else: c` becomes `if not a: c else: b`."""

    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        if not node.orelse:
            return node
        return ast.If(ast.UnaryOp(ast.Not(), node.test), node.orelse, node.body)

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        self.generic_visit(node)
        return ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.orelse, node.body)


class WhileLoops(ast.NodeTransformer):
    """`for x in items:` becomes `while True:`, with the next item at its begin."""

    def __init__(self) -> None:
        self._count = 0

    def visit_For(self, node: ast.For) -> Any:
        self.generic_visit(node)
        if node.orelse:
            return node
        self._count += 1
        items = f"items_{self._count}"
        first = ast.Assign([ast.Name(items, ast.Store())], _call("iter", node.iter))
        take = ast.Assign([node.target], _call("next", ast.Name(items, ast.Load())))
        end = ast.ExceptHandler(ast.Name("StopIteration", ast.Load()), None, [ast.Break()])
        return [first, ast.While(ast.Constant(True), [ast.Try([take], [end], [], []), *node.body], [])]


class GeneratorsForLists(ast.NodeTransformer):
    """`[f(x) for x in items]` becomes `list(f(x) for x in items)`."""

    def visit_ListComp(self, node: ast.ListComp) -> Any:
        self.generic_visit(node)
        return _call("list", ast.GeneratorExp(node.elt, node.generators))


class AssignmentsWrittenOut(ast.NodeTransformer):
    """`a += b` becomes `a = a + b`."""

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        if not isinstance(node.target, ast.Name):
            return node
        return ast.Assign([node.target], ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value))


class OtherOrder(ast.NodeTransformer):
    """`a + b` becomes `b + a`, and `a * b` becomes `b * a`."""

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        if isinstance(node.op, ast.Add | ast.Mult):
            node.left, node.right = node.right, node.left
        return node


class SumsForDifferences(ast.NodeTransformer):
    """`a - b` becomes `-b + a`."""

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Sub):
            return node
        return ast.BinOp(ast.UnaryOp(ast.USub(), node.right), ast.Add(), node.left)


class ProductsForQuotients(ast.NodeTransformer):
    """`a / b` becomes `a * (1 / b)`."""

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        return ast.BinOp(node.left, ast.Mult(), ast.BinOp(ast.Constant(1.0), ast.Div(), node.right))


class OtherPowers(ast.NodeTransformer):
    """`x ** 2` becomes `x * x`, and `np.sqrt(x)` becomes `x ** 0.5`."""

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        is_square = isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) and node.right.value == 2
        return ast.BinOp(node.left, ast.Mult(), node.left) if is_square else node

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        if _is_numpy(node.func, "sqrt") and len(node.args) == 1 and not node.keywords:
            return ast.BinOp(node.args[0], ast.Pow(), ast.Constant(0.5))
        return node


class OtherBases(ast.NodeTransformer):
    """`np.log(x)` becomes a logarithm to the base 2, `np.exp(x)` a power of e."""

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        if len(node.args) != 1 or node.keywords or not isinstance(node.func, ast.Attribute):
            return node
        if _is_numpy(node.func, "log"):
            other = ast.Call(ast.Attribute(node.func.value, "log2", ast.Load()), node.args, [])
            return ast.BinOp(other, ast.Mult(), ast.Constant(0.6931471805599453))
        if _is_numpy(node.func, "exp"):
            return ast.BinOp(ast.Constant(2.718281828459045), ast.Pow(), node.args[0])
        return node


class SumsInLoops(ast.NodeTransformer):
    """`np.sum(x)`, `x.sum()` and `np.mean(x)` become loops over the numbers."""

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        axes = [keyword.value for keyword in node.keywords if keyword.arg == "axis"]
        if len(axes) != len(node.keywords):
            return node
        if _is_numpy(node.func, "sum") and len(node.args) == 1:
            return _call("_summed", node.args[0], *axes)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "sum" and not node.args:
            return _call("_summed", node.func.value, *axes)
        if _is_numpy(node.func, "mean") and len(node.args) == 1 and not axes:
            return ast.BinOp(_call("_summed", node.args[0]), ast.Div(), _call("len", node.args[0]))
        return node


class _Products(ast.NodeTransformer):
    """`a @ b` and `np.dot(a, b)` become a call."""

    name = ""

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        return _call(self.name, node.left, node.right) if isinstance(node.op, ast.MatMult) else node

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        if _is_numpy(node.func, "dot", "matmul") and len(node.args) == 2 and not node.keywords:
            return _call(self.name, *node.args)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "dot" and len(node.args) == 1:
            return _call(self.name, node.func.value, *node.args)
        return node


class ProductsByEinsum(_Products):
    """`a @ b` becomes a sum by `np.einsum`."""

    name = "_multiplied"


class ProductsInLoops(_Products):
    """`a @ b` becomes loops over the numbers."""

    name = "_multiplied_in_loops"


class SmallConstants(ast.NodeTransformer):
    """A small number such as 1e-12, which keeps a logarithm or a quotient from overflowing, becomes a tenth of it."""

    factor = 0.1

    def visit_Constant(self, node: ast.Constant) -> Any:
        if isinstance(node.value, float) and 0 < abs(node.value) < 1e-5:
            return ast.Constant(node.value * self.factor)
        return node


class LargerSmallConstants(SmallConstants):
    """The same, ten times as large."""

    factor = 10.0


EXACT: Ways = (
    ("with its result in a variable", ResultInVariable),
    ("with its conditions turned round", TurnedConditions),
    ("with while loops", WhileLoops),
    ("with generators for lists", GeneratorsForLists),
)
"""Words and visitors; the values stay the same, whatever they are."""
NUMERIC: Ways = (
    ("with its assignments written out", AssignmentsWrittenOut),
    ("with terms and factors in another order", OtherOrder),
    ("with sums for differences", SumsForDifferences),
    ("with products for quotients", ProductsForQuotients),
    ("with other powers", OtherPowers),
    ("with logarithms and powers to other bases", OtherBases),
    ("with sums in loops", SumsInLoops),
    ("with einsum", ProductsByEinsum),
    ("with products in loops", ProductsInLoops),
)
"""The same for numbers, but for rounding."""
OTHER_CONSTANTS: Ways = (
    ("with smaller constants", SmallConstants),
    ("with larger constants", LargerSmallConstants),
)
"""The same mistake, with another number in it."""
