"""The kind `gradient`: a student's gradient against numerical differentiation of the reference's function.

Never of the student's own function: two wrong functions that agree prove nothing.  Derivatives are five-point central
differences, (f(x-2h) - 8 f(x-h) + 8 f(x+h) - f(x+2h)) / 12h (Abramowitz and Stegun 25.3.6), with several steps per
entry; the step is kept whose value changes least to the next one.  Where a step leaves the domain of the function
(the logarithm of a negative number), smaller ones decide.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from grader.checks.cases import known_or_drawn
from grader.checks.kind import CheckSpec
from grader.checks.picture import Illustration
from grader.checks.spec import Expression, Name
from grader.checks.statement import Statement, StatementRule
from grader.domains import Positive
from grader.expressions.evaluation import CaseTable, EvaluationError
from grader.expressions.nodes import Constant, Input, ReferenceCall, StudentCall, WordCall, called
from grader.expressions.parsing import nearest
from grader.expressions.signatures import parameters_of
from grader.worker.wire.columns import Array, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.checks.cases import Cases
    from grader.checks.compiler import CheckCompiler
    from grader.checks.picture import Case
    from grader.checks.plan import CheckPlan
    from grader.expressions.nodes import Node

STEPS = (1e-2, 3e-3, 1e-3, 3e-4)
"""Steps that are tried, relative to max(1, |entry|)."""
NUMERIC = "numerical gradient"
"""The column that a gradient is compared with; it stands among the inputs of the cases and is none of them."""


class GradientSpec(CheckSpec):
    """A student's gradient against numerical differentiation of a function of the reference."""

    key: ClassVar[str] = "gradient"

    gradient: Expression
    """The call of the student's function that gives the gradient, or a part of its answer: `f(x).dW`."""
    of: Expression
    """The scalar function: `ref.f(...)`, or `ref.f` for a function whose parameters are inputs of the same names."""
    wrt: Name
    """The input that the gradient is with respect to: a number, vector or matrix."""
    rtol: Positive = 1e-5
    """The tolerance, relative to the largest entry of the gradient."""
    scale: Expression | None = None
    """A judge-side expression: a size below which the gradient need not be resolved."""

    def compile(self, compiler: CheckCompiler) -> None:
        """Compile the call, the function that it is the gradient of, and the scale."""
        compiler.call("gradient", self.gradient, part=True)
        node = compiler.parse(("of",), self._of(compiler.reference))
        if isinstance(node, ReferenceCall) and all(isinstance(argument, Input) for argument in node.args):
            compiler.nodes["of"] = node
            names = _input_names(node)
            if names.count(self.wrt) != 1 or self.wrt not in compiler.inputs:
                guess = nearest(self.wrt, names)
                text = f"`{self.wrt}` must be an input and stand once in the call of `of`{guess}"
                compiler.note(("wrt",), [text])
        elif node is not None:
            text = "must be one function of the reference with inputs as its arguments: ref.f(x, t)"
            compiler.note(("of",), [text])
        compiler.judge_side("scale", self.scale)

    def _of(self, reference: Mapping[str, Callable[..., Any]]) -> str:
        """Return `ref.f(x, t)` for `ref.f`, by the names of its parameters."""
        start, _, name = self.of.strip().partition(".")
        if start != "ref" or not name.isidentifier():
            return self.of
        function = reference.get(name)  # the parser says what is wrong with one that is not there
        return f"ref.{name}({', '.join(parameters_of(function)) if function else ''})"

    def prepare(self, plan: CheckPlan, seed: int) -> Statement:
        """Prepare the check for one seed: draw the cases and differentiate."""
        gradient, (of, names, position) = plan.nodes["gradient"], self._differentiated(plan)
        call = called(gradient)
        assert isinstance(call, StudentCall)  # noqa: S101 - the compiler has looked
        cases = known_or_drawn(plan, seed)
        if NUMERIC not in cases.inputs:
            slope = slope_of(plan.reference, of.function, position)
            rows = zip(*(cases.inputs[name] for name in names), strict=True)
            numeric = Column.of([slope(*row) for row in rows])
            cases = replace(cases, inputs={**cases.inputs, NUMERIC: numeric}, derived=(NUMERIC,))
        options: list[tuple[str, Node]] = [("rtol", Constant(self.rtol))]
        if "scale" in plan.nodes:
            options.append(("scale", plan.nodes["scale"]))
        comparison = WordCall("close", (gradient, Input(NUMERIC)), tuple(sorted(options, key=lambda option: option[0])))

        def widened(others: Cases) -> Cases:
            """Let the reference's gradient stand for the numerical one, with which it agrees: it costs a hundredth."""
            table = CaseTable(others.count, others.inputs, plan.reference)
            table.answer(call)
            return replace(others, inputs={**others.inputs, NUMERIC: table.value(gradient)}, derived=(NUMERIC,))

        decision = StatementRule((comparison,), lambda table: table.truth(comparison), None, comparison, widened)
        try:
            return Statement.prepare(decision, plan, cases, seed=seed)
        except EvaluationError as error:
            raise EvaluationError(f"numerical differentiation and the reference's gradient disagree: {error}") from None

    def _differentiated(self, plan: CheckPlan) -> tuple[ReferenceCall, list[str], int]:
        """Return the call of the scalar function, the names of its arguments, and the position of `wrt` in them."""
        of = plan.nodes["of"]
        assert isinstance(of, ReferenceCall)  # noqa: S101 - the compiler has looked
        names = _input_names(of)
        return of, names, names.index(self.wrt)

    def derived_functions(self, plan: CheckPlan) -> dict[str, Callable[..., Any]]:
        """Return the numerical derivative."""
        of, _, position = self._differentiated(plan)
        return {slope_name(of.function, position): slope_of(plan.reference, of.function, position)}

    def illustration(self, plan: CheckPlan, compiler: CheckCompiler) -> Illustration | None:  # noqa: ARG002
        """Return the picture of a gradient: the student's entries beside measured slopes."""
        of = plan.nodes.get("of")
        if "gradient" not in plan.nodes or not isinstance(of, ReferenceCall) or self.wrt not in _input_names(of):
            return None
        call, names, position = self._differentiated(plan)

        def measured(reference: Mapping[str, Callable[..., Any]], case: Case) -> Array:
            return slope_of(reference, call.function, position)(*(case[name] for name in names))

        return Illustration(
            kind="bars",
            node=plan.nodes["gradient"],
            title="Your gradient and the measured slope, entry by entry",
            across=f"position in {self.wrt}",
            up="slope",
            beside="measured slope",
            reference=plan.reference,
            functions=plan.functions,
            measured=measured,
        )


def _input_names(call: ReferenceCall) -> list[str]:
    return [argument.name for argument in call.args if isinstance(argument, Input)]


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
