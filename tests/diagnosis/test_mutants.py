"""A mutant that answers like the student says what kind of thing differs, without a word of the reference."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.course import load_course
from grader.diagnosis.mutants import _fitting
from grader.diagnosis.mutation.models import models_of
from grader.diagnosis.mutation.operators import changes
from grader.results import Audience, for_audience
from tests.judge.small_gradings import graded, grading_of, the
from tests.samples.families import some_of

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


@pytest.mark.parametrize("name", some_of([*SAID]))
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


@pytest.mark.parametrize("name", some_of([*LOOP_MISTAKES]))
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


REWRITTEN = {
    "outside": (
        "np.sqrt((x**2).sum() + 4.0) * x.max()", "np.sqrt((x**2).sum()) * x.max() + 4.0 * x.max()",
        "a square root is taken of one term where it is due of a whole sum",
    ),
    "brackets": ("(x.sum() + 5.0 * len(x)) / 4", "x.sum() + 5.0 * len(x) / 4", "brackets are missing"),
    "rounded": (
        "sum(v for v in x if v / 4 > x.mean())", "sum(v for v in x if round(v / 4) > x.mean())",
        "rounded before it is compared",
    ),
    "largest": ("sum(x) / len(x) - 3.0 * x[0]", "max(x) - 3.0 * x[0]", "the largest of several numbers is taken"),
    "divisor": ("x.sum() / len(x) - 3.0 * x[0]", "x.sum() / (len(x) + 1) - 3.0 * x[0]", "a divisor is too large by 1"),
}  # fmt: skip


@pytest.mark.parametrize("name", some_of([*REWRITTEN]))
def test_an_expression_that_is_rearranged_is_told(tmp_path: Path, name: str) -> None:
    """Where no smaller change explains it."""
    due, wrong, says = REWRITTEN[name]
    head = "import numpy as np\n\ndef f(x):\n    return "
    check = the(graded(grading_of(tmp_path, SPEC, f"{head}{due}\n"), f"{head}{wrong}\n"), "only")
    assert says in check.diagnosis
    assert check.diagnosis_detail


def test_one_value_for_another_is_told_where_nothing_says_more(tmp_path: Path) -> None:
    """It leaves open which."""
    head = "import numpy as np\n\ndef f(x):\n    a = x.sum()\n    c = x[0]\n    "
    due = f"{head}return a * np.cos(a) + c\n"
    check = the(graded(grading_of(tmp_path, SPEC, due), f"{head}return a * np.cos(c) + c\n"), "only")
    assert "`f` answers like a right solution in which one value is used where another one is due" in check.diagnosis


def test_exactly_when_comes_before_one_value_for_another(tmp_path: Path) -> None:
    """Here the two values are the same for three numbers."""
    head = "import numpy as np\n\ndef f(x):\n    a = float(len(x))\n    b = 3.0\n    "
    right, wrong = f"{head}return 5.0 * a + b + x.sum()\n", f"{head}return 5.0 * b + b + x.sum()\n"
    check = the(graded(grading_of(tmp_path, SPEC, right), wrong), "only")
    assert "`f` is right exactly where `x` has exactly 3 numbers" in check.diagnosis


def test_where_a_comparison_never_decides_it_is_said_to_be_always_done(tmp_path: Path) -> None:
    """Turned round, it gives the same answers here, where nothing reaches the limit."""
    source = "def f(x):\n    total = x.sum() + 2.5\n    if total > 900:\n        total *= total - 7\n    return total\n"
    student = "def f(x):\n    total = x.sum() + 2.5\n    return total * (total - 7)\n"
    check = the(graded(grading_of(tmp_path, SPEC, source), student), "only")
    assert "a condition is missing, so that something is always done." in check.diagnosis
    assert "turned round" not in check.diagnosis


PROGRAM = """
programs: {receipt: {reads: [numbers], says: their sum}}
checks:
  - id: only
    title: t
    points: 1
    inputs: {prices: {list: {integer: [1, 99]}, length: [1, 4]}}
    expect: "same_text(run(receipt, stdin=prices), ref.receipt(prices))"
"""
READS = """
def receipt():
    total = 0
    while True:
        try:
            price = int(input())
        except EOFError:
            break
        total += price
        print(f"{price / 10:.2f}")
    print(f"Total: {total / 10:.2f}")
"""


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("total += price", "total = price", "a value is overwritten"),
        ("{total / 10:.2f}", "{total / 10:.1f}", "written with another number of decimals"),
        ("{price / 10:.2f}", "{price // 10:.2f}", "a quotient is rounded down"),
    ],
)
def test_a_mistake_in_a_program_is_told(tmp_path: Path, before: str, after: str, says: str) -> None:
    """The reference of a program reads and prints as the student's does, in the judge's process."""
    grading = grading_of(tmp_path, PROGRAM, READS)
    program = READS.replace(before, after).replace("def receipt():\n", "")
    program = "\n".join(line[4:] for line in program.splitlines())
    check = the(graded(grading, {"receipt.py": program}), "only")
    assert says in check.diagnosis


def test_a_function_that_reads_is_not_changed(tmp_path: Path) -> None:
    """Beside no program there is nothing for it to read; one that does not read is, though another of the file does."""
    reference = "def f(x):\n    return 2.0 * x.sum()\n\ndef g(x):\n    return float(input())\n"
    functions = grading_of(tmp_path, SPEC, reference).tasks[0].reference
    assert models_of(functions["f"])
    assert not models_of(functions["g"])


def test_a_mutant_that_cannot_be_compared_is_none(tmp_path: Path) -> None:
    """As one that puts a list into itself: that has no end, and costs no other explanation."""
    function = grading_of(tmp_path, SPEC, REFERENCE).tasks[0].reference["f"]

    def explains(*_: object) -> bool:
        raise RecursionError

    assert _fitting(function, explains, late=False) == []


@pytest.mark.parametrize(("body", "says"), [("n * n + 3", ""), ("n % 7 + 1", ""), ("n", "`f` returns `n` itself")])
def test_beside_a_factorial_small_answers_are_not_all_alike(tmp_path: Path, body: str, says: str) -> None:
    """Neither those of a mutant, nor of a slip; from 18 on each is beyond a quadrillion."""
    spec = """
functions: {f: {args: [n], returns: integer}}
checks:
  - {id: only, title: t, points: 1, cases: 40, inputs: {n: {integer: [18, 60]}}, expect: f(n) == ref.f(n)}
"""
    right = "def f(n):\n    p = 1\n    for k in range(1, n + 1):\n        p *= k\n    return p\n"
    told = the(graded(grading_of(tmp_path, spec, right), f"def f(n):\n    return {body}\n"), "only").diagnosis
    assert says in told
    assert bool(told) is bool(says)
