"""What is refused, each thing by its name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader.diagnosis.mutation.mutants import Mutant
from grader.verify.findings import Finding, SeedTally, TaskFindings
from grader.verify.mutation_score import MutantResult, task_mutation_score
from grader.verify.verdicts import VerifiedItem, items, measured
from tests.verify.small_verify import task_of

if TYPE_CHECKING:
    from pathlib import Path


def said(folder: Path, *findings: Any, empty: Any = None, killed: Any = None) -> dict[str, VerifiedItem]:
    """Return the items of a small task by name."""
    task = task_of(folder)
    found = TaskFindings("twice", 4, {one.name: one for one in findings}, empty or {})
    checks = measured(task, found, killed.nearest if killed else {})
    return {item.name: item for item in items(task, found, checks, killed)}


def right(**tally: Any) -> Finding:
    """Return the finding of a right solution with what one check says of it."""
    told = {"seeds": 10, "cases": 200, "slowest": 0.01} | tally
    return Finding("reference", "right", seeds=10, checks={"values": SeedTally(**told)})


@pytest.mark.parametrize(
    ("tally", "empty", "text"),
    [
        pytest.param({}, (0, 100), "", id="as-it-must-be"),
        pytest.param({"used": 0.5}, (50, 100), "", id="at-the-edge"),
        pytest.param({"used": 0.51}, (0, 100), "a right solution uses 51% of its tolerance", id="tight"),
        pytest.param({}, (51, 100), "its tolerance accepts 0 in 51% of the cases", id="wide"),
        pytest.param({"cases": 10}, (0, 0), "it asks 1 case (at least 4)", id="one-case"),
        pytest.param({"cases": 30}, (0, 0), "passes with a chance of 12%", id="three-cases"),
        pytest.param({"slowest": 2.1}, (0, 0), "reference takes 2.1 of its 10 seconds", id="no-time"),
    ],
)
def test_a_check_is_refused_by_name(tmp_path: Path, tally: dict[Any, Any], empty: tuple[int, ...], text: str) -> None:
    """Its tolerance, its cases, its time."""
    item = said(tmp_path, right(**tally), empty={"values": empty})["check: values"]
    assert "check `values`" in item.text
    assert text in item.text
    assert item.good is (text == "")


@pytest.mark.parametrize("kind", ["right", "wrong", "empty"])
def test_a_solution_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    """With one of its surprises."""
    bad = Finding("some_slip", kind, seeds=9, wrong_seeds=2)
    bad.surprises["values is passed (seed 4)"] = 1
    item = said(tmp_path, right(), bad)[f"{kind}: some_slip"]
    assert not item.good
    assert item.text.endswith("some_slip: not as it must be under 2 of 9 seeds: values is passed (seed 4)")


def test_a_function_that_no_check_calls_is_refused(tmp_path: Path) -> None:
    """All of its mutants are equal then, which says nothing good."""
    task = task_of(tmp_path)
    silent = replace(task, checks=tuple(check for check in task.checks if "total" not in check.called))
    killed = task_mutation_score(silent, [MutantResult(Mutant(("total",), 7, "a sign dropped", "", ""), "equal")])
    found = {
        item.name: item
        for item in items(silent, TaskFindings("twice", 4), measured(silent, TaskFindings("twice", 4), {}), killed)
    }
    assert found["mutants: total"].text == "function `total`: no check calls it, so whatever it returns is right"
    assert (found["mutants: total"].good, found["mutants: twice"].good) == (False, True)


def test_a_function_is_refused_by_name(tmp_path: Path) -> None:
    """With the share of its mutants that survive, and the first of them."""
    mutant = Mutant(("twice",), 4, "a sign dropped", "", "")
    fallen = [
        *[MutantResult(mutant, "killed", ("values",))] * 6,
        *[MutantResult(mutant, "survived")] * 4,
        MutantResult(mutant, "equal"),
    ]
    found = said(tmp_path, right(), killed=task_mutation_score(task_of(tmp_path), fallen))
    assert not found["mutants: twice"].good
    assert "function `twice`: 40% of its mutants survive (4 of 10" in found["mutants: twice"].text
    assert "line 4: a sign dropped" in found["mutants: twice"].text
    assert found["mutants: total"].good


def test_the_nearest_wrong_one_is_a_solution_or_a_mutant(tmp_path: Path) -> None:
    """Whichever is fewest tolerances away; the fastest that is too slow is told as well."""
    task = task_of(tmp_path)
    one = Finding(
        "near", "wrong", frozenset(["values"]), seeds=2, checks={"values": SeedTally(2, 2, 40, 40, beyond=50.0)}
    )
    late = Finding(
        "late", "wrong", frozenset(["values"]), seeds=2, checks={"values": SeedTally(2, 2, 0, 2, 2, slowest=11.0)}
    )
    found = TaskFindings("twice", 4, {"near": one, "late": late, "reference": right(used=1e-3)})
    (values, sums) = measured(task, found, {})
    assert (values.nearest, values.too_slow, values.used) == ((50.0, "near"), (11.0, "late"), 1e-3)
    assert values.passes[1] == "late"  # type: ignore[index]
    assert (sums.nearest, sums.passes, sums.slowest) == (None, None, (0.0, ""))
    (values, _) = measured(task, found, {"values": (8.0, "a mutant, line 4")})
    assert values.nearest == (8.0, "a mutant, line 4")
