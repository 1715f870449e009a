"""The judge's side of a check from a notebook: the cells, and the files that they write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.notebook.answering import answer, in_a_cell
from tests.judge.test_programs import RIGHT, course_in

if TYPE_CHECKING:
    from pathlib import Path


def answered(folder: Path, *cells: str) -> dict[str, Any]:
    """Return the reply about cells that ran in this order, against a course of programs."""
    course_in(folder / "course")
    text = nbformat.writes(new_notebook(cells=[new_code_cell(cell) for cell in cells]))
    request = {"course": str(folder / "course"), "tasks": ["shop"], "name": "work.ipynb", "notebook": text}
    reply: dict[str, Any] = json.loads(answer(json.dumps(request)))
    return reply


def outcomes(reply: dict[str, Any]) -> set[str]:
    """Return how the checks ended."""
    return {check["outcome"] for task in reply["result"]["tasks"] for check in task["checks"]}


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        pytest.param([f"%%writefile receipt.py\n{RIGHT}"], "passed", id="a-program"),
        pytest.param(
            ["%%writefile receipt.py\nprint('Sum: 0')\n", f"%%writefile receipt.py\n{RIGHT}"], "passed", id="mended"
        ),
        pytest.param(
            [
                "%%writefile adding.py\ndef total(a, b):\n    return a + b\n",
                f"%%writefile receipt.py\nfrom adding import total\n{RIGHT.replace('a + b', 'total(a, b)')}",
            ],
            "passed",
            id="with-a-module-beside-it",
        ),
        pytest.param(["%%writefile receipt.py\nprint('Sum: 0')\n"], "failed", id="a-wrong-one"),
    ],
)
def test_files_that_cells_write_count(tmp_path: Path, cells: list[str], outcome: str) -> None:
    """A kit's notebook has a cell `%%writefile` for each program, and a check below it."""
    assert outcomes(answered(tmp_path, *cells)) == {outcome}


def test_the_report_has_all_three_forms(tmp_path: Path) -> None:
    """Text, page and data, without the task's own text, which the student has already."""
    reply = answered(tmp_path, f"%%writefile receipt.py\n{RIGHT}")
    assert reply.keys() == {"text", "page", "result"}
    assert "Write the programs." not in reply["page"]
    assert "Cells are counted as in `In [1]`" in reply["text"]


def test_wrong_use_is_a_sentence_about_a_call(tmp_path: Path) -> None:
    """A cell has no options of a command line."""
    course_in(tmp_path / "course")
    request = {"course": str(tmp_path / "course"), "tasks": ["shoe"], "name": "work.ipynb", "notebook": "{}"}
    error = json.loads(answer(json.dumps(request)))["error"]
    assert "shoe" in error
    assert "--" not in error
    assert in_a_cell("name it with --course DIR.") == 'name it with check(course="DIR").'
