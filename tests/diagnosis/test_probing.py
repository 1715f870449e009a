"""Cases near those that were tried, and fresh ones in which a statement holds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.diagnosis import confirmation
from grader.diagnosis.conditions import SeparatingStatement
from grader.diagnosis.predicates import Predicate
from grader.diagnosis.probing import TELLING, parting_cases, probing_cases, searchable_cases, telling_cases
from tests.judge.small_gradings import graded, grading_of, the
from tests.verify.small_verify import task_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.checks.plan import CheckPlan
    from grader.diagnosis.probing import SearchableCase


def statement_of(holds: Callable[[dict[str, Any]], bool]) -> SeparatingStatement:
    """Return a statement about a case."""
    return SeparatingStatement("it holds", 1.0, (Predicate("it holds", "it does not", np.zeros(0, bool), 1.0, holds),))


STATEMENTS: dict[str, tuple[Callable[[dict[str, Any]], bool], int]] = {
    "of the input": (lambda case: len(case["x"]) == 1, TELLING),
    "of a few": (lambda case: bool((case["x"] == 9).all()) and len(case["x"]) == 5, 0),
    "of the answer": (lambda case: bool(case["the right answer"] > 0), 1),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_fresh_cases_are_sought_in_which_a_statement_holds(tmp_path: Path, name: str) -> None:
    """And as many others; one that is not about the input alone takes any cases."""
    holds, least = STATEMENTS[name]
    plan = task_of(tmp_path).checks[0].plan
    cases = telling_cases(plan, searchable_cases(plan, 1), [statement_of(holds)])
    assert cases is not None
    assert TELLING <= cases.distinct <= 2 * TELLING
    if name != "of the answer":
        truths = [holds(dict(case)) for case in cases.drawn]
        assert truths.count(True) >= least
        assert truths.count(False) >= TELLING


def test_of_two_joined_statements_cases_are_sought_in_which_only_one_holds(tmp_path: Path) -> None:
    """What both have in common by chance parts there."""

    def is_long(case: Any) -> bool:
        return len(case["x"]) > 2

    def is_positive(case: Any) -> bool:
        return bool(case["x"].sum() > 0)

    plan = task_of(tmp_path).checks[0].plan
    parts = tuple(Predicate("a", "b", np.zeros(0, bool), 1.0, holds) for holds in (is_long, is_positive))
    cases = telling_cases(plan, searchable_cases(plan, 1), [SeparatingStatement("both hold", 2.0, parts)])
    assert cases is not None
    kinds = Counter((is_long(case), is_positive(case)) for case in cases.drawn)
    assert kinds == {(a, b): TELLING for a in (True, False) for b in (True, False)}


def test_cases_near_the_failing_ones_part_two_joined_statements(tmp_path: Path) -> None:
    """Here no drawn case begins with its largest number; a case near one of them does."""

    def is_shared(case: Any) -> bool:
        return int((case["x"] == case["x"].max()).sum()) > 1

    def begins_smaller(case: Any) -> bool:
        return bool(case["x"][0] < case["x"].max())

    plan = task_of(tmp_path).checks[0].plan
    failing = [{"x": np.array([1, 5, 5])}, {"x": np.array([-2, 0, 3, 3])}]
    others = [{"x": np.array([1, 2, 3])}, {"x": np.array([4, 2])}]
    parts = tuple(Predicate("a", "b", np.zeros(0, bool), 1.0, holds) for holds in (is_shared, begins_smaller))
    pair, single = SeparatingStatement("both", 2.0, parts), SeparatingStatement("one", 1.0, parts[:1])
    found = parting_cases(plan, failing, others, [pair], 1)
    kinds = Counter((is_shared(case), begins_smaller(case)) for case in found)
    assert kinds.keys() == {(True, False), (False, True)}
    assert max(kinds.values()) <= TELLING
    assert parting_cases(plan, failing, others, [single], 1) == []
    assert parting_cases(plan, [], others, [pair], 1) == []


def test_they_are_the_same_for_one_seed(tmp_path: Path) -> None:
    """And others for another one, in streams of their own."""
    plan, statement = task_of(tmp_path).checks[0].plan, statement_of(lambda case: len(case["x"]) == 2)
    first, again, other = (telling_cases(plan, searchable_cases(plan, seed), [statement]) for seed in (1, 1, 2))
    assert first is not None
    assert again is not None
    assert other is not None
    texts = [[str(case["x"].tolist()) for case in cases.drawn] for cases in (first, again, other)]
    assert texts[0] == texts[1] != texts[2]


def test_near_cases_differ_a_little_and_stay_in_the_domain(tmp_path: Path) -> None:
    """Of failing cases and of others."""
    plan = task_of(tmp_path).checks[0].plan
    failing, others = [{"x": np.array([1, 2, 3])}], [{"x": np.array([0])}]
    cases = probing_cases(plan, failing, others, 1)
    assert cases is not None
    assert all(np.abs(case["x"]).max() <= 9 for case in cases.drawn)
    assert {len(case["x"]) for case in cases.drawn} == {1, 3}


def test_the_cases_to_choose_from_are_drawn_once_for_all_submissions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which of them are asked depends on the statement that a submission leads to."""
    drawn = []

    def counted(plan: CheckPlan, seed: int) -> tuple[SearchableCase, ...]:
        drawn.append(plan.check)
        return searchable_cases(plan, seed)

    monkeypatch.setattr(confirmation, "searchable_cases", counted)
    spec = "functions: {f: {args: [x]}}\nchecks: [{id: c, title: C, points: 1, expect: 'f(x) == ref.f(x)'}]"
    grading = grading_of(tmp_path, spec, "def f(x):\n    return x.sum()\n")
    for length in (1, 2):
        wrong = f"def f(x):\n    return x.sum() + (7 * x[0] ** 2 + 1 if len(x) == {length} else 0)\n"
        assert f"`x` has exactly {length} number" in the(graded(grading, wrong), "c").diagnosis
    assert drawn == ["c"]
