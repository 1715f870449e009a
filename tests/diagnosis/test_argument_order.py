"""A function that is right with its arguments in another order is told so, in all cases or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.judge.small_gradings import graded, grading_of, the

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """
functions: {f: {args: [w, X, y]}}
checks:
  - id: only
    title: t
    points: 1
    inputs:
      w: {vector: n, integers: [-9, 9]}
      X: {matrix: [3, n], integers: [-9, 9]}
      y: {vector: 3, integers: [-9, 9]}
    expect: "close(f(w, X, y), ref.f(w, X, y), scale=1)"
"""
REFERENCE = "def f(w, X, y):\n    return float(((X @ w - y) ** 2).sum())\n"
RIGHT = "    return float(((X @ w - y) ** 2).sum())\n"
SAID = {
    "exchanged": ("def f(X, y, w):\n" + RIGHT, "called as `f(X, y, w)`; the task calls `f(w, X, y)`"),
    "two": ("def f(X, w, y):\n" + RIGHT, "called as `f(X, w, y)`"),
    "wrong-besides": ("def f(X, y, w):\n    return float((X @ w - y).sum())\n", ""),
    "wrong-in-one-case": (
        "def f(X, y, w):\n    if X.shape[1] > 3:\n        return 0.5\n" + RIGHT,
        "",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_the_order_of_arguments_is_told(tmp_path: Path, name: str) -> None:
    """By both calls; not where the function is wrong besides."""
    source, says = SAID[name]
    diagnosis = the(graded(grading_of(tmp_path, SPEC, REFERENCE), source), "only").diagnosis
    assert (says in diagnosis) if says else "order of the arguments" not in diagnosis


def test_some_cases_may_pass_in_any_order(tmp_path: Path) -> None:
    """Where two arguments are equal by chance; most cases fail."""
    spec = SPEC.replace("[w, X, y]", "[a, b]").partition("    inputs:")[0] + (
        "    inputs: {a: {integer: [0, 4]}, b: {integer: [0, 4]}}\n    expect: f(a, b) == ref.f(a, b)\n"
    )
    reference = "def f(a, b):\n    return a - 2 * b\n"
    exchanged = the(graded(grading_of(tmp_path, spec, reference), "def f(b, a):\n    return a - 2 * b\n"), "only")
    assert "called as `f(b, a)`; the task calls `f(a, b)`" in exchanged.diagnosis


def test_a_known_mistake_that_gives_the_same_is_told_where_some_cases_pass(tmp_path: Path) -> None:
    """A table that is transposed is that of exchanged arguments, and its author knows which of the two is likely."""
    spec = """
    functions: {f: {args: [a, b]}}
    checks:
      - id: only
        title: t
        points: 1
        inputs: {a: {array: [n], integers: [0, 2]}, b: {array: [n], integers: [0, 2]}}
        expect: same(f(a, b), ref.f(a, b))
    misconceptions: [{wrong: f_transposed, fails: [only], tells: Rows and columns are exchanged.}]
    """
    count = "import numpy as np\ndef {}:\n    return np.bincount({}, minlength=9).reshape(3, 3)\n"
    wrong = tmp_path / "reference" / "wrong" / "small.py"
    wrong.parent.mkdir(parents=True)
    wrong.write_text(count.format("f_transposed(a, b)", "b * 3 + a"))
    grading = grading_of(tmp_path, spec, count.format("f(a, b)", "a * 3 + b"))
    check = the(graded(grading, count.format("f(a, b)", "b * 3 + a")), "only")
    assert check.diagnosis == "Rows and columns are exchanged."
    assert 0 < check.failed_cases < check.cases
