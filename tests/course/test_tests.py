"""Tests in Python as checks of a task: which files count, what is wrong with them, and what each check is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.course.models import task_spec
from grader.course.reading import read
from grader.course.reference import functions_of
from grader.course.tests import with_functions
from grader.errors import SpecError
from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Task

TASK = "id: work\ntitle: Work\nstatement: Write it.\ntests: all\n"
REFERENCE = """\
from math import sqrt

class Tool:
    pass

def distance(x, y, scale=1):
    return scale * sqrt(x * x + y * y)

def _helper():
    return 0
"""
TEST = "from work import distance\n\ndef test_size():\n    assert distance(3, 4) == 5\n"


def task_of(folder: Path, tests: dict[str, str], task: str = TASK) -> Task:
    """Return the task of a course with these files below `reference/tests`."""
    texts = {f"reference/tests/{name}": text for name, text in tests.items()}
    return course_of_files(folder, {"tasks/work.yaml": task, "reference/work.py": REFERENCE, **texts}).tasks[0]


@pytest.mark.parametrize(
    ("tests", "sentence"),
    [
        pytest.param({}, r"reference/tests/work\.py: is missing: .* write them there", id="no-file"),
        pytest.param({"work.py": "x = 1\n"}, r"work\.py: has no test; write a function `test_\.\.\.`", id="no-test"),
        pytest.param({"work.py": "\n\ndef test_(:\n"}, r"work\.py:3: is not Python", id="no-python"),
        pytest.param(
            {"work.py": TEST + "\ndef test_size():\n    pass\n"},
            r"work\.py:6: `test_size` is the name of an earlier test too; rename one of them",
            id="twice-in-a-file",
        ),
        pytest.param(
            {"work/a.py": TEST, "work/b.py": TEST}, r"work/b\.py:3: `test_size` is the name of an earlier", id="twice"
        ),
        pytest.param(
            {"work.py": f"import pytest\n{TEST}".replace("def", "@pytest.mark.visibility('secret')\ndef")},
            r"work\.py:\d: `secret` is no visibility; write public, hidden or after_due",
            id="visibility",
        ),
    ],
)
def test_a_mistake_in_a_test_file_is_said_with_its_place(tmp_path: Path, tests: dict[str, str], sentence: str) -> None:
    """File, line, and what to do."""
    with pytest.raises(SpecError, match=sentence):
        task_of(tmp_path, tests)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + TEST.encode(), id="byte-order-mark"),
        pytest.param(b"# -*- coding: latin-1 -*-\nPLACE = '\xe4'\n" + TEST.encode(), id="latin-1"),
        pytest.param(TEST.replace("\n", "\r\n").encode(), id="windows-lines"),
    ],
)
def test_a_test_file_is_read_as_python_reads_it(tmp_path: Path, content: bytes) -> None:
    """Editors on Windows put a mark before the first line, and Python takes such a file."""
    course = tmp_path / "course"
    (course / "reference/tests").mkdir(parents=True)
    (course / "reference/tests/work.py").write_bytes(content)
    assert [check.id for check in task_of(course, {}).checks] == ["size"]


def test_each_test_is_a_check_unless_a_check_names_it(tmp_path: Path) -> None:
    """The check that names it takes its place, and the ids of others differ from all that are there."""
    tests = "\n".join(f"def test_{name}(): pass" for name in ("one", "two", "three"))
    named = TASK + "checks:\n  - {id: two, title: first, points: 3, test: test_one}\n"
    checks = task_of(tmp_path, {"work.py": tests}, named).checks
    assert [(check.id, check.spec.python_test, check.points) for check in checks] == [
        ("two", "test_one", 3),
        ("two-2", "test_two", 1),
        ("three", "test_three", 1),
    ]


def test_a_long_name_of_a_test_gives_an_id_that_a_course_may_have(tmp_path: Path) -> None:
    """Two that begin alike stay two."""
    stem = "test_" + "a" * 70
    tests = f"def {stem}_1(): pass\ndef {stem}_2(): pass\n"
    ids = [check.id for check in task_of(tmp_path, {"work.py": tests}).checks]
    assert ids == ["a" * 55, "a" * 55 + "-2"]


def test_of_imported_tests_the_later_of_two_with_one_name_counts(tmp_path: Path) -> None:
    """Files of others stay as they are."""
    tests = "import pytest\ndef test_size(): pass\n@pytest.mark.points(4)\ndef test_size(): pass\n"
    task = task_of(tmp_path, {"work.py": tests}, TASK + "source: of others\n")
    assert [check.points for check in task.checks] == [4]


def test_a_task_of_tests_has_the_functions_of_its_reference(tmp_path: Path) -> None:
    """With the parameters that must be given; what it imports, and what begins with `_`, is its own tool."""
    task_of(tmp_path, {"work.py": TEST})
    reference, _ = functions_of(tmp_path / "reference/work.py", "reference/work.py")
    parsed = with_functions(task_spec(read(tmp_path / "tasks/work.yaml", "tasks/work.yaml")), reference)
    assert parsed.spec is not None
    assert {name: function.args for name, function in parsed.spec.functions.items()} == {"distance": ("x", "y")}


def test_files_beside_the_tests_of_a_task_are_no_tests(tmp_path: Path) -> None:
    """A folder's helpers hold none, and only files with tests are run."""
    task = task_of(tmp_path, {"work/test_a.py": TEST, "work/helpers.py": "def limit(): return 3\n"})
    assert task.suite is not None
    assert [path.name for path in task.suite.files] == ["test_a.py"]


FUNCTIONS = "\n".join(f"def test_{name}():\n    assert True\n" for name in ("one", "two", "three"))
OK = "test = {'name': 'q', 'suites': [{'cases': [{'code': '>>> 1\\n1'}]}]}\n"
CELLS = "".join(f"# %% {name} after=[1]\nassert True\n\n" for name in ("one", "helpers both", "two", "three"))
FORMS = {
    "functions": {"work.py": FUNCTIONS},
    "class": {"work.py": "class TestAll:\n" + "".join(f"    {line}\n" for line in FUNCTIONS.split("\n"))},
    "files": {"work/a.py": FUNCTIONS.partition("def test_three")[0], "work/b.py": "def test_three(): pass\n"},
    "otter": {"work/a_one.py": OK, "work/b_two.py": OK, "work/c_three.py": OK},
    "cells": {"work.cells.py": CELLS},
}
NAMES = {"functions": "test_{}", "class": "TestAll::test_{}", "files": "test_{}", "otter": "{}", "cells": "{}"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_check_beside_all_tests_takes_the_place_of_its_test(tmp_path: Path, form: str, place: int) -> None:
    """In each form; checks of other kinds come first, and the suite has the order of the checks."""
    words = ["a_one", "b_two", "c_three"] if form == "otter" else ["one", "two", "three"]
    names = [NAMES[form].format(word) for word in words]
    checks = f"""checks:
- {{id: own, title: Own, test: "{names[place]}", points: 3, visibility: hidden}}
- {{id: style, title: Style, points: 1, written: plainly}}
"""
    task = task_of(tmp_path, FORMS[form], TASK + checks)
    assert task.suite is not None
    tested = [check.spec.python_test for check in task.checks if check.spec.python_test]
    assert tested == names == [name for name, test in task.suite.tests.items() if test.is_check]
    assert [check.id for check in task.checks].index("own") == place + 1
    assert [task.suite.is_hidden(name) for name in names] == [number == place for number in range(3)]
    if form == "cells":
        assert list(task.suite.tests) == ["one", "helpers", "two", "three"]


def test_a_mistake_in_a_check_is_said_at_its_place_in_the_file(tmp_path: Path) -> None:
    """Also where checks that nobody has written come before it."""
    check = "checks:\n- {id: own, title: Own, test: test_three, points: 3, needs: [nobody]}\n"
    with pytest.raises(SpecError, match=r"work\.yaml:6: checks\[0\]\.needs"):
        task_of(tmp_path, FORMS["functions"], TASK + check)
