"""The visitors of rewrites: each changes its own kind of place, and no other."""

from __future__ import annotations

import ast

import pytest

from grader.verify.rewriting import (
    EXACT,
    NUMERIC,
    OTHER_CONSTANTS,
    AssignmentsWrittenOut,
    GeneratorsForLists,
    LargerSmallConstants,
    OtherBases,
    OtherOrder,
    OtherPowers,
    ProductsByEinsum,
    ProductsForQuotients,
    ProductsInLoops,
    ResultInVariable,
    SmallConstants,
    SumsForDifferences,
    SumsInLoops,
    TurnedConditions,
    WhileLoops,
)

CHANGED: list[tuple[type[ast.NodeTransformer], str, str]] = [
    (TurnedConditions, "y = 1 if a else 2", "y = 2 if not a else 1"),
    (TurnedConditions, "if a:\n    b()\nelse:\n    c()", "if not a:\n    c()\nelse:\n    b()"),
    (GeneratorsForLists, "y = [a for a in b if a]", "y = list((a for a in b if a))"),
    (AssignmentsWrittenOut, "a -= b", "a = a - b"),
    (OtherOrder, "y = a + b * c", "y = c * b + a"),
    (SumsForDifferences, "y = a - b", "y = -b + a"),
    (ProductsForQuotients, "y = a / b", "y = a * (1.0 / b)"),
    (OtherPowers, "y = a ** 2 + np.sqrt(b)", "y = a * a + b ** 0.5"),
    (OtherBases, "y = np.log(a)", "y = np.log2(a) * 0.6931471805599453"),
    (OtherBases, "y = np.exp(a)", "y = 2.718281828459045 ** a"),
    (SumsInLoops, "y = np.sum(a, axis=0) + a.sum()", "y = _summed(a, 0) + _summed(a)"),
    (SumsInLoops, "y = np.mean(a)", "y = _summed(a) / len(a)"),
    (ProductsByEinsum, "y = a @ b + np.dot(a, b)", "y = _multiplied(a, b) + _multiplied(a, b)"),
    (ProductsInLoops, "y = a.dot(b)", "y = _multiplied_in_loops(a, b)"),
    (SmallConstants, "y = a + 1e-08", "y = a + 1e-09"),
    (LargerSmallConstants, "y = a + 1e-08", "y = a + 1e-07"),
]
UNCHANGED: list[tuple[type[ast.NodeTransformer], str]] = [
    (ResultInVariable, "def f(a):\n    return a"),
    (TurnedConditions, "if a:\n    b()"),
    (WhileLoops, "for a in b:\n    c()\nelse:\n    d()"),
    (AssignmentsWrittenOut, "a[0] += b"),
    (OtherOrder, "y = a - b / c"),
    (OtherPowers, "y = a ** 3"),
    (OtherBases, "y = np.log(a, out=b)"),
    (SumsInLoops, "y = np.sum(a, keepdims=True)"),
    (ProductsByEinsum, "y = a * b"),
    (SmallConstants, "y = 0.5 * a + 1 + True"),
]


def visited(visitor: type[ast.NodeTransformer], text: str) -> str:
    """Return a text after a visit."""
    return ast.unparse(ast.fix_missing_locations(visitor().visit(ast.parse(text))))


@pytest.mark.parametrize(("visitor", "text", "expected"), CHANGED)
def test_a_place_is_changed(visitor: type[ast.NodeTransformer], text: str, expected: str) -> None:
    """In every such place."""
    assert visited(visitor, text) == expected


@pytest.mark.parametrize(("visitor", "text"), UNCHANGED)
def test_what_is_not_meant_stays(visitor: type[ast.NodeTransformer], text: str) -> None:
    """A way that would change the meaning is not taken."""
    assert visited(visitor, text) == text


def test_every_visitor_is_tried() -> None:
    """And each has words of its own."""
    ways = [*EXACT, *NUMERIC, *OTHER_CONSTANTS]
    assert {visitor for visitor, *_ in (*CHANGED, *UNCHANGED)} == {visitor for _, visitor in ways}
    assert len({words for words, _ in ways}) == len(ways)
