"""The words for the kind of thing that differs in a mutant, without a word of the code that it was made of.

Each text completes "a right solution in which ...".
"""

from __future__ import annotations

import ast

EDGE = "a comparison decides otherwise where both sides are equal (as with < for <=)"
TURNED = "a comparison is turned round (as with < for >)"
UNEQUAL = "a comparison is turned round (as with == for !=)"
NEGATION = "a condition holds where it should not, and the other way round"
BOTH = "of two conditions one is enough where both are needed, or the other way round"
SIGN = "a minus sign is missing"
RESULT_SIGN = "the result has the opposite sign"
FIRST_NUMBER = "a 0 is a 1: a start value, an index or a bound"
NEXT_NUMBER = "a number is too large by 1: a start value, an index, a bound, a factor or an exponent"
NEGATIVE_NUMBER = "a number has the opposite sign"
ARGUMENTS = "the two arguments of one step are exchanged"
BRANCHES = "the two sides of a choice are exchanged"
STATEMENT = "one step is left out"
DIRECTION = "a sequence is gone through in its usual direction where it should be turned round"
SLICE = "a part of a sequence is not cut off: its beginning, its end, or all but one row or column"
OTHER_FUNCTION = "one function is taken for another"

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "a minus stands for a plus",
    ast.Sub: "a plus stands for a minus",
    ast.Mult: "a quotient stands for a product",
    ast.Div: "a product stands for a quotient",
    ast.Pow: "a product stands for a power",
}
_DROPPED: dict[type[ast.operator], str] = {
    ast.Add: "a term of a sum is left out",
    ast.Sub: "a term that is to be subtracted is left out",
    ast.Mult: "a factor is left out",
    ast.Div: "a divisor is left out",
}
_EXCHANGED: dict[type[ast.operator], str] = {
    ast.Sub: "the two sides of a difference are exchanged",
    ast.Div: "numerator and denominator are exchanged",
    ast.MatMult: "the two sides of a matrix product are exchanged",
}
_CALLS = {
    "sum": "a mean is taken for a sum",
    "mean": "a sum is taken for a mean",
    "max": "the smallest is taken for the largest",
    "min": "the largest is taken for the smallest",
    "argmax": "the smallest is taken for the largest",
    "exp": "1 is subtracted from an exponential",
    "log": "1 is added to the argument of a logarithm",
    "log1p": "the argument of a logarithm is too small by 1",
    "cumsum": "running products are taken for running sums",
    "maximum": "the smaller of two is taken for the larger",
    "minimum": "the larger of two is taken for the smaller",
    "zeros": "numbers start at 1 and not at 0",
    "ones": "numbers start at 0 and not at 1",
    "zeros_like": "numbers start at 1 and not at 0",
    "abs": "a number has the opposite sign where only its size counts",
    "sqrt": "a square is taken for a square root",
    "square": "the size of a number is taken for its square",
    "logaddexp": "the larger of two numbers is taken for the logarithm of a sum of exponentials",
}
_FORGOTTEN = {
    "copy": "a copy is missing, so that something changes that is needed later",
    "abs": "only the size of a number should count, and its sign counts as well",
    "sort": "something is not sorted",
    "flip": "the order is not turned round",
    "transpose": "rows and columns are not exchanged",
    "cumsum": "numbers are taken that should be added up on the way",
    "clip": "numbers are not limited to a range",
}
_KEYWORDS = {
    "axis": "the axis is missing along which something is added up or compared",
    "keepdims": "a dimension is lost in a sum or a maximum, so that rows are taken for columns",
}


def other_operator(op: ast.operator) -> str:
    """Return the words for an operator that was replaced."""
    return _OPERATORS[type(op)]


def dropped_part(op: ast.operator) -> str:
    """Return the words for a part of a sum or product that was left out."""
    return _DROPPED[type(op)]


def exchanged_parts(op: ast.operator) -> str:
    """Return the words for two sides that were exchanged."""
    return _EXCHANGED[type(op)]


def other_function(name: str) -> str:
    """Return the words for a function that was taken for another."""
    return _CALLS.get(name, OTHER_FUNCTION)


def forgotten_call(name: str) -> str:
    """Return the words for a call that was left out."""
    return _FORGOTTEN.get(name, STATEMENT)


def forgotten_keyword(name: str | None) -> str:
    """Return the words for an option that was left out."""
    return _KEYWORDS.get(name or "", "an option of one step is missing")


def other_comparison(op: ast.cmpop, other: ast.cmpop) -> str:
    """Return the words for a comparison that was replaced."""
    edges = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
    if isinstance(op, ast.Eq | ast.NotEq):
        return UNEQUAL
    return EDGE if edges[type(op)] is type(other) else TURNED
