"""The notebook of a kit: valid whatever functions are called, with a heading for each public written answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.authoring.starter_code import starter_of
from grader.release.notebook import notebook
from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from pathlib import Path

LONG = "mean_of_" + "a" * 50


def cells_of(folder: Path, *functions: str, task: str = "mean", extra: str = "") -> list[dict[str, Any]]:
    """Return the cells of the notebook of a course with one task of these functions."""
    entries = "".join(f"  {name}: {{args: [x]}}\n" for name in functions)
    first = functions[0]
    spec = (
        f"id: {task}\ntitle: Mean\nstatement: Write it.\nfunctions:\n{entries}inputs: {{x: {{real: [0, 1]}}}}\n"
        f"checks:\n  - {{id: value, title: the value, points: 1, expect: 'close({first}(x), ref.{first}(x))'}}\n{extra}"
    )
    reference = "".join(f"def {name}(x):\n    return x\n" for name in functions)
    course = course_of_files(folder, {f"tasks/{task}.yaml": spec, f"reference/{task}.py": reference})
    tasks = {task: starter_of(folder, task) for task in course.tasks}
    cells: list[dict[str, Any]] = json.loads(notebook(tasks))["cells"]
    return cells


def text_of(cell: dict[str, Any]) -> str:
    """Return the text of a cell."""
    return "".join(cell["source"])


def test_a_task_has_its_statement_its_functions_and_a_check(tmp_path: Path) -> None:
    """In this order, after the imports."""
    cells = cells_of(tmp_path, "mean", "total")
    assert [(cell["id"], text_of(cell).split("\n")[0]) for cell in cells] == [
        ("welcome", "# Assignments"),
        ("imports", "import numpy as np"),
        ("mean-statement", "# Mean"),
        ("mean-mean", "def mean(x):"),
        ("mean-total", "def total(x):"),
        ("mean-check", 'check("mean")'),
    ]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("functions", "task"),
    [
        pytest.param(("check", "statement"), "mean", id="called-like-cells-of-the-task"),
        pytest.param((f"{LONG}_1", f"{LONG}_2", f"{LONG}_3"), "mean", id="that-begin-alike"),
        pytest.param(("f",), "a" * 60, id="of-a-task-with-a-long-name"),
    ],
)
def test_every_cell_has_an_identity_of_its_own(tmp_path: Path, functions: tuple[str, ...], task: str) -> None:
    """The format wants 1 to 64 characters, each identity once; and the same ones when the kit is made again."""
    cells = cells_of(tmp_path / "first", *functions, task=task)
    ids = [cell["id"] for cell in cells]
    assert len(set(ids)) == len(ids) == len(functions) + 4
    assert all(0 < len(name) <= 64 for name in ids)
    assert cells == cells_of(tmp_path / "second", *functions, task=task)


def test_public_written_answers_have_their_headings(tmp_path: Path) -> None:
    """A hidden one is not named."""
    extra = (
        "  - {id: why, title: why, points: 1, written: Why it holds}\n"
        "  - {id: secret, title: secret, points: 1, written: Secret, visibility: hidden}\n"
    )
    texts = [text_of(cell) for cell in cells_of(tmp_path, "mean", extra=extra)]
    assert texts[-1] == "## Why it holds"
    assert not any("Secret" in text for text in texts)
