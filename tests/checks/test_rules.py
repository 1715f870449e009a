"""Rules of soundness: which statements decide a check, and the sentence for each that does not."""

from __future__ import annotations

from typing import Any

import pytest

from grader.checks import rules
from grader.checks.functions import StudentFunction
from grader.domains import DOMAINS
from grader.expressions.nodes import students
from grader.values.types import KindType, NumberType
from tests.samples.expression_samples import parse

REAL, INTEGER = NumberType("real"), NumberType("integer")
FUNCTIONS = {
    "f": StudentFunction("f", ("x",), REAL),
    "g": StudentFunction("g", ("x", "y"), INTEGER),
    "opt": StudentFunction("opt", ("x", "y", "c"), KindType("text")),
}
DRAWN: Any = DOMAINS
INPUTS: Any = {"x": DRAWN["real"](real=(0, 1)), "y": DRAWN["integer"](integer=(0, 9))}


def mistakes(text: str, *, needs: bool = False, where: bool = False) -> list[str]:
    """Return what is wrong with a statement."""
    return list(rules.statement(parse(text), FUNCTIONS, INPUTS, needs=needs, where=where))


@pytest.mark.parametrize(
    "text",
    [
        "close(f(x), ref.f(x))",
        "g(x, y) == ref.h(x)",
        "at_most(f(x), ref.h(x)) and close(f(x), ref.f(x))",
        "opt(x, y) == 'yes'",
        "g(x, y) == 3 * ref.h(y)",
    ],
)
def test_a_sound_statement_has_no_mistake(text: str) -> None:
    """Held to the reference, or to an answer that is written out."""
    assert mistakes(text) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("x == y", "no function of the student is called", id="no-student"),
        pytest.param("f(x)", "this gives a value and decides nothing", id="a-value"),
        pytest.param("f(x) + ref.f(x)", "this gives a value and decides nothing", id="a-sum"),
        pytest.param("close(f(x), f(y))", "a relation among the student's own values only", id="own-values"),
        pytest.param("f(x) == ref.f(x)", "`==` is exact, and rounding decides it for real numbers", id="exact-reals"),
        pytest.param("f(x) < ref.f(x)", "`<` is exact", id="order-of-reals"),
    ],
)
def test_an_unsound_statement_is_told_why(text: str, sentence: str) -> None:
    """And what to write."""
    assert any(sentence in mistake for mistake in mistakes(text)), mistakes(text)


def test_needs_and_where_lift_a_rule_each() -> None:
    """Another check holds the values; the cases with a clear answer are chosen."""
    assert mistakes("close(f(x), f(y))", needs=True) == []
    assert mistakes("f(x) == ref.f(x)", where=True) == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("3", True),
        ("0.5", False),
        ("2.0", True),
        ("y", True),
        ("x", False),
        ("g(x, y)", True),
        ("f(x)", False),
        ("g(x, y) + y", True),
        ("y / 2", False),
        ("-y", True),
        ("f(x) < y", True),
        ("ref.h(x)", False),
        ("opt(x, y)", True),
    ],
)
def test_which_expressions_are_whole(text: str, whole: bool) -> None:
    """As far as the spec tells."""
    assert rules.integral(parse(text), FUNCTIONS, INPUTS) is whole


def test_what_the_judge_computes_knows_no_student() -> None:
    """With the call, and what to use."""
    assert list(rules.judge_side(parse("ref.f(x)"), "`where`")) == []
    assert list(rules.judge_side(parse("f(x) > 0"), "`where`")) == [
        "`where` is computed by the judge alone, and `f(x)` asks the student; use ref.f"
    ]


def test_a_picture_shows_what_is_checked() -> None:
    """A function that the check calls, and no other."""
    called = tuple(students(parse("f(x)")))
    assert list(rules.picture(parse("f(x)"), called)) == []
    assert list(rules.picture(parse("ref.f(x)"), called)) == [
        "no function of the student is called, so there is nothing to draw"
    ]
    assert list(rules.picture(parse("g(x, y) + f(x)"), called)) == [
        "`g` is none of the functions that this check calls"
    ]
