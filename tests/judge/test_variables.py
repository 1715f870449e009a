"""Variables that a module or a notebook leaves behind, used in expressions like inputs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from grader.course import load_course
from grader.errors import SpecError
from grader.judge import Grading, Preparation, grade
from grader.release import release
from grader.sandbox.process import Worker
from grader.submission import gather
from grader.verify.verdicts import CheckMargins
from tests.judge.small_gradings import graded, outcomes, the
from tests.samples.course_files import course_of_files, passed_by_solution

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course import Course

SPEC = """
id: train
title: Train
statement: Leave the variables.
variables: {accuracy: real, weights: {array: [3]}, names: {list: text}}
functions: {predict: {args: [w], returns: {array: [3]}}}
inputs: {w: {vector: 3, integers: [1, 9]}}
cases: 5
checks:
  - {id: good, title: accurate, points: 1, expect: "at_least(accuracy, 0.9)"}
  - {id: weights, title: weights, points: 1, expect: "close(weights, ref.weights)"}
  - {id: names, title: names, points: 1, expect: "names == ['a', 'b'] and len(names) == 2"}
  - {id: used, title: as an argument, points: 1, needs: [weights],
     expect: "close(predict(weights) + w, ref.predict(ref.weights) + w)"}
"""
REFERENCE = """
import numpy as np

accuracy = 0.95
weights = np.array([1.0, 2.0, 3.0])
names = ["a", "b"]

def predict(w):
    return 2 * w
"""
RIGHT = REFERENCE
ALL = "passed passed passed passed"


def course_in(folder: Path, spec: str = SPEC, reference: str = REFERENCE) -> Course:
    """Return the course of a spec."""
    return course_of_files(folder, {"tasks/train.yaml": spec, "reference/train.py": reference})


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Return how the variables are graded."""
    return Grading(course_in(tmp_path_factory.mktemp("train")).tasks, Preparation(1))


SUBMISSIONS: dict[str, tuple[str, str]] = {
    "right": (RIGHT, ALL),
    "assigned twice": ("accuracy = 0.1\n" + RIGHT, ALL),
    "changed by a loop": (RIGHT + "accuracy = 0.0\nfor _ in range(19):\n    accuracy += 0.05\n", ALL),
    "lists of numbers": (RIGHT + "weights = [1, 2, 3]\n", ALL),
    "too small": (RIGHT + "accuracy = 0.5\n", "failed passed passed passed"),
    "a percentage in text": (RIGHT + "accuracy = '95%'\n", "failed passed passed passed"),
    "not there": (RIGHT + "del accuracy\n", "failed passed passed passed"),
    "in a function only": (RIGHT + "del names\ndef main():\n    names = ['a', 'b']\nmain()\n",
                           "passed passed failed passed"),
    "under the main guard": (RIGHT + "del names\nif __name__ == '__main__':\n    names = ['a', 'b']\n",
                             "passed passed failed passed"),
    "another shape": (RIGHT + "weights = np.ones(4)\n", "passed failed passed skipped"),
    "an object that lies": (RIGHT + "class A(float):\n    __ge__ = lambda *_: True\naccuracy = A(0.1)\n",
                            "failed passed passed passed"),
    "an object": (RIGHT + "accuracy = object()\n", "failed passed passed passed"),
    "not a number": (RIGHT + "accuracy = float('nan')\n", "failed passed passed passed"),
    "everything after an exception": ("raise ValueError\n" + RIGHT, ALL),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), SUBMISSIONS.values(), ids=SUBMISSIONS)
def test_the_value_at_the_end_counts(grading: Grading, source: str, expected: str) -> None:
    """The value at the end counts."""
    result = graded(grading, {"train.py": source})
    assert " ".join(outcomes(result).values()) == expected, [check.message for check in result.tasks[0].checks]


def test_a_missing_one_has_its_sentence(grading: Grading) -> None:
    """A missing one has its sentence."""
    check = the(graded(grading, {"train.py": RIGHT + "del accuracy\n"}), "good")
    assert check.message == (
        "There is no variable `accuracy` once your code has run; give `accuracy` its value at the top level."
    )
    none = the(graded(grading, {"train.py": RIGHT + "accuracy = None\n"}), "good")
    assert none.message == "`accuracy` is None; expected a number."
    stopped = the(graded(grading, {"train.py": RIGHT.replace("accuracy = 0.95", "accuracy = 1 / 0")}), "good")
    assert "Not all of your code has run" in stopped.message


def test_a_wrong_one_is_shown_by_its_name(grading: Grading) -> None:
    """A wrong one is shown by its name."""
    check = the(graded(grading, {"train.py": RIGHT + "weights = np.zeros(3)\n"}), "weights")
    assert check.counterexample is not None
    assert check.counterexample.got == {"weights": [0.0, 0.0, 0.0]}
    assert re.search("`weights` at position 0 is 0 and should be 1", check.message)
    assert check.repeat.endswith("from train import weights\nweights")


def test_the_cells_of_a_notebook_leave_them_behind(grading: Grading, tmp_path: Path) -> None:
    """The cells of a notebook leave them behind."""
    fields: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells: list[dict[str, Any]] = [fields | {"source": text} for text in (RIGHT, "accuracy = accuracy - 0.01")]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "work.ipynb").write_text(json.dumps(notebook))
    result = grade(gather([tmp_path / "work.ipynb"]), grading, Worker)
    assert " ".join(outcomes(result).values()) == ALL


MISTAKES: dict[str, tuple[str, str]] = {
    "called": (SPEC.replace("at_least(accuracy", "at_least(accuracy()"), "is a variable: write its name alone"),
    "not in the reference": (SPEC.replace("accuracy: real", "acuracy: real"), "leaves no `acuracy` behind"),
    "an input as well": (SPEC.replace("{w:", "{accuracy: {real: [0, 1]}, w:"), "is the name of"),
    "no anchor": (SPEC.replace("at_least(accuracy, 0.9)", "at_least(accuracy, accuracy)"), "own values only"),
}  # fmt: skip


@pytest.mark.parametrize(("spec", "message"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_in_a_task_are_told(tmp_path: Path, spec: str, message: str) -> None:
    """Mistakes in a task are told."""
    with pytest.raises(SpecError, match=message):
        course_in(tmp_path, spec)


def test_a_kit_has_variables_in_its_starter_and_their_values_recorded(tmp_path: Path) -> None:
    """A kit has variables in its starter and their values recorded."""
    course = course_in(tmp_path / "course")
    (task_kit,) = release(course, course.tasks, tmp_path / "kit")
    assert task_kit.public == ["used"]
    assert "accuracy = None  # not computed yet" in (tmp_path / "kit/train.py").read_text()
    kit = load_course(tmp_path / "kit", kits=True)
    grading = Grading(kit.tasks, Preparation(kit.seed or 0))
    assert " ".join(outcomes(graded(grading, {"train.py": RIGHT})).values()) == "passed passed passed"
    starter = (tmp_path / "kit/train.py").read_text()
    assert set(outcomes(graded(grading, {"train.py": starter})).values()) == {"failed"}


def test_verify_tries_right_and_blind_values(tmp_path: Path) -> None:
    """Verify tries right and blind values."""
    course = course_in(tmp_path)
    (task,) = course.tasks
    passed = passed_by_solution(tmp_path, task, 2)
    assert passed.pop("reference") == ["good", "weights", "names", "used"]
    assert passed.pop("ones") == ["good"]
    assert not any(passed.values()), passed


def test_a_check_of_variables_alone_needs_one_case(tmp_path: Path) -> None:
    """What is left behind is one value, however many cases are drawn."""
    (task,) = course_in(tmp_path).tasks
    margins = CheckMargins("any", 10, 1, None, None, 10.0, (0.0, ""), None, 0.0, None)
    assert [check.id for check in task.checks if list(margins.faults(check))] == ["used"]
