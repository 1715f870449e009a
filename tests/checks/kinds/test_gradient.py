"""Numerical differentiation is accurate, and a gradient is judged by it and by nothing of the student's."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.kinds.gradient import differentiate
from grader.errors import SpecError
from grader.expressions.evaluation import EvaluationError
from grader.results import Outcome
from tests.samples.small_tasks import prepared, verdict_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

POINTS = st.lists(st.floats(-3, 3), min_size=1, max_size=4).map(np.array)
ACCURACY = 1e-8


def relative(got: NDArray[Any], due: NDArray[Any]) -> float:
    """Return the error relative to the largest entry, or to 1."""
    return float(np.abs(got - due).max() / max(1.0, np.abs(due).max()))


@settings(deadline=None)
@given(POINTS, st.lists(st.floats(-5, 5), min_size=1, max_size=6))
def test_polynomials_are_differentiated_to_eight_digits(x: Any, coefficients: Any) -> None:
    """Up to the fifth degree, in several variables."""
    polynomial = np.polynomial.Polynomial(coefficients)
    numeric = differentiate(lambda x: polynomial(x).sum(), [x], 0)
    assert relative(numeric, polynomial.deriv()(x)) < ACCURACY


FUNCTIONS = {
    "exp": (lambda x: np.exp(x).sum(), np.exp),
    "sum of logs": (lambda x: np.log(x + 4).sum(), lambda x: 1 / (x + 4)),
    "log of a sum": (lambda x: math.log(np.exp(x).sum()), lambda x: np.exp(x) / np.exp(x).sum()),
    "softplus": (lambda x: np.log1p(np.exp(x)).sum(), lambda x: 1 / (1 + np.exp(-x))),
    "sine": (lambda x: np.sin(x).sum(), np.cos),
    "constant": (lambda x: 7.0, np.zeros_like),
}


@pytest.mark.parametrize(("function", "gradient"), FUNCTIONS.values(), ids=FUNCTIONS)
@settings(deadline=None)
@given(x=POINTS)
def test_what_losses_are_made_of_is_differentiated_to_eight_digits(function: Any, gradient: Any, x: Any) -> None:
    """Exponentials, logarithms, and what stands between them."""
    assert relative(differentiate(function, [x], 0), gradient(x)) < ACCURACY


@pytest.mark.parametrize("x", [0.0125, 0.005, 0.003], ids=str)
def test_a_step_out_of_the_domain_does_not_count(x: float) -> None:
    """Beside the logarithm's pole the steps that cross it give no number, and say nothing."""
    assert differentiate(np.log, [x], 0) == pytest.approx(1 / x, rel=1e-3)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e3, 1e6], ids=str)
def test_the_step_follows_the_size_of_the_entry(scale: float) -> None:
    """At large arguments a step of 1e-3 would drown in rounding."""
    x = np.array([1.5, -2.5]) * scale
    numeric = differentiate(lambda x: (x**2).sum(), [x], 0)
    np.testing.assert_allclose(numeric, 2 * x, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0,)], ids=str)
def test_a_gradient_has_the_shape_of_its_argument(shape: tuple[Any, ...]) -> None:
    """A number, a vector, a matrix and nothing at all, at any place among the arguments."""
    x = np.full(shape, 2.0)
    numeric = differentiate(lambda a, x, b: a * b * np.sum(x**3), [2.0, x, 5], 1)
    assert numeric.shape == shape
    np.testing.assert_allclose(numeric, 120.0 * np.ones(shape), rtol=1e-9)


def test_a_function_that_changes_its_arguments_is_differentiated_as_if_it_did_not() -> None:
    """Neither the moved argument nor the others are the caller's."""

    def greedy(x: Any, t: Any) -> Any:
        x *= t
        t *= 0
        return x.sum()

    x, t = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    np.testing.assert_allclose(differentiate(greedy, [x, t], 0), [3.0, 4.0])
    assert (x.tolist(), t.tolist()) == ([1.0, 2.0], [3.0, 4.0])


SPEC = """
sizes: {n: [1, 4]}
inputs: {x: {vector: n, uniform: [-2, 2]}, t: {vector: n, uniform: [-2, 2]}}
functions: {slope: {args: [x, t]}, loss: {args: [x, t]}}
checks: [{id: a, title: t, points: 1, cases: 20, gradient: "slope(x, t)", of: ref.loss, wrt: x}]
"""
REFERENCE = """
def loss(x, t):
    x -= t
    return (x ** 4).sum()

def slope(x, t):
    return 4 * (x - t) ** 3
"""


@pytest.mark.parametrize(
    ("slope", "outcome"),
    [
        (lambda x, t: 4 * (x - t) ** 3, Outcome.PASSED),
        (lambda x, t: 4 * (x - t) ** 3 * (1 + 1e-7), Outcome.PASSED),
        (lambda x, t: 4 * (x - t) ** 3 * 1.001, Outcome.FAILED),
        (lambda x, t: 3 * (x - t) ** 3, Outcome.FAILED),
        (lambda x, t: (4 * (x - t) ** 3)[:, None], Outcome.FAILED),
        (lambda x, t: 0 * x, Outcome.FAILED),
    ],
    ids=["right", "rounded", "a thousandth off", "wrong", "a column", "zeros"],
)
def test_a_gradient_is_held_against_differences(tmp_path: Path, slope: Callable[..., Any], outcome: Outcome) -> None:
    """Whatever the student's own loss says; a reference that changes its arguments harms nothing."""
    check = prepared(tmp_path, SPEC, REFERENCE)
    verdict = verdict_on(check, slope=slope, loss=lambda x, t: 0.0)
    assert verdict.outcome is outcome
    if outcome is Outcome.FAILED:
        assert verdict.counterexample.inputs.keys() == {"x", "t"}
        assert verdict.counterexample.expected.keys() == {"slope(x, t)"}


PARTS = {
    "a named part": (".slope", "{tuple: {loss: real, slope: {array: [n]}}}", "(1.0, {})"),
    "an item": ("[1]", "{tuple: [real, {array: [n]}]}", "(1.0, {})"),
    "a value of a dict": ("['x']", "{dict: {x: {array: [n]}}}", "{{'x': {}}}"),
    "within a part": (".g['x']", "{tuple: {loss: real, g: {dict: {x: {array: [n]}}}}}", "(1.0, {{'x': {}}})"),
}


@pytest.mark.parametrize(("part", "returns", "answer"), PARTS.values(), ids=PARTS)
@pytest.mark.parametrize(("factor", "outcome"), [(4, Outcome.PASSED), (3, Outcome.FAILED)], ids=["right", "wrong"])
def test_a_part_of_an_answer_may_be_the_gradient(
    tmp_path: Path, part: str, returns: str, answer: str, factor: int, outcome: Outcome
) -> None:
    """As in `loss, grads = f(x)`; the message names the part."""
    spec = SPEC.replace("slope(x, t)", f"both(x, t){part}")
    spec = spec.replace("slope: {args: [x, t]}", f"both: {{args: [x, t], returns: {returns}}}")
    function = f"def both(x, t):\n    return {answer}\n"
    check = prepared(tmp_path, spec, REFERENCE + function.format("slope(x, t)"))
    student: dict[str, Any] = {}
    exec(function.format(f"{factor} * (x - t) ** 3"), student)
    verdict = verdict_on(check, both=student["both"], loss=lambda x, t: 0.0)
    assert verdict.outcome is outcome
    assert (f"both(x, t){part}" in verdict.message) is (outcome is Outcome.FAILED)


@pytest.mark.parametrize("text", ["slope(x, t) * 2", "x", "ref.slope(x, t)"], ids=str)
def test_a_gradient_is_a_call_or_a_part_of_one(tmp_path: Path, text: str) -> None:
    """Anything else is refused, with what is expected."""
    with pytest.raises(SpecError, match=r"must be one call of a function of the task, or a part of one: f\(x\).dW"):
        prepared(tmp_path, SPEC.replace("slope(x, t)", text), REFERENCE)


def test_a_reference_whose_two_halves_disagree_is_no_judge(tmp_path: Path) -> None:
    """A wrong gradient in the reference is found before anybody is graded."""
    with pytest.raises(EvaluationError, match="numerical differentiation and the reference's gradient disagree"):
        prepared(tmp_path, SPEC, REFERENCE.replace("4 * (x - t)", "2 * (x - t)"))
