"""Mistakes in expressions: what is refused, in the words of the language."""

from __future__ import annotations

import ast

import pytest

from grader.expressions.mistakes import ExpressionError, object_mistakes, refuse
from grader.expressions.object_calls import ObjectExpressionError


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("x.y", "attribute"),
        ("x[1:2]", "slice"),
        ("lambda: 1", "lambda"),
        ("[a for a in x]", "comprehension"),
        ("{a for a in x}", "comprehension"),
        ("{a: a for a in x}", "comprehension"),
        ("(a for a in x)", "comprehension"),
        ("1 if x else 2", "condition"),
        ("f'{x}'", "text with parts to fill in"),
        ("(x := 1)", "NamedExpr"),
        ("await_ @ x", "BinOp"),
    ],
)
def test_a_part_of_python_that_is_no_expression_here_is_named(text: str, noun: str) -> None:
    """With the part, and what to do."""
    with pytest.raises(ExpressionError) as error:
        refuse(ast.parse(text, mode="eval").body)
    assert f"no {noun} here; write a function of reference/ and call ref.f(...)" in str(error.value)


def test_a_long_part_is_cut() -> None:
    """The line stays readable."""
    with pytest.raises(ExpressionError) as error:
        refuse(ast.parse("[" + "a, " * 500 + "]", mode="eval").body)
    assert len(str(error.value)) < 160


def test_several_mistakes_are_one_error() -> None:
    """Each is a text of its own."""
    error = ExpressionError("first", "second")
    assert error.texts == ("first", "second")
    assert str(error) == "first; second"


def test_a_mistake_about_an_object_is_one_of_the_expression() -> None:
    """Other errors pass."""
    with pytest.raises(ExpressionError, match="no method") as error, object_mistakes():
        raise ObjectExpressionError("no method")
    assert error.value.texts == ("no method",)
    with pytest.raises(ZeroDivisionError), object_mistakes():
        raise ZeroDivisionError
