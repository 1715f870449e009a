"""A table that is made of kept values answers as the one that they were taken from, and calls no reference."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.checks.cases import draw, known_or_drawn
from grader.checks.kept_values import KeptValues
from grader.checks.statement import Statement
from grader.expressions.evaluation import CaseTable
from grader.expressions.nodes import StudentCall, walk
from tests.judge.small_gradings import course_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Check

SPEC = """
functions: {f: {args: [x]}}
checks:
  - {id: plain, title: t, points: 1, expect: "close(f(x) + 1, ref.f(x) + 1)"}
  - {id: twice, title: t, points: 1, expect: "f(x) == f(x) and close(f(x), ref.f(x))"}
  - {id: nested, title: t, points: 1, expect: "close(f(f(x)), ref.f(ref.f(x)))"}
  - {id: given, title: t, points: 1, given: {y: "ref.f(x)"}, where: "y > 1", expect: "close(f(y), ref.f(y))"}
  - {id: says, title: t, points: 1, expect: "ref.judge(f(x))"}
"""
REFERENCE = "def f(x):\n    return 2 * x\n\ndef judge(x):\n    return True\n"


@pytest.fixture
def checks(tmp_path: Path) -> dict[str, Check]:
    """Return the checks of a course by their ids."""
    (task,) = course_of(tmp_path, SPEC, REFERENCE).tasks
    return {check.id: check for check in task.checks}


def _statement(check: Check, kept: KeptValues | None = None) -> Statement:
    prepared = check.prepare(1, kept)
    assert isinstance(prepared, Statement)
    return prepared


@pytest.mark.parametrize("name", ["plain", "twice", "nested", "given", "says"])
def test_a_statement_of_kept_values_is_the_same(name: str, checks: dict[str, Check]) -> None:
    """Its cases, its question, the reference's answers and tolerances."""
    check = checks[name]
    first = _statement(check)
    kept = first.kept
    assert kept is not None

    def unused(*_: Any) -> None:
        raise AssertionError("the reference is called")

    other = replace(check, plan=replace(check.plan, reference=dict.fromkeys(check.plan.reference, unused)))
    again = _statement(other, kept)
    assert first.first is not None
    assert again.first is not None
    assert (first.first.text, first.first.body) == (again.first.text, again.first.body)
    assert first.base.answers.keys() == again.base.answers.keys()
    assert first.cases.originals == again.cases.originals
    nodes = [node for root in first.rule.nodes for node in walk(root)]
    others = [node for root in again.rule.nodes for node in walk(root)]
    for node, counterpart in zip(nodes, others, strict=True):
        assert list(map(repr, first.base.value(node))) == list(map(repr, again.base.value(counterpart)))
    assert [bounds.tolist() for bounds in first.allowed.values()] == [
        bounds.tolist() for bounds in again.allowed.values()
    ]


def test_equal_calls_share_their_answers(checks: dict[str, Check]) -> None:
    """An answer counts as the reference's own where it is the very column."""
    kept = _statement(checks["twice"]).kept
    again = _statement(checks["twice"], kept)
    calls = [node for root in again.rule.nodes for node in walk(root) if isinstance(node, StudentCall)]
    assert len(calls) == 3
    assert len({id(again.base.values[id(call)]) for call in calls}) == 1
    assert again.base.values[id(calls[0])] is again.base.answers[calls[0]]


def test_values_of_other_nodes_are_refused(checks: dict[str, Check]) -> None:
    """A verdict from values of another expression would be wrong."""
    kept = _statement(checks["plain"]).kept
    with pytest.raises(ValueError, match="zip"):
        _statement(checks["nested"], kept)


def test_what_a_predicate_says_in_words_is_not_kept() -> None:
    """It belongs to the table that noted it."""
    table = CaseTable(1, {}, {}, says={0: "is wrong"})
    assert KeptValues.of(table, (), (), ()) is None
    assert KeptValues.of(replace(table, says={}), (), (), ()) is not None


def test_cases_are_drawn_when_somebody_looks(checks: dict[str, Check]) -> None:
    """The columns are known; what they were computed from is drawn for whoever simplifies a case."""
    plan = checks["given"].plan
    drawn, kept = draw(plan, 1), _statement(checks["given"]).kept
    again = known_or_drawn(replace(plan, kept=kept), 1)
    assert (again.count, again.distinct, again.derived) == (drawn.count, drawn.distinct, drawn.derived)
    assert len(again.drawn) == len(drawn.drawn) == drawn.count
    assert repr(again.drawn[0]) == repr(drawn.drawn[0])
    assert repr(list(again.drawn[1:3])) == repr(list(drawn.drawn[1:3]))
    rows = np.array([2])
    assert repr(again.take(rows).drawn) == repr(drawn.take(rows).drawn)
    assert repr(known_or_drawn(plan, 2).drawn) == repr(draw(plan, 2).drawn)
