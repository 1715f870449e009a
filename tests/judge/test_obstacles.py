"""Which tasks a submission has something of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.judge.obstacles import has_anything_of, has_something_like
from grader.submission import SourceFile, Submission
from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Task

TEXTS = {
    "tasks/simple.yaml": "id: simple\ntitle: Simple\nstatement: Write it.\ntests: all\nmodules: [calculator]\n",
    "reference/simple.py": "class Calculator:\n    def add(self, a, b): return a + b\n",
    "reference/tests/simple.py": "from calculator import Calculator\ndef test_add(): assert Calculator().add(1, 1)\n",
}


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Task:
    """Give a task of tests whose reference defines a class alone."""
    folder: Path = tmp_path_factory.mktemp("course")
    return course_of_files(folder, TEXTS).tasks[0]


class NoNames:
    """A report on a submission that defines none of the task's functions."""

    names = ()
    function_names: frozenset[str] = frozenset()

    def functions_of(self, task: str) -> tuple[()]:
        """Return none."""
        del task
        return ()


@pytest.mark.parametrize(
    ("name", "present"),
    [
        pytest.param("simple.py", True, id="named-like-the-task"),
        pytest.param("hw/calculator.py", True, id="named-like-its-module"),
        pytest.param("Calculator_v2.py", True, id="a-version-of-it"),
        pytest.param("notes.py", False, id="another-name"),
    ],
)
def test_a_file_of_its_name(task: Task, name: str, present: bool) -> None:
    """A task has a name, and so have the modules that its tests import."""
    submission = Submission("someone", (SourceFile(name, b"x = 1"),))
    assert has_anything_of(task, submission, NoNames()) is present  # type: ignore[arg-type]


def test_tests_without_functions_may_mean_any_file(task: Task) -> None:
    """Nothing says which file they mean, so nobody gets a report without points for another name."""
    assert task.functions == {}
    assert has_something_like(task, NoNames())  # type: ignore[arg-type]
