"""Cases that no explanation has seen yet: drawn from other streams, and the same smaller, or without signs.

An explanation that fits the cases of a check may owe that to what they have in common: all margins far out, say, where
two wrong solutions with different reasons give the same.  The smaller numbers lie where such solutions part.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.cases import draw
from grader.diagnosis.candidates import cases_of, sizes_of
from grader.domains import stream
from grader.expressions.evaluation import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.checks.cases import Cases
    from grader.checks.plan import CheckPlan
    from grader.diagnosis.candidates import Case
    from grader.domains import Domain

SHARE = 5
"""One fresh case for so many of the check's, so that slow code does not take much longer."""
LEAST = 3
FACTORS = (1.0, 0.5, 0.1, 0.05, 0.01)
"""Factors for the numbers of an input; signs and other inputs without sizes stay as large as they are."""


def fresh_cases(plan: CheckPlan, seed: int, least: int = LEAST) -> Cases | None:
    """Return fresh cases of a check; None where there are none, as with a recorded reference.

    `least` is how many are drawn at least; as many with smaller numbers come after them.
    """
    count = max(least, plan.count // SHARE)
    try:
        drawn = draw(replace(plan, check=f"{plan.check}/fresh", count=count), seed)
        cases = [dict(case) for case in drawn.drawn[: drawn.distinct]]
        rng = stream(seed, plan.task, plan.check, "reduced")
        return cases_of(plan, [*cases, *(_reduced_case(plan, case, rng) for case in cases)])
    except EvaluationError:  # among them that a recorded reference has no answer
        return None


def _reduced_case(plan: CheckPlan, case: Mapping[str, Any], rng: np.random.Generator) -> Case:
    """Return a case with smaller numbers, each input by a factor of its own, and half of them without signs."""
    sizes = sizes_of(plan, case)
    changes = zip(rng.choice(FACTORS, len(plan.inputs)).tolist(), rng.random(len(plan.inputs)) < 0.5, strict=True)
    pairs = zip(plan.inputs.items(), changes, strict=True)
    return {
        name: _reduced(domain, case[name], sizes, factor, unsigned=bool(unsigned))
        for (name, domain), (factor, unsigned) in pairs
    }


def _reduced(domain: Domain, value: Any, sizes: Mapping[str, int], factor: float, *, unsigned: bool) -> Any:
    """Return the member next to `value` times `factor`, or to `value` itself where it has no such neighbour."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.ndarray):
        return value
    if isinstance(value, np.ndarray) and value.dtype.kind not in "if":
        return value
    numbers = np.asarray(value, dtype=np.float64)
    numbers = np.abs(numbers) if unsigned else numbers
    for scale, step in ((factor, 0.0), (factor, 1 / 64), (factor, 1 / 8), (factor, 1.0), (1.0, 0.0)):
        scaled = np.rint(numbers * scale / step) * step if step else numbers * scale
        typed = scaled.astype(value.dtype) if isinstance(value, np.ndarray) else type(value)(scaled)
        if np.array_equal(typed, scaled) and domain.contains(typed, sizes):
            return typed
    return value
