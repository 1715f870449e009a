"""Files of otter are read and compiled once for all submissions, and asked of nobody but the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.tester import compiled_tests, notebook_doctests, otter_files
from grader.tester.notebook_tests import NotebookSuite
from tests.samples.conversations import conversation

if TYPE_CHECKING:
    from pathlib import Path

OK_FILE = """
OK_FORMAT = True
test = {"name": "q1", "points": 2, "suites": [{"type": "doctest", "setup": ">>> extra = 1", "cases": [
    {"hidden": False, "code": ">>> square(3)\\n9"},
    {"hidden": True, "code": r'''
        >>> for x in range(3):
        ...     assert square(x) == x * x
        >>> square(2) + extra
        5'''},
]}]}
"""
FUNCTIONS = """
from otter.test_files import test_case
OK_FORMAT = False
name = "q2"

@test_case(points=3)
def test_square(square):
    assert square(4) == 16
"""


def report(file: Path, asked: set[Any] | None = None) -> dict[str, Any]:
    """Return the report on the test that a file is; note the names that the student was asked for."""
    with conversation("def square(x): return x * x") as (_, joined):
        suite = NotebookSuite([file], joined.link, "work")
        told = suite.run(file.stem)
        if asked is not None:
            asked |= {name for _, name in joined.link.looked_up}
        return told


@pytest.mark.parametrize("content", [OK_FILE, FUNCTIONS], ids=["ok", "functions"])
def test_a_file_that_was_compiled_ahead(content: str, tmp_path: Path) -> None:
    """Neither the file nor one of its examples is compiled again."""
    file = tmp_path / "q1.py"
    file.write_text(content)
    otter_files.compile_ahead([str(file), str(tmp_path / "missing.py")])
    counters = otter_files._compiled.cache_info, notebook_doctests._compile_once.cache_info
    before = [count().misses for count in counters]
    assert report(file)["outcome"] == "passed"
    assert [count().misses for count in counters] == before


def test_a_file_that_was_edited(tmp_path: Path) -> None:
    """Is read anew: what counts is the text."""
    file = tmp_path / "q1.py"
    file.write_text(OK_FILE)
    otter_files.compile_ahead([str(file)])
    file.write_text(OK_FILE.replace("5'''", "6'''"))
    assert report(file)["passed"] == 1


def test_nothing_of_a_file_is_executed_ahead(tmp_path: Path) -> None:
    """Nor of its examples; what cannot be compiled is left to the test."""
    file, broken, example = tmp_path / "q1.py", tmp_path / "q2.py", tmp_path / "q3.py"
    file.write_text("raise SystemExit\n" + OK_FILE)
    broken.write_text("test = {")
    example.write_text(OK_FILE.replace("square(3)\\n9", "square(\\n9"))
    otter_files.compile_ahead(map(str, (file, broken, example)))
    assert report(example)["passed"] == 1


@pytest.mark.parametrize(
    ("content", "otters"),
    [(OK_FILE, True), (FUNCTIONS, True), ("def test_it():\n    test = 3\n", False), ("class Test: pass\n", False)],
)
def test_files_of_otter_are_known(content: str, otters: bool, tmp_path: Path) -> None:
    """And asserts are rewritten for pytest in the others alone."""
    assert otter_files.is_otters(content) is otters
    file = tmp_path / "test_file.py"
    file.write_text(content)
    compiled_tests.compile_ahead([str(file)])
    assert any(name == str(file) for name, _ in compiled_tests._COMPILED) is not otters


def test_the_student_is_asked_for_what_an_example_names(tmp_path: Path) -> None:
    """And not, for each case, for every name that Python has in `__future__`."""
    file, asked = tmp_path / "q1.py", set[Any]()
    file.write_text(OK_FILE)
    assert report(file, asked)["outcome"] == "passed"
    assert asked == {"square"}
