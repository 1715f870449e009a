"""The format `nbgrader`: cells by their metadata, of every version; hidden tests; questions for a person."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from grader.checks.suite import list_notebook_tests
from grader.importing.model import SourceError
from grader.importing.nbgrader import cell_role, without_hidden
from grader.importing.sources import NotebookCell
from tests.importing.peer_files import code, imported, left_out, markdown, notebook, read

V3: dict[str, Any] = {"schema_version": 3}
SOLUTION = code(
    "def twice(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
    grade_id="twice",
    solution=True,
    **V3,
)


def graded(source: str, name: str = "test_twice", points: float = 2, **more: Any) -> dict[str, Any]:
    """Return a test cell."""
    return code(source, grade_id=name, grade=True, locked=True, points=points, **(V3 | more))


def cells_file(tmp_path: Path, *cells: dict[str, Any]) -> str:
    """Return the cells of the one task of a notebook."""
    notebook(tmp_path / "ps1.ipynb", *cells)
    (task,) = read("nbgrader", tmp_path).tasks
    return task.files["reference/tests/ps1.cells.py"].decode()


def test_a_notebook_becomes_a_task(tmp_path: Path) -> None:
    """Tests keep their place and their text, and the notebook is the reference."""
    text = cells_file(tmp_path, SOLUTION, graded('"""Doubles numbers."""\nassert twice(2) == 4'))
    assert text == (
        '# %% test_twice points=2 after=test_twice title="Doubles numbers."\n'
        '"""Doubles numbers."""\nassert twice(2) == 4\n\n'
    )
    (task,) = read("nbgrader", tmp_path).tasks
    assert task.keys == {"tests": "all", "shared": True}
    assert task.checks == ()
    assert "return 2 * x" in task.files["reference/ps1.ipynb"].decode()


@pytest.mark.parametrize("words", ['It says "hi"', "A back\\slash", '"Quoted"', "é, ü"])
def test_titles_are_read_as_they_are_written(tmp_path: Path, words: str) -> None:
    """Quotes in a title do not end it."""
    text = cells_file(tmp_path, SOLUTION, graded(f"# {words}\nassert twice(2) == 4"))
    (test,) = list_notebook_tests(text, Path("ps1.cells.py"))
    assert (test.title, test.points) == (words, 2)


def test_hidden_lines_are_a_check_of_their_own(tmp_path: Path) -> None:
    """What students see has no word of the hidden lines, and all points hang on the whole cell."""
    source = "assert twice(1) == 2\n### BEGIN HIDDEN TESTS\nassert twice(5) == 10\n### END HIDDEN TESTS"
    seen, whole = cells_file(tmp_path, SOLUTION, graded(source)).split("# %% ")[1:]
    assert seen.startswith("test_twice_visible points=0 after=test_twice")
    assert "twice(5)" not in seen
    assert whole.startswith("test_twice points=2 visibility=hidden after=test_twice")
    assert source in whole


def test_a_cell_of_hidden_lines_alone(tmp_path: Path) -> None:
    """There is nothing to show of it."""
    text = cells_file(
        tmp_path, graded('"""A title."""\n### BEGIN HIDDEN TESTS\nassert twice(5) == 10\n### END HIDDEN TESTS')
    )
    assert text.count("# %%") == 1
    assert "visibility=hidden" in text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a\n###BEGIN HIDDEN TESTS\nb\n###END HIDDEN TESTS\nc", "a\nc", id="no space"),
        pytest.param("a\n# BEGIN HIDDEN TESTS\nb\n# END HIDDEN TESTS\nc", "a\nc", id="one sign"),
        pytest.param("a\n    ### BEGIN HIDDEN TESTS\n    b\n    ### END HIDDEN TESTS", "a", id="indented"),
        pytest.param("a\n### BEGIN HIDDEN TESTS\nb", "a", id="never ended"),
        pytest.param("a\n### end hidden tests\nb", "a\n### end hidden tests\nb", id="an end alone"),
        pytest.param("a\n### BEGIN HIDDEN TEST\nb\n### END HIDDEN TEST\nc", "a\nc", id="singular"),
    ],
)
def test_hidden_regions(source: str, expected: str) -> None:
    """Markers are written in many ways; when in doubt, more is hidden."""
    assert without_hidden(source) == expected


@pytest.mark.parametrize(
    ("metadata", "test", "manual", "locked", "points"),
    [
        pytest.param({"grade": True, "points": 2}, True, False, True, 2.0, id="v0"),
        pytest.param({"grade": True, "points": "0.5"}, True, False, True, 0.5, id="points in words"),
        pytest.param({"grade": True, "schema_version": 1}, True, False, True, 0.0, id="v1, no points"),
        pytest.param({"grade": True, "solution": True, "points": 1, **V3}, False, True, False, 1.0, id="manual"),
        pytest.param({"locked": True, "task": True, "points": 4, **V3}, False, True, True, 4.0, id="task"),
        pytest.param({"locked": True, **V3}, False, False, True, 0.0, id="locked"),
        pytest.param({"grade": True, "grade_id": "", "points": -1, **V3}, True, False, True, 0.0, id="no name"),
    ],
)
def test_metadata_of_every_version(
    metadata: dict[str, Any], test: bool, manual: bool, locked: bool, points: float
) -> None:
    """Old notebooks say less, and mean the same."""
    role = cell_role(NotebookCell(1, "code", "x", {"nbgrader": {"grade_id": "a"} | metadata}))
    assert role is not None
    assert (role.is_test, role.is_manual, role.locked, role.points) == (test, manual, locked, points)


@pytest.mark.parametrize("metadata", [{}, {"nbgrader": {}}, {"nbgrader": 1}, {"nbgrader": {"grade_id": ""}}])
def test_cells_without_a_role(metadata: dict[str, Any]) -> None:
    """Most cells are nobody's business."""
    assert cell_role(NotebookCell(1, "code", "x", metadata)) is None


def test_a_version_from_the_future() -> None:
    """What is not understood is not guessed."""
    with pytest.raises(SourceError, match="version 9"):
        cell_role(NotebookCell(1, "code", "x", {"nbgrader": {"schema_version": 9, "grade_id": "a"}}))


def test_locked_code_runs_on_both_sides(tmp_path: Path) -> None:
    """The teacher's own helpers are the tests' helpers too."""
    helper = code("LIMIT = 3", grade_id="helper", grade=False, solution=False, locked=True, **V3)
    text = cells_file(tmp_path, helper, graded("assert LIMIT == 3"))
    assert text.startswith("# %% helper both after=helper\nLIMIT = 3\n")


def test_questions_for_a_person(tmp_path: Path) -> None:
    """The heading above says where the answer stands; the solution is a note for markers."""
    notebook(
        tmp_path / "ps1.ipynb",
        markdown("## Part C (1 point)\n\nWrite the equation."),
        markdown("$x^2$", grade_id="equation", grade=True, solution=True, points=1, **V3),
        code("plot()", grade_id="plot", grade=True, solution=True, points=2, **V3),
    )
    (task,) = read("nbgrader", tmp_path).tasks
    assert [(check["id"], check["points"], check["written"]) for check in task.checks] == [
        ("equation", 1.0, "Part C (1 point)"), ("plot", 2.0, "Part C (1 point)"),
    ]  # fmt: skip
    assert "$x^2$" in task.checks[0]["rubric"]["note"]
    assert "tests" not in task.keys


def test_a_question_without_a_heading_says_so(tmp_path: Path) -> None:
    """Its answer would not be found, and the table tells the teacher."""
    notebook(tmp_path / "ps1.ipynb", markdown("Why?", grade_id="why", grade=True, solution=True, points=1, **V3))
    (row,) = read("nbgrader", tmp_path).rows
    assert "no heading above it" in row.reason


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        pytest.param(graded(""), "is an empty test", id="empty"),
        pytest.param(graded("assert twice("), "is not Python", id="not Python"),
        pytest.param(
            markdown("x", grade_id="test_twice", grade=True, points=1, **V3), "is a test that is not code", id="text"
        ),
    ],
)
def test_cells_that_are_left_out(tmp_path: Path, cell: dict[str, Any], reason: str) -> None:
    """Each with its reason, and the others go on."""
    notebook(tmp_path / "ps1.ipynb", SOLUTION, cell, graded("assert True", "other"))
    result = read("nbgrader", tmp_path)
    assert reason in left_out(result)["test_twice"]
    assert imported(result) == ["other"]


@pytest.mark.parametrize("line", ["### AUTOTEST twice(2)", "### HASHED AUTOTEST twice(2); twice('a')"])
def test_autotest_lines_stay(tmp_path: Path, line: str) -> None:
    """The reference shows the values, so the cell is a test as any other; the table says so."""
    notebook(tmp_path / "ps1.ipynb", SOLUTION, graded(line))
    result = read("nbgrader", tmp_path)
    assert imported(result) == ["test_twice"]
    assert "AUTOTEST" in next(row.reason for row in result.rows if row.item == "test_twice")
    assert line in result.tasks[0].files[f"reference/tests/{result.tasks[0].id}.cells.py"].decode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("{", "is not JSON", id="cut"),
        pytest.param("[]", "is not a notebook", id="a list"),
        pytest.param('{"cells": [1]}', "a cell is not an object", id="a number"),
        pytest.param('{"cells": []}', "has no graded cell", id="empty"),
        pytest.param("[" * 100_000, "is not JSON", id="deep"),
        pytest.param(
            '{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}', "is r, and only Python runs", id="R"
        ),
    ],
)
def test_notebooks_that_cannot_be_read(tmp_path: Path, content: str, reason: str) -> None:
    """A broken file is one line of the table."""
    (tmp_path / "ps1.ipynb").write_text(content)
    assert reason in left_out(read("nbgrader", tmp_path))["the notebook"]


def test_two_cells_of_one_name(tmp_path: Path) -> None:
    """Even nbgrader cannot say which one is meant."""
    notebook(tmp_path / "ps1.ipynb", graded("assert True"), graded("assert True"))
    assert "two cells with the grade_id" in left_out(read("nbgrader", tmp_path))["the notebook"]


def test_a_file_that_the_solution_writes(tmp_path: Path) -> None:
    """Lies beside the teacher's notebook and is left out: a test that looks for it would pass whatever is handed in."""
    magic = "%matplotlib inline\n"
    writing = SOLUTION | {
        "source": magic + SOLUTION["source"] + "\nnp.savez('./data/full.npz', x=np.load('data/given.npy'))\n"
    }
    notebook(tmp_path / "ps1.ipynb", writing, graded("assert 'x' in np.load('data/full.npz')"))
    (tmp_path / "data").mkdir()
    for name in ("full.npz", "given.npy"):
        (tmp_path / "data" / name).write_bytes(b"1")
    result = read("nbgrader", tmp_path)
    assert result.tasks[0].keys["support"] == ["data/given.npy"]
    assert left_out(result) == {"data/full.npz": "the solution writes it, and so must a student"}


def test_a_course_folder(tmp_path: Path) -> None:
    """The source notebooks are imported, and what nbgrader has made of them is not."""
    for folder in ("source", "release", "submitted/anna"):
        notebook(tmp_path / folder / "ps1" / "problem1.ipynb", SOLUTION, graded("assert twice(2) == 4"))
    (tmp_path / "source" / "ps1" / "data.csv").write_text("1\n")
    result = read("nbgrader", tmp_path)
    assert [task.id for task in result.tasks] == ["ps1_problem1"]
    assert left_out(result) == {"release, submitted": "is made from source/ by nbgrader, or by students"}
    assert result.tasks[0].files["support/data.csv"] == b"1\n"
    assert result.tasks[0].keys["support"] == ["data.csv"]


def test_outputs_are_not_copied(tmp_path: Path) -> None:
    """The reference notebook is small, whatever was shown in it."""
    notebook(tmp_path / "ps1.ipynb", code("1", "x" * 10_000), graded("assert True"))
    (task,) = read("nbgrader", tmp_path).tasks
    assert json.loads(task.files["reference/ps1.ipynb"])["cells"][0]["outputs"] == []


def test_magics_in_a_test(tmp_path: Path) -> None:
    """They are no reason to leave a test out, and they stay in it."""
    assert "%matplotlib inline\nassert True" in cells_file(tmp_path, graded("%matplotlib inline\nassert True"))


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        pytest.param("total = start + 1", "gives=start", id="read at once"),
        pytest.param("def f():\n    return start", "gives=start", id="read later"),
        pytest.param("start = 1\nstart + 1", "", id="their own"),
        pytest.param("print(max(1, 2))", "", id="builtin"),
        pytest.param("answer = 5", "", id="not read"),
    ],
)
def test_names_that_students_get_from_a_test(tmp_path: Path, student: str, expected: str) -> None:
    """One kernel ran tests and answers, so a name that the answers need is given, and never another."""
    text = cells_file(tmp_path, graded("start, secret = 3, 42\nmax = None"), code(student))
    assert re.findall(r"gives=\S+", text.split("\n")[0]) == ([expected] if expected else [])
