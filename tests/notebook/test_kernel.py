"""A real notebook in a real kernel, beside the command line on the same code."""

from __future__ import annotations

import json
import subprocess  # noqa: TID251 - the command line is a process
import sys

import pytest

from grader.notebook import answering, cells
from tests.notebook.running_course import RAISES, RIGHT, WRONG, command_line, write_course

NBFORMAT = pytest.importorskip("nbformat")
KEPT = ("id", "outcome", "points", "message", "hint", "counterexample", "failed_cases", "cases")


def decided(result):
    """Return what was decided, and why, in each check of a result; what depends on the clock is left out."""
    return [{key: check[key] for key in KEPT} for task in result["tasks"] for check in task["checks"]]


@pytest.fixture
def course(tmp_path):
    """Return a folder with a course."""
    return write_course(tmp_path / "course")


def asked(course, typed, *tasks):
    """Return the reply to a check of these cells."""
    request = {"name": "work.ipynb", "notebook": cells.notebook(typed), "tasks": tasks, "course": str(course)}
    return json.loads(answering.answer(json.dumps(request)))


@pytest.mark.parametrize("code", [RIGHT, WRONG, RAISES], ids=["right", "wrong", "raises"])
def test_a_check_from_cells_decides_like_the_command_line(course, tmp_path, code):
    """The same outcomes, points, counterexamples and sentences as for a saved notebook with the same cells."""
    typed = ["import numpy as np\nfrom grader import check", code, "check('scan')"]
    (tmp_path / "work.ipynb").write_text(cells.notebook(typed))
    mine, theirs = asked(course, typed, "scan"), command_line(course, tmp_path / "work.ipynb", "--task", "scan")
    assert decided(mine["result"]) == decided(theirs)
    assert mine["result"]["submission"]["reading"] == theirs["submission"]["reading"]
    assert mine["result"]["hidden_checks"] == theirs["hidden_checks"] == 1
    assert "In [1]" in mine["text"]
    assert mine["page"].startswith("<!doctype html>")


def test_wrong_use_is_an_answer(course, tmp_path, monkeypatch):
    """A task that nobody knows, a course that is not there."""
    assert "did you mean `scan`" in asked(course, [RIGHT], "scann")["error"]
    monkeypatch.chdir(tmp_path)
    assert (
        'check(course="DIR")'
        in json.loads(
            answering.answer(
                json.dumps({"name": "a.ipynb", "notebook": cells.notebook([]), "tasks": [], "course": None})
            )
        )["error"]
    )


def test_cells_without_any_function_say_what_is_asked(course):
    """The first cell of a term."""
    assert "None of the functions that the course asks for is defined here" in asked(course, ["x = 1"])["text"]


SELF = "\nfrom grader import check\n\nif __name__ == '__main__':\n    print(check('scan', course='course'))\n"


@pytest.mark.slow
def test_a_program_that_checks_itself_prints_the_report(course, tmp_path):
    """And is graded without the check that it makes."""
    (tmp_path / "scan.py").write_text(RIGHT + SELF)
    done = subprocess.run(
        [sys.executable, "scan.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.startswith("Report for scan\n")
    assert "Score: 4 of 4 points" in done.stdout


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    """Run a notebook of several cells beside a course, and return its folder and its cells with their outputs."""
    client = pytest.importorskip("nbclient")
    folder = write_course(tmp_path_factory.mktemp("course"))
    typed = [
        "%%time\nimport numpy as np\nfrom grader import check",
        WRONG,
        "check('scan')",
        RIGHT,
        "!true\nreport = check('scan')",
        "print(report)",
        "report.result['points']",
        RAISES,
        "check()",
        "check('scann')",
        "import sys\nsorted(name for name in sys.modules if name.startswith(('grader.', 'pydantic', 'yaml')))",
    ]
    made = NBFORMAT.v4.new_notebook(cells=[NBFORMAT.v4.new_code_cell(cell) for cell in typed])
    run = client.NotebookClient(
        made, timeout=120, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    run.execute()
    return folder, made.cells


def saved(notebook, last):
    """Write the cells up to the one with this number as the notebook would be saved, and return the file."""
    folder, ran = notebook
    path = folder / f"saved{last}" / "notebook.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps({"cells": ran[:last], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def shown(notebook, place, kind="text/plain"):
    """Return what cell `place` shows."""
    (output,) = [output for output in notebook[1][place - 1].outputs if output.output_type == "execute_result"]
    return output.data[kind]


@pytest.mark.slow
class TestKernel:
    """The cells of one notebook, run in order."""

    @pytest.mark.parametrize("place", [3, 9], ids=["a-wrong-cell", "a-cell-that-raises"])
    def test_a_cell_says_what_the_command_line_says(self, notebook, place):
        """Word by word, from the first check to the score, on the notebook with the cells that were run."""
        theirs = command_line(notebook[0], saved(notebook, place), "--task", "scan", form="text")
        mine = shown(notebook, place)
        assert mine[mine.index("Backprop") :] == theirs[theirs.index("Backprop") :]
        assert "Score: 2 of 4 points" in mine

    def test_it_shows_a_page_in_a_frame(self, notebook):
        """A browser gets the page, and anything else the text."""
        assert shown(notebook, 3, "text/html").startswith('<iframe sandbox=""')

    def test_a_mended_function_counts(self, notebook):
        """The cell that ran last says what the name means; the report can be printed and read."""
        (output,) = notebook[1][5].outputs
        assert "Score: 4 of 4 points" in output.text
        assert shown(notebook, 7) == "4.0"

    def test_wrong_use_is_one_sentence(self, notebook):
        """No traceback through files that are not the student's."""
        (output,) = notebook[1][9].outputs
        assert output.traceback == ["scann: the course has no such task; did you mean `scan`?"]

    def test_nothing_is_judged_in_the_kernel(self, notebook):
        """It holds the student's code; of the grader it has the few modules that ask."""
        loaded = shown(notebook, 11)
        assert "grader.notebook.asking" in loaded
        assert not any(
            name in loaded for name in ("grader.judge", "grader.course", "grader.checks", "pydantic", "yaml")
        )
