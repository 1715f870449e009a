"""Whether rounding can decide a comparison: tried on cases, where a task does not say what its functions return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.checks.cases import draw
from grader.checks.object_statement import object_cases
from grader.checks.plan import CheckPlan
from grader.expressions.evaluation import CaseTable
from grader.expressions.nodes import stages
from grader.values.columns import plain_rows
from grader.values.printing import leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from grader.checks.functions import StudentFunction
    from grader.domains import Domain
    from grader.expressions.nodes import Node

CASES = 5


def rounds_nothing(
    node: Node,
    inputs: Mapping[str, Domain],
    sizes: Mapping[str, tuple[int, int]],
    given: Mapping[str, Node],
    reference: Mapping[str, Callable[..., Any]],
    functions: Mapping[str, StudentFunction],
) -> bool:
    """Whether an expression, for the reference's answers, gives no real numbers but copies of inputs.

    Raises EvaluationError where it cannot be computed.
    """
    plan = CheckPlan(
        "exactness", "exactness", CASES, sizes, inputs, given, None, reference, wall=1.0, functions=functions
    )
    cases = draw(plan, 0)
    table = CaseTable(cases.count, cases.inputs, reference)
    objects = object_cases((node,), plan)
    if objects is not None:
        objects.answer_by_reference(table, reference)
    for call in (call for stage in stages(node) for call in stage if objects is None):
        table.answer(call)
    entered = set(_reals(value for column in cases.inputs.values() for value in plain_rows(column)))
    return entered.issuperset(_reals(plain_rows(table.value(node))))


def _reals(values: Iterable[Any]) -> list[Any]:
    return [leaf for value in values for leaf in leaves(value) if isinstance(leaf, float | complex)]
