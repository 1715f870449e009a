"""The lines of a derivation: which yields are lines, and how they stand in the source."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.lines import MOST_SOURCES, sources
from grader.worker.wire.derivations import RELATIONS, LineError, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType


def yielding(*lines: Any) -> Iterator[tuple[Any, ...]]:
    """Return a generator of `lines`."""
    yield from lines


@given(
    st.lists(
        st.tuples(st.sampled_from(RELATIONS), st.lists(st.floats(allow_nan=False), min_size=3, max_size=3)),
        min_size=1,
        max_size=9,
    )
)
def test_lines_become_rows_of_a_relation_and_its_numbers(lines: Any) -> None:
    """Row n holds the place of the n-th relation, then the quantity as it was yielded."""
    rows = lines_of(yielding(*lines), 9)
    assert [RELATIONS[int(row[0])] for row in rows] == [relation for relation, _ in lines]
    assert rows[:, 1:].tolist() == [quantity for _, quantity in lines]


@pytest.mark.parametrize(
    ("spelled", "relation"),
    [("==", "="), ("≤", "<="), ("≥", ">="), ("=<", "<="), ("=>", ">="), (" < ", "<"), ("<=\n", "<=")],
)
def test_a_relation_may_be_spelled_in_several_ways(spelled: str, relation: str) -> None:
    """What a student means by it is clear."""
    assert RELATIONS[int(lines_of(yielding((spelled, 1.0)), 5)[0, 0])] == relation


@pytest.mark.parametrize(
    ("quantity", "numbers"),
    [
        (3, [3]),
        (True, [1]),
        (np.float32(0.5), [0.5]),
        ([1, 2], [1, 2]),
        ((), []),
        (np.eye(2), [1, 0, 0, 1]),
        (Fraction(1, 4), [0.25]),
        (Decimal("0.5"), [0.5]),
        (10**30, [1e30]),
        ([Fraction(1, 2), 10**30], [0.5, 1e30]),
    ],
    ids=str,
)
def test_every_sort_of_number_is_a_quantity(quantity: Any, numbers: list[Any]) -> None:
    """Scalars, lists and arrays, exact numbers too."""
    assert lines_of(yielding(("=", quantity)), 5)[0, 1:].tolist() == numbers


@pytest.mark.parametrize(
    "quantity",
    [
        None,
        "1.5",
        ["1", "2"],
        1j,
        np.array([1j]),
        [1, None],
        [[1], [1, 2]],
        {1: 2},
        object(),
        print,
        10**400,
        dt.date(2026, 1, 1),
        np.datetime64("2026"),
    ],
    ids=lambda quantity: f"{type(quantity).__name__}-{str(quantity)[:12].partition(' at ')[0]}",
)
def test_what_is_no_number_is_no_quantity(quantity: Any) -> None:
    """Nothing is guessed: a text that looks like a number is none, nor is the real part of a complex one."""
    with pytest.raises(LineError, match="the quantity of line 2 is no number"):
        lines_of(yielding(("=", 1.0), ("=", quantity)), 5)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (3.0, "it returns a value"),
        ([("=", 1.0)], "it returns a value"),
        (iter([("=", 1.0)]), "it returns a value"),
        (None, "it returns a value"),
        (yielding(), "it yields no line"),
        (yielding(1.0), "line 1 is no pair"),
        (yielding(("=", 1.0), ["=", 1.0]), "line 2 is no pair"),
        (yielding(("=", 1.0, 2.0)), "line 1 is no pair"),
        (yielding((1.0, "=")), "line 1 is no pair"),
        (yielding(("=", 1.0), ("!=", 1.0)), "line 2 has the relation '!='"),
        (yielding(("x" * 99, 1.0)), f"the relation '{'x' * 20}';"),
        (yielding(("=", [1.0, 2.0]), ("=", 1.0)), "line 2 has 1 numbers and line 1 has 2"),
        (yielding(*[("=", 1.0)] * 51), "more than 50 lines"),
        (itertools.islice(itertools.repeat(1), 3), "it returns a value"),
    ],
)
def test_what_is_no_derivation_is_refused_with_the_line(value: Any, says: str) -> None:
    """The sentence names the line and what is wrong with it."""
    with pytest.raises(LineError) as error:
        lines_of(value, 50)
    assert says in str(error.value)


def test_fifty_lines_are_enough_and_no_more_are_taken() -> None:
    """The fiftieth line is kept; an endless derivation is left at the fifty-first."""
    assert len(lines_of(yielding(*[("=", 1.0)] * 50), 50)) == 50
    taken = []

    def endless() -> Iterator[Any]:
        for number in itertools.count():
            taken.append(number)
            yield "=", 1.0

    with pytest.raises(LineError):
        lines_of(endless(), 50)
    assert len(taken) == 51


def test_what_the_student_raises_goes_through() -> None:
    """An exception between two lines is the student's own."""

    def breaks() -> Iterator[Any]:
        yield "=", 1.0
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        lines_of(breaks(), 50)


def derivation(a: Any, b: Any) -> Iterator[Any]:
    """Yield in all the ways that there are."""
    total = a + b
    if a > b:
        yield "=", b + a
    for _ in range(2):
        yield "=", total
    yield "<=", -total
    yield "<=", (a
                 + b)  # fmt: skip
    sent = yield "<=", 0.0
    yield total if sent else ("=", "text")  # type: ignore[redundant-expr]
    yield
    yield "=", a, b
    yield from yielding(("=", 1.0))


def test_sources_are_told_in_the_order_of_the_file() -> None:
    """Each with its line, its text on one line, and whether it is a bare name or number."""
    first = derivation.__code__.co_firstlineno
    assert [(found["line"] - first, found["text"], found["bare"]) for found in sources(derivation)] == [
        (4, "b + a", False),
        (6, "total", True),
        (7, "-total", True),
        (8, "a + b", False),
        (10, "0.0", True),
        (11, "total if sent else ('=', 'text')", False),
        (12, "", True),
        (13, "('=', a, b)", False),
    ]


def _deep() -> tuple[Callable[..., Any], str]:
    """Return a function whose one yield is too deep for Python to print."""
    text = "def deep(a):\n    yield '=', " + "+".join(["a"] * 900) + "\n"
    found: dict[Any, Any] = {}
    exec(text, found)
    return found["deep"], text


def test_a_source_that_cannot_be_printed_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a sum of a thousand terms nor a missing file ends the worker."""
    deep, text = _deep()
    assert sources(deep) == []
    monkeypatch.setattr("inspect.getsourcelines", lambda _: (text.splitlines(keepends=True), 1))
    assert isinstance(sources(deep), list)


@pytest.mark.parametrize("thing", [len, int, lambda: 0, 3], ids=["built-in", "class", "lambda", "number"])
def test_what_has_no_yields_has_no_sources(thing: Callable[..., Any] | int | type[int]) -> None:
    """Built-in functions, classes, lambdas and what is no function at all."""
    assert sources(thing) == []  # type: ignore[arg-type]


def test_more_sources_than_lines_may_be_are_not_told() -> None:
    """A file of a thousand yields does not make a large answer, and a long one is cut."""
    lines = [f"    yield '=', a + {number:0300d}.5" for number in range(100)]
    text = "\n".join(["def many(a):", *lines])
    found: dict[Any, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        exec(text, found)
        patch.setattr("inspect.getsourcelines", lambda _: (text.splitlines(keepends=True), 1))
        told = sources(found["many"])
    assert len(told) == MOST_SOURCES
    assert max(len(entry["text"]) for entry in told) <= 200


def branching(x: float) -> Iterator[tuple[str, float]]:
    """Yield lines of which one is never reached, and one that is longer than a line."""
    yield "=", x
    if x > 1000:
        yield "=", x + 1000
    yield (
        "=",
        x + 1,
    )


def test_sources_that_no_case_comes_to_are_left_out() -> None:
    """As far as the lines are known that were executed; a line of another function says nothing of this one."""
    executed: dict[CodeType, set[int]] = {}
    assert len(lines_of(branching(1.0), 9, executed)) == 2
    assert [line["text"] for line in sources(branching, executed)] == ["x", "x + 1"]
    assert [line["text"] for line in sources(branching)] == ["x", "x + 1000", "x + 1"]
    lines_of(branching(2000.0), 9, executed)
    assert len(sources(branching, executed)) == 3
    assert len(sources(branching, {test_sources_that_no_case_comes_to_are_left_out.__code__: {1}})) == 3
