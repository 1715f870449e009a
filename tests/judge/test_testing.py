"""Tests in Python in real processes: what surrounds them, and what a hang, a crash or a wrong answer costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.judge import Grading, Preparation
from grader.results import Outcome
from tests.samples.course_files import course_of_files
from tests.samples.links import LINK_OF_RUN, workers_over
from tests.samples.tested_course import course_with_tests, results_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.sandbox.factory import WorkerFactory


@pytest.fixture(scope="module", params=LINK_OF_RUN)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Give workers over each link."""
    with workers_over(request.param) as factory:
        yield factory


WORK = """
import math, os, random, sys, time, warnings
import numpy as np
loads = []
def hello(name): print("Hello", name); print("late", file=sys.stderr)
def ask(): return input("Name? ").upper()
def lines(): return [line.strip() for line in sys.stdin]
def draw(): return random.random(), float(np.random.rand())
def solve(a, b): return np.linalg.solve(a, b).tolist()
def warn(): warnings.warn("old", DeprecationWarning)
def now(): return time.time()
def roll(): return random.randint(1, 6)
def home(): return os.environ.get("PLACE", "nowhere")
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
def sourced(x):
    # a remark
    return x + 1
def count():
    loads.append(1)
    return len(loads)
def arguments(): return sys.argv[1:]
def same(x): return x
"""

SURROUNDINGS = """
import importlib, inspect, io, random, sys, unittest
from unittest.mock import patch
import numpy as np
import pytest
import work
from work import *

def test_printed(capsys):
    hello("Ann")
    seen = capsys.readouterr()
    assert seen.out == "Hello Ann\\n" and seen.err == "late\\n"

def test_redirected():
    from contextlib import redirect_stdout
    with redirect_stdout(io.StringIO()) as out:
        hello("Bo")
    assert out.getvalue() == "Hello Bo\\n"

def test_input(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda prompt: "ann")
    assert ask() == "ANN"

def test_stdin(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("one\\ntwo\\n"))
    assert lines() == ["one", "two"]

def test_input_from_stdin(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("bo\\n"))
    assert ask() == "BO"
    assert capsys.readouterr().out == "Name? "

def test_seeded():
    random.seed(3); np.random.seed(4)
    first = draw()
    random.seed(3); np.random.seed(4)
    assert first == (random.random(), np.random.rand())
    random.seed(3); np.random.seed(4)
    assert draw() == first and draw() != first

def test_forbidden_library(monkeypatch):
    monkeypatch.setattr(np.linalg, "solve", None)
    with pytest.raises(TypeError):
        solve(np.eye(2), np.ones(2))

def test_library_is_back():
    assert solve(np.eye(2), np.ones(2)) == [1, 1]

def test_patched_clock():
    with patch("time.time", return_value=12.0):
        assert now() == 12.0
    assert now() > 1e9

def test_patched_random():
    with patch("random.randint", side_effect=[6, 1]):
        assert [roll(), roll()] == [6, 1]

def test_warns():
    with pytest.warns(DeprecationWarning, match="old"):
        warn()

def test_environment(monkeypatch):
    monkeypatch.setenv("PLACE", "here")
    assert home() == "here"

def test_recursion():
    with pytest.raises(RecursionError):
        deep(100000)

def test_source():
    assert "# a remark" in inspect.getsource(sourced)
    assert len(inspect.getsourcelines(work.sourced)[0]) == 3

def test_state_is_fresh():
    assert count() == 1

def test_state_is_fresh_again():
    assert count() == 1

def test_reloaded():
    assert count() == 1 and count() == 2
    importlib.reload(work)
    assert work.count() == 1

def test_name_of_the_students_module(monkeypatch):
    monkeypatch.setattr(work, "roll", lambda: 7)
    assert work.roll() == 7

def test_arguments(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["work.py", "-v"])
    assert arguments() == ["-v"]

def test_fixture(student):
    assert student.same(3) == 3

def test_by_path():
    spec = importlib.util.spec_from_file_location("anything", "/autograder/submission/work.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.same(4) == 4

@pytest.fixture
def pair():
    yield same((1, 2))

def test_own_fixture(pair):
    assert pair == (1, 2)

class TestOld(unittest.TestCase):
    def setUp(self):
        self.value = same(5)
    def test_set_up(self):
        self.assertEqual(self.value, 5)
"""


@pytest.mark.parametrize(
    "shared", [pytest.param(False, id="fresh"), pytest.param(True, id="shared", marks=pytest.mark.slow)]
)
def test_what_surrounds_a_test_surrounds_the_students_code(
    tmp_path: Path, workers: WorkerFactory, shared: bool
) -> None:
    """Output, input, random state, patches, warnings, environment, source, names: as in one process."""
    grading = course_with_tests(tmp_path, WORK, SURROUNDINGS, "shared: true\n" if shared else "")
    results = results_of(grading, WORK, workers)
    failed = {name: check.message or check.fault for name, check in results.items() if check.outcome != Outcome.PASSED}
    expected = {"state_is_fresh_again", "reloaded"} if shared else set()
    assert set(failed) <= expected, failed


EARLY = """
import os, random, time
import numpy as np
random.seed(3); np.random.seed(4)
os.environ["PLACE"] = "early"
time.time = lambda: 12.0
from work import draw, home, now
EXPECTED = random.Random(3).random(), np.random.RandomState(4).rand()

def test_random():
    assert draw() == EXPECTED

def test_random_again():
    assert draw() == EXPECTED

def test_environment():
    assert home() == "early"

def test_clock():
    assert now() == 12.0
"""


def test_what_a_file_of_tests_sets_up_holds_for_every_test(tmp_path: Path, workers: WorkerFactory) -> None:
    """The code of each test runs in a worker of its own, and not in the one that names were looked up in."""
    results = results_of(course_with_tests(tmp_path, WORK, EARLY), WORK, workers)
    failed = {name: check.fault or check.message for name, check in results.items() if check.outcome != Outcome.PASSED}
    assert len(results) == 4
    assert failed == {}


SMALL = """
import os, time
def double(x): return 2 * x
def wait(): return 1
def leave(): return 1
def pair(): return 1, 2
"""
TESTS = '''
import pytest
from work import double, leave, pair, wait

def test_first():
    """Doubles."""
    assert double(2) == 4

@pytest.mark.points(2)
def test_wait():
    assert wait() == 1

def test_leave():
    assert leave() == 1

def test_pair():
    a, b = pair()
    assert a < b

@pytest.mark.visibility("hidden")
@pytest.mark.hint("Look at zero.")
def test_last():
    assert double(0) == 0

@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_many(n):
    assert double(n) == 2 * n
'''
BROKEN = """
import os, time
def double(x): return 2 * x if x < 3 else 0
def wait():
    while True: pass
def leave(): os._exit(0)
def pair(): return None
"""


@pytest.mark.slow
@pytest.mark.parametrize("shared", [False, True], ids=["fresh", "shared"])
def test_a_hang_and_a_crash_cost_their_test_alone(tmp_path: Path, workers: WorkerFactory, shared: bool) -> None:
    """Verdicts before and after stand; points for the cases that hold; titles, points and hints of the file."""
    keys = "limits: {wall: 2}\n" + ("shared: true\n" if shared else "")
    results = results_of(course_with_tests(tmp_path, SMALL, TESTS, keys), BROKEN, workers)
    outcomes = {name: check.outcome for name, check in results.items()}
    assert outcomes == {
        "first": Outcome.PASSED, "wait": Outcome.TIMEOUT, "leave": Outcome.ERROR, "pair": Outcome.FAILED,
        "last": Outcome.PASSED, "many": Outcome.FAILED,
    }  # fmt: skip
    assert (results["first"].title, results["wait"].max_points, results["many"].points) == ("Doubles.", 2, 0.5)
    assert results["last"].visibility == "hidden"
    assert "exit" in results["leave"].message
    assert "double(3)  # gives 0" in results["many"].repeat
    assert "[3]" in results["many"].message
    assert "cannot go on" in results["pair"].message


@pytest.mark.parametrize("keys", ["", "shared: true\n"], ids=["fresh", "shared"])
def test_a_test_that_crashes_itself_says_so(tmp_path: Path, workers: WorkerFactory, keys: str) -> None:
    """Whether it had a process of its own or shared one with the others, which go on."""
    tests = "import os\n" + TESTS.replace("assert double(0) == 0", "double(0) == 0 or os.abort()")
    source = SMALL.replace("def double(x): return 2 * x", "def double(x): return 2 * x or 1")
    results = results_of(course_with_tests(tmp_path, SMALL, tests, keys), source, workers)
    assert results["last"].outcome == Outcome.FAILED
    assert results["last"].message.startswith("The test itself crashes")
    assert results["first"].outcome == results["many"].outcome == Outcome.PASSED


def test_a_test_that_the_reference_fails_decides_nothing(tmp_path: Path, workers: WorkerFactory) -> None:
    """It is judge_error for everybody, with the reason for the teacher; other tests go on."""
    tests = TESTS + "\ndef test_impossible():\n    assert double(1) == 3\n"
    results = results_of(course_with_tests(tmp_path, SMALL, tests), SMALL, workers)
    assert results["impossible"].outcome == Outcome.JUDGE_ERROR
    assert "The reference does not pass the test test_impossible" in results["impossible"].fault
    assert results["first"].outcome == Outcome.PASSED


def test_an_exception_of_the_students_shows_their_line(tmp_path: Path, workers: WorkerFactory) -> None:
    """And no line of the test."""
    source = SMALL.replace("def double(x): return 2 * x", "def double(x):\n    y = 1 / 0\n    return y")
    results = results_of(course_with_tests(tmp_path, SMALL, TESTS), source, workers)
    first = results["first"]
    assert first.outcome == Outcome.ERROR
    assert "ZeroDivisionError" in first.message
    assert "work.py, line 4" in first.message
    assert [frame.line for frame in first.trace] == [4]
    assert "assert" not in first.message + first.repeat


def test_nothing_above_the_course_is_loaded(tmp_path: Path, workers: WorkerFactory) -> None:
    """Whatever else lies in somebody's folders, and however much of it."""
    (tmp_path / "conftest.py").write_text("raise RuntimeError('not of the course')\n")
    folder = tmp_path / "course"
    folder.mkdir()
    results = results_of(course_with_tests(folder, SMALL, "def test_first():\n    assert True\n"), SMALL, workers)
    assert results["first"].outcome == Outcome.PASSED


def test_without_files_nothing_passes(tmp_path: Path, workers: WorkerFactory) -> None:
    """A name that is missing is said."""
    results = results_of(course_with_tests(tmp_path, SMALL, TESTS), "def other(): pass\n", workers)
    assert {check.outcome for check in results.values()} <= {Outcome.FAILED, Outcome.ERROR}
    assert "double" in results["first"].message


def test_a_shared_test_that_the_reference_fails_runs_for_the_later_ones(tmp_path: Path, workers: WorkerFactory) -> None:
    """What it leaves behind before it fails is there, as under pytest, though its own verdict counts for nobody."""
    tests = "from work import *\nkept = []\ndef test_wrong():\n    kept.append(double(1))\n    assert double(1) == 3\n"
    tests += "def test_after():\n    assert kept == [2]\n"
    results = results_of(course_with_tests(tmp_path, SMALL, tests, "shared: true\n"), SMALL, workers)
    assert (results["wrong"].outcome, results["after"].outcome) == (Outcome.JUDGE_ERROR, Outcome.PASSED)


PACKAGED = """
from project.work import hello
import project.work
from .work import same
from . import work as beside

def test_in_a_package():
    assert project.work.same(3) == same(3) == beside.same(3) == 3
    assert hello.__name__ == "hello"

def test_that_the_reference_fails():
    assert same(1) == 2
"""


def test_student_modules_in_packages(tmp_path: Path, workers: WorkerFactory) -> None:
    """`project.work` and `.work` mean the student's module; a mistake of a test is told without a traceback."""
    texts = {
        "tasks/work.yaml": "id: work\ntitle: Work\nstatement: Write it.\ntests: all\nmodules: [project.work]\n",
        "reference/work.py": WORK,
        "reference/tests/work/test_it.py": PACKAGED,
    }
    grading = Grading(course_of_files(tmp_path, texts).tasks, Preparation(1))
    results = results_of(grading, WORK, workers)
    assert results["in_a_package"].outcome is Outcome.PASSED, results["in_a_package"]
    fault = results["that_the_reference_fails"].fault or ""
    assert fault.startswith("The reference does not pass the test test_that_the_reference_fails: ")
    assert "Traceback" not in fault


def test_a_name_that_is_missing_is_named(tmp_path: Path, workers: WorkerFactory) -> None:
    """Where a test file cannot be imported, neither its lines nor its folder are told."""
    tests = "from work import double, halve\nSECRET = halve(4417)\ndef test_double(): assert double(2) == 4"
    grading = course_with_tests(tmp_path, "def double(x): return 2 * x\ndef halve(x): return x / 2", tests)
    lacking = results_of(grading, "def double(x): return 2 * x", workers)["double"]
    assert lacking.outcome is Outcome.FAILED
    assert "`halve` is not defined in what you handed in, and the test needs it." in lacking.message
    raising = results_of(grading, "def double(x): return 2 * x\ndef halve(x): raise KeyError('no')", workers)["double"]
    assert raising.outcome is not Outcome.PASSED
    for told in (lacking, raising):
        text = told.message + told.repeat + "".join(map(str, told.trace))
        assert str(tmp_path) not in text
        assert "from work import" not in told.message
        assert "SECRET" not in text


def test_a_failed_assert_is_explained(tmp_path: Path, workers: WorkerFactory) -> None:
    """With the values that pytest shows, also in a test file that is named like the student's."""
    grading = course_with_tests(
        tmp_path, "def double(x): return 2 * x", "import work\ndef test_d(): assert work.double(2) == 4"
    )
    assert "assert 3 == 4" in results_of(grading, "def double(x): return x + 1", workers)["d"].message
