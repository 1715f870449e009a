"""Which checks a kit can have: those that ask the reference about inputs alone, and need no check that is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.release.recordable import Omission, asked_of_reference, left_out
from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Task

REFERENCE = """\
class OddError(ValueError):
    pass

def f(x):
    return 2 * x

def g(x):
    return x / 2

def holds(x, y):
    return y == 2 * x
"""
SUPPORT = "def is_twice(x, y):\n    return y == 2 * x\n"


def task_of(folder: Path, *checks: str) -> Task:
    """Return a task with these checks."""
    lines = "".join(f"  - {{title: a check, points: 1, {check}}}\n" for check in checks)
    spec = (
        "id: work\ntitle: Work\nstatement: Write it.\nsupport: [tools.py]\ninputs: {x: {real: [0, 1]}}\n"
        f"functions:\n  f: {{args: [x]}}\n  g: {{args: [x]}}\nchecks:\n{lines}"
    )
    files = {"tasks/work.yaml": spec, "reference/work.py": REFERENCE, "support/tools.py": SUPPORT}
    return course_of_files(folder, files).tasks[0]


@pytest.mark.parametrize(
    ("expression", "is_kept"),
    [
        pytest.param("close(f(x), ref.f(x))", True, id="about-an-input"),
        pytest.param("close(f(x), 2 * ref.g(ref.f(x)))", True, id="about-what-it-answers-itself"),
        pytest.param("close(f(x) / 2, g(2 * x))", True, id="two-calls-of-the-students"),
        pytest.param("support.is_twice(x, f(x))", True, id="a-support-file-about-an-answer"),
        pytest.param("ref.holds(x, f(x))", False, id="the-reference-about-an-answer"),
        pytest.param("close(ref.g(f(x)), x)", False, id="the-reference-of-an-answer"),
        pytest.param("close(g(f(x)), x)", False, id="a-call-with-an-answer"),
        pytest.param("close(f(x), ref.f(x)) and ref.holds(x, f(x))", False, id="one-of-two"),
    ],
)
def test_a_check_is_kept_if_the_reference_is_asked_about_inputs_alone(
    tmp_path: Path, expression: str, is_kept: bool
) -> None:
    """Nobody knows before what a student's function will return."""
    value = "id: value, expect: 'close(f(x), ref.f(x))'"
    reasons = left_out(task_of(tmp_path, value, f"id: a, needs: [value], expect: '{expression}'"))
    assert reasons == ({} if is_kept else {"a": Omission.REFERENCE})


def test_what_needs_a_check_that_is_left_out_is_left_out_too(tmp_path: Path) -> None:
    """Through all that lie between; in the order of the task."""
    right = "expect: 'close(f(x), ref.f(x))'"
    task = task_of(
        tmp_path,
        "id: asking, expect: 'ref.holds(x, f(x))'",
        f"id: first, needs: [asking], {right}",
        f"id: veiled, visibility: hidden, {right}",
        f"id: second, needs: [first], {right}",
        f"id: other, {right}",
    )
    assert list(left_out(task).items()) == [
        ("asking", Omission.REFERENCE),
        ("first", Omission.NEEDS),
        ("veiled", Omission.HIDDEN),
        ("second", Omission.NEEDS),
    ]


def test_the_functions_that_are_asked_of_the_reference_are_known(tmp_path: Path) -> None:
    """Each once; none of support files, which a kit has itself."""
    task = task_of(tmp_path, "id: a, expect: 'close(f(x), ref.f(x)) and support.is_twice(x, ref.f(ref.g(x)) * 2)'")
    assert list(asked_of_reference(task.checks[0])) == ["f", "g"]
