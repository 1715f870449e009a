"""The formats `pytest` and `unittest`: ids, marks and decorators, solutions and helpers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.course import load_course
from grader.importing import write_course
from grader.importing.model import OVERRIDDEN
from grader.importing.pytest_files import tests_of as find_tests
from tests.importing.peer_files import imported, left_out, read, write

if TYPE_CHECKING:
    from pathlib import Path

PYTEST = '''\
import pytest
from stack import Stack

@pytest.mark.points(2)
def test_push():
    """A pushed item is on top."""
    assert Stack([1]).top() == 1

@pytest.mark.visibility("hidden")
@pytest.mark.hint("Think of the empty stack.")
def test_empty():
    assert not Stack([])

def helper():
    pass

class TestPop:
    def test_one(self):
        assert Stack([1]).pop() == 1
'''
UNITTEST = '''\
import unittest
from gradescope_utils.autograder_utils.decorators import weight, visibility, number, partial_credit, leaderboard, tags
from calculator import Calculator

class TestSimple(unittest.TestCase):
    def setUp(self):
        self.calc = Calculator()

    @weight(2.5)
    @number("1.1")
    @tags("arithmetic")
    def test_add(self):
        """Adds two numbers"""
        self.assertEqual(self.calc.add(1, 2), 3)

    @visibility("after_due_date")
    @partial_credit(10)
    def test_part(self, set_score=None):
        set_score(5)

    @visibility("after_published")
    def test_late(self): pass

    @leaderboard("speed")
    def test_speed(self, set_leaderboard_value=None): pass
'''


def test_pytest_functions_and_classes(tmp_path: Path) -> None:
    """Functions, methods of test classes, marks and docstrings."""
    write(tmp_path, test_stack=PYTEST)
    found = find_tests(tmp_path / "test_stack.py")
    assert [(test.id, test.title, test.points, test.visibility, test.hint) for test in found.tests] == [
        ("push", "A pushed item is on top.", 2.0, "public", ""),
        ("empty", "Empty", 1.0, "hidden", "Think of the empty stack."),
        ("pop-one", "One", 1.0, "public", ""),
    ]
    assert found.imports == ("stack",)


def test_gradescopes_decorators(tmp_path: Path) -> None:
    """Weights, numbers, visibilities and partial credit; what is different here is said."""
    write(tmp_path, test_simple=UNITTEST)
    found = find_tests(tmp_path / "test_simple.py")
    assert [(test.id, test.title, test.points, test.visibility) for test in found.tests] == [
        ("simple-add", "1.1) Adds two numbers", 2.5, "public"),
        ("simple-part", "Part", 10.0, "after_due"),
        ("simple-late", "Late", 1.0, "hidden"),
        ("simple-speed", "Speed", 1.0, "public"),
    ]
    assert [found.notes[test.line] for test in found.tests] == [
        "",
        "",
        "after_published: hidden here",
        "the leaderboard is left out; the test runs",
    ]


def test_the_course_has_the_checks_that_were_imported(tmp_path: Path) -> None:
    """Its points, titles and visibilities are those of the decorators, and inherited tests are among them."""
    text = UNITTEST + "\nclass TestMore(TestSimple):\n    def test_add(self): 'Adds more.'\n"
    result = read("unittest", write(tmp_path, test_simple=text, calculator="class Calculator: ..."))
    write_course(tmp_path / "course", result.tasks)
    (task,) = load_course(tmp_path / "course").tasks
    assert [(check.id, check.title, check.points, check.visibility) for check in task.spec.checks] == [
        ("simple-add", "1.1) Adds two numbers", 2.5, "public"),
        ("simple-part", "Part", 10.0, "after_due"),
        ("simple-late", "Late", 1.0, "hidden"),
        ("simple-speed", "Speed", 1.0, "public"),
        ("more-part", "Part", 10.0, "after_due"),
        ("more-late", "Late", 1.0, "hidden"),
        ("more-speed", "Speed", 1.0, "public"),
        ("more-add", "Adds more.", 1.0, "public"),
    ]
    assert imported(result) == [check.id for check in task.spec.checks]


def test_a_file_stays_as_it_is(tmp_path: Path) -> None:
    """Not a letter of the tests changes, and the solution beside them is the reference."""
    write(tmp_path, test_stack=PYTEST, stack="class Stack: ...")
    result = read("pytest", tmp_path)
    (task,) = result.tasks
    assert task.id == "stack"
    assert task.files == {"reference/tests/stack.py": PYTEST.encode(), "reference/stack.py": b"class Stack: ..."}
    assert task.keys == {"tests": "all", "shared": True}
    assert imported(result) == ["push", "empty", "pop-one"]


@pytest.mark.parametrize(
    ("files", "modules", "reference"),
    [
        pytest.param(
            {"test_hw": "import ps1\ndef test_a(): pass", "solution__ps1": "x = 1"},
            ["ps1"],
            b"x = 1",
            id="solution folder",
        ),
        pytest.param(
            {"tests__test_hw": "import ps1\ndef test_a(): pass", "ps1": "x = 2"}, ["ps1"], b"x = 2", id="beside tests"
        ),
        pytest.param({"test_hw": "import ps1\ndef test_a(): pass"}, ["ps1"], None, id="none"),
        pytest.param(
            {"test_hw": "from student import f\ndef test_a(): pass", "solution": "f = 1"}, None, None, id="student"
        ),
        pytest.param({"test_hw": "import numpy, re\ndef test_a(): pass"}, None, None, id="libraries alone"),
        pytest.param(
            {"test_hw": "from .ps1 import f\ndef test_a(): pass", "ps1": "f = 1"}, ["ps1"], b"f = 1", id="relative"
        ),
        pytest.param(
            {"test_hw": "from . import ps1\ndef test_a(): pass", "solution__ps1": "f = 1"},
            ["ps1"], b"f = 1", id="a relative module",
        ),
        pytest.param(
            {"test_hw": "from solution.ps1 import f\ndef test_a(): pass", "solution__ps1": "f = 1"},
            ["solution.ps1"], b"f = 1", id="in a package",
        ),
        pytest.param(
            {"test_hw": "import project.ps1\ndef test_a(): pass", "project__ps1": "f = 1", "ps2": "f = 2"},
            ["project.ps1"], None, id="a package that is no folder of solutions",
        ),
    ],
)  # fmt: skip
def test_modules_and_solutions(
    tmp_path: Path, files: dict[str, str], modules: list[str] | None, reference: bytes | None
) -> None:
    """The tested module is named in the task, and its solution is found near the tests."""
    (task,) = read("pytest", write(tmp_path, **files)).tasks
    assert task.keys.get("modules") == modules
    assert task.files.get("reference/hw.py") == reference


def test_a_solution_that_is_named(tmp_path: Path) -> None:
    """A file that is no test and was named is the solution, wherever it lies."""
    write(tmp_path, a__test_hw="import ps1\ndef test_a(): pass", b__ps1="x = 3")
    (task,) = read("pytest", tmp_path / "a" / "test_hw.py", tmp_path / "b" / "ps1.py").tasks
    assert task.files["reference/hw.py"] == b"x = 3"


def test_helpers_and_data_come_along(tmp_path: Path) -> None:
    """Modules of the teacher's that the tests import, conftest.py and data files stay beside the tests."""
    write(
        tmp_path, tests__test_hw="import helpers, ps1\ndef test_a(): pass", tests__helpers="y = 1",
        tests__conftest="z = 1", **{"tests__words.txt": "a b"}, ps1="x = 1",
    )  # fmt: skip
    (task,) = read("pytest", tmp_path).tasks
    home = "reference/tests/hw"
    assert set(task.files) == {
        f"{home}/test_hw.py",
        f"{home}/helpers.py",
        f"{home}/conftest.py",
        f"{home}/words.txt",
        "reference/hw.py",
    }
    assert task.keys["modules"] == ["ps1"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("def test_a(:", "is not Python", id="not Python"),
        pytest.param("x = 1", "has no test that pytest would run", id="no test"),
        pytest.param(
            "import pytest\n@pytest.mark.points(n())\ndef test_a(): pass", "@points is computed", id="computed"
        ),
        pytest.param("\0", "zero byte", id="zero"),
        pytest.param(
            "@visibility('nobody')\ndef test_a(): pass", "unknown visibility 'nobody' (line 2)", id="visibility"
        ),
    ],
)
def test_files_that_are_left_out(tmp_path: Path, text: str, reason: str) -> None:
    """Each with a sentence."""
    assert reason in left_out(read("pytest", write(tmp_path, test_a=text)))["the file"]


def test_inherited_tests(tmp_path: Path) -> None:
    """A test class has the tests of its base in the same file, and then its own."""
    text = "class Base:\n    def test_a(self): 'Old.'\n    def test_b(self): pass\n"
    text += "class TestNew(Base):\n    def test_a(self): 'New.'\n"
    assert [(test.id, test.title) for test in find_tests(write(tmp_path, test_x=text) / "test_x.py").tests] == [
        ("new-b", "B"), ("new-a", "New."),
    ]  # fmt: skip


def test_a_test_defined_twice_counts_once(tmp_path: Path) -> None:
    """As in Python, where the later one replaces the earlier."""
    text = "def test_a(): 'Old.'\ndef test_a(): 'New.'\n"
    assert [test.title for test in find_tests(write(tmp_path, test_x=text) / "test_x.py").tests] == ["New."]


def test_runners_of_gradescope_are_no_tests(tmp_path: Path) -> None:
    """run_tests.py only starts them."""
    write(
        tmp_path,
        run_tests="import unittest",
        setup="x",
        tests__test_simple=UNITTEST,
        calculator="class Calculator: ...",
    )
    result = read("unittest", tmp_path)
    assert [task.id for task in result.tasks] == ["simple"]
    assert not left_out(result)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        pytest.param("subprocess.Popen('python3 -u calc.py'.split())", ("calc",), id="in-a-command"),
        pytest.param("subprocess.run(['python3', 'src/calc.py', 'data.csv'])", ("calc",), id="a-path"),
        pytest.param("check_submitted_files(['calc.py', 'README.md'])", ("calc",), id="files-that-must-be-there"),
        pytest.param("print('calc.py')", (), id="only-said"),
        pytest.param("subprocess.getoutput('./calc.py 2 3')", ("calc",), id="called-itself"),
        pytest.param("subprocess.run(['ls', 'calc.pyc', 'x.calc.py'])", (), id="other-files"),
    ],
)
def test_files_that_tests_start_or_look_for(tmp_path: Path, body: str, names: tuple[str, ...]) -> None:
    """They are the student's as what is imported is, so that their solution is found."""
    write(tmp_path, test_calc=f"import subprocess\ndef test_it():\n    {body}\n")
    assert find_tests(tmp_path / "test_calc.py").imports == names


def test_programs_that_are_started_by_an_imported_function(tmp_path: Path) -> None:
    """As `from subprocess import getoutput` is written, or `os.popen`."""
    write(tmp_path, test_calc="from subprocess import getoutput\ndef test_it(): getoutput('./calc.py 2')\n")
    assert find_tests(tmp_path / "test_calc.py").imports == ("calc",)
    write(tmp_path, test_other="import os\ndef test_it(): os.popen('python3 other.py')\n")
    assert find_tests(tmp_path / "test_other.py").imports == ("other",)


def test_a_tested_module_is_no_helper_whatever_it_is_called(tmp_path: Path) -> None:
    """`all_your_base` ends like a teacher's base class, and is what `all_your_base_test.py` tests."""
    text = "from all_your_base import rebase\ndef test_it(): assert rebase(1) == 1\n"
    write(tmp_path, all_your_base_test=text, all_your_base="def rebase(x): return x\n")
    (task,) = read("pytest", tmp_path).tasks
    assert sorted(task.files) == ["reference/all_your_base.py", "reference/tests/all_your_base.py"]


def test_a_test_that_is_defined_twice(tmp_path: Path) -> None:
    """Python knows the later one: the course loads and has it alone, and the table says what became of the other."""
    text = (
        "import unittest, hw\n"
        "class TestHw(unittest.TestCase):\n"
        "    @weight(2)\n    def test_a(self): assert hw.x == 1\n"
        "    @weight(3)\n    def test_a(self): assert hw.x == 2\n"
        "    def test_b(self): assert hw.x == 2\n"
    )
    result = read("unittest", write(tmp_path / "old", test_hw=text, hw="x = 2"))
    assert [(row.item, OVERRIDDEN in row.reason) for row in result.rows] == [("hw-a", True), ("hw-b", False)]
    write_course(tmp_path / "course", result.tasks)
    (task,) = load_course(tmp_path / "course").tasks
    assert [(check.id, check.points) for check in task.spec.checks] == [("hw-a", 3.0), ("hw-b", 1.0)]


def test_a_test_file_beside_what_it_imports(tmp_path: Path) -> None:
    """With `from .hw import x` it keeps its name, in a folder: `hw.py` there would be the test file itself."""
    result = read("pytest", write(tmp_path, test_hw="from .hw import x\ndef test_a(): assert x", hw="x = 1"))
    assert set(result.tasks[0].files) == {"reference/tests/hw/test_hw.py", "reference/hw.py"}
    assert result.tasks[0].statement == "Write `hw.py` so that the tests of `test_hw.py` pass."
