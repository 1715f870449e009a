"""`grader import`: its table, its exit codes, and a course that loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.cli.import_tests import KINDS, table
from grader.course import load_course
from grader.importing import FORMATS, Import, ImportedTask, ImportRow
from tests.cli.running import say
from tests.importing.peer_files import code, markdown, notebook, write

if TYPE_CHECKING:
    from pathlib import Path

TEST = "import pytest\nfrom stack import top\n\n@pytest.mark.points(2)\ndef test_top():\n    assert top([1]) == 1\n"


def test_the_command_knows_every_format() -> None:
    """Its words are those of the registry."""
    assert tuple(FORMATS) == KINDS


def test_a_course_is_written_and_loads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table says what was imported, and the course has the check with its points."""
    write(tmp_path, test_stack=TEST, stack="def top(s): return s[-1]", test_broken="def test_a(:")
    monkeypatch.chdir(tmp_path)
    told = say(monkeypatch, capsys, *["import", "pytest", str(tmp_path), "--out", "course"])
    assert told.code == 0
    assert told.out.splitlines()[:4] == [
        "1 test imported into course:",
        "  stack     1  pytest: test_stack.py",
        "Not imported (1):",
        "  test_broken.py: the file: is not Python (line 1: invalid syntax)",
    ]
    (task,) = load_course(tmp_path / "course").tasks
    assert [(check.id, check.points, check.kind) for check in task.checks] == [("top", 2.0, "test")]


def test_a_notebook_for_people_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written checks need neither functions nor a reference module."""
    path = notebook(
        tmp_path / "essay.ipynb",
        markdown("# Part A"),
        markdown("Because.", grade_id="a", grade=True, solution=True, points=3, schema_version=3),
    )
    told = say(monkeypatch, capsys, *["import", "nbgrader", str(path), "--out", str(tmp_path / "c")])
    assert (told.code, "a: marked by a person" in told.out) == (0, True)
    (task,) = load_course(tmp_path / "c").tasks
    assert [(check.id, check.points, check.kind) for check in task.checks] == [("a", 3.0, "written")]


def test_cells_and_otter_files_load(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checks of cells and of test files, public and hidden."""
    path = notebook(
        tmp_path / "ps1.ipynb",
        code("def twice(x): return 2 * x", grade_id="twice", solution=True, schema_version=3),
        code("assert twice(2) == 4", grade_id="t", grade=True, points=2, schema_version=3),
    )
    say(monkeypatch, capsys, *["import", "nbgrader", str(path), "--out", str(tmp_path / "c")])
    cases = [{"code": ">>> 1\n1", "hidden": False}, {"code": ">>> 2\n2"}]
    write(tmp_path / "hw", tests__q1=f"test = { ({'name': 'q1', 'suites': [{'cases': cases}]})!r}")
    say(monkeypatch, capsys, *["import", "otter", str(tmp_path / "hw"), "--out", str(tmp_path / "c")])
    hw, ps1 = load_course(tmp_path / "c").tasks
    assert [(check.id, check.points, str(check.visibility)) for check in hw.checks] == [
        ("q1", 0.5, "public"), ("q1_hidden", 0.5, "hidden"),
    ]  # fmt: skip
    assert [(check.id, check.points) for check in ps1.checks] == [("t", 2.0)]


def test_nothing_to_import(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nothing is written, and the exit code says so."""
    write(tmp_path, hello="print('hello')")
    told = say(monkeypatch, capsys, *["import", "prairielearn", str(tmp_path), "--out", str(tmp_path / "c")])
    assert told.code == 1
    assert told.out.startswith("Nothing here is in this format. Name the files with the tests")
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["import", "moodle", ".", "--out", "c"], "'moodle' is not one of", id="format"),
        pytest.param(["import", "otter", "gone", "--out", "c"], "gone", id="path"),
        pytest.param(["import", "otter", "--out", "c"], "Missing argument", id="no path"),
        pytest.param(["import", "otter", "."], "--out", id="no course"),
    ],
)
def test_wrong_use(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A sentence and exit code 2."""
    monkeypatch.chdir(tmp_path)
    told = say(monkeypatch, capsys, *arguments)
    assert told.code == 2
    assert words in told.err


def test_the_table_is_safe_and_short(tmp_path: Path) -> None:
    """Signs that a terminal obeys are replaced, and many items are counted."""
    task = ImportedTask("a", "A", "A.", "otter: \x1b[31mred", ())
    rows = [ImportRow("f", f"q{k}", "a", "differs") for k in range(9)] + [ImportRow("f", "x\x1b[2J", "", "no")]
    lines = table(Import([task], rows), tmp_path)
    assert lines[2:4] == ["What is different:", "  f: q0, q1, q2, q3 and 5 more: differs"]
    assert not any("\x1b" in line for line in lines)
