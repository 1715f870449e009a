"""Candidates: lighter than the case, in the domains, past `where`, with `given` computed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.checks.cases import draw
from grader.diagnosis.candidates import candidates, cases_of, sizes_of, weight
from tests.present import present
from tests.samples.small_tasks import task_of

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = """
import numpy as np

def f(W, x, i):
    return W[i] @ x

def labels(X, w):
    return np.where(X @ w >= 0, 1.0, -1.0)

def long_enough(x):
    return len(x) >= 3
"""
INDEXED = """
sizes: {n: [2, 6]}
functions: {f: {args: [W, x, i]}}
inputs: {W: {symmetric: n, integers: [-5, 5]}, x: {vector: n, integers: [-9, 9]}, i: {index: n}}
checks: [{id: only, title: t, points: 1, cases: 20, expect: "close(f(W, x, i), ref.f(W, x, i))"%s}]
"""


def plan_of(folder: Path, spec: str) -> Any:
    """Return the plan of the only check."""
    return task_of(folder, spec, REFERENCE).checks[0].plan


@pytest.mark.parametrize(
    ("light", "heavy"),
    [
        pytest.param({"x": np.zeros(2)}, {"x": np.zeros(3)}, id="fewer-entries"),
        pytest.param({"x": np.array([0.0, 9.0])}, {"x": np.array([1.0, 1.0])}, id="more-zeros"),
        pytest.param({"x": np.array([7.0])}, {"x": np.array([1.5])}, id="shorter-to-read"),
        pytest.param({"x": np.array([2.0])}, {"x": np.array([-2.0])}, id="no-sign"),
        pytest.param({"x": np.array([3.0, 3.0])}, {"x": np.array([1.0, 2.0])}, id="fewer-distinct-values"),
        pytest.param({"x": 2.0}, {"x": 3.0}, id="smaller"),
    ],
)
def test_what_counts_as_lighter(light: dict[Any, Any], heavy: dict[Any, Any]) -> None:
    """Entries first, then what there is to read."""
    assert weight(light) < weight(heavy)


def test_candidates_are_lighter_members(tmp_path: Path) -> None:
    """For every case that is drawn: sizes within their bounds, values within their domains, none twice."""
    plan = plan_of(tmp_path, INDEXED % "")
    for case in draw(plan, 1).drawn:
        found = list(candidates(plan, case))  # type: ignore[arg-type]
        keys = {tuple(np.asarray(value).tobytes() for value in other.values()) for other in found}
        assert len(keys) == len(found)
        for other in found:
            sizes = sizes_of(plan, other)
            assert 2 <= sizes["n"] <= 6
            assert all(domain.contains(other[name], sizes) for name, domain in plan.inputs.items())
            assert weight(other) < weight(case)


def test_a_size_shrinks_everywhere_at_once(tmp_path: Path) -> None:
    """A position that is left out is gone from the matrix, the vector and the index."""
    plan = plan_of(tmp_path, INDEXED % "")
    case = {"W": np.array([[1.0, 2, 3], [2, 4, 5], [3, 5, 0]]), "x": np.array([7.0, 8, 9]), "i": 2}
    shorter = [other for other in candidates(plan, case) if len(other["x"]) == 2 and other["i"]]
    assert {tuple(other["x"]): other["i"] for other in shorter} == {(8.0, 9.0): 1, (7.0, 9.0): 1}
    assert all(np.array_equal(other["W"], other["W"].T) for other in shorter)


def test_where_has_the_last_word(tmp_path: Path) -> None:
    """What the check would not have drawn is not asked either; nothing at all where nothing is left."""
    plan = plan_of(tmp_path, INDEXED % ', where: "ref.long_enough(x)"')
    short, long = ({"W": np.zeros((n, n)), "x": np.zeros(n), "i": 0} for n in (2, 4))
    assert present(cases_of(plan, [short, long])).drawn == (long,)
    assert cases_of(plan, [short]) is None
    assert cases_of(plan, []) is None


def test_what_is_given_is_computed_anew(tmp_path: Path) -> None:
    """From what was drawn for the candidate, even where it takes an input's name."""
    spec = """
    sizes: {n: [1, 4]}
    functions: {f: {args: [W, x, i]}}
    inputs: {X: {matrix: [n, n], integers: [-5, 5]}, w: {vector: n, integers: [-9, 9]}}
    checks:
      - {id: only, title: t, points: 1, given: {k: "ref.labels(X, w)", w: 2 * w}, expect: "close(f(X, w, 0), sum(k))",
         needs: [other]}
      - {id: other, title: t, points: 1, expect: "close(f(X, w, 0), ref.f(X, w, 0))"}
    """
    plan = next(check for check in task_of(tmp_path, spec, REFERENCE).checks if check.id == "only").plan
    cases = cases_of(plan, [{"X": np.eye(2), "w": np.array([1.0, -1.0])}])
    assert present(cases).inputs["k"].row(0).tolist() == [1, -1]
    assert present(cases).inputs["w"].row(0).tolist() == [2, -2]
    assert present(cases).drawn[0]["w"].tolist() == [1, -1]
