"""The picture of a shown case: the student's answers beside the reference's, drawn only where they differ visibly."""

from __future__ import annotations

import math
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import SpecError
from grader.expressions.evaluation import EvaluationError
from grader.results import Counterexample
from grader.sandbox.exits import EndReason, WorkerExit
from tests.present import present
from tests.samples.small_tasks import response_to, task_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.checks.task import Check
    from grader.results.evidence import Picture

REFERENCE = """
import numpy as np
def f(x):
    return 2 * x
def g(a, x):
    return float(a * np.sum(x))
def rows(x):
    return np.cumsum(x)
def heights(y):
    return y ** 2
def total(x):
    return float(np.sum(x * x))
def slope(x):
    return 2 * x
"""
FUNCTIONS = """
sizes: {n: [2, 40]}
inputs: {x: {vector: n, integers: [1, 9]}, a: {real: [1, 2]}}
functions: {f: {args: [x]}, g: {args: [a, x]}, rows: {args: [x], returns: {array: [any]}}, slope: {args: [x]}}
"""
EXPECT = "- {id: only, title: t, points: 1, cases: 5, expect: '%s', picture: %s}"
F = "close(f(x), ref.f(x))"
G = "close(g(a, x), ref.g(a, x))"
ROWS = "close(sum(rows(x)), sum(ref.rows(x)))"
GRADIENT = "- {id: only, title: t, points: 1, cases: 5, gradient: slope(x), of: ref.total(x), wrt: x}"


def check_of(folder: Path, check: str) -> Check:
    """Return a check, given as a line of YAML."""
    return task_of(folder, dedent(FUNCTIONS) + "checks:\n  " + check + "\n", REFERENCE).checks[0]


def drawn(check: Check, inputs: dict[Any, Any], *, end: Any = None, **functions: Any) -> Any:
    """Return the picture of a case, as a submission with `functions` answers it."""
    asking = present(check.illustration).draw(Counterexample(inputs=inputs, got=None, expected=None))
    try:
        question = next(asking)
        while True:
            question = asking.send(response_to(question, functions, end=end, received=0 if end else None))
    except StopIteration as stop:
        return stop.value


def values(picture: Picture) -> dict[str, list[float]]:
    """Return the values of each series by its name."""
    return {series.name: list(series.values) for series in picture.series}


def test_bars_are_the_entries_of_both(tmp_path: Path) -> None:
    """One position for each entry of an array."""
    picture = drawn(check_of(tmp_path, EXPECT % (F, "{bars: f(x)}")), {"x": [1.0, 2.0, 3.0]}, f=lambda x: 2 * x[::-1])
    assert present(picture).kind == "bars"
    assert present(picture).title == "`f(x)`, entry by entry"
    assert present(picture).across == "position"
    assert present(picture).at == (0, 1, 2)
    assert values(present(picture)) == {"your code": [6, 4, 2], "expected": [2, 4, 6]}


def test_a_curve_moves_one_input_and_keeps_the_others(tmp_path: Path) -> None:
    """The values of `along` go from the first to the last one, whatever the case has there."""
    check = check_of(tmp_path, EXPECT % (G, "{curve: 'g(a, x)', along: a, between: [0, 2]}"))
    picture = drawn(check, {"x": [1.0, 2.0], "a": 1.5}, g=lambda a, x: -a * x.sum())
    assert present(picture).kind == "line"
    assert present(picture).across == "a"
    assert (present(picture).at[0], present(picture).at[12], picture.at[-1]) == (0, 1, 2)
    assert values(present(picture))["your code"][-1] == -6
    assert values(present(picture))["expected"][-1] == 6


def test_a_curve_may_vary_a_name_of_its_own(tmp_path: Path) -> None:
    """The check itself needs no such input."""
    check = check_of(tmp_path, EXPECT % (F, "{curve: 'sum(f(b * x))', along: b, between: [0, 1]}"))
    picture = drawn(check, {"x": [1.0, 2.0]}, f=lambda x: 3 * x)
    assert values(present(picture))["your code"][-1] == 9


def test_a_line_may_be_of_what_the_reference_makes_of_answers(tmp_path: Path) -> None:
    """Each series goes through the same expression, and may have a length of its own."""
    spec = "{line: ref.heights(rows(x)), title: T, across: row, beside: one right answer}"
    picture = drawn(check_of(tmp_path, EXPECT % (ROWS, spec)), {"x": [1.0, 2.0, 3.0]}, rows=lambda x: x[:2])
    assert (present(picture).title, present(picture).across) == ("T", "row")
    assert values(present(picture)) == {"your code": [1, 4], "one right answer": [1, 9, 36]}


def test_a_gradient_is_drawn_beside_measured_slopes(tmp_path: Path) -> None:
    """The other series is numerical, and no answer of the reference's."""
    picture = drawn(check_of(tmp_path, GRADIENT), {"x": [1.0, 3.0]}, slope=lambda x: x)
    assert values(present(picture))["your code"] == [1, 3]
    assert values(present(picture))["measured slope"] == pytest.approx([2, 6])


@pytest.mark.parametrize(
    "f",
    [lambda x: 2 * x, lambda x: 2 * x + 0.01, lambda x: 2 * x * math.nan, lambda x: 1 / 0, lambda x: None],
    ids=["right", "too near to see", "no number at all", "raises", "None"],
)
def test_what_shows_nothing_is_not_drawn(tmp_path: Path, f: Callable[..., Any]) -> None:
    """No picture where both series look alike, or one has nothing in it."""
    assert drawn(check_of(tmp_path, EXPECT % (F, "{bars: f(x)}")), {"x": [1.0, 2.0]}, f=f) is None


@pytest.mark.parametrize("inputs", [{"x": [1.0]}, {"x": "an array of shape (5000,)"}], ids=["one entry", "too long"])
def test_a_case_that_is_no_picture(tmp_path: Path, inputs: dict[Any, Any]) -> None:
    """One number says as much as a bar, and a case that is not listed is not drawn."""
    assert drawn(check_of(tmp_path, EXPECT % (F, "{bars: f(x)}")), inputs, f=lambda x: 3 * x) is None


def test_a_worker_that_ends_leaves_no_picture(tmp_path: Path) -> None:
    """A picture is worth no second worker."""
    check = check_of(tmp_path, EXPECT % (F, "{bars: f(x)}"))
    assert drawn(check, {"x": [1.0, 2.0]}, end=WorkerExit(EndReason.TIME), f=lambda x: x) is None


def test_a_value_that_is_no_number_stays_in_its_place(tmp_path: Path) -> None:
    """The other entries are drawn beside it."""
    check = check_of(tmp_path, EXPECT % (F, "{bars: f(x)}"))
    picture = drawn(check, {"x": [1.0, 2.0]}, f=lambda x: x * [1.0, math.inf])
    assert values(present(picture))["your code"] == [1, math.inf]


def test_a_curve_has_gaps_where_no_answer_came(tmp_path: Path) -> None:
    """A case that raises is a gap."""
    check = check_of(tmp_path, EXPECT % (G, "{curve: 'g(a, x)', along: a, between: [0, 2]}"))
    picture = drawn(check, {"x": [1.0, 2.0], "a": 1.5}, g=lambda a, x: 1 / (a > 1))
    got = values(present(picture))["your code"]
    assert all(math.isnan(value) for value in got[:13])
    assert got[13:] == [1] * 12


def test_a_long_answer_is_drawn_around_its_largest_difference(tmp_path: Path) -> None:
    """The positions say which part of it is shown."""
    check = check_of(tmp_path, EXPECT % (F, "{bars: f(x)}"))
    picture = drawn(check, {"x": [1.0] * 40}, f=lambda x: 2 * x + 5.0 * (range(40) == x * 0 + 30))
    assert len(present(picture).at) == 16
    assert present(picture).at[0] <= 30 <= present(picture).at[-1]


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        ("{bars: slope(x)}", "`slope` is none of the functions that this check calls"),
        ("{bars: ref.f(x)}", "so there is nothing to draw"),
        ("{bars: f(z)}", "there is no input `z`"),
        ("{bar: f(x)}", "needs one of these keys: bars, line, curve (`bar` is none of them; did you mean `bars`?)"),
        ("{bars: f(x), acros: row}", "unknown key; did you mean `across`?"),
        ("{curve: sum(f(x)), along: x, between: [2, 1]}", "`between` has the smaller value first"),
    ],
    ids=["another function", "no student", "unknown input", "misspelt kind", "misspelt key", "backwards"],
)
def test_a_picture_that_cannot_be_is_a_mistake_of_the_spec(tmp_path: Path, picture: str, says: str) -> None:
    """It is said when the course is loaded."""
    with pytest.raises(SpecError) as caught:
        check_of(tmp_path, EXPECT % (F, picture))
    assert says in str(caught.value)
    assert "checks[0].picture" in str(caught.value)


def test_a_picture_that_the_reference_cannot_draw_is_a_fault_of_the_course(tmp_path: Path) -> None:
    """A curve of arrays is found when the check is prepared, before anybody's work is graded."""
    check = check_of(tmp_path, EXPECT % (F, "{curve: f(b * x), along: b, between: [0, 1]}"))
    with pytest.raises(EvaluationError, match="a curve is drawn of a number"):
        check.prepare(1)
