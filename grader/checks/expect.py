"""The kind `expect`: a statement in the language of expressions that must hold in every case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks.nodes import Logic, Node, Word, students
from grader.checks.statement import Decision, Partial, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.checks.cases import Plan
    from grader.checks.spec import ExpectSpec
    from grader.checks.statement import Function


def prepare(
    spec: ExpectSpec, nodes: Mapping[str, Node], plan: Plan, functions: Mapping[str, Function], seed: int
) -> Statement:
    """Prepare the check for one seed; `nodes` holds the parsed expressions by their keys."""
    goal = nodes["expect"]
    partial, needed = None, [goal]
    if spec.partial is not None:
        nearly = nodes["partial.expect"]
        partial = Partial(lambda table: table.truth(nearly), spec.partial.points, spec.partial.says)
        needed.append(nearly)
    decision = Decision(tuple(needed), lambda table: table.truth(goal), partial, _comparison(goal))
    return Statement.prepare(decision, plan, functions, seed=seed)


def _comparison(goal: Node) -> Node | None:
    """Return the comparison in `goal` whose first difference is worth showing: its only one with a student's value."""
    parts = goal.parts if isinstance(goal, Logic) and goal.op == "and" else (goal,)
    words = [part for part in parts if isinstance(part, Word) and students(part)]
    return words[0] if len(words) == 1 == len(parts) else None
