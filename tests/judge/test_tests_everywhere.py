"""Tests in Python wherever a check can appear: batch, exports, pages, notebooks; no line of a test is shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import junitparser
import pytest

from grader.export import gradescope, junit, prairielearn
from grader.export.json import text_of
from grader.export.snapshot import GradingSnapshot
from grader.judge import grade
from grader.notebook import answering
from grader.presentation.text import render as plain_text
from grader.presentation.view import view_of
from grader.report.html import render as html_page
from grader.results import Audience, Outcome, SubmissionResult, Visibility, for_audience
from grader.submission import SourceFile, Submission
from tests.batch.class_of import grade as grade_class
from tests.batch.class_of import kept, table
from tests.samples.links import LINK_OF_RUN, workers_over
from tests.samples.tested_course import course_with_tests

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.results import CheckResult

REFERENCE = """
def double(x): return 2 * x
def half(x): return x / 2
"""
WRONG = """
def double(x):
    print("asked for", x)
    return 2 * x if x < 8 else 7
def half(x): return x
"""
TESTS = '''
import unittest
import pytest
from work import double, half

@pytest.mark.points(2)
def test_small():
    """Small numbers are doubled."""
    assert double(2) == 4

@pytest.mark.points(3)
@pytest.mark.visibility("hidden")
def test_secret():
    """The hidden title."""
    secret_local = 4711
    assert double(secret_local) == 2 * secret_local, "the hidden message"

@pytest.mark.visibility("after_due")
@pytest.mark.hint("Which number comes late?")
def test_late():
    """Large numbers."""
    late_local = 1234
    assert double(late_local) == 2 * late_local

@pytest.mark.points(4)
@pytest.mark.hint("Divide.")
def test_half():
    visible_local = 6
    assert half(visible_local) == 3  # a remark of the teacher

def test_after():
    assert double(1) == 2

def test_whole():
    assert half(0) == 0

class TestParts(unittest.TestCase):
    def test_numbers(self):
        for number in (1, 2, 9, 3):
            with self.subTest(number=number):
                self.assertEqual(double(number), 2 * number)

@pytest.mark.points(4)
@pytest.mark.parametrize("x", [1, 2, 9, 3])
def test_each(x):
    assert double(x) == 2 * x
'''
KEYS = """\
checks:
  - {id: after, title: after the half, points: 1, test: test_after, needs: [half]}
  - {id: whole, title: after the small ones, points: 1, test: test_whole, needs: [small]}
"""
HIDDEN = ("4711", "1234", "secret_local", "hidden message")
"""Of tests that students do not see: numbers, also those that the code prints, names and words."""
LINES = ("visible_local", "a remark of the teacher", "late_local", "subTest", "assertEqual")
"""Of lines of any test."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the course and a class of one."""
    root = tmp_path_factory.mktemp("everywhere")
    course_with_tests(root / "course", REFERENCE, TESTS, KEYS)
    (root / "class/anna").mkdir(parents=True)
    (root / "class/anna/work.py").write_text(WRONG)
    return root


@pytest.fixture(scope="module", params=LINK_OF_RUN)
def result(request: pytest.FixtureRequest, folder: Path) -> Iterator[SubmissionResult]:
    """Return the teacher's copy of the result of the wrong answer."""
    submission = Submission("someone", (SourceFile("work.py", WRONG.encode()),))
    with workers_over(request.param) as factory:
        grading = course_with_tests(folder / "course", REFERENCE, TESTS, KEYS)
        yield grade(submission, grading, factory.worker)


def checks(result: SubmissionResult) -> dict[str, CheckResult]:
    """Return the checks by id."""
    return {check.id: check for task in result.tasks for check in task.checks}


@pytest.mark.parametrize(
    ("id_", "outcome", "points", "largest"),
    [
        ("small", Outcome.PASSED, 2, 2),
        ("secret", Outcome.FAILED, 0, 3),
        ("late", Outcome.FAILED, 0, 1),
        ("half", Outcome.FAILED, 0, 4),
        ("after", Outcome.SKIPPED, 0, 1),
        ("whole", Outcome.PASSED, 1, 1),
        ("parts-numbers", Outcome.FAILED, 0.75, 1),
        ("each", Outcome.FAILED, 3, 4),
    ],
)
def test_markers_needs_and_parts(
    result: SubmissionResult, id_: str, outcome: Outcome, points: float, largest: float
) -> None:
    """Marks give the points; what needs a failed check is not run; parts earn their share."""
    check = checks(result)[id_]
    assert (check.outcome, check.points, check.max_points) == (outcome, points, largest)


def test_visibility_title_and_hint_come_from_the_file(result: SubmissionResult) -> None:
    """As the marks and docstrings say."""
    found = checks(result)
    assert found["secret"].visibility is Visibility.HIDDEN
    assert found["late"].visibility is Visibility.AFTER_DUE
    assert found["late"].title == "Large numbers."
    assert found["half"].hint == "Divide."
    assert found["small"].visibility is Visibility.PUBLIC


def students(result: SubmissionResult) -> SubmissionResult:
    """Return the student's copy."""
    return for_audience(result, Audience.STUDENT, public_seed=True)


SHOWN = {
    "page": lambda result: html_page(students(result), {}),
    "text": lambda result: plain_text(view_of(students(result))),
    "json": lambda result: text_of(students(result)),
    "junit": lambda result: junit.render(GradingSnapshot(result, audience=Audience.STUDENT)),
    "gradescope": lambda result: gradescope.render(GradingSnapshot(result, audience=Audience.STUDENT)),
    "prairielearn": lambda result: prairielearn.render(GradingSnapshot(result)),
}


@pytest.mark.parametrize("form", SHOWN)
def test_what_a_student_reads_shows_no_hidden_test(result: SubmissionResult, form: str) -> None:
    """Nor a line of any test; the public failure is there with its values."""
    text = SHOWN[form](result)
    assert not [word for word in (*HIDDEN, *LINES) if word in text]
    assert "half" in text


def test_the_teachers_page_says_what_the_hidden_test_found(result: SubmissionResult) -> None:
    """The values that differ."""
    page = html_page(result, {})
    assert "The hidden title" in page
    assert "4711" in page


def test_gradescope_has_each_test_with_its_visibility(result: SubmissionResult) -> None:
    """Names are the titles of task and check, one line each."""
    found = {one["name"]: one for one in json.loads(gradescope.render(GradingSnapshot(result)))["tests"]}
    secret, small = found["Work: The hidden title."], found["Work: Small numbers are doubled."]
    assert (secret["visibility"], secret["score"], secret["max_score"]) == ("hidden", 0, 3)
    assert (small["visibility"], small["status"], small["score"]) == ("visible", "passed", 2)
    assert found["Work: Large numbers."]["visibility"] == "after_due_date"
    assert len(found) == len(checks(result))


def test_junit_has_a_case_for_each_test(result: SubmissionResult) -> None:
    """With the failure as its element."""
    suites = junitparser.JUnitXml.fromstring(junit.render(GradingSnapshot(result, audience=Audience.TEACHER)).encode())
    cases = {case.name.partition(":")[0]: case for suite in suites for case in suite}
    assert set(checks(result)) <= set(cases)
    assert cases["small"].is_passed
    assert isinstance(cases["half"].result[0], junitparser.Failure)
    assert isinstance(cases["after"].result[0], junitparser.Skipped)


def test_a_result_is_read_back_from_its_json(result: SubmissionResult) -> None:
    """Nothing of a test is lost."""
    assert SubmissionResult.model_validate_json(text_of(result)) == result


def outcomes(found: SubmissionResult) -> dict[str, tuple[Any, float]]:
    """Return outcome and points by check."""
    return {id_: (check.outcome, check.points) for id_, check in checks(found).items()}


@pytest.mark.slow
def test_a_batch_decides_the_same(folder: Path, result: SubmissionResult) -> None:
    """In its table and in its store, and its page shows no line of the hidden test."""
    grade_class(folder, seed=1)
    row = table(folder)["anna"]
    assert float(row["points"]) == result.points
    assert outcomes(kept(folder, "anna").result) == outcomes(result)
    pages = [path.read_text() for path in (folder / "out").rglob("*.html") if "anna" in str(path)]
    assert pages
    assert not [word for page in pages for word in (*HIDDEN, *LINES) if word in page]


@pytest.mark.slow
def test_a_notebook_asks_for_the_public_ones(folder: Path, result: SubmissionResult) -> None:
    """Cells are checked as files are, and a student reads no more in them."""
    cell = {"cell_type": "code", "source": WRONG, "metadata": {}, "outputs": [], "execution_count": 1}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    request = {"course": str(folder / "course"), "tasks": [], "name": "work.ipynb", "notebook": notebook}
    reply = json.loads(answering.answer(json.dumps(request)))
    found = SubmissionResult.model_validate(reply["result"])
    hidden = {"secret", "late"}
    assert outcomes(found) == {id_: one for id_, one in outcomes(result).items() if id_ not in hidden}
    assert not [word for word in (*HIDDEN, *LINES) if word in json.dumps(reply)]
