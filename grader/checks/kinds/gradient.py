"""The kind `gradient`: a student's gradient against numerical differentiation of the reference's function.

Never of the student's own function: two wrong functions that agree prove nothing.  Derivatives are five-point central
differences, (f(x-2h) - 8 f(x-h) + 8 f(x+h) - f(x+2h)) / 12h (Abramowitz and Stegun 25.3.6), with several steps per
entry; the step is kept whose value changes least to the next one.  Where a step leaves the domain of the function
(the logarithm of a negative number), smaller ones decide.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.cases import draw
from grader.checks.statement import Decision, Statement
from grader.diagnosis.explanation import NUMERIC
from grader.expressions.evaluation import EvaluationError, Table
from grader.expressions.nodes import Constant, Input, Reference, Student, Word
from grader.worker.wire.columns import Array, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.checks.cases import Cases, Plan
    from grader.checks.spec import GradientSpec
    from grader.checks.statement import Function
    from grader.expressions.nodes import Node

STEPS = (1e-2, 3e-3, 1e-3, 3e-4)
"""Steps that are tried, relative to max(1, |entry|)."""


def prepare(
    spec: GradientSpec, nodes: Mapping[str, Node], plan: Plan, functions: Mapping[str, Function], seed: int
) -> Statement:
    """Prepare the check for one seed: draw the cases and differentiate."""
    call, of = nodes["gradient"], nodes["of"]
    assert isinstance(call, Student) and isinstance(of, Reference)  # noqa: PT018, S101 - the course has looked
    cases = draw(plan, seed)
    names = [arg.name for arg in of.args if isinstance(arg, Input)]
    position = names.index(spec.wrt)
    slope = slope_of(plan.reference, of.function, position)
    rows = zip(*(cases.inputs[name] for name in names), strict=True)
    numeric = Column.of([slope(*row) for row in rows])
    options: list[tuple[str, Node]] = [("rtol", Constant(spec.rtol))]
    if "scale" in nodes:
        options.append(("scale", nodes["scale"]))
    comparison = Word("close", (call, Input(NUMERIC)), tuple(sorted(options, key=lambda option: option[0])))

    def truth(table: Table) -> Array:
        return table.truth(comparison)

    def widened(others: Cases) -> Cases:
        """Let the reference's gradient stand for the numerical one, with which it agrees: it costs a hundredth."""
        table = Table(others.count, others.inputs, plan.reference)
        return replace(others, inputs={**others.inputs, NUMERIC: table.by_reference(call)})

    decision = Decision((comparison,), truth, None, comparison, widened)
    asked = replace(cases, inputs={**cases.inputs, NUMERIC: numeric})
    try:
        return Statement.prepare(decision, plan, functions, asked, seed=seed)
    except EvaluationError as error:
        raise EvaluationError(f"numerical differentiation and the reference's gradient disagree: {error}") from None


def slope_name(function: str, position: int) -> str:
    """Return what the numerical derivative is called among the reference's functions; no expression can name it."""
    return f"{function}'{position}"


def slope_of(reference: Mapping[str, Callable[..., Any]], function: str, position: int) -> Callable[..., Array]:
    """Return the numerical derivative of a function in its argument at `position`; a recorded reference has it."""

    def slope(*args: Any) -> Array:
        return differentiate(reference[function], list(args), position)

    return reference.get(slope_name(function, position), slope)


def differentiate(function: Callable[..., Any], args: list[Any], position: int) -> Array:
    """Return the gradient of the scalar `function` in its argument at `position`, of that argument's shape."""
    point = np.asarray(args[position], dtype=np.float64)
    gradient = np.empty(point.size)
    for entry in range(point.size):

        def along(step: float, entry: int = entry) -> float:
            moved = point.copy()
            moved.reshape(-1)[entry] += step
            value = moved if point.ndim else float(moved)
            # Copies: a function of the reference may change what it is given, and these are the cases themselves.
            others = [np.copy(arg) if np.ndim(arg) else arg for arg in args]
            return float(function(*others[:position], value, *others[position + 1 :]))

        with np.errstate(all="ignore"):
            gradient[entry] = _derivative(along, max(1.0, abs(float(point.reshape(-1)[entry]))))
    return gradient.reshape(point.shape)


def _derivative(along: Callable[[float], float], size: float) -> float:
    """Return the derivative of `along` at 0: the estimate that is nearest to the one of the next step."""
    estimates = []
    for relative in STEPS:
        h = relative * size
        estimates.append((along(-2 * h) - 8 * along(-h) + 8 * along(h) - along(2 * h)) / (12 * h))
    changes = np.abs(np.diff(estimates))
    return estimates[int(np.argmin(np.where(np.isnan(changes), np.inf, changes))) + 1]
