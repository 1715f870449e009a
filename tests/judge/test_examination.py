"""An error in what explains a failure never costs the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.checks.picture import Illustration
from grader.diagnosis import confirmation, diagnose, explanation, shrink
from grader.judge import examination
from tests.judge.small_gradings import graded, grading_of, outcomes, the

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """
functions: {f: {args: [x], returns: {array: [n]}}}
checks:
  - {id: a, title: It doubles, points: 2, expect: "close(f(x), ref.f(x))", picture: {line: f(x)}}
"""
REFERENCE = "def f(x):\n    return 2 * x\n"
WRONG = "import numpy as np\n\ndef f(x):\n    return np.where(x > 3, 7.5, 2 * x)\n"
RAISING = "def f(x):\n    raise ValueError('no')\n"


def broken(*_: Any, **__: Any) -> Any:
    """Stand for an explanation with a mistake in it."""
    raise RuntimeError("a mistake in explaining")


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (explanation, "explain"),
        (shrink, "shrink"),
        (confirmation, "confirm"),
        (diagnose, "diagnose"),
        (Illustration, "draw"),
    ],
    ids=["the case", "the simpler case", "the reason", "the reason of the drawn cases", "the picture"],
)
def test_the_verdict_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
    """The check is failed, as it would be without an explanation, and the student is told something."""
    monkeypatch.setattr(owner, name, broken)
    result = graded(grading_of(tmp_path, SPEC, REFERENCE), WRONG)
    assert outcomes(result) == {"a": "failed"}
    assert the(result, "a").message


KNOWN = (
    SPEC
    + """
misconceptions:
  - {wrong: f_tripled, fails: [a], tells: You triple it.}
"""
)
TRIPLED = "def f(x):\n    return 3 * x\n"


def test_a_known_mistake_is_told_though_the_search_for_other_reasons_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was found by itself, without any of them."""
    (tmp_path / "reference" / "wrong").mkdir(parents=True)
    (tmp_path / "reference" / "wrong" / "small.py").write_text(TRIPLED.replace("def f(", "def f_tripled("), "utf-8")
    monkeypatch.setattr(diagnose, "_otherwise", broken)
    check = the(graded(grading_of(tmp_path, KNOWN, REFERENCE), TRIPLED), "a")
    assert check.diagnosis == "You triple it."


def test_without_a_case_the_message_counts_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even the case cannot be shown, in how many it fails can; the teacher sees the exception."""
    monkeypatch.setattr(explanation, "explain", broken)
    check = the(graded(grading_of(tmp_path, SPEC, REFERENCE), WRONG), "a")
    assert check.message == f"This does not hold in {check.failed_cases} of {check.cases} cases."
    assert "a mistake in explaining" in check.diagnosis_detail


def test_a_trace_that_cannot_be_read_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exception is named without its lines."""
    monkeypatch.setattr(examination, "frames_of", broken)
    check = the(graded(grading_of(tmp_path, SPEC, REFERENCE), RAISING), "a")
    assert check.outcome == "error"
    assert "ValueError" in check.message
    assert check.trace == ()
