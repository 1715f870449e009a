"""Kits with tests in Python: which are in them, that they decide as in the course, and what is in no file of a kit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.course import load_course
from grader.course.kit_tests import LIST, kit_tests_folder
from grader.errors import UsageError
from grader.judge import Grading, Preparation
from grader.notebook import answering
from grader.release import release
from grader.results import Outcome
from grader.sandbox.factory import WorkerFactory
from tests.samples.course_files import course_of_files
from tests.samples.families import wide
from tests.samples.links import LINK_OF_RUN, workers_over
from tests.samples.tested_course import results_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.release.kit import TaskKit

REFERENCE = """\
import math

def double(x):
    doubled_by_the_reference = 2 * x
    return doubled_by_the_reference

def helper_of_the_reference(x):
    return x

class Pair:
    def __init__(self, x, y):
        self.content = (x, y)
    def __eq__(self, other):
        return isinstance(other, Pair) and self.content == other.content
    __hash__ = None
"""
TESTS = '''\
"""The hidden test asks for 4417."""
import pytest
from helper import NUMBERS, SECRETS
from work import *

# A remark about 4417.

@pytest.mark.points(2)
@pytest.mark.hint("Twice.")
def test_numbers():
    """Numbers are doubled."""
    assert [double(n) for n in NUMBERS] == [2, 4]

def test_table():
    assert double(int(open("table.txt").read())) == 6

def test_pairs():
    assert Pair(1, 2) == Pair(1, 2)

@pytest.mark.visibility("hidden")
def test_veiled():
    assert double(SECRETS[0]) == 8834 and open("veiled.txt").read()

@pytest.mark.visibility("hidden")
class TestVeiled:
    def test_in_a_class(self):
        assert double(55117) == 110234

@pytest.mark.visibility("after_due")
def test_late():
    assert helper_of_the_reference(99881) == 99881
'''
FILES = {
    "tasks/work.yaml": "id: work\ntitle: Work\nstatement: Write it.\ntests: all\nmodules: [homework]\n",
    "reference/work.py": REFERENCE,
    "reference/tests/work/test_work.py": TESTS,
    "reference/tests/work/helper.py": "NUMBERS = [1, 2]\nSECRETS = [4417]\n",
    "reference/tests/work/table.txt": "3",
    "reference/tests/work/veiled.txt": "veiled data",
}
SECRET = (
    "4417", "8834", "99881", "55117", "Veiled", "veiled", "late_", "SECRETS", "doubled_by_the_reference",
    "helper_of_the_reference", "remark", "content",
)  # fmt: skip
"""Of hidden tests, their data and the reference."""


def kit_of(folder: Path, **changes: str) -> tuple[Path, TaskKit]:
    """Write the course with other texts in some of its files; return its kit and what is said of it."""
    course = course_of_files(folder / "course", FILES | changes)
    (released,) = release(course, course.tasks, folder / "kit")
    return folder / "kit", released


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the kit."""
    return kit_of(tmp_path_factory.mktemp("tested"))[0]


def test_the_files_of_a_kit_with_tests(kit: Path) -> None:
    """Tests, their helper and the data that they open, the list; a module to begin with."""
    below = kit_tests_folder(kit, "work")
    files = sorted(path.relative_to(below).as_posix() for path in below.rglob("*") if path.is_file())
    assert files == ["files/helper.py", "files/table.txt", "files/test_work.py", LIST]
    assert (kit / "work.py").is_file()
    assert "# Your code." in (kit / "assignments.ipynb").read_text()


def test_nothing_of_hidden_tests_or_of_the_reference_is_in_a_kit(kit: Path) -> None:
    """In no file, whatever it is for."""
    texts = {path: path.read_text() for path in kit.rglob("*") if path.is_file()}
    assert len(texts) > 8
    assert [(path.name, word) for path, text in texts.items() for word in SECRET if word in text] == []


def test_test_files_with_a_byte_order_mark_are_in_a_kit(tmp_path: Path) -> None:
    """Editors on Windows write one, and Python takes such a file; so it is for the helper beside them."""
    marked = {name: f"\ufeff{text}" for name, text in FILES.items() if name.endswith(".py")}
    below = kit_tests_folder(kit_of(tmp_path, **marked)[0], "work") / "files"
    assert [path.name for path in sorted(below.glob("*.py"))] == ["helper.py", "test_work.py"]


def test_a_kit_has_titles_points_hints_and_the_count_of_what_comes_later(kit: Path) -> None:
    """As in the course."""
    (task,) = load_course(kit, kits=True).tasks
    numbers, table, pairs = task.checks
    assert (numbers.id, numbers.spec.title, numbers.points, numbers.spec.hint) == (
        "numbers", "Numbers are doubled.", 2, "Twice.",
    )  # fmt: skip
    assert (table.id, pairs.id, task.later) == ("table", "pairs", 3)
    assert task.suite is not None
    assert [profile.operators for profile in task.suite.profiles.values()] == [False, False, True]
    assert task.spec.modules == ("homework",)


RIGHT = REFERENCE.replace("doubled_by_the_reference", "y")
ANSWERS = {
    "right": (RIGHT, {"numbers": Outcome.PASSED, "table": Outcome.PASSED, "pairs": Outcome.PASSED}),
    "wrong": (
        RIGHT.replace("2 * x", "2 * x if x < 3 else 0").replace("self.content = (x, y)", "self.content = object()"),
        {"numbers": Outcome.PASSED, "table": Outcome.FAILED, "pairs": Outcome.FAILED},
    ),
    "yes": (
        "class Yes:\n    def __eq__(self, other): return True\ndef double(x): return Yes()\nPair = lambda x, y: 3\n",
        {"numbers": Outcome.FAILED, "table": Outcome.FAILED, "pairs": Outcome.PASSED},
    ),
}


@pytest.mark.parametrize("link", LINK_OF_RUN)
@pytest.mark.parametrize("answer", ANSWERS)
def test_a_kit_decides_as_the_course_does(kit: Path, answer: str, link: str) -> None:
    """Over both links; objects decide operators only where the reference's did."""
    source, expected = ANSWERS[answer]
    with workers_over(link) as workers:
        checks = Grading(load_course(kit, kits=True).tasks, Preparation(1))
        assert {id_: check.outcome for id_, check in results_of(checks, source, workers).items()} == expected


def test_a_notebook_beside_a_kit_asks_for_its_tests(kit: Path) -> None:
    """The cells are what is tested."""
    cell = {"cell_type": "code", "source": ANSWERS["wrong"][0], "metadata": {}, "outputs": [], "execution_count": 1}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    request = {"course": str(kit), "tasks": ["work"], "name": "work.ipynb", "notebook": notebook}
    (task,) = json.loads(answering.answer(json.dumps(request)))["result"]["tasks"]
    outcomes = {check["id"]: check["outcome"] for check in task["checks"]}
    assert outcomes == {id_: outcome.value for id_, outcome in ANSWERS["wrong"][1].items()}


CASES = "test = {'name': 'q1', 'suites': [{'type': 'doctest', 'cases': [{'code': '>>> sum(1, 2)\\n3'}]}]}\n"


def test_a_kit_knows_the_names_in_cases_in_ok_format(tmp_path: Path) -> None:
    """A function of the reference's that is called like one of Python's is the student's in a kit too."""
    texts = {
        "tasks/work.yaml": FILES["tasks/work.yaml"],
        "reference/work.py": "def sum(a, b):\n    return a + b\n",
        "reference/tests/work/q1.py": CASES,
    }
    course = course_of_files(tmp_path / "course", texts)
    release(course, course.tasks, tmp_path / "kit")
    checks = Grading(load_course(tmp_path / "kit", kits=True).tasks, Preparation(1))
    right = results_of(checks, "def sum(x, y): return y + x", WorkerFactory())
    wrong = results_of(checks, "def sum(x, y): return y - x", WorkerFactory())
    assert (right["q1"].outcome, wrong["q1"].outcome) == (Outcome.PASSED, Outcome.FAILED)


def test_a_test_that_needs_what_is_not_there_stays_out(tmp_path: Path) -> None:
    """And says why; one that needs it is left out with it."""
    tests = TESTS + '\ndef test_path():\n    import pathlib\n    assert list(pathlib.Path(".").glob("v*.txt"))\n'
    keys = "checks:\n  - {id: after, title: After, points: 1, test: test_pairs, needs: [path]}\n"
    changes = {"reference/tests/work/test_work.py": tests, "tasks/work.yaml": FILES["tasks/work.yaml"] + keys}
    kit, released = kit_of(tmp_path, **changes)
    assert set(released.public) == {"path", "after"}
    assert "does not pass" in released.reasons["path"]
    assert [check.id for check in load_course(kit, kits=True).tasks[0].checks] == ["numbers", "table"]


@pytest.mark.parametrize(
    "text",
    ["open('data/shown/in.txt')", "open('data' '/shown/' + 'in.txt')", "open(os.path.join('data', 'shown', 'in.txt'))"],
)
@pytest.mark.parametrize("hidden", [True, wide(False)])
def test_a_folder_of_data_for_hidden_tests_stays_out(tmp_path: Path, text: str, hidden: bool) -> None:
    """Also where its files are called like those of public tests; what is nobody's secret comes along by its name."""
    tests = f"import os, pytest\nfrom work import *\ndef test_data():\n    assert double(int({text}.read())) == 10\n"
    tests += "@pytest.mark.visibility('hidden')\ndef test_h(): open('data/veiled/in.txt')\n" * hidden
    home = "reference/tests/work"
    files = {f"{home}/test_work.py": tests, f"{home}/data/shown/in.txt": "5", f"{home}/data/veiled/in.txt": "6"}
    kit, released = kit_of(tmp_path, **files)
    assert not released.reasons
    below = kit_tests_folder(kit, "work") / "files" / "data"
    assert {path.parent.name for path in below.rglob("in.txt")} == ({"shown"} if hidden else {"shown", "veiled"})


@pytest.mark.parametrize("tests", ["hidden", "PLTestCase"])
def test_a_task_of_which_nothing_can_be_asked_is_refused(tmp_path: Path, tests: str) -> None:
    """In a sentence that says what to do."""
    text = "import pytest\n@pytest.mark.visibility('hidden')\ndef test_a(): pass\n"
    if tests != "hidden":
        text = "from code_feedback import PLTestCase\nclass Test(PLTestCase):\n    def test_a(self): self.ref.f()\n"
    with pytest.raises(UsageError, match="nothing of it can be asked without the reference") as refused:
        kit_of(tmp_path, **{"reference/tests/work/test_work.py": text})
    assert ("compares with the reference" in str(refused.value)) == (tests != "hidden")
    assert not (tmp_path / "kit").exists()


CELLS = """\
# %% squares points=2 after=ex1 title="Squares"
assert double(3) == 6  # a remark
# %% veiled points=1 after=ex1 visibility=hidden
assert double(4417) == 8834
"""


def test_cells_of_a_notebook_are_in_a_kit(tmp_path: Path) -> None:
    """As cells, and the hidden one is not."""
    files = {name: text for name, text in FILES.items() if "/tests/" not in name}
    keys = FILES["tasks/work.yaml"] + "shared: true\n"
    course = course_of_files(
        tmp_path / "course", files | {"reference/tests/work.cells.py": CELLS, "tasks/work.yaml": keys}
    )
    release(course, course.tasks, tmp_path / "kit")
    (task,) = load_course(tmp_path / "kit", kits=True).tasks
    assert [(check.id, check.spec.title, check.points) for check in task.checks] == [("squares", "Squares", 2)]
    assert task.suite is not None
    assert (task.suite.form, task.spec.shared) == ("notebook", True)
    assert "4417" not in task.suite.files[0].read_text()
    checks = Grading((task,), Preparation(1))
    assert results_of(checks, RIGHT, WorkerFactory())["squares"].outcome is Outcome.PASSED


AUTOTESTS = """\
# %% setting both after=ex1
%matplotlib inline
# %% squares points=2 after=ex1 title="Squares"
### AUTOTEST double(3); double(4)
# %% veiled points=1 after=ex1
### HASHED AUTOTEST double(4417)
# %% asked points=1 after=ex1
double?
"""


def test_autotest_lines_decide_in_a_kit(tmp_path: Path) -> None:
    """With the values that the reference has shown; hashed ones are for the course alone."""
    files = {name: text for name, text in FILES.items() if "/tests/" not in name}
    files |= {
        "reference/tests/work.cells.py": AUTOTESTS,
        "tasks/work.yaml": f"{FILES['tasks/work.yaml']}shared: true\n",
    }
    course = course_of_files(tmp_path / "course", files)
    (released,) = release(course, course.tasks, tmp_path / "kit")
    assert "hashed" in released.reasons["veiled"]
    assert "not Python" in released.reasons["asked"]
    kit = load_course(tmp_path / "kit", kits=True).tasks
    assert not [path for path in (tmp_path / "kit").rglob("*") if path.is_file() and "8834" in path.read_text()]
    for source, outcome in ((RIGHT, Outcome.PASSED), (RIGHT.replace("2 * x", "x + 3"), Outcome.FAILED)):
        results = results_of(Grading(kit, Preparation(1)), source, WorkerFactory())
        assert {id_: check.outcome for id_, check in results.items()} == {"squares": outcome}


def test_a_list_that_is_damaged_is_said(kit: Path, tmp_path: Path) -> None:
    """With the file and what to do."""
    import shutil

    copy = shutil.copytree(kit, tmp_path / "kit")
    (kit_tests_folder(copy, "work") / LIST).write_text("{}")
    with pytest.raises(UsageError, match=r"tests\.json: this list of tests cannot be read"):
        load_course(copy, kits=True)


@pytest.mark.parametrize("link", LINK_OF_RUN)
def test_a_test_in_a_kit_finds_the_public_files(tmp_path: Path, link: str) -> None:
    """From the copy that the grader keeps: the file beside the student's work may have been changed."""
    tests = "from work import *\ndef test_data():\n    assert double(int(open('numbers.txt').read())) == 10\n"
    folder, released = kit_of(
        tmp_path,
        **{
            "tasks/work.yaml": f"{FILES['tasks/work.yaml']}support: [numbers.txt]\n",
            "reference/tests/work/test_work.py": tests,
            "support/numbers.txt": "5",
        },
    )
    assert not released.left_out
    (folder / "numbers.txt").write_text("7")
    with workers_over(link) as workers:
        checks = Grading(load_course(folder, kits=True).tasks, Preparation(1))
        assert results_of(checks, RIGHT, workers)["data"].outcome is Outcome.PASSED
    assert (folder / "numbers.txt").read_text() == "7"


WRITTEN = """
from pathlib import Path
import work

def test_written(tmp_path):
    (tmp_path / "log.txt").write_text("old")
    (tmp_path / "expected.txt").write_text("old, new")
    work.add_line(tmp_path)
    assert (tmp_path / "log.txt").read_text() == (tmp_path / "expected.txt").read_text()
"""


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        pytest.param("open(folder / 'log.txt', 'a').write(', new')", Outcome.PASSED, id="right"),
        pytest.param("open(folder / 'expected.txt', 'w').write('old')", Outcome.FAILED, id="cheat"),
        pytest.param("(folder / 'expected.txt').write_text('old')", Outcome.ERROR, id="cheat-by-path"),
    ],
)
def test_a_kit_knows_which_files_the_reference_changes(tmp_path: Path, line: str, outcome: Outcome) -> None:
    """As the course does: a file of the test that it does not change is nobody's to change."""
    texts = {
        "tasks/work.yaml": "id: work\ntitle: Work\nstatement: Write it.\ntests: all\n",
        "reference/work.py": "def add_line(folder):\n    open(folder / 'log.txt', 'a').write(', new')\n",
        "reference/tests/work.py": WRITTEN,
    }
    course = course_of_files(tmp_path / "course", texts)
    release(course, course.tasks, tmp_path / "kit")
    for tasks in (course.tasks, load_course(tmp_path / "kit", kits=True).tasks):
        results = results_of(Grading(tasks, Preparation(1)), f"def add_line(folder):\n    {line}\n", WorkerFactory())
        assert results["written"].outcome is outcome
