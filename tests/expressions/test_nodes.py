"""The order in which a student's functions are asked."""

from __future__ import annotations

from typing import Any

import pytest

from grader.expressions.nodes import children, stages, students, text_of, walk
from tests.samples.expression_samples import parse


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ref.f(x) + 1", []),
        ("close(f(x), ref.f(x))", [["f(x)"]]),
        ("f(x) == f(x) == f(y)", [["f(x)", "f(y)"]]),
        ("f(f(f(x)))", [["f(x)"], ["f(f(x))"], ["f(f(f(x)))"]]),
        ("g(x, f(y)) + f(x)", [["f(y)", "f(x)"], ["g(x, f(y))"]]),
        ("g(f(x), g(f(x), f(y)))", [["f(x)", "f(y)"], ["g(f(x), f(y))"], ["g(f(x), g(f(x), f(y)))"]]),
        ("close(x, y, scale=ref.h(f(x)))", [["f(x)"]]),
        ("not (f(-x) > 0)", [["f(-x)"]]),
        ("f(ref.f(f(x)))", [["f(x)"], ["f(ref.f(f(x)))"]]),
    ],
)
def test_calls_are_asked_in_stages(text: str, asked: list[Any]) -> None:
    """A call waits for the calls in its arguments, wherever they stand, and for no others."""
    assert [[call.text for call in stage] for stage in stages(parse(text))] == asked


def test_several_expressions_share_their_stages() -> None:
    """The statement and its partial form are asked together."""
    one, other = parse("close(f(x), x)"), parse("close(g(x, f(x)), x)")
    assert [len(stage) for stage in stages(one, other)] == [1, 1]
    assert [call.text for call in students(one, other)] == ["f(x)", "g(x, f(x))"]


def test_a_walk_has_what_is_below_first() -> None:
    """The children of a node come before it."""
    nodes = walk(parse("close(f(-x), ref.h(x ** 2), scale=abs(c)) and not (x < y)"))
    for place, node in enumerate(nodes):
        assert all(child in nodes[:place] for child in children(node))


@pytest.mark.parametrize(
    "text",
    [
        "close(sum(f(x)), 1, rtol=1e-05)",
        "f(x) - (g(x, y) * 2)",
        "-f(x + y)",
        "ref.h(x, f(x)) ** 2",
        "not (f(x) < 0)",
        "(f(x) == y) and (x <= y)",
        "any(f(x))",
        "same(f(x), True)",
    ],
)
def test_an_expression_reads_as_it_is_written(text: str) -> None:
    """A reader meets the author's words; where something comes from the reference is nothing to them."""
    assert text_of(parse(text)) == text.replace("ref.", "")
