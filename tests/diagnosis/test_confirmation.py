"""A reason is told only where fresh cases and the shown one bear it out, under any seed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.course import load_course
from grader.judge import Grading, Preparation
from tests.judge.small_gradings import graded, grading_of, the
from tests.samples.families import some_of

if TYPE_CHECKING:
    from grader.results import CheckResult

ROOT = Path(__file__).parents[2]
SEEDS = some_of(range(1, 7))
OVERFLOW, SIGMOID = "whose exp overflows", "the logarithm of a finished sigmoid"


def check_of(task: str, source: str, check: str, seed: int) -> CheckResult:
    """Return the result of a check of the course on a submission of one file."""
    grading = Grading(load_course(ROOT, [task]).tasks, Preparation(seed))
    return the(graded(grading, "import math\nimport numpy as np\n\n" + source), check)


LOG_LIKELIHOODS = {
    "of-a-sum": ("return -np.sum(np.log(1 + np.exp(-k * (X @ w))))", OVERFLOW),
    "of-a-sum-in-a-loop": ("return -sum(math.log(1 + np.exp(-l * np.dot(r, w))) for r, l in zip(X, k))", OVERFLOW),
    "of-a-sum-by-einsum": ("return -np.log(np.exp(-np.einsum('ij,j,i->i', X, w, k)) + 1.0).sum()", OVERFLOW),
    "log1p": ("return -np.log1p(np.exp(-k * X.dot(w))).sum()", OVERFLOW),
    "of-a-sigmoid": ("return np.sum(np.log(1 / (1 + np.exp(-k * (X @ w)))))", SIGMOID),
    "of-a-sigmoid-in-a-loop": ("return sum(np.log((1 + np.exp(-l * (r @ w))) ** -1) for r, l in zip(X, k))", SIGMOID),
}


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("body", "says"), LOG_LIKELIHOODS.values(), ids=LOG_LIKELIHOODS)
def test_what_differs_by_rounding_only_is_told_apart(body: str, says: str, seed: int) -> None:
    """An exp that overflows is no logarithm of 0, however alike the values are."""
    source = f"def log_likelihood(w, X, k):\n    with np.errstate(all='ignore'):\n        {body}\n"
    assert says in check_of("logistic_regression", source, "stability", seed).diagnosis


SHIFTED = {
    "maximum-from-zero": "m = max(np.max(x), 0.0)\n    e = np.exp(x - m)\n    return np.log(e / e.sum())",
    "maximum-of-sizes": "e = np.exp(x - np.abs(x).max())\n    return np.log(e / e.sum())",
    "maximum-from-ten": "e = np.exp(x - max(x.max(), 10.0))\n    return np.log(e) - np.log(e.sum())",
}


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("body", SHIFTED.values(), ids=SHIFTED)
def test_a_range_holds_for_the_case_beside_it(body: str, seed: int) -> None:
    """What becomes 0 / 0 is not said to be large, and the number named is one that the shown case reaches."""
    source = f"def log_softmax(x):\n    np.seterr(all='ignore')\n    {body}\n"
    check = check_of("softmax", source, "log_shift", seed)
    assert "The answer is infinite there." not in check.diagnosis
    if check.diagnosis.startswith("It goes wrong"):
        assert check.counterexample is not None
        assert "in `x + c` of about -" in check.diagnosis
        inputs: Any = check.counterexample.inputs
        named = float(check.diagnosis.split("about -")[1].split()[0])
        assert min(inputs["x"]) + inputs["c"] <= -named + 0.5


SPEC = """
functions: {f: {args: [x]}}
checks:
  - id: only
    title: t
    points: 1
    cases: 60
    inputs: {x: {vector: n, uniform: [-900, 900], grid: 1/8}}
    expect: close(f(x), ref.f(x), rtol=1e-5)
misconceptions:
  - {wrong: f_cut, fails: [only], tells: Small numbers are cut off.}
"""
REFERENCE = "def f(x):\n    return x * 1.0\n"
CUT = "import numpy as np\n\ndef f_cut(x):\n    return np.where(np.abs(x) < 300, 0.0, x)\n"
# Of the drawn numbers hardly any is below 10: what happens there is seen on smaller cases.
BODIES = {
    "the-same": ("np.where(np.abs(x) < 300, 0, x)", True),
    "in-other-words": ("x * (abs(x) >= 300)", True),
    "but-for-small-numbers": ("np.where((np.abs(x) < 300) & (np.abs(x) > 10), 0, x)", False),
    "but-for-smaller-numbers": ("np.where((np.abs(x) < 300) & (np.abs(x) > 5), 0, x)", False),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("body", "same"), BODIES.values(), ids=BODIES)
def test_a_misconception_is_confirmed_on_smaller_numbers(tmp_path: Path, body: str, same: bool, seed: int) -> None:
    """One that gives the same in all drawn cases, or in nearly all, may still be another."""
    (tmp_path / "reference" / "wrong").mkdir(parents=True)
    (tmp_path / "reference" / "wrong" / "small.py").write_text(CUT)
    grading = grading_of(tmp_path, SPEC, REFERENCE, seed=seed)
    check = the(graded(grading, f"import numpy as np\n\ndef f(x):\n    return {body}\n"), "only")
    assert check.diagnosis == ("Small numbers are cut off." if same else "")


BOUND = """
functions: {f: {args: [y]}}
checks:
  - {id: f, title: F, points: 1, inputs: {y: {vector: n, uniform: [-1000, 1000]}}, expect: "close(f(y), ref.f(y))"}
"""
OVERFLOWING = """
import numpy as np
def f(y):
    return np.where(y > 700, np.inf, 1.0) * np.sqrt(np.abs(y))
"""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bound_is_tried_on_both_sides_of_it(tmp_path: Path, seed: int) -> None:
    """Twenty cases leave a wide gap between what is right and what fails; others are made within it."""
    reference = "import numpy as np\ndef f(y):\n    return np.sqrt(np.abs(y))\n"
    check = the(graded(grading_of(tmp_path, BOUND, reference, seed=seed), OVERFLOWING), "f")
    bound = re.match(r"It goes wrong from numbers in `y` of about (\d+) on\.", check.diagnosis)
    assert bound is not None, check.diagnosis
    assert 700 < int(bound[1]) < 730
