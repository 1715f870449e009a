"""Expressions, tables and columns for the tests of this folder, without a course around them."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from grader.expressions.evaluation import CaseTable
from grader.expressions.nodes import students
from grader.expressions.parsing import Parser
from grader.expressions.signatures import Arity
from grader.values import columns
from grader.worker.wire.columns import Column

NAMES = frozenset({"x", "y", "c", "X"})
STUDENTS = {"f": ("x",), "g": ("x", "y"), "opt": ("x", "y", "c")}
REFERENCES = {"f": Arity(1, 1), "h": Arity(0, None), "near": Arity(1, 2), "opt": Arity(1, 3)}

REALS = st.floats(-1e6, 1e6) | st.sampled_from([0.0, -0.0, 1.0, float("nan"), float("inf"), float("-inf"), 1e300])
ENTRIES = {np.float64: REALS, np.int64: st.integers(-50, 50), np.bool_: st.booleans()}


def parser(names: frozenset[Any] | set[Any] = NAMES) -> Parser:
    """Return a parser that knows a few names of each sort."""
    return Parser(frozenset(names), STUDENTS, REFERENCES)


def parse(text: str) -> Any:
    """Return the node of `text`."""
    return parser().parse(text)


def table(inputs: dict[Any, Any], reference: dict[Any, Any] | None = None, **more: Any) -> CaseTable:
    """Return a table with one column an input, made of a list of values each."""
    made = {name: columns.column_of(values) for name, values in inputs.items()}
    return CaseTable(len(next(iter(made.values()))), made, reference or {}, **more)


def answered(
    text: str, inputs: dict[Any, Any], answers: dict[Any, Any], reference: dict[Any, Any] | None = None
) -> tuple[Any, ...]:
    """Return the node of `text` and a table in which the student's calls have `answers`, by the text of the call."""
    node = parser({*NAMES, *inputs}).parse(text)
    found = {call: columns.column_of(answers[call.text]) for call in students(node)}
    return node, table(inputs, reference, answers=found, trusted=False)


def shapes(count: int, ndim: int) -> Any:
    """Return a strategy for the shapes of `count` values; sizes of 0 and 1 are frequent."""
    side = st.sampled_from([0, 1, 1, 2, 3, 5])
    return st.lists(st.tuples(*[side] * ndim), min_size=count, max_size=count)


@st.composite
def column_of(draw: Any, layout: Any) -> Any:
    """Return a column with the shapes of `layout`, of any type of entry."""
    dtype = draw(st.sampled_from(list(ENTRIES)))
    total = sum(int(np.prod(shape)) for shape in layout)
    flat = draw(st.lists(ENTRIES[dtype], min_size=total, max_size=total))
    sizes = np.array(layout, dtype=np.int64).reshape(len(layout), -1)
    return Column(np.array(flat, dtype=dtype), sizes)


@st.composite
def ragged(draw: Any, ndims: tuple[int, ...] = (0, 1, 2)) -> Any:
    """Return a column of 1 to 4 values."""
    layout = draw(shapes(draw(st.integers(1, 4)), draw(st.sampled_from(ndims))))
    return draw(column_of(layout))


@st.composite
def pairs(draw: Any) -> Any:
    """Return two columns: of the same shapes, a scalar beside arrays in either order, or of any shapes."""
    count = draw(st.integers(1, 4))
    first = draw(shapes(count, draw(st.sampled_from((0, 1, 1, 2)))))
    scalars = [()] * count
    free = draw(shapes(count, draw(st.sampled_from((0, 1, 2)))))
    left, right = draw(st.sampled_from([(first, first), (first, scalars), (scalars, first), (first, free)]))
    a = draw(column_of(left))
    b = a if draw(st.booleans()) and left is right else draw(column_of(right))
    return a, b
