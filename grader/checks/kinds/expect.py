"""The kind `expect`: a statement in the language of expressions that must hold in every case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks.statement import Decision, Partial, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.checks.cases import Plan
    from grader.checks.spec import ExpectSpec
    from grader.checks.statement import Function
    from grader.expressions.nodes import Node


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
    decision = Decision(tuple(needed), lambda table: table.truth(goal), partial, goal)
    return Statement.prepare(decision, plan, functions, seed=seed)
