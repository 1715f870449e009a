"""Which tasks a submission has something of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.course import load_course
from grader.judge import Grading, Preparation
from grader.judge.obstacles import has_anything_of, has_something_like
from grader.release import release
from grader.results import Outcome
from grader.submission import SourceFile, Submission
from tests.judge.small_gradings import graded
from tests.samples.course_files import course_of_files
from tests.samples.families import wide

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


OTHER = {
    "tasks/other.yaml": "id: other\ntitle: Other\nstatement: Write it.\ntests: all\n",
    "reference/other.py": "def sub(a, b): return a - b\n",
    "reference/tests/other.py": "from other import sub\ndef test_sub(): assert sub(1, 1) == 0\n",
}
SOLUTION = {"mine.py": "class Calculator:\n    def add(self, a, b): return a + b\n"}
WHICH = (
    "Nothing here says which task this is for (`other`, `simple`). Name the task, as in `--task other` or "
    '`check("other")`, or give the file its name (`other.py`, `other.ipynb`).'
)


@pytest.mark.parametrize("as_kit", [wide(False), True], ids=["course", "kit"])
def test_a_file_of_another_name_is_for_the_only_task_of_tests(tmp_path: Path, as_kit: bool) -> None:
    """With several of them it is for the one whose tests import a name that it defines."""
    for texts, tasks, notes in ((TEXTS, ["simple"], ()), (TEXTS | OTHER, ["simple"], ())):
        folder = tmp_path / str(len(texts))
        course = course_of_files(folder, texts)
        if as_kit:
            release(course, course.tasks, folder / "kit")
            course = load_course(folder / "kit", kits=True)
        result = graded(Grading(course.tasks, Preparation(1), only_present=True), SOLUTION)
        assert [task.id for task in result.tasks] == tasks
        assert {check.outcome for task in result.tasks for check in task.checks} <= {Outcome.PASSED}
        assert result.notes == notes
        named = graded(Grading([course.tasks[-1]], Preparation(1)), SOLUTION)
        assert [task.id for task in named.tasks] == ["simple"]


def test_where_nothing_says_which_task_is_meant(tmp_path: Path) -> None:
    """The note names the tasks, and the option."""
    grading = Grading(course_of_files(tmp_path, TEXTS | OTHER).tasks, Preparation(1), only_present=True)
    result = graded(grading, {"mine.py": "def add(a, b): return a + b\n"})
    assert (result.tasks, result.notes) == ((), (WHICH,))


HEAD = "statement: Write it.\ncases: 3\n"
MIXED = {
    "tasks/stack.yaml": (
        f"id: stack\ntitle: Stack\n{HEAD}classes: {{Stack: {{args: [], methods: {{__len__: {{}}}}}}}}\n"
        "checks: [{id: lives, title: T, points: 1, story: Stack, observe: [len(it)]}]\n"
    ),
    "reference/stack.py": "class Stack:\n    def __len__(self):\n        return 0\n",
    "tasks/meal.yaml": (
        f"id: meal\ntitle: Meal\n{HEAD}programs: {{meal: {{reads: [a word], says: the word}}}}\n"
        "inputs: {word: {text: [1, 5], of: letters}}\n"
        'checks: [{id: prints, title: T, points: 1, expect: "same_text(run(meal, stdin=[word]), ref.meal([word]))"}]\n'
    ),
    "reference/meal.py": "def meal(text, words):\n    return text\n",
    "tasks/work.yaml": (
        f"id: work\ntitle: Work\n{HEAD}variables: {{accuracy: real}}\n"
        "checks: [{id: value, title: T, points: 1, expect: accuracy == ref.accuracy}]\n"
    ),
    "reference/work.py": "accuracy = 3\n",
    "tasks/double.yaml": (
        f"id: double\ntitle: Double\n{HEAD}functions: {{double: {{args: [x]}}}}\ninputs: {{x: {{integer: [1, 9]}}}}\n"
        "checks: [{id: twice, title: T, points: 1, expect: double(x) == ref.double(x)}]\n"
    ),
    "reference/double.py": "def double(x):\n    return 2 * x\n",
}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Give the grading of a course that asks for a class, a program, a variable and a function."""
    return Grading(course_of_files(tmp_path_factory.mktemp("mixed"), MIXED).tasks, Preparation(1))


@pytest.mark.parametrize(
    ("files", "present"),
    [
        pytest.param({"double.py": "def double(x): return 2 * x"}, {"double"}, id="a-function"),
        pytest.param({"a.py": "class Stak:\n    def __len__(self): return 0", "b.py": ""}, {"stack"}, id="a-class"),
        pytest.param(
            {"double.py": "def double(x): return 0", "meal.py": "print(1)"}, {"double", "meal"}, id="a-program"
        ),
        pytest.param({"double.py": "", "hw.py": "accuracy = 4"}, {"double", "work"}, id="a-variable"),
        pytest.param({"stack.py": "", "meal.py": "", "work.py": ""}, {"stack", "meal", "work"}, id="empty-files"),
    ],
)
def test_what_nobody_handed_in_is_one_line(mixed: Grading, files: dict[str, str], present: set[str]) -> None:
    """For classes, programs and variables as for functions."""
    result = graded(mixed, files)
    assert {task.id for task in result.tasks if not task.absent} == present
