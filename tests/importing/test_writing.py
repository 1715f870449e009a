"""The course that is written: task files that can be read back, nothing overwritten, nothing outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import UsageError
from grader.importing import Import, ImportedTask, ImportRow, write_course
from grader.importing.names import slug, title, unique
from grader.importing.sources import read_yaml
from grader.importing.writing import task_file

if TYPE_CHECKING:
    from pathlib import Path


def task(name: str = "hw1", **more: Any) -> ImportedTask:
    """Return a small task."""
    return ImportedTask(name, "Homework", "Line one.\n\nLine two.", "otter: hw1", ({"id": "q1", "test": "q1"},), **more)


def test_a_task_file_can_be_read_back() -> None:
    """Texts of several lines stay readable, and signs of YAML mean nothing in them."""
    text = task_file(task(keys={"shared": True}))
    assert "statement: |-\n  Line one.\n\n  Line two.\n" in text
    assert read_yaml(text) == {
        "id": "hw1", "title": "Homework", "source": "otter: hw1", "statement": "Line one.\n\nLine two.",
        "shared": True, "checks": [{"id": "q1", "test": "q1"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    "statement", ["a: b # c", "- x\n  y: [", "trailing \nblank", "\ttab", "'", '"', "ü → ∑", "%a", "x\n"]
)
def test_any_statement(statement: str) -> None:
    """Whatever a teacher wrote comes back."""
    written = ImportedTask("t", "T", statement, "s", ())
    assert read_yaml(task_file(written))["statement"] == statement


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("reference/tests/hw1.py", "import os\nimport pandas as pd\n", ["pandas"], id="tests"),
        pytest.param(
            "reference/hw1.py", "def f():\n    from pandas import Series\n", ["pandas"], id="inside-a-function"
        ),
        pytest.param("reference/hw1.ipynb", '{"source": ["import pandas as pd\\n"]}', ["pandas"], id="notebook"),
        pytest.param("reference/hw1.py", "from matplotlib import pyplot\n", ["matplotlib.pyplot"], id="figures"),
        pytest.param(
            "reference/hw1.py",
            "import pandas\nimport matplotlib.pyplot as plt\n",
            ["matplotlib.pyplot", "pandas"],
            id="both",
        ),
        pytest.param(
            "reference/tests/hw1.py", "import pandasql\n# import pandas\nimports = 1\n", None, id="other-names"
        ),
        pytest.param("support/hw1.py", "import pandas\n", None, id="public-file"),
        pytest.param("reference/tests/hw1.py", "def test_a(): pass\n", None, id="none"),
    ],
)
def test_a_task_with_tables_has_pandas_imported_once(name: str, text: str, expected: list[str] | None) -> None:
    """Before the workers of its tests are forked, where the tests or the solution import it."""
    assert read_yaml(task_file(task(files={name: text.encode()}))).get("preload") == expected


def test_files_and_a_second_run(tmp_path: Path) -> None:
    """The same import once more changes nothing; another one beside it is added."""
    files = {"reference/tests/hw1.py": b"def test_a(): pass\n"}
    assert len(write_course(tmp_path / "course", [task(files=files)])) == 2
    write_course(tmp_path / "course", [task(files=files), task("hw2")])
    assert sorted(path.name for path in (tmp_path / "course" / "tasks").iterdir()) == ["hw1.yaml", "hw2.yaml"]
    assert (tmp_path / "course" / "reference").is_dir()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """And then nothing is written at all."""
    write_course(tmp_path, [task()])
    (tmp_path / "tasks" / "hw1.yaml").write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        write_course(tmp_path, [task("hw2"), task()])
    assert (tmp_path / "tasks" / "hw1.yaml").read_text() == "mine"
    assert not (tmp_path / "tasks" / "hw2.yaml").exists()


def test_two_tasks_with_one_file(tmp_path: Path) -> None:
    """Public files share a folder, so two of one name must be equal."""
    with pytest.raises(UsageError, match="two of the imported tasks"):
        write_course(tmp_path, [task("a", files={"support/x.csv": b"1"}), task("b", files={"support/x.csv": b"2"})])


def test_a_task_with_another_file_of_a_name_is_left_out() -> None:
    """The first one stays, and the table says what became of the second."""
    result = Import([task("a", files={"support/x.csv": b"1"}), task("b", files={"support/x.csv": b"2"})])
    result.rows = [ImportRow("f", "q1", "a"), ImportRow("f", "q1", "b")]
    result.leave_out_clashes()
    assert [left.id for left in result.tasks] == ["a"]
    assert [(row.task, row.reason[:33]) for row in result.rows] == [
        ("a", ""),
        ("", "an earlier task has another suppo"),
    ]


@pytest.mark.parametrize("name", ["../x", "/etc/x", "support/../../x"])
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    """Whatever a format's module returns."""
    with pytest.raises(UsageError, match="outside of the course"):
        write_course(tmp_path / "course", [task(files={name: b""})])


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """It is one sentence."""
    (tmp_path / "course").write_text("a file")
    with pytest.raises(UsageError, match="cannot be written"):
        write_course(tmp_path / "course", [task()])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Problem Set 1", "problem_set_1"),
        ("1. q", "task_1_q"),
        ("Ä", "task"),
        ("q1", "q1"),
        ("a" * 90, "a" * 50),
        ("-x-", "x"),
    ],
)
def test_ids(text: str, expected: str) -> None:
    """An id has small letters, digits, `_` and `-`, a letter first."""
    assert slug(text) == expected


def test_ids_are_unique() -> None:
    """A second one gets a number."""
    taken: set[str] = set()
    assert [unique("a", taken) for _ in range(3)] == ["a", "a_2", "a_3"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A title\nmore", "A title"),
        ("**Question 1.** Write `pred_and_plot`.", "Question 1. Write `pred_and_plot`."),
        ("\n- item", "item"), ("", "otherwise"), ("x" * 300, "x" * 199 + "…"),
        ("_Why?_", "Why?"), ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)  # fmt: skip
def test_titles(text: str, expected: str) -> None:
    """The first line with words, without Markdown's marks."""
    assert title(text, "otherwise") == expected
