"""A class, a story, a program and a `raises` wherever a check can appear: batch, exports, pages, notebooks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import junitparser
import pytest

from grader.export import gradescope, junit, prairielearn
from grader.export.json import text_of
from grader.export.snapshot import GradingSnapshot
from grader.judge import Grading, Preparation
from grader.notebook import answering
from grader.presentation.text import render as plain_text
from grader.presentation.view import view_of
from grader.report.html import render as html_page
from grader.results import Audience, SubmissionResult, for_audience
from tests.batch.class_of import grade as grade_class
from tests.batch.class_of import kept, table
from tests.judge.small_gradings import graded, outcomes, the
from tests.judge.test_object_checks import course_of

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """
classes:
  Stack: {args: [items], methods: {push: {args: [k]}, pop: {returns: integer}, items: {}}}
functions: {root: {args: [k], returns: real}}
programs: {greet: {reads: [a name], says: a greeting}}
inputs:
  items: {list: {integer: [0, 9]}, length: [0, 5]}
  k: {integer: [1, 9]}
  word: {text: [1, 5], of: letters}
checks:
  - id: last
    title: What was pushed is popped
    points: 2
    steps: {s: Stack(items), a: s.push(k), b: s.pop()}
    expect: b == k
  - {id: lives, title: A stack lives, points: 3, story: Stack}
  - {id: greets, title: The program greets, points: 1, expect: "same_text(run(greet, stdin=word), ref.greet(word))"}
  - {id: negative, title: No root of a negative, points: 1, expect: "raises(root(0 - k), ValueError)"}
"""
CLASS = """
class Stack:
    def __init__(self, items=()):
        self._items = list(items)
    def push(self, k):
        self._items.append(k)
    def pop(self):
        return self._items.pop()
    def items(self):
        return list(self._items)
def root(k):
    if k < 0:
        raise ValueError("negative")
    return k ** 0.5
"""
REFERENCE = CLASS + "def greet(text):\n    return f'Hello {text.strip()}'\n"
GREETS = "print('Hello', input())\n"
WRONG = CLASS.replace("_items.pop()", "_items.pop(0)").replace("ValueError", "KeyError")
HALLO = "print('Hallo', input())\n"
POINTS = {"right": 7.0, "wrong": 0.0}
FILES = {
    "right": {"small.py": CLASS, "greet.py": GREETS},
    "wrong": {"small.py": WRONG, "greet.py": HALLO},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the course and two submissions."""
    root = tmp_path_factory.mktemp("everywhere")
    (root / "course").mkdir()
    course_of(root / "course", SPEC, REFERENCE)
    for name, files in FILES.items():
        (root / "class" / name).mkdir(parents=True)
        for file, text in files.items():
            (root / "class" / name / file).write_text(text)
    return root


@pytest.fixture(scope="module")
def results(folder: Path) -> dict[str, SubmissionResult]:
    """Give both submissions, graded."""
    grading = Grading(course_of(folder / "course", SPEC, REFERENCE).tasks, Preparation(1))
    return {name: graded(grading, files) for name, files in FILES.items()}


@pytest.mark.parametrize("name", FILES)
def test_all_four_decide(results: dict[str, SubmissionResult], name: str) -> None:
    """The right one passes all, and the wrong one none."""
    assert results[name].points == POINTS[name]
    assert set(outcomes(results[name])) == {"last", "lives", "greets", "negative"}


SHOWN = {
    "page": lambda result: html_page(for_audience(result, Audience.STUDENT), {}),
    "text": lambda result: plain_text(view_of(for_audience(result, Audience.STUDENT))),
    "json": lambda result: text_of(for_audience(result, Audience.STUDENT)),
    "junit": lambda result: junit.render(GradingSnapshot(result, audience=Audience.STUDENT)),
    "gradescope": lambda result: gradescope.render(GradingSnapshot(result, audience=Audience.STUDENT)),
    "prairielearn": lambda result: prairielearn.render(GradingSnapshot(result)),
}


@pytest.mark.parametrize("form", SHOWN)
def test_each_form_shows_each_check(results: dict[str, SubmissionResult], form: str) -> None:
    """Titles, the exception that came, and no number of an object."""
    text = SHOWN[form](results["wrong"])
    for title in ("What was pushed is popped", "A stack lives", "The program greets", "No root of a negative"):
        assert title in text
    assert "KeyError" in text
    assert "Hallo" in text
    assert "Handle" not in text
    assert "object at 0x" not in text


def test_junit_has_a_case_for_each_check(results: dict[str, SubmissionResult]) -> None:
    """All that failed are failures."""
    suites = junitparser.JUnitXml.fromstring(junit.render(GradingSnapshot(results["wrong"])).encode())
    cases = {case.name.partition(":")[0]: case for suite in suites for case in suite}
    for id_ in outcomes(results["wrong"]):
        assert isinstance(cases[id_].result[0], junitparser.Failure)


@pytest.mark.parametrize("name", FILES)
def test_a_result_is_read_back_from_its_json(results: dict[str, SubmissionResult], name: str) -> None:
    """Nothing is lost."""
    assert SubmissionResult.model_validate_json(text_of(results[name])) == results[name]


@pytest.mark.slow
def test_a_batch_decides_the_same(folder: Path, results: dict[str, SubmissionResult]) -> None:
    """Point by point, and by the same cases."""
    grade_class(folder, seed=1)
    for name, result in results.items():
        assert float(table(folder)[name]["points"]) == POINTS[name]
        stored = kept(folder, name).result
        assert outcomes(stored) == outcomes(result)
        for id_ in outcomes(result):
            assert the(stored, id_).message == the(result, id_).message


@pytest.mark.slow
def test_a_notebook_is_checked(folder: Path) -> None:
    """Its cells have the class and the function; a program is a file, and so not written in a notebook."""
    notebook = {"cells": [{"cell_type": "code", "source": WRONG}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    request = {
        "notebook": json.dumps(notebook),
        "course": str(folder / "course"),
        "tasks": ["small"],
        "name": "small.ipynb",
    }
    reply = json.loads(answering.answer(json.dumps(request)))
    said = {check["id"]: check["outcome"] for check in reply["result"]["tasks"][0]["checks"]}
    assert said["last"] == said["lives"] == said["negative"] == "failed"
    assert said["greets"] != "passed"
    assert "What was pushed is popped" in reply["text"]
