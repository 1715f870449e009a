"""Fresh cases belong to the domains, are others than those drawn, and some of them are small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.diagnosis.candidates import sizes_of
from grader.diagnosis.fresh import LEAST, fresh_cases
from tests.samples.families import some_of
from tests.samples.small_tasks import prepared

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = some_of(range(6))
SPEC = """
sizes: {{n: [1, 6]}}
functions: {{f: {{args: [x]}}}}
inputs: {{x: {inputs}}}
checks:
  - {{id: only, title: t, points: 1, cases: {count}, expect: "close(f(x), ref.f(x))"{more}}}
"""
REFERENCE = "import numpy as np\n\ndef f(x):\n    return x\n"


def statement(folder: Path, inputs: str, *, count: int = 40, more: str = "") -> Any:
    """Return a check of `count` cases of x."""
    return prepared(folder, SPEC.format(inputs=inputs, count=count, more=more), REFERENCE)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "inputs",
    [
        "{vector: n, integers: [-900, 900], as: real}",
        "{vector: n, uniform: [-900, 900], grid: 1/8}",
        "{vector: n, uniform: [-900, 900]}",
        "{vector: n, uniform: [100, 900]}",
        "{signs: n}",
        "{real: [10, 1000]}",
        "{integer: [-50, 50]}",
        "{symmetric: n, integers: [-90, 90], as: real}",
        "{choice: [1, 8, 64]}",
    ],
)
def test_they_belong_to_the_domain(tmp_path: Path, inputs: str, seed: int) -> None:
    """Those with smaller numbers too, whatever the domain."""
    check = statement(tmp_path, inputs)
    cases = fresh_cases(check.plan, seed)
    assert cases is not None
    for case in cases.drawn:
        assert check.plan.inputs["x"].contains(case["x"], sizes_of(check.plan, case))


@pytest.mark.parametrize("seed", SEEDS)
def test_they_are_new_and_the_same_for_everybody(tmp_path: Path, seed: int) -> None:
    """No case of the check is among them; one seed gives one set."""
    check = statement(tmp_path, "{vector: n, uniform: [-900, 900]}")
    first, again = fresh_cases(check.plan, seed), fresh_cases(check.plan, seed)
    assert first is not None
    assert again is not None
    texts = [case["x"].tobytes() for case in first.drawn]
    assert texts == [case["x"].tobytes() for case in again.drawn]
    drawn = {case["x"].tobytes() for case in check.cases.drawn if case["x"].any()}
    assert len(set(texts[: first.count // 2]) - drawn) >= first.count // 2 - 2  # an edge may be the same


@pytest.mark.parametrize("seed", SEEDS)
def test_some_are_small_and_some_without_signs(tmp_path: Path, seed: int) -> None:
    """Where two wrong solutions part."""
    cases = fresh_cases(statement(tmp_path, "{vector: n, uniform: [-900, 900]}").plan, seed, 50)
    assert cases is not None
    assert min(float(np.abs(case["x"]).max()) for case in cases.drawn if case["x"].any()) < 20
    assert sum(bool((case["x"] >= 0).all()) for case in cases.drawn[cases.count // 2 :]) > 15


@pytest.mark.parametrize(("count", "least"), [(1, 2 * LEAST), (40, 16), (100, 40)])
def test_there_are_few(tmp_path: Path, count: int, least: int) -> None:
    """In proportion to the check, for slow code pays for each."""
    cases = fresh_cases(statement(tmp_path, "{vector: n, uniform: [-9, 9]}", count=count).plan, 1)
    assert cases is not None
    assert cases.count <= least


@pytest.mark.parametrize("seed", SEEDS)
def test_where_decides_about_them_too(tmp_path: Path, seed: int) -> None:
    """What the check never asks explains nothing."""
    check = statement(tmp_path, "{vector: n, uniform: [-900, 900]}", more=", where: norm(x) >= 100")
    cases = fresh_cases(check.plan, seed)
    assert cases is not None
    assert all(np.linalg.norm(case["x"]) >= 100 for case in cases.drawn)
