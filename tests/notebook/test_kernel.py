"""A real notebook in a real kernel, beside the command line on the same code."""

from __future__ import annotations

import json
import subprocess  # noqa: TID251 - the command line is a process
import sys
from typing import TYPE_CHECKING, Any

import pytest

from grader.notebook import answering, cells
from tests.notebook.running_course import RAISES, RIGHT, WRONG, command_line, write_course

if TYPE_CHECKING:
    from pathlib import Path

NBFORMAT = pytest.importorskip("nbformat")
KEPT = ("id", "outcome", "points", "message", "hint", "counterexample", "failed_cases", "cases")


def decided(result: Any) -> list[Any]:
    """Return what was decided, and why, in each check of a result; what depends on the clock is left out."""
    return [{key: check[key] for key in KEPT} for task in result["tasks"] for check in task["checks"]]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a folder with a course."""
    return write_course(tmp_path / "course")


def asked(course: Path, typed: list[str], *tasks: Any) -> Any:
    """Return the reply to a check of these cells."""
    request = {"name": "work.ipynb", "notebook": cells.notebook(typed), "tasks": tasks, "course": str(course)}
    return json.loads(answering.answer(json.dumps(request)))


@pytest.mark.parametrize("code", [RIGHT, WRONG, RAISES], ids=["right", "wrong", "raises"])
def test_a_check_from_cells_decides_like_the_command_line(course: Path, tmp_path: Path, code: str) -> None:
    """The same outcomes, points, counterexamples and sentences as for a saved notebook with the same cells."""
    typed = ["import numpy as np\nfrom grader import check", code, "check('scan')"]
    (tmp_path / "work.ipynb").write_text(cells.notebook(typed))
    mine, theirs = asked(course, typed, "scan"), command_line(course, tmp_path / "work.ipynb", "--task", "scan")
    assert decided(mine["result"]) == decided(theirs)
    assert mine["result"]["submission"]["reading"] == theirs["submission"]["reading"]
    assert mine["result"]["hidden_checks"] == theirs["hidden_checks"] == 1
    assert "In [1]" in mine["text"]
    assert mine["page"].startswith("<!doctype html>")


GREET = """\
id: greet
title: Greet
statement: Write a program that greets.
programs: {greet: {reads: [word]}}
inputs: {word: {text: [1, 5], of: letters}}
cases: 3
checks: [{id: prints, title: T, points: 1, expect: "same_text(run(greet, stdin=[word]), ref.greet([word]))"}]
"""
PROGRAM = "%%writefile greet.py\nprint('Hello', input())"
TESTED = "id: hw\ntitle: Homework\nstatement: Write it.\ntests: all\n"
AREA = "def area(x): return x * x\n"


def test_programs_and_tests_in_python_are_checked_from_cells(course: Path) -> None:
    """A program that a cell writes is the student's, and `check()` finds the task whose tests import a name."""
    texts = {
        "tasks/greet.yaml": GREET,
        "reference/greet.py": "def greet(stdin): return 'Hello ' + ''.join(stdin)",
        "tasks/hw.yaml": TESTED,
        "reference/hw.py": AREA,
        "reference/tests/hw.py": "import hw\ndef test_area(): assert hw.area(3) == 9",
    }
    for name, text in texts.items():
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text(text)
    reply = asked(course, ["print(1)", PROGRAM.replace("Hello", "Bye"), AREA, PROGRAM, "!ls", "check()"])
    assert {task["id"]: task["points"] for task in reply["result"]["tasks"]} == {"greet": 1, "hw": 1}
    wrong = asked(course, [AREA.replace("x * x", "x + x")], "hw")["result"]["tasks"][0]["checks"][0]
    assert (wrong["outcome"], "6" in wrong["message"], "9" in wrong["message"]) == ("failed", True, True)


def test_wrong_use_is_an_answer(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


@pytest.mark.parametrize("checked", ["cells", "program"])
@pytest.mark.parametrize("place", [".", "tasks"], ids=["beside", "below"])
def test_no_course_comes_from_the_folder_of_what_is_checked(
    course: Path, monkeypatch: pytest.MonkeyPatch, checked: str, place: str
) -> None:
    """Its reference would run as trusted code; from a folder below the course, or named, it counts."""
    monkeypatch.chdir(course / place)
    (course / place / "scan.py").write_text(RIGHT)
    code = {"path": "scan.py"} if checked == "program" else {"name": "a.ipynb", "notebook": cells.notebook([RIGHT])}
    reply = json.loads(answering.answer(json.dumps({**code, "tasks": [], "course": None})))
    if place == ".":
        assert "the course lies in the folder that is checked" in reply["error"]
        assert 'check(course="DIR")' in reply["error"]
        reply = json.loads(answering.answer(json.dumps({**code, "tasks": [], "course": str(course)})))
    assert reply["result"]["points"] == 4


def test_cells_without_any_function_say_what_is_asked(course: Path) -> None:
    """The first cell of a term."""
    assert "None of the functions that the course asks for is defined here" in asked(course, ["x = 1"])["text"]


SELF = "\nfrom grader import check\n\nif __name__ == '__main__':\n    print(check('scan', course='course'))\n"


@pytest.mark.slow
def test_a_program_that_checks_itself_prints_the_report(course: Path, tmp_path: Path) -> None:
    """And is graded without the check that it makes."""
    (tmp_path / "scan.py").write_text(RIGHT + SELF)
    done = subprocess.run(
        [sys.executable, "scan.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.startswith("Report for scan\n")
    assert "Score: 4 of 4 points" in done.stdout


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Run a notebook of several cells beside a course, and return its folder and its cells with their outputs."""
    client = pytest.importorskip("nbclient")
    folder = write_course(tmp_path_factory.mktemp("course")) / "work"
    folder.mkdir()
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


def saved(notebook: Any, last: Any) -> Any:
    """Write the cells up to the one with this number as the notebook would be saved, and return the file."""
    folder, ran = notebook
    path = folder / f"saved{last}" / "notebook.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps({"cells": ran[:last], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def shown(notebook: Any, place: Any, kind: str = "text/plain") -> Any:
    """Return what cell `place` shows."""
    (output,) = [output for output in notebook[1][place - 1].outputs if output.output_type == "execute_result"]
    return output.data[kind]


@pytest.mark.slow
class TestKernel:
    """The cells of one notebook, run in order."""

    @pytest.mark.parametrize("place", [3, 9], ids=["a-wrong-cell", "a-cell-that-raises"])
    def test_a_cell_says_what_the_command_line_says(self, notebook: Any, place: int) -> None:
        """Word by word, from the first check to the score, on the notebook with the cells that were run."""
        theirs = command_line(notebook[0].parent, saved(notebook, place), "--task", "scan", form="text")
        mine = shown(notebook, place)
        assert mine[mine.index("Backprop") :] == theirs[theirs.index("Backprop") :]
        assert "Score: 2 of 4 points" in mine

    def test_it_shows_a_page_in_a_frame(self, notebook: Any) -> None:
        """A browser gets the page, and anything else the text."""
        assert shown(notebook, 3, "text/html").startswith('<iframe sandbox=""')

    def test_a_mended_function_counts(self, notebook: Any) -> None:
        """The cell that ran last says what the name means; the report can be printed and read."""
        (output,) = notebook[1][5].outputs
        assert "Score: 4 of 4 points" in output.text
        assert shown(notebook, 7) == "4.0"

    def test_wrong_use_is_one_sentence(self, notebook: Any) -> None:
        """No traceback through files that are not the student's."""
        (output,) = notebook[1][9].outputs
        assert output.traceback == ["scann: the course has no such task; did you mean `scan`?"]

    def test_nothing_is_judged_in_the_kernel(self, notebook: Any) -> None:
        """It holds the student's code; of the grader it has the few modules that ask."""
        loaded = shown(notebook, 11)
        assert "grader.notebook.asking" in loaded
        assert not any(
            name in loaded for name in ("grader.judge", "grader.course", "grader.checks", "pydantic", "yaml")
        )
