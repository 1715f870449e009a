"""Cases: named streams, edges first, selection, distinct, repeated."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from grader.checks import cases
from grader.checks.cases import Cases, draw, draw_sized
from grader.checks.plan import CheckPlan
from grader.domains import Choice, Index, Integer, Matrix, Real, Vector
from grader.expressions.evaluation import EvaluationError
from tests.samples.expression_samples import parser

VECTOR = Vector(vector="n", normal=5.0, grid="1/64")
PLAN = CheckPlan(
    task="softmax",
    check="shift",
    count=60,
    sizes={"n": (0, 6)},
    inputs={"x": VECTOR, "c": Real(real=(-10, 10), grid="1/64")},
    given={},
    where=None,
    reference={},
    wall=10.0,
)


def plan(where: str | None = None, given: dict[str, str] | None = None, **changes: Any) -> Any:
    """Return the plan above with changes; `where` and `given` as text."""
    names = {*changes.get("inputs", PLAN.inputs), *(given or {})}
    ours = parser(names)
    nodes = {name: ours.parse(text) for name, text in (given or {}).items()}
    selected = ours.parse(where) if where else None
    return dataclasses.replace(PLAN, where=selected, given=nodes, **changes)


def rows(drawn: Cases, *, repeats: bool = False) -> list[Any]:
    """Return the cases as plain values."""
    count = drawn.count if repeats else drawn.distinct
    return [tuple(np.asarray(column.row(row)).tolist() for column in drawn.inputs.values()) for row in range(count)]


def test_a_seed_names_its_cases() -> None:
    """The same twice, and others for another seed, task or check."""
    assert rows(draw(PLAN, 1)) == rows(draw(PLAN, 1))
    others = [draw(PLAN, 2), draw(plan(task="scan"), 1), draw(plan(check="shift2"), 1)]
    for other in others:
        assert not set(map(str, rows(draw(PLAN, 1))[30:])) & set(map(str, rows(other)[30:]))


def test_more_cases_move_no_case() -> None:
    """The first sixty of a hundred are the sixty."""
    sixty = rows(draw(PLAN, 1))
    assert rows(draw(plan(count=100), 1))[: len(sixty)] == sixty


def test_a_case_can_be_drawn_alone() -> None:
    """No case waits for the one before it."""
    whole = plan(sizes={"n": (2, 6)}, inputs={"x": Vector(vector="n", normal=5.0)})
    drawn = draw(whole, 7)
    assert drawn.distinct > 50
    for number in (30, 59):
        alone = cases._draw_case(whole, 7, number, 0)
        assert tuple(alone["x"].tolist()) in [tuple(row[0]) for row in rows(drawn)]


def test_what_where_refuses_is_redrawn_and_moves_no_other() -> None:
    """The cases that were good before are the same afterwards."""
    free = rows(draw(PLAN, 3))
    selected = rows(draw(plan(where="c > 0"), 3))
    assert all(c > 0 for _, c in selected)
    assert [row for row in free if row[1] > 0] == [row for row in selected if row in free]


@pytest.mark.parametrize("where", ["c > 11", "c != c", "c == 1 / 128"])
def test_where_that_lets_nothing_through_is_the_courses_mistake(where: str) -> None:
    """The author reads how much comes through, and what to do."""
    with pytest.raises(EvaluationError, match="lets 0 of 4 cases through in 200 attempts; draw other inputs"):
        draw(plan(where=where, count=4), 1)


def test_where_may_lose_a_few_cases() -> None:
    """Half of the cases are enough to go on with, and their number is told."""
    narrow = plan(where="c == 1", count=4, inputs={"c": Integer(integer=(0, 1))})
    assert draw(narrow, 1).distinct == 1


def test_edges_come_first() -> None:
    """Sizes at both ends, then each edge of each input, one at a time."""
    drawn = draw(plan(sizes={"n": (1, 6)}), 1)
    sizes = [len(x) for x, _ in rows(drawn)]
    assert sizes[:2] == [1, 6]
    bounds = {c for _, c in rows(drawn)[:15]}
    assert {-10.0, 10.0, 0.0, 1.0} <= bounds


def test_few_cases_are_not_all_edges() -> None:
    """At least half of them are random."""
    few = plan(count=4, inputs={"i": Choice(choice=tuple(range(50)))}, sizes={})
    assert [row[0] for row in rows(draw(few, 1))][:2] == [0.0, 1.0]
    assert draw(plan(count=1), 1).distinct == 1


def test_cases_are_distinct_and_three_are_repeated() -> None:
    """Largest, middle and last once more, so that hidden state shows."""
    drawn = draw(PLAN, 5)
    distinct = rows(drawn)
    assert len(set(map(str, distinct))) == len(distinct)
    assert [rows(drawn, repeats=True)[drawn.distinct + k] for k in range(3)] == [distinct[k] for k in drawn.originals]
    assert len(distinct[drawn.originals[0]][0]) == 6


def test_equal_cases_are_one() -> None:
    """Minus zero is zero; a small domain gives as many cases as it has values."""
    drawn = draw(plan(inputs={"c": Choice(choice=(0.0, "-0", 3), **{"as": "real"})}, sizes={}), 1)
    assert sorted(rows(drawn)) == [(0.0,), (3.0,)]
    assert (drawn.count, drawn.distinct) == (5, 2)


def test_cases_that_take_several_attempts_stand_at_their_numbers() -> None:
    """Drawn values, inputs and what was given from them belong together."""
    drawn = draw(plan(where="sum(x) > 5", given={"d": "2 * c"}), 3)
    every = draw(plan(given={"d": "2 * c"}), 3)
    kept = [row for row in rows(every) if sum(row[0]) > 5]
    assert 0 < len(kept) < drawn.distinct
    places = [rows(drawn).index(row) for row in kept]
    assert places == sorted(places)
    for row, case in zip(rows(drawn, repeats=True), drawn.drawn, strict=True):
        assert (case["x"].tolist(), case["c"], 2 * case["c"]) == row


def test_one_case_is_repeated_thrice() -> None:
    """Vectors without entries are all equal."""
    drawn = draw(plan(inputs={"x": VECTOR}, sizes={"n": (0, 0)}), 1)
    assert rows(drawn, repeats=True) == [([],)] * 4
    assert drawn.originals == (0, 0, 0)


def test_without_inputs_there_is_one_case() -> None:
    """A function of nothing can be checked."""
    drawn = draw(plan(inputs={}, sizes={}), 1)
    assert (drawn.count, drawn.distinct) == (4, 1)


def test_given_values_follow_the_inputs_and_one_another() -> None:
    """In their order, in bulk, and `where` may ask for them."""
    drawn = draw(plan(given={"d": "2 * c", "e": "d + sum(x)"}, where="e > 0"), 1)
    assert list(drawn.inputs) == ["x", "c", "d", "e"]
    for x, c, d, e in rows(drawn):
        assert d == 2 * c
        assert e == pytest.approx(d + sum(x))
        assert e > 0


def test_a_fault_in_given_is_the_courses() -> None:
    """With the case and the reason."""
    with pytest.raises(EvaluationError, match="division by 0"):
        draw(plan(given={"d": "1 / (c - c)"}), 1)


def test_inputs_depend_on_one_size() -> None:
    """All inputs of a case have the case's sizes, at their edges too."""
    inputs = {"X": Matrix(matrix=("m", "n"), integers=(-3, 3)), "w": Vector(vector="n"), "i": Index(index="m")}
    drawn = draw(plan(inputs=inputs, sizes={"m": (1, 4), "n": (0, 3)}), 1)
    for row in range(drawn.count):
        matrix, vector, index = (column.row(row) for column in drawn.inputs.values())
        assert matrix.shape[1] == len(vector)
        assert 0 <= index < matrix.shape[0]


def test_a_case_of_a_given_size() -> None:
    """For growth: exactly the sizes asked for, the others at their largest, the same each time."""
    inputs = {"X": Matrix(matrix=("m", "n"))}
    wide = plan(inputs=inputs, sizes={"m": (1, 4), "n": (0, 3)}, given={"d": "sum(X)"})
    one = draw_sized(wide, 1, {"n": 1000})
    assert one.inputs["X"].row(0).shape == (4, 1000)
    assert one.inputs["d"].row(0) == pytest.approx(one.inputs["X"].row(0).sum())
    assert one.distinct == 1
    assert rows(one) == rows(draw_sized(wide, 1, {"n": 1000}))
