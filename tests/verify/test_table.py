"""The tables of what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.diagnosis.mutation.mutants import Mutant
from grader.verify.findings import Finding, SeedTally, TaskFindings
from grader.verify.mutation_score import FunctionMutationScore, MutantResult, task_mutation_score
from grader.verify.table import MOST_SURPRISES, TITLES, bounds_lines, killing_table, table, tables
from grader.verify.verdicts import items, measured
from tests.verify.small_verify import task_of

if TYPE_CHECKING:
    from pathlib import Path


def test_every_kind_has_its_title_and_says_where_there_is_none() -> None:
    """A task without wrong solutions shows that it has none."""
    text = table(TaskFindings("scan", 7.5, {"reference": Finding("reference", "right", seeds=9, least=1.0, most=1.0)}))
    assert text.startswith("scan, 7.5 points\n")
    assert all(title in text for title in TITLES.values())
    assert text.count("    none\n") == 2
    assert "    reference  9 seeds, as it must be; 100% of the points\n" in text


@pytest.mark.parametrize("count", [1, MOST_SURPRISES, MOST_SURPRISES + 1, 100])
def test_surprises_stand_below_their_solution(count: int) -> None:
    """The most frequent ones, and no more than a few."""
    finding = Finding("zeros", "empty", seeds=100, wrong_seeds=count, least=0.0, most=0.5)
    finding.surprises.update({f"earns 50% (seed {seed})": 1 for seed in range(count)})
    lines = table(TaskFindings("scan", 1, {"zeros": finding})).splitlines()
    assert sum("earns 50%" in line for line in lines) == min(count, MOST_SURPRISES)
    assert f"    zeros  100 seeds, NOT under {count} of them; 0% to 50% of the points" in lines


def test_a_check_tells_why_it_was_asked_under_fewer_seeds() -> None:
    """Below the solution that is slow there, or passes clearly."""
    tallies = {
        "fit": SeedTally(seeds=10, certain=False),
        "quick": SeedTally(seeds=200, certain=False),
        "exact": SeedTally(seeds=20),
    }
    finding = Finding("a", "right", seeds=200, checks=tallies, spared={"fit"})
    found = TaskFindings("t", 1, {"a": finding})
    assert "      where it passes clearly, under 20 of them\n" in table(found)
    assert "      slow, so that fit under 10 of them\n" in table(found)
    assert "where they pass clearly, under none of 20: at most 0.14 by that alone" in bounds_lines(found)


def test_the_bounds_are_told_with_their_method() -> None:
    """For right solutions by their seeds, for wrong ones by the cases that show them."""
    wrong = Finding("w", "wrong", frozenset(["c"]), seeds=20, checks={"c": SeedTally(20, 20, 2000, 20)})
    clear = Finding("v", "wrong", frozenset(["c"]), seeds=20, checks={"c": SeedTally(20, 20, 2000, 1500)})
    found = TaskFindings("t", 1, {"w": wrong, "v": clear, "r": Finding("r", "right", seeds=200)})
    text = bounds_lines(found)
    assert "Clopper and Pearson" in text
    assert "0 of 200 seeds: under at most 0.015 of all" in text
    assert "w passes most easily: under at most 0.14 of them" in text
    assert "1 of 2 pass under fewer than one in 10,000" in text


def mutant(name: str, line: int) -> Mutant:
    """Return a mutant of one function."""
    return Mutant((name,), line, "a sign dropped", "", "-return -x\n+return x")


def test_a_survivor_is_shown_as_a_diff_and_too_few_kills_are_told(tmp_path: Path) -> None:
    """With a seed that tells it apart where there is one; checks that never fail alone are named."""
    task = task_of(tmp_path)
    fallen = [
        MutantResult(mutant("twice", 4), "survived", seed=3),
        MutantResult(mutant("total", 7), "killed", ("sums",)),
    ]
    text = killing_table("twice", task_mutation_score(task, fallen))
    for said in ("0%", "TOO FEW", "line 4: a sign dropped; seed 3 tells it apart", "        +return x", "sums    2"):
        assert said in text, text
    found = task_mutation_score(task, [MutantResult(mutant("twice", 4), "killed", ("sums", "values"))])
    assert found.functions[0] == FunctionMutationScore("twice", 1, 0, ())
    text = killing_table(
        "twice", task_mutation_score(task_of(tmp_path), [MutantResult(mutant("total", 7), "killed", ("sums",))])
    )
    assert "never the only one that fails" not in text


def test_what_is_refused_stands_at_the_end_by_name(tmp_path: Path) -> None:
    """And where nothing is, that is said."""
    task = task_of(tmp_path)
    good = Finding(
        "reference", "right", seeds=5, least=1, most=1, checks={"values": SeedTally(5, 0, 100, slowest=0.01)}
    )
    found = TaskFindings("twice", 4, {"reference": good}, {"values": (90, 100)})
    checks = measured(task, found, {})
    text = tables(task, found, checks, None, [], list(items(task, found, checks, None)))
    assert "  twice: REFUSED, since\n    check `values`: its tolerance accepts 0 in 90% of the cases" in text
    found.empty["values"] = (0, 100)
    checks = measured(task, found, {})
    text = tables(task, found, checks, None, [], list(items(task, found, checks, None)))
    assert text.endswith("  twice: all is as it must be\n")
    assert "0.01 of 10 s" in text
