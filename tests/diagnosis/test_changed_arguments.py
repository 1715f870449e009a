"""A function that answers rightly and changes its argument is told the misconception that does so as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.judge import Grading, Preparation, grade
from grader.sandbox.process import Worker
from grader.submission import SourceFile, Submission
from tests.verify.small_verify import SPEC, WRONG, edited, task_of

if TYPE_CHECKING:
    from pathlib import Path

IN_PLACE = "Work on a copy, as x *= 2 writes into the argument."
LINE = f"misconceptions:\n  - {{wrong: twice_in_place, fails: [values], tells: '{IN_PLACE}'}}\n"
MISTAKE = "\ndef twice_in_place(x):\n    x *= 2\n    return x\n"
TOTAL = "\ndef total(x):\n    return 2.0 * x.sum()\n"
HANDED_IN = {
    "in place": ("def twice(x):\n    x += x\n    return x\n", IN_PLACE),
    "in a loop": ("def twice(x):\n    for i in range(len(x)):\n        x[i] = 2 * x[i]\n    return x\n", IN_PLACE),
    "on a copy": ("def twice(x):\n    return x * 2\n", ""),
    "another answer": ("def twice(x):\n    x *= 3\n    return x\n", None),
}


@pytest.mark.parametrize("name", HANDED_IN)
def test_the_misconception_is_told_to_whoever_changes_the_argument(tmp_path: Path, name: str) -> None:
    """And to nobody else: a right function passes, and a wrong one is told something else, or nothing."""
    code, expected = HANDED_IN[name]
    spec = edited(SPEC, ("twice: {args: [x]}", "twice: {args: [x], pure: true}"), ("misconceptions:\n", LINE))
    task = task_of(tmp_path, spec=spec, wrong=WRONG + MISTAKE)
    submission = Submission("ana", (SourceFile("twice.py", (code + TOTAL).encode()),))
    check = grade(submission, Grading((task,), Preparation(3)), Worker).tasks[0].checks[0]
    assert (check.outcome == "passed") is (name == "on a copy")
    assert check.diagnosis == expected if expected is not None else check.diagnosis != IN_PLACE
