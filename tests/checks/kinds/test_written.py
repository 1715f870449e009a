"""Written answers: nothing is asked of the worker, and a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.results import Outcome
from tests.samples.small_tasks import task_of

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """
functions: {f: {args: [x]}}
inputs: {x: {integer: [0, 9]}}
checks:
  - {id: proof, title: the proof, points: 3, written: "1. Proof", rubric: Is every step named?}
"""
REFERENCE = "def f(x):\n    return x\n"


def test_a_written_answer_waits_for_a_person(tmp_path: Path) -> None:
    """It is pending, neither passed nor failed, and not one question is asked of the code."""
    check = task_of(tmp_path, SPEC, REFERENCE).checks[0]
    with pytest.raises(StopIteration) as stop:
        next(check.prepare(1).examine())
    verdict = stop.value.value
    assert (verdict.outcome, verdict.explanation.counterexample, verdict.cases) == (Outcome.PENDING, None, 0)
    assert verdict.explanation.message
    assert (check.kind, check.called) == ("written", ())
