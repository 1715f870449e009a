"""A library that is not installed costs nobody points: checks that lack it are grader errors, with what to install."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

import pytest

from grader.checks.verdict import Explanation, Verdict
from grader.judge import Grading, Preparation, grade, missing_libraries
from grader.results import Outcome
from grader.sandbox.process import Worker
from grader.sandbox.spawn import worker_interpreter
from grader.submission import SourceFile, Submission
from tests.samples.course_files import course_of_files
from tests.samples.tested_course import course_with_tests

if TYPE_CHECKING:
    from pathlib import Path

    from grader.results import CheckResult

ABSENT = "a_library_that_nobody_has"
TASK = f"""\
id: work
title: Work
statement: Write it.
preload: [{ABSENT}]
functions: {{double: {{args: [x]}}, half: {{args: [x]}}}}
inputs: {{x: {{integer: [0, 9]}}}}
checks:
  - {{id: double, title: doubles, points: 1, expect: double(x) == ref.double(x)}}
  - {{id: half, title: halves, points: 1, expect: "close(half(x), ref.half(x), scale=1)"}}
"""
REFERENCE = "def double(x): return 2 * x\ndef half(x): return x / 2\n"


def checks_of(grading: Grading, source: str) -> dict[str, CheckResult]:
    """Return the results of a submission by check."""
    submission = Submission("someone", (SourceFile("work.py", source.encode()),))
    return {check.id: check for task in grade(submission, grading, Worker).tasks for check in task.checks}


SOURCES = {
    "at the top": f"import {ABSENT}\ndef double(x): return {ABSENT}.times(x)\ndef half(x): return x / 2\n",
    "a part of it": f"import {ABSENT}.part as p\ndef double(x): return p.times(x)\ndef half(x): return x / 2\n",
    "in a function": f"def double(x):\n    import {ABSENT}\n    return 0\ndef half(x): return x / 2\n",
}


@pytest.mark.parametrize("where", SOURCES)
def test_a_check_that_lacks_a_library_of_the_task_is_undecided(where: str, tmp_path: Path) -> None:
    """It says what to install, to student and teacher; what needs no such library is decided."""
    course = course_of_files(tmp_path, {"tasks/work.yaml": TASK, "reference/work.py": REFERENCE})
    results = checks_of(Grading(course.tasks, Preparation(1)), SOURCES[where])
    assert results["double"].outcome is Outcome.JUDGE_ERROR
    assert f"pip install {ABSENT}" in results["double"].message
    assert f"The library {ABSENT} is not installed" in results["double"].fault
    assert results["half"].outcome is Outcome.PASSED


@pytest.mark.parametrize("name", ["another_library_that_nobody_has", "numpy"])
def test_a_library_that_the_task_does_not_name_or_that_is_there_is_the_students_affair(
    name: str, tmp_path: Path
) -> None:
    """Nobody wins a grader's error by raising its exception."""
    course = course_of_files(tmp_path, {"tasks/work.yaml": TASK, "reference/work.py": REFERENCE})
    raising = f"raise ModuleNotFoundError(\"No module named '{name}'\", name='{name}')"
    source = f"def double(x):\n    {raising}\ndef half(x): return x / 2\n{raising}\n"
    results = checks_of(Grading(course.tasks, Preparation(1)), source)
    assert results["double"].outcome is Outcome.ERROR
    assert results["half"].outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("body", "outcome"),
    [("raise ValueError({text})", Outcome.ERROR), ("return {text}", Outcome.FAILED)],
    ids=["raised", "returned"],
)
def test_the_words_alone_are_no_missing_library(body: str, outcome: Outcome, tmp_path: Path) -> None:
    """In another exception, or in a text that is returned where one is expected."""
    task = TASK.replace("double: {args: [x]}", "double: {args: [x], returns: text}")
    reference = REFERENCE.replace("2 * x", "str(2 * x)")
    course = course_of_files(tmp_path, {"tasks/work.yaml": task, "reference/work.py": reference})
    text = repr(f"No module named '{ABSENT}'")
    source = f"def double(x):\n    {body.format(text=text)}\ndef half(x): return x / 2\n"
    result = checks_of(Grading(course.tasks, Preparation(1)), source)["double"]
    assert (result.outcome, result.fault) == (outcome, "")


TESTS = {
    "imported": (f"import {ABSENT}\n", Outcome.JUDGE_ERROR),
    "something of it": (f"from {ABSENT}.part import thing\n", Outcome.JUDGE_ERROR),
    "where it can be had": (f"try:\n    import {ABSENT}\nexcept ImportError:\n    pass\n", Outcome.PASSED),
    "of another grader": ("from gradescope_utils.autograder_utils.decorators import weight\n", Outcome.PASSED),
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="testers fork")
@pytest.mark.parametrize("case", TESTS)
def test_tests_that_import_what_is_not_there_decide_nothing(case: str, tmp_path: Path) -> None:
    """For everybody, and what may be missing may be missing."""
    head, expected = TESTS[case]
    tests = head + "from work import double\ndef test_double():\n    assert double(2) == 4\n"
    results = checks_of(course_with_tests(tmp_path, REFERENCE, tests), REFERENCE)
    assert results["double"].outcome is expected
    assert (f"pip install {ABSENT}" in results["double"].message) is (expected is Outcome.JUDGE_ERROR)


REFERENCES = {
    "at the top": f"import {ABSENT}\ndef double(x): return {ABSENT}.times(x)\n",
    "in a function": f"def double(x):\n    import {ABSENT}\n    return 2 * x\n",
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="testers fork")
@pytest.mark.parametrize("where", REFERENCES)
def test_a_library_that_the_reference_lacks_is_told_with_the_interpreter(where: str, tmp_path: Path) -> None:
    """As where workers run another Python than the grader does; the student reads that it is no fault of theirs."""
    tests = "from work import double\ndef test_double():\n    assert double(2) == 4\n"
    grading = course_with_tests(tmp_path, REFERENCES[where], tests)
    result = checks_of(grading, "def double(x): return 2 * x\n")["double"]
    assert result.outcome is Outcome.JUDGE_ERROR
    assert f"pip install {ABSENT}" in result.message
    assert result.fault.startswith(f"The library {ABSENT} is not installed")
    assert worker_interpreter() in result.fault


def test_another_fault_of_a_reference_is_told_as_it_is(tmp_path: Path) -> None:
    """A library is named where it is missing, and nowhere else."""
    tests = "from work import double\ndef test_double():\n    assert double(2) == 5\n"
    result = checks_of(course_with_tests(tmp_path, REFERENCE, tests), "def double(x): return 2 * x\n")["double"]
    assert result.outcome is Outcome.JUDGE_ERROR
    assert result.fault.startswith("The reference does not pass the test")
    assert "install" not in result.message + result.fault


@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_what_failed_can_have_lacked_something(outcome: Outcome, tmp_path: Path) -> None:
    """A pass stays a pass."""
    course = course_of_files(tmp_path, {"tasks/work.yaml": TASK, "reference/work.py": REFERENCE})
    verdict = Verdict(outcome, Explanation(f"`double` raises ModuleNotFoundError: No module named '{ABSENT}'."))
    lacked = missing_libraries.of_code(course.tasks[0], None, verdict)
    assert bool(lacked) is (outcome in {Outcome.FAILED, Outcome.ERROR, Outcome.TIMEOUT})


@pytest.mark.parametrize("name", sorted(missing_libraries.OPTIONAL))
def test_optional_libraries_are_meant_in_every_task(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the task does not name them."""
    course = course_of_files(tmp_path, {"tasks/work.yaml": TASK, "reference/work.py": REFERENCE})
    verdict = Verdict(Outcome.ERROR, Explanation(f"`double` raises ModuleNotFoundError: No module named '{name}.x'."))
    monkeypatch.setattr(missing_libraries, "_same_python", lambda: True)
    monkeypatch.setattr(missing_libraries, "is_installed", lambda _: False)
    assert missing_libraries.of_code(course.tasks[0], None, verdict) == name
    monkeypatch.setattr(missing_libraries, "is_installed", lambda _: True)
    assert missing_libraries.of_code(course.tasks[0], None, verdict) == ""
    monkeypatch.setattr(missing_libraries, "_same_python", lambda: False)
    assert missing_libraries.of_code(course.tasks[0], None, verdict) == name, (
        "this machine knows nothing of that Python"
    )


def test_what_is_installed_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imported or not; one that is blocked is not there."""
    assert missing_libraries.is_installed("numpy")
    assert missing_libraries.is_installed("colorsys")
    assert not missing_libraries.is_installed(ABSENT)
    monkeypatch.setitem(sys.modules, "blocked_library", None)
    assert not missing_libraries.is_installed("blocked_library")
    assert importlib.util.find_spec(ABSENT) is None
