"""A mutant that answers like the student says what kind of thing differs, without a word of the reference."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.course import load_course
from grader.diagnosis.mutation.models import models_of
from grader.diagnosis.mutation.operators import changes
from grader.results import Audience, for_audience
from tests.judge.small_gradings import graded, grading_of, the

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """
functions: {f: {args: [x]}}
checks:
  - {id: only, title: t, points: 1, cases: 60, expect: "close(f(x), ref.f(x))"}
"""
REFERENCE = """
import numpy as np

def weight(x):
    return 3.0 * x + 5.0

def f(x):
    total = np.where(x > 2, weight(x), x ** 2)
    return total.sum() - x.max()
"""
SAID = {
    "edge": ("np.where(x >= 2, 3 * x + 5, x * x).sum() - x.max()", "where both sides are equal"),
    "term": ("np.where(x > 2, 3 * x + 5, x * x).sum()", "a term that is to be subtracted is left out"),
    "helper": ("np.where(x > 2, 3 * x, x * x).sum() - x.max()", "a term of a sum is left out"),
    "function": ("np.where(x > 2, 3 * x + 5, x * x).sum() - x.min()", "the smallest is taken for the largest"),
    "branches": ("np.where(x > 2, x * x, 3 * x + 5).sum() - x.max()", "exchanged"),
    "nothing": ("np.where(x > 2, 3 * x + 5, x * x).sum() - x.max() * np.sin(len(x))", ""),
}


@pytest.mark.parametrize("name", SAID)
def test_a_mutant_is_told_by_its_kind_and_the_teacher_sees_the_lines(tmp_path: Path, name: str) -> None:
    """The student reads no word of the reference's code."""
    body, says = SAID[name]
    result = graded(grading_of(tmp_path, SPEC, REFERENCE), f"import numpy as np\n\ndef f(x):\n    return {body}\n")
    check = the(result, "only")
    assert (says in check.diagnosis) if says else "right solution in which" not in check.diagnosis
    assert "weight" not in check.diagnosis
    assert bool(check.diagnosis_detail) is bool(says)
    assert the(for_audience(result, Audience.STUDENT), "only").diagnosis_detail == ""


@pytest.mark.parametrize(
    ("head", "made"), [("import numpy as np", True), ("import os", False), ("from pathlib import Path", False)]
)
def test_only_harmless_modules_are_changed(tmp_path: Path, head: str, made: bool) -> None:
    """What writes files or starts programs is left as it is."""
    spec = 'functions: {f: {args: [x]}}\nchecks: [{id: a, title: t, points: 1, expect: "close(f(x), ref.f(x))"}]\n'
    grading = grading_of(tmp_path, spec, f"{head}\n\ndef f(x):\n    return 2.0 * x.sum()\n")
    assert bool(list(models_of(grading.tasks[0].reference["f"]))) is made


def test_every_change_has_words() -> None:
    """Of each operator of the list, and no word of the code is among them."""
    source = """
def f(quux, zork):
    if not quux < zork and quux == 3:
        quux += zork
    for item in zork[1:]:
        quux = quux.copy()
    return -np.where(quux @ zork, np.sum(quux, axis=1), zork ** 2) / 7
"""
    says = [change.description for node in ast.walk(ast.parse(source)) for change in changes(node)]
    assert len(says) > 20
    assert all(says)
    assert not [text for text in says if "quux" in text or "zork" in text]


def test_a_part_that_is_0_but_for_rounding_is_like_another(tmp_path: Path) -> None:
    """As a gradient is in some cases: its last digits depend on the order of a sum."""
    due = "def f(x):\n    return {'a': x.sum() + 3.0 * x.max(), 'b': (0.1 * x).sum() - 0.1 * x.sum()}\n"
    source = (
        "def f(x):\n    return {'a': x.sum() - 3.0 * x.max(), 'b': 0.1 * x.sum() - sum(0.1 * v for v in x[::-1])}\n"
    )
    check = the(graded(grading_of(tmp_path, SPEC, due), source), "only")
    assert "`f` answers like a right solution in which a minus stands for a plus" in check.diagnosis


LOOPS = """
def f(x):
    total = 0.0
    for first in x:
        for second in x:
            if first > second:
                total += first - 2.0 * second * second
    return total
"""
LOOP_MISTAKES = {
    "last": ("for first in x:", "for first in x[:-1]:", "a loop leaves out the last"),
    "once": ("        for second in x:", "        for second in x[:1]:", "a loop ends after its first round"),
    "condition": ("if first > second:", "if True:", "a condition is missing"),
}


@pytest.mark.parametrize("name", LOOP_MISTAKES)
def test_a_mistake_in_a_loop_is_told(tmp_path: Path, name: str) -> None:
    """Where none of the mistakes that test a spec explains it."""
    before, after, says = LOOP_MISTAKES[name]
    check = the(graded(grading_of(tmp_path, SPEC, LOOPS), LOOPS.replace(before, after)), "only")
    assert says in check.diagnosis


def test_the_mistakes_that_test_a_spec_come_first(tmp_path: Path) -> None:
    """Of others there are as many, and none twice."""
    function = grading_of(tmp_path, SPEC, LOOPS).tasks[0].reference["f"]
    first, second = ({model.diff for model in models_of(function, group)} for group in (0, 1))
    assert len(first) > 5
    assert len(second) > 10
    assert not first & second


def test_a_loop_without_end_is_given_up(tmp_path: Path) -> None:
    """A mutant that never ends explains nothing and costs little."""
    reference = "def f(x):\n    n = 0\n    while n < len(x):\n        n += 1\n    return float(n) + x.sum()\n"
    source = "def f(x):\n    return float(len(x)) - x.sum() + 3 * abs(x).max()\n"
    assert the(graded(grading_of(tmp_path, SPEC, reference), source), "only").diagnosis_detail == ""


def test_the_course_of_a_kit_has_no_mutants() -> None:
    """A function without source code is not changed."""
    assert list(models_of(np.sum)) == []
    assert load_course is not None
