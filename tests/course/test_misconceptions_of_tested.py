"""Known wrong solutions of a task of tests: they name what the reference defines, whether or not the task does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.course import load_course
from grader.errors import SpecError
from grader.verify.solutions import solutions
from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = """\
def double(x): return 2 * x
class Stack:
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x)
    def pop(self): return self.items.pop()
def _helper(): pass
"""
WRONG = """\
def double_plus(x): return x + 2
def _helper_other(): pass
def other_wrong(x): return x
class Stack_queue:
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x)
    def pop(self): return self.items.pop(0)
"""
TESTS = """\
from work import Stack, double
def test_double(): assert double(3) == 6
def test_stack():
    s = Stack(); s.push(1); s.push(2)
    assert s.pop() == 2
"""


def files(*wrong: tuple[str, str]) -> dict[str, str]:
    """Return a course whose task has these known wrong solutions, each with the check that catches it."""
    entries = "".join(f"  - {{wrong: {name}, fails: [{check}], tells: Look again.}}\n" for name, check in wrong)
    return {
        "tasks/work.yaml": f"id: work\ntitle: W\nstatement: Write it.\ntests: all\nmisconceptions:\n{entries}",
        "reference/work.py": REFERENCE,
        "reference/wrong/work.py": WRONG,
        "reference/tests/work.py": TESTS,
    }


def test_they_replace_functions_and_classes_of_the_reference(tmp_path: Path) -> None:
    """And `verify` tries them with the checks that must catch them."""
    course = course_of_files(tmp_path, files(("double_plus", "double"), ("Stack_queue", "stack")))
    found = {solution.name: solution for solution in solutions(tmp_path, course.tasks[0])}
    assert found["double_plus"].fails == {"double"}
    assert found["Stack_queue"].fails == {"stack"}
    assert found["Stack_queue"].changed == {"Stack"}
    assert not found["double_plus"].stray


@pytest.mark.parametrize("name", ["other_wrong", "_helper_other"])
def test_one_that_replaces_nothing_is_a_mistake(name: str, tmp_path: Path) -> None:
    """With the names that there are."""
    with pytest.raises(SpecError, match=r"which function it replaces: double_\.\.\., Stack_\.\.\."):
        course_of_files(tmp_path, files((name, "double")))


def test_a_notebook_as_reference_has_none(tmp_path: Path) -> None:
    """It is a mistake that is said, and no crash."""
    texts = files(("double_plus", "double"))
    texts["reference/work.ipynb"] = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    del texts["reference/work.py"]
    with pytest.raises(SpecError, match="which function it replaces"):
        load_course(course_folder(tmp_path, texts))


def course_folder(folder: Path, texts: dict[str, str]) -> Path:
    """Write the files of a course."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
