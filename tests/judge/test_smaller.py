"""A failing check is shown on a small case, within the submission's time, and hidden from nobody's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.diagnosis import shrink
from grader.judge import session
from tests.judge.small_gradings import graded, grading_of, outcomes, the
from tests.present import present

if TYPE_CHECKING:
    from pathlib import Path


SPEC = """
functions: {f: {args: [x]}, g: {args: [x]}}
checks:
  - {id: f, title: f is right, points: 1, expect: "close(f(x), ref.f(x))"}
  - {id: g, title: g is right, points: 1, expect: "close(g(x), ref.g(x))"}
"""
REFERENCE = "def f(x):\n    return 2 * x\n\ndef g(x):\n    return 3 * x\n"
WRONG = """
    def f(x):
        print("asked")
        return 2 * x * (abs(x) < 4)

    def g(x):
        return 3 * x
"""
HANGS = """
    import numpy as np

    def f(x):
        while len(x) == 1 and x[0] == 1:
            pass
        return 2 * x + 1

    def g(x):
        return 3 * x
"""


def test_the_shown_case_is_the_smallest(tmp_path: Path) -> None:
    """With its answers, its message and the lines that repeat it; how many cases fail is told as it was."""
    grading = grading_of(tmp_path, SPEC, REFERENCE)
    check = the(graded(grading, WRONG), "f")
    assert present(check.counterexample).inputs == {"x": [4.0]}
    assert present(check.counterexample).got == {"f(x)": [0.0]}
    assert present(check.counterexample).expected == {"f(x)": [8.0]}
    assert "should be 8" in check.message
    assert check.repeat.endswith("f(np.array([4]))")
    assert 1 < check.failed_cases < check.cases
    assert check.output.count("asked") == check.cases + 3  # what the search printed is not the check's


def test_no_time_no_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody looks at cases, none is searched for."""
    monkeypatch.setattr(session, "SPARE_ROUNDS", 0)
    check = the(graded(grading_of(tmp_path, SPEC, REFERENCE), WRONG), "f")
    assert len(present(check.counterexample).inputs["x"]) >= 1
    assert present(check.counterexample).inputs["x"] != [4.0] or check.failed_cases == 1


def test_a_hang_during_the_search_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case on which the code hangs is given up soon, and the checks that come later go on in a fresh worker."""
    monkeypatch.setattr(shrink, "TRIAL_SECONDS", 0.2)
    result = graded(grading_of(tmp_path, SPEC.replace("title: f", "cases: 1, title: f"), REFERENCE, seed=4), HANGS)
    assert outcomes(result) == {"f": "failed", "g": "passed"}


def test_those_who_fail_alike_are_shown_the_same_case(tmp_path: Path) -> None:
    """And have the same fingerprint, whatever their code looks like."""
    grading = grading_of(tmp_path, SPEC, REFERENCE)
    other = WRONG.replace("2 * x * (abs(x) < 4)", "(x + x) * (abs(x) <= 3.5)")
    first, second = (the(graded(grading, text), "f") for text in (WRONG, other))
    assert first.fingerprint == second.fingerprint != ""
    assert first.counterexample == second.counterexample


HINTED = SPEC.replace("title: f", "hint: Look there., title: f", 1)


@pytest.mark.parametrize(
    ("body", "has_hint"),
    [
        pytest.param("return 3 * x", False, id="a-cause"),
        pytest.param("return np.where(x > 3, 0, 2 * x)", False, id="exactly-when"),
        pytest.param("return 2 * x + np.random.default_rng(abs(int(x.sum()))).normal(size=len(x))", True, id="nothing"),
    ],
)
def test_a_hint_is_not_shown_beside_what_says_more(tmp_path: Path, body: str, *, has_hint: bool) -> None:
    """It is written for every mistake, and may send a reader elsewhere."""
    check = the(graded(grading_of(tmp_path, HINTED, REFERENCE), f"import numpy as np\ndef f(x):\n    {body}\n"), "f")
    assert bool(check.diagnosis) is not has_hint
    assert bool(check.hint) is has_hint
