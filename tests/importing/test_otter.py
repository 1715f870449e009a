"""The format `otter`: folders of tests, notebooks of `otter assign`, and what is said about the rest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.importing.model import SourceError
from grader.importing.otter_assignments import read_assignment, solved
from grader.importing.sources import NotebookCell
from tests.importing.peer_files import code, imported, left_out, markdown, notebook, raw, read, write

if TYPE_CHECKING:
    from pathlib import Path

Q1 = """\
test = {"name": "q1", "suites": [{"type": "doctest", "cases": [
    {"code": ">>> twice(2)\\n4", "hidden": False}, {"code": ">>> twice(3)\\n6", "hidden": True}]}]}
"""


def assignment(*inner: dict[str, Any], question: str = "name: q1\npoints: 2") -> list[dict[str, Any]]:
    """Return the cells of an assignment with one question."""
    return [
        raw("# ASSIGNMENT CONFIG\nname: hw01\nfiles:\n    - numbers.csv"),
        code("import numpy as np"),
        raw(f"# BEGIN QUESTION\n{question}"),
        markdown("**Question 1.** Write `twice`."),
        *inner,
        raw("# END QUESTION"),
    ]


SOLUTION = [
    raw("# BEGIN SOLUTION"),
    code("def twice(x):\n    # BEGIN SOLUTION\n    return 2 * x\n    # END SOLUTION"),
    raw("# END SOLUTION"),
]
TESTS = [
    raw("# BEGIN TESTS"),
    code("twice(2)", "4"),
    code(
        '""" # BEGIN TEST CONFIG\nhidden: true\npoints: 1.5\nfailure_message: Try three.\n'
        '""" # END TEST CONFIG\ntwice(3) == 6',
        "True",
    ),
    raw("# END TESTS"),
]


def test_a_folder_of_tests_with_its_solution(tmp_path: Path) -> None:
    """The notebook beside the tests is the reference, and the task is called as the folder."""
    write(tmp_path / "hw 1", tests__q1=Q1)
    notebook(tmp_path / "hw 1" / "solution.ipynb", code("def twice(x): return 2 * x"))
    result = read("otter", tmp_path / "hw 1")
    (task,) = result.tasks
    assert task.id == "hw_1"
    assert [check["id"] for check in task.checks] == ["q1", "q1_hidden"]
    assert [check["points"] for check in task.checks] == [0.5, 0.5]
    assert set(task.files) == {
        "reference/tests/hw_1/q1.py",
        "reference/tests/hw_1/q1_hidden.py",
        "reference/hw_1.ipynb",
    }
    assert task.keys == {"shared": True}
    assert imported(result) == ["q1 - 1", "q1 - 2"]


def test_a_solution_from_elsewhere(tmp_path: Path) -> None:
    """A solution that is named with the tests belongs to them, a script too."""
    write(tmp_path / "hw1", tests__q1=Q1)
    write(tmp_path / "secret", answer="def twice(x): return 2 * x")
    (task,) = read("otter", tmp_path / "hw1" / "tests", tmp_path / "secret" / "answer.py").tasks
    assert task.files["reference/hw1.py"] == b"def twice(x): return 2 * x"


def test_two_notebooks_are_no_solution(tmp_path: Path) -> None:
    """Which one is right is not guessed."""
    write(tmp_path, tests__q1=Q1)
    notebook(tmp_path / "a.ipynb", code("1"))
    notebook(tmp_path / "b.ipynb", code("1"))
    result = read("otter", tmp_path)
    assert {row.reason for row in result.rows} == {"2 notebooks beside the tests: name the solution as one more PATH"}


def test_an_assignment_notebook(tmp_path: Path) -> None:
    """Solutions make the reference, outputs the expected answers, and a question is checked behind its cells."""
    (tmp_path / "numbers.csv").write_text("1,2\n")
    notebook(tmp_path / "hw01.ipynb", *assignment(*SOLUTION, *TESTS))
    (task,) = read("otter", tmp_path).tasks
    assert (task.id, task.title) == ("hw01", "hw01")
    assert [(check["id"], check["points"]) for check in task.checks] == [("q1", 0.5), ("q1_hidden", 1.5)]
    assert task.checks[1]["hint"] == "Try three."
    assert task.files["support/numbers.csv"] == b"1,2\n"
    cells = [
        cell["source"]
        for cell in json.loads(task.files["reference/hw01.ipynb"])["cells"]
        if cell["cell_type"] == "code"
    ]
    assert cells == ["import numpy as np", "def twice(x):\n    return 2 * x", "grader.check('q1')"]
    namespace: dict[str, Any] = {}
    exec(task.files["reference/tests/hw01/q1_hidden.py"], namespace)
    assert namespace["test"]["suites"][0]["cases"][0]["code"] == ">>> twice(3) == 6\nTrue"


def test_questions_for_a_person(tmp_path: Path) -> None:
    """A manual question becomes a written check with the solution as a note for markers."""
    question = "name: q4\nmanual: true\npoints: 2.5"
    notebook(
        tmp_path / "hw.ipynb",
        *assignment(raw("# BEGIN SOLUTION"), markdown("Equal sides."), raw("# END SOLUTION"), question=question),
    )
    (task,) = read("otter", tmp_path).tasks
    (check,) = task.checks
    assert (check["id"], check["points"], check["written"]) == ("q4", 2.5, "Question 1. Write `twice`.")
    assert "Equal sides." in check["rubric"]["note"]
    assert not [name for name in task.files if name.startswith("reference/tests/")]


def test_exception_based_cells(tmp_path: Path) -> None:
    """With `ok_format: false` a cell holds a function and its call."""
    cells = assignment(
        *SOLUTION,
        raw("# BEGIN TESTS"),
        code("def test_two(twice):\n    assert twice(2) == 4\n\ntest_two(twice)"),
        raw("# END TESTS"),
    )
    cells[0] = raw("# ASSIGNMENT CONFIG\ntests:\n    ok_format: false")
    notebook(tmp_path / "hw.ipynb", *cells)
    (task,) = read("otter", tmp_path).tasks
    text = task.files["reference/tests/hw/q1.py"].decode()
    assert "OK_FORMAT = False" in text
    assert "def test_two(twice):" in text
    assert "test_two(twice)\n\ntest_two" not in text


@pytest.mark.parametrize(("public", "hidden"), [("## Test ##", "## Hidden Test ##"), ("# TEST", "# HIDDEN TEST")])
def test_the_older_formats(tmp_path: Path, public: str, hidden: str) -> None:
    """Questions in Markdown, tests below a comment: otter's, and jassign's before it."""
    notebook(
        tmp_path / "old.ipynb",
        markdown("**Question 1.** A prime.\n\n```\nBEGIN QUESTION\nname: q1\npoints: 2\n```"),
        code("x = 2 # SOLUTION"),
        code(f"{public}\nisinstance(x, int)", "True"),
        code(f"{hidden}\nx", "2"),
    )
    (task,) = read("otter", tmp_path).tasks
    assert [(check["id"], check["points"]) for check in task.checks] == [("q1", 1.0), ("q1_hidden", 1.0)]
    assert "x = 2" in task.files["reference/old.ipynb"].decode()


def test_tests_in_a_notebooks_metadata(tmp_path: Path) -> None:
    """`otter assign` puts the tests there unless it is told to write files."""
    suites = [{"type": "doctest", "cases": [{"code": ">>> 1 + 1\n2", "hidden": False}]}]
    tests = {"q1": {"name": "q1", "suites": suites}, "q2": Q1.replace("q1", "q2"), "q3": 5}
    notebook(tmp_path / "student.ipynb", code("x = 1"), otter={"OK_FORMAT": True, "tests": tests})
    result = read("otter", tmp_path)
    assert [check["id"] for check in result.tasks[0].checks] == ["q1", "q2", "q2_hidden"]
    assert left_out(result) == {"q3": "is neither a dict nor the text of a test file"}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        pytest.param(assignment()[:-1], "is not ended", id="no end"),
        pytest.param([*assignment(), raw("# END QUESTION")], "ends a block that is not open", id="two ends"),
        pytest.param(
            [raw("# BEGIN QUESTION\nname: a"), raw("# BEGIN SOLUTION"), raw("# BEGIN TESTS")],
            "inside of another",
            id="nested",
        ),
        pytest.param(
            [raw("# BEGIN QUESTION\nname: a"), raw("# BEGIN TESTS"), markdown("x")], "is not code", id="text as a test"
        ),
        pytest.param([raw("# BEGIN QUESTION\n- a")], "is not a mapping", id="a list"),
        pytest.param([raw("# BEGIN QUESTION\nname: [")], "is not YAML", id="not YAML"),
    ],
)
def test_blocks_that_do_not_fit(tmp_path: Path, cells: list[dict[str, Any]], reason: str) -> None:
    """A notebook that is put together wrongly is refused in a sentence with the cell."""
    notebook(tmp_path / "hw.ipynb", *cells)
    assert reason in left_out(read("otter", tmp_path))["the file"]


@pytest.mark.parametrize(
    ("tests", "reason"),
    [
        pytest.param([], "has no tests and is not marked by a person", id="none"),
        pytest.param([raw("# BEGIN TESTS"), code("1 +"), raw("# END TESTS")], "is not Python", id="not Python"),
        pytest.param(
            [raw("# BEGIN TESTS"), code('""" # BEGIN TEST CONFIG\nx'), raw("# END TESTS")], "is not ended", id="no end"
        ),
    ],
)
def test_a_question_that_cannot_be_imported(tmp_path: Path, tests: list[dict[str, Any]], reason: str) -> None:
    """It is left out alone."""
    notebook(tmp_path / "hw.ipynb", *assignment(*SOLUTION, *tests))
    assert reason in left_out(read("otter", tmp_path))["q1"]


def test_other_languages_and_broken_files(tmp_path: Path) -> None:
    """Each has its sentence."""
    write(tmp_path, **{"tests__q1.R": "x", "tests__q2": "test = {"})
    notebook(tmp_path / "r.ipynb", *assignment(), kernelspec={"language": "R"})
    (tmp_path / "broken.ipynb").write_text("{")
    result = read("otter", tmp_path)
    assert not result.tasks
    assert {row.reason.split(" (")[0] for row in result.rows} >= {"is R, and only Python runs", "is not JSON"}


def test_the_students_version_is_left_out(tmp_path: Path) -> None:
    """`otter assign` writes two folders, and the one with all tests is imported."""
    write(tmp_path / "dist" / "autograder", tests__q1=Q1)
    write(tmp_path / "dist" / "student", tests__q1=Q1)
    result = read("otter", tmp_path / "dist")
    assert [task.id for task in result.tasks] == ["autograder"]
    assert left_out(result) == {"1 test files": "is the students' version of ../autograder"}


def test_files_outside_of_the_folder_are_not_copied(tmp_path: Path) -> None:
    """A configuration cannot make the importer publish any file of the machine."""
    cells = assignment(*SOLUTION, *TESTS)
    cells[0] = raw("# ASSIGNMENT CONFIG\nfiles:\n    - ../../secret.txt\n    - gone.csv")
    (tmp_path / "secret.txt").write_text("secret")
    notebook(tmp_path / "a" / "b" / "hw.ipynb", *cells)
    result = read("otter", tmp_path / "a")
    assert left_out(result) == {
        "../../secret.txt": "lies outside of the assignment's folder",
        "gone.csv": "is listed in the configuration and is not there",
    }


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("x = 2 # SOLUTION", "x = 2", id="a line"),
        pytest.param("plot(x) # SOLUTION NO PROMPT", "plot(x)", id="no prompt"),
        pytest.param("np.random.seed(42) # SEED", "np.random.seed(42)", id="seed"),
        pytest.param(
            'x = 1 # SOLUTION\n""" # BEGIN PROMPT\nx = ...\n""" # END PROMPT\ny = 2', "x = 1\ny = 2", id="prompt"
        ),
        pytest.param('x = 1\n""" # BEGIN PROMPT\nx\n"""; # END PROMPT', "x = 1", id="prompt with a semicolon"),
        pytest.param("a\n# BEGIN IGNORE\nb\n# END IGNORE\nc # IGNORE\nd", "a\nd", id="ignored"),
        pytest.param(
            "def f():\n    # BEGIN SOLUTION NO PROMPT\n    return 1\n    # END SOLUTION",
            "def f():\n    return 1",
            id="block",
        ),
    ],
)
def test_solutions_run(source: str, expected: str) -> None:
    """The solved notebook has the solutions and none of the prompts."""
    assert solved(source) == expected


def test_fenced_cells() -> None:
    """Editors without raw cells write them as fenced Markdown."""
    cells = [
        NotebookCell(1, "markdown", "```otter\n# BEGIN QUESTION\nname: q1\n```\nWhat?\n```otter\n# BEGIN TESTS\n```"),
        NotebookCell(2, "code", "1 + 1", output="2"),
        NotebookCell(3, "markdown", "```otter\n# END TESTS\n```\n```otter\n# END QUESTION\n```"),
    ]
    (question,) = read_assignment(cells).questions
    assert (question.name, len(question.cases)) == ("q1", 1)


def test_an_unfinished_fence_is_text() -> None:
    """It opens nothing."""
    with pytest.raises(SourceError):
        read_assignment([NotebookCell(1, "raw", "# END TESTS")])
