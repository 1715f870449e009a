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
FIRST_LEFT_OUT = "a loop leaves out the first of what it should go over"
LAST_LEFT_OUT = "a loop leaves out the last of what it should go over"
FIRST_ALONE = "a loop ends after its first round, as with a return or break within it"
LAST_ALONE = "of a loop only the last round counts, as where each round overwrites the one before"
FROM_THE_END = "a loop goes from the end to the beginning, or the other way round"
ALL_FROM_THE_END = "all loops go from the end to the beginning, so that the last stands for the first"
ONCE = "something is done at most once that should be repeated"
LOOPS_EXCHANGED = "the inner and the outer loop are exchanged"
OPPOSITE = "a condition holds exactly where it should not (as with < for >=)"
ALWAYS = "a condition is missing, so that something is always done"
NEVER = "something is never done that should be done under a condition"
FILTER = "a condition is missing, so that items count that should be left out"
ONE_OF_CONDITIONS = "of several conditions one is missing"
ROUNDED_QUOTIENT = "a quotient is rounded down (as with // for /)"
FULL_QUOTIENT = "a quotient is not rounded down (as with / for //)"
QUOTIENT_FOR_REST = "a quotient is taken for a remainder"
ENTRYWISE = "numbers are multiplied entry by entry where a matrix product is due (as with * for @)"
ONE_LESS = "a number is too small by 1: a start value, an index, an axis, a bound, a factor or an exponent"
MINUS_ONE = "a 0 is a -1: a start value, an index or a bound, so that the last may stand for the first"
FIRST_FOR_LAST = "the first is taken for the last"
OVERWRITTEN = "a value is overwritten that should be changed (as with = for +=)"
LIMIT = "one limit of a number is missing, so that it may get too large or too small"
ROUND_MORE = "a loop goes one step too far, or begins one too late"
ROUND_LESS = "a loop ends one step too early, or begins one too early"
LAST_OF_EQUALS = "of several that are equally good the last stands for the first"
EACH_ONCE = "what occurs several times counts once"
EACH_BLANK = "a text is cut at each single blank, so that two of them leave an empty part"
NUMERATOR = "a 1 stands for the numerator of a fraction"
DIVISOR_MORE = "a divisor is too large by 1"
DIVISOR_LESS = "a divisor is too small by 1"
FACTOR_MORE = "a factor is too large by 1"
FACTOR_LESS = "a factor is too small by 1"
BOUND_MORE = "one side of a comparison is too large by 1"
BOUND_LESS = "one side of a comparison is too small by 1"
PRODUCT_MORE = "1 is added to a product"
TERM = "a term is left out from which something is subtracted"
SIZE_FOR_LIMIT = "the size of a number is taken where only one limit is due for it"
OTHER_NUMBER = "a number that is written out has another value: a rate, a share, a threshold or a base"
NO_SIGN = "a number has lost its sign on the way"
SIZE = "the size of a number is taken for a power of it"
ROUNDED = "a number is rounded on the way"
ROUNDED_FIRST = "a number is rounded before it is compared"
CUT_FIRST = "a number is cut to a whole one before it is compared"
ONE_END = "a part of a sequence is cut off at one end only"
DECIMALS = "a number is written with another number of decimals"
OTHER_VARIABLE = "one value is used where another one is due"

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
    "sorted": "something is not sorted",
    "set": "what occurs several times is counted each time",
    "reversed": "the order is not turned round",
    "lower": "upper and lower case are told apart",
    "upper": "upper and lower case are told apart",
    "strip": "what stands around a text is not taken off",
    "int": "a number is not turned into a whole one",
    "round": "a number is not rounded",
    "flip": "the order is not turned round",
    "transpose": "rows and columns are not exchanged",
    "cumsum": "numbers are taken that should be added up on the way",
    "clip": "numbers are not limited to a range",
}
_CONFUSED = {
    ("sum", "max"): "the largest of several numbers is taken where their sum is due",
    ("sum", "len"): "numbers are counted that should be added up",
    ("max", "sum"): "numbers are added up of which the largest is due",
    ("min", "sum"): "numbers are added up of which the smallest is due",
    ("any", "all"): "all are required where one is enough",
    ("all", "any"): "one is enough where all are required",
    ("isalnum", "isalpha"): "digits do not count that should count as letters do",
    ("isalpha", "isalnum"): "digits count that should not",
    ("lower", "upper"): "letters become large that should become small",
    ("upper", "lower"): "letters become small that should become large",
    ("strip", "lstrip"): "the end of a text keeps what should be taken off it",
    ("strip", "rstrip"): "the beginning of a text keeps what should be taken off it",
    ("append", "extend"): "the parts of something are put into a list one by one, and not the whole",
    ("extend", "append"): "something is put into a list as a whole, and not its parts one by one",
    ("var", "std"): "a standard deviation is taken for a variance",
    ("std", "var"): "a variance is taken for a standard deviation",
    ("floor", "ceil"): "a number is rounded up and not down",
    ("ceil", "floor"): "a number is rounded down and not up",
    ("argmax", "max"): "the largest number is taken for its place",
}
_KEYWORDS = {
    "axis": "the axis is missing along which something is added up or compared",
    "keepdims": "a dimension is lost in a sum or a maximum, so that rows are taken for columns",
}


_FUNCTIONS = {
    "sqrt": "a square root", "exp": "an exponential", "log": "a logarithm", "log1p": "a logarithm",
    "log2": "a logarithm", "log10": "a logarithm", "tanh": "a hyperbolic tangent", "square": "a square",
    "sign": "a sign (-1, 0 or 1)", "floor": "rounding down", "ceil": "rounding up",
}  # fmt: skip
_LIMITS = frozenset({"maximum", "minimum", "max", "min"})
_SUMMARIES = {
    "max": "the largest", "min": "the smallest", "sum": "the sum", "mean": "the mean", "fmean": "the mean",
    "median": "the median", "prod": "the product", "argmax": "the place of the largest",
    "argmin": "the place of the smallest",
}  # fmt: skip
_ACTING: dict[type[ast.operator], str] = {
    ast.Mult: "a factor", ast.Div: "a divisor", ast.Sub: "a minus", ast.Add: "a term",
}  # fmt: skip


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


def confused(name: str, other: str) -> str:
    """Return the words for a function in whose place another one stands."""
    return _CONFUSED[name, other]


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


def left_out(name: str) -> str:
    """Return the words for a function of one number that is left out."""
    return f"{_named(name)} is left out"


def outside(name: str) -> str:
    """Return the words for a term that a function should be of as well."""
    if name in _LIMITS:
        return "a limit is put on one term where it is due on a whole sum"
    return f"{_named(name)} is taken of one term where it is due of a whole sum"


def of_each(name: str) -> str:
    """Return the words for a function of each number in the place of one of their sum."""
    return f"{_named(name)} is taken of each number before they are added up, and not of their sum"


def _named(name: str) -> str:
    return _FUNCTIONS.get(name, "a function")


def one_of_several(name: str, *, first: bool) -> str:
    """Return the words for one of several in the place of a summary of them."""
    return f"the {'first' if first else 'last'} of several is taken where {_SUMMARIES[name]} is due"


def summarised(name: str, other: str) -> str:
    """Return the words for one summary of several numbers in the place of another."""
    return f"{_SUMMARIES[other]} of several numbers is taken where {_SUMMARIES[name]} is due"


def regrouped(op: ast.operator, *, of_sum: bool) -> str:
    """Return the words for an operation on a part of what it is due on, or on more: `of_sum` says which is right."""
    word = _ACTING.get(type(op), "a step")
    if of_sum:
        return f"{word} acts on one part alone where it is due on a whole expression, as where brackets are missing"
    return f"{word} acts on a whole expression where it is due on one part alone, as with brackets in another place"
