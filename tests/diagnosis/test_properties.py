"""A slip that many programs have is told by a property of their answers, and by no constant program."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from grader.course import load_course
from grader.judge import Grading, Preparation
from tests.judge.small_gradings import graded, grading_of, the

ROOT = Path(__file__).parents[2]
HEAD = "import numpy as np\n\n"
SYNCHRONOUS = {
    "to-a-fixpoint": """
        def run(W, x):
            rows, A = [x.copy()], W - np.diag(np.diag(W))
            for _ in range(100):
                rows.append(np.where(A @ rows[-1] >= 0, 1.0, -1.0))
                if (rows[-1] == rows[-2]).all():
                    break
            return np.array(rows)
    """,
    "a-fixed-number": """
        def run(W, x):
            rows, A = [x.copy()], W - np.diag(np.diag(W))
            for _ in range(30):
                h = A @ rows[-1]
                rows.append(np.where(h > 0, 1.0, np.where(h < 0, -1.0, rows[-1])))
            return np.array(rows)
    """,
    "in-loops": """
        def run(W, x):
            n, rows = len(x), [list(x)]
            for _ in range(12):
                old = rows[-1]
                h = [sum(W[i, j] * old[j] for j in range(n) if j != i) for i in range(n)]
                rows.append([1.0 if value > 0 else -1.0 for value in h])
            return np.array(rows)
    """,
}
SEQUENTIAL = """
    def run(W, x):
        rows = [x.copy()]
        for _ in range(2):
            s = rows[-1].copy()
            for i in range(len(x) - 1):
                s[i] = 1.0 if W[i] @ s - W[i, i] * s[i] >= 0 else -1.0
            rows.append(s)
        return np.array(rows)
"""


def told(task: str, source: str, check: str) -> str:
    """Return what a student is told of a check of the course."""
    grading = Grading(load_course(ROOT, [task]).tasks, Preparation(1))
    return the(graded(grading, HEAD + dedent(source)), check).diagnosis


@pytest.mark.parametrize(
    "name",
    [name if name == "to-a-fixpoint" else pytest.param(name, marks=pytest.mark.slow) for name in SYNCHRONOUS],
)
def test_every_synchronous_program_is_told_so(name: str) -> None:
    """Whatever its rule for ties, and wherever it stops."""
    assert "updating all neurons at once" in told("hopfield", SYNCHRONOUS[name], "run_fixpoint")


def test_another_wrong_program_is_not() -> None:
    """A sweep that leaves out the last neuron updates one after the other."""
    assert "at once" not in told("hopfield", SEQUENTIAL, "run_fixpoint")


ENDLESS = """
def total_tripled(x):
    return 3 * x.sum()
def total_is_large(x, answer):
    while True:
        pass
"""


def test_a_property_that_never_ends_costs_its_sentence_alone(tmp_path: Path) -> None:
    """The verdict stands."""
    (tmp_path / "reference" / "wrong").mkdir(parents=True)
    (tmp_path / "reference" / "wrong" / "small.py").write_text(ENDLESS, encoding="utf-8")
    spec = """
    functions: {total: {args: [x]}}
    checks:
      - {id: sums, title: T, points: 1, expect: "close(total(x), ref.total(x))"}
    misconceptions:
      - {wrong: total_tripled, fails: [sums], shows: total_is_large, tells: It is too large.}
    """
    code = "def total(x):\n    return float(x.sum())\n"
    grading = grading_of(tmp_path, spec, code)
    check = the(graded(grading, code.replace("return", "return 1 +")), "sums")
    assert check.outcome.value == "failed"
    assert "too large" not in check.diagnosis


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("np.log(1 / (1 + np.exp(-k * (X @ w))) + 1e-8).sum()", "tiny number added"),
        ("np.log(np.maximum(1 / (1 + np.exp(-k * (X @ w))), 1e-15)).sum()", "tiny number added"),
        ("-np.logaddexp(0, -np.clip(k * (X @ w), -30, 30)).sum()", "margins that are cut off"),
        ("-np.log1p(np.exp(-np.clip(k * (X @ w), -700, 700))).sum()", "margins that are cut off"),
        ("-np.logaddexp(0, -np.sign(k * (X @ w)) * np.abs(X @ w) ** 0.99).sum()", ""),
    ],
)
def test_floors_and_limits_of_any_usual_size_are_told(body: str, says: str) -> None:
    """And nothing that bounds nothing."""
    source = f"def log_likelihood(w, X, k):\n    with np.errstate(all='ignore'):\n        return {body}\n"
    diagnosis = told("logistic_regression", source, "stability")
    assert (says in diagnosis) if says else "cut off" not in diagnosis
