"""Notebooks from the disk to a result, in a worker of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from grader.cli.check import check as command
from grader.judge import grade, session
from grader.results import Outcome
from grader.sandbox.process import Worker
from grader.submission import gather
from tests.judge.small_gradings import grading_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.results.hand_in_facts import FileNote
    from grader.results.model import CheckResult

SPEC = """
functions:
  double: {args: [x], returns: {array: [n]}}
checks:
  - {id: definition, title: doubles, points: 1, expect: "close(double(x), ref.double(x), scale=sum(abs(x)))"}
"""
REFERENCE = "def double(x):\n    return 2 * x\n"
RIGHT = "import numpy as np\ndef double(x):\n    return np.add(x, x)"
WRONG = "def double(x):\n    return x + 1"


def notebook(folder: Path, *cells: Any) -> Path:
    """Write a notebook with these code cells."""
    made = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    path = folder / "work.ipynb"
    path.write_text(json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}), encoding="utf-8")
    return path


def graded(folder: Path, *cells: Any) -> tuple[CheckResult, FileNote]:
    """Return the only check of a notebook and how the notebook was read."""
    grading = grading_of(folder, SPEC, REFERENCE)
    result = grade(gather([notebook(folder, *cells)]), grading, Worker)
    return result.tasks[0].checks[0], result.submission.reading[0]


def test_a_right_notebook_has_its_points(tmp_path: Path) -> None:
    """With shell lines, magics and scratch beside the function."""
    check, note = graded(tmp_path, "!pip install numpy\n%matplotlib inline", RIGHT, "double(np.ones(2))")
    assert (check.outcome, note.state) == (Outcome.PASSED, "whole")


def test_the_repeat_lines_do_not_import_a_notebook(tmp_path: Path) -> None:
    """The student pastes them into the notebook itself."""
    check, _ = graded(tmp_path, WRONG)
    assert check.outcome is Outcome.FAILED
    assert check.repeat.startswith("import numpy as np\ndouble(")


def test_a_call_that_raises_names_the_cell(tmp_path: Path) -> None:
    """The last frame of the student's own."""
    check, _ = graded(tmp_path, "y = 1", "\ndef double(x):\n    return x / nosuch")
    assert "(work.ipynb, cell 2, line 3)" in check.message


@pytest.mark.slow
def test_a_notebook_that_hangs_is_loaded_by_its_definitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge learns from the worker which file hung, and asks the functions of all cells."""
    monkeypatch.setattr(session, "LOAD_SECONDS", 1.5)
    check, note = graded(tmp_path, "while True:\n    pass", RIGHT)
    assert (check.outcome, note.state) == (Outcome.PASSED, "definitions")
    assert note.message.startswith("Loading work.ipynb takes too long at cell 1, so it is stopped.")


def test_written_answers_alone_are_not_nothing(tmp_path: Path) -> None:
    """The sentence says that code is missing."""
    grading = grading_of(tmp_path, SPEC, REFERENCE)
    (tmp_path / "answers.md").write_text("A proof.")
    result = grade(gather([tmp_path / "answers.md"]), grading, Worker)
    assert result.notes == ("There is no code in what you handed in, only text.",)
    assert result.points == 0


@pytest.mark.parametrize("cells", [[RIGHT], ["1 / 0", RIGHT]], ids=["whole", "with-a-failing-cell"])
def test_the_command_takes_a_notebook(tmp_path: Path, cells: list[str]) -> None:
    """`grader check work.ipynb` ends with 0 when every check passes."""
    grading_of(tmp_path, SPEC, REFERENCE)
    arguments = [str(notebook(tmp_path, *cells)), "--course", str(tmp_path)]
    outcome = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert outcome.exception is None
    assert (outcome.return_value, "Report for work" in outcome.output) == (0, True)
