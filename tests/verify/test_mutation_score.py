"""Killing: what a spec tells from the reference, what is equal to it, and what survives a weak one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.verify.mutation_score import MutantTester, mutants, task_mutation_score
from grader.verify.table import killing_table
from tests.verify.small_verify import REFERENCE, SPEC, edited, task_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.sandbox.factory import WorkerFactory


@pytest.fixture
def kill(tmp_path: Path, cell: WorkerFactory) -> Callable[..., Any]:
    """Return a function that tries the mutants of a small task."""

    def kill(free: tuple[Any, ...] = (), **texts: Any) -> Any:
        task = task_of(tmp_path, **texts)
        place = MutantTester(tmp_path, task, cell, frozenset(free))
        return task_mutation_score(task, [place.fate(mutant) for mutant in mutants(tmp_path, task)])

    return kill


def of(found: Any, function: Any) -> Any:
    """Return the mutants of one function."""
    return next(kills for kills in found.functions if kills.function == function)


def test_a_strong_spec_kills_all_mutants(kill: Callable[..., Any]) -> None:
    """In every function, and each check catches something that no other does."""
    found = kill()
    assert all(kills.good for kills in found.functions)
    assert all(kills.killed and not kills.survivors for kills in found.functions)
    assert found.alone["values"] > 0
    assert found.alone["sums"] > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spec", "function"),
    [
        pytest.param(
            [("close(twice(x), ref.twice(x))", "close(abs(twice(x)), abs(ref.twice(x)))")], "twice", id="no-sign"
        ),
        pytest.param(
            [("close(twice(x), ref.twice(x))", "close(twice(x), ref.twice(x), rtol=1)")], "twice", id="rtol-1"
        ),
        pytest.param([("scale=sum(abs(x))", "scale=1000000 * sum(abs(x)) + 1000000")], "total", id="a-large-scale"),
    ],
)
def test_a_weak_spec_lets_mutants_live(kill: Callable[..., Any], spec: list[tuple[str, ...]], function: str) -> None:
    """Each of them is shown as a diff."""
    found = kill(spec=edited(SPEC, *spec))
    survivors = of(found, function).survivors
    assert survivors
    assert not all(kills.good for kills in found.functions)
    text = killing_table("twice", found)
    assert "TOO FEW" in text
    assert survivors[0].mutant.diff.splitlines()[0] in text


@pytest.mark.slow
def test_mutants_that_are_equal_are_none(kill: Callable[..., Any]) -> None:
    """The sign of zero, a product the other way round: asked of many cases, and equal to the last digit."""
    reference = edited(REFERENCE, ("return 2 * x", "return x + x + 0 * x"))
    kills = of(kill(reference=reference), "twice")
    assert kills.equal > 0
    assert not kills.survivors


@pytest.mark.slow
def test_what_another_seed_tells_apart_is_told(kill: Callable[..., Any]) -> None:
    """One case is too few: the survivor names the seed that would have killed it."""
    reference = edited(REFERENCE, ("return 2 * x", "return np.where(x > 8, 2 * x, 2 * x)"))
    spec = edited(SPEC, ("cases: 20", "cases: 2"))
    kills = of(kill(spec=spec, reference=reference), "twice")
    assert any(survivor.seed is not None for survivor in kills.survivors) or kills.killed


@pytest.mark.slow
def test_a_mutant_that_never_ends_is_killed_by_its_time(kill: Callable[..., Any]) -> None:
    """And takes no longer than one check may."""
    reference = edited(
        REFERENCE,
        ("    return 2 * x\n", "    n = 0\n    while n < 2:\n        n += 1\n    return n * x\n"),
    )
    kills = of(kill(reference=reference), "twice")
    assert not kills.survivors
    assert kills.killed > 5


@pytest.mark.slow
def test_the_findings_are_plain_data(kill: Callable[..., Any]) -> None:
    """For a program that reads them."""
    data = kill().data()
    assert data["functions"]["twice"]["share"] == 1.0
    assert set(data["caught_by_this_check_alone"]) == {"values", "sums"}


@pytest.mark.slow
def test_where_any_answer_of_a_kind_is_right_another_one_is_no_mistake(kill: Callable[..., Any]) -> None:
    """Right solutions that differ say so: what the checks accept there is right."""
    spec = edited(SPEC, ("close(twice(x), ref.twice(x))", "at_least(min(twice(x)), ref.top(x))"))
    spec = edited(
        spec,
        ("misconceptions:\n  - {wrong: twice_squared, fails: [values], tells: Do not square.}\n", "misconceptions:\n"),
    )
    reference = edited(REFERENCE, ("return 2 * x", "return np.full(len(x), top(x) + 3.0)"))
    reference += "\ndef top(x):\n    return float(np.max(x))\n"
    right = "import numpy as np\n\ndef twice_far_above(x):\n    return np.full(len(x), 100.0)\n"
    kills = of(kill(["twice"], spec=spec, reference=reference, right=right), "twice")
    assert not kills.survivors
    assert kills.killed
    assert kills.equal


def test_a_reference_with_a_byte_order_mark_has_the_same_mutants(tmp_path: Path) -> None:
    """Editors on Windows write one, and Python takes such a file."""
    plain = mutants(tmp_path / "a", task_of(tmp_path / "a"))
    assert mutants(tmp_path / "b", task_of(tmp_path / "b", reference="\ufeff" + REFERENCE)) == plain
    assert plain
