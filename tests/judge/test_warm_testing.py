"""Tests that were collected once with the reference decide for each submission as if collected for it alone."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from grader.judge import Grading, Preparation, testing
from grader.results import Outcome
from grader.sandbox.link import is_portable
from grader.sandbox.tester_process import shared_tester_process
from tests.samples.course_files import course_of_files
from tests.samples.links import workers_over
from tests.samples.tested_course import course_with_tests, results_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.results import CheckResult
    from grader.sandbox.factory import WorkerFactory

pytestmark = pytest.mark.skipif(sys.platform != "linux" or is_portable(), reason="there are forks on Linux alone")


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerFactory]:
    """Give workers."""
    with workers_over("socket") as factory:
        yield factory


REFERENCE = """
import math
LIMIT = 3
class Stack:
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x)
    def __len__(self): return len(self.items)
class Empty(ValueError): pass
def double(x): return 2 * x
def fail(): raise Empty("nothing")
def log(): print("called")
"""
TESTS = """
import inspect, os
from work import *
import work
try:
    from work import extra
except ImportError:
    extra = None

def test_double(): assert double(4) == 8
def test_limit(): assert LIMIT == 3 and work.LIMIT == 3
def test_math(): assert math.sqrt(4) == 2
def test_stack():
    s = Stack()
    s.push(1)
    assert len(s) == 1 and isinstance(s, Stack) and s.items == [1]
def test_fail():
    try:
        fail()
    except Empty as error:
        assert str(error) == "nothing"
def test_extra(): assert extra is None or extra() == 5
def test_source(): assert "return" in inspect.getsource(double)
def test_printed(capsys):
    log()
    assert capsys.readouterr().out == "called\\n"
def test_written():
    assert not os.path.exists("left")
    open("left", "w").close()
"""
SUBMISSIONS = {
    "right": REFERENCE,
    "wrong": REFERENCE.replace("2 * x", "3 * x"),
    "a name is missing": REFERENCE.replace("def double", "def other"),
    "a name more": REFERENCE + "def extra(): return 6\n",
    "a name more that is right": REFERENCE + "def extra(): return 5\n",
    "another value": REFERENCE.replace("LIMIT = 3", "LIMIT = 4"),
    "a class without length": REFERENCE.replace("__len__", "size"),
    "a class with more": REFERENCE.replace("def push", "def __eq__(self, o): return True\n    def push"),
    "a class derived": REFERENCE.replace("class Stack:", "class Base: pass\nclass Stack(Base):"),
    "an exception of another kind": REFERENCE.replace("ValueError", "KeyError"),
    "a class in place of a function": REFERENCE.replace("def double(x): return 2 * x", "class double: pass"),
    "a function that is wrapped": REFERENCE + "from functools import lru_cache\ndouble = lru_cache(double)\n",
    "another function behind the name": REFERENCE + "other = lambda x: x + 4\ndouble = other\n",
    "no math": REFERENCE.replace("import math", ""),
    "a math of its own": REFERENCE.replace("import math", "class math: sqrt = staticmethod(lambda x: 9)"),
    "a list of names": REFERENCE + "__all__ = ['double']\n",
    "text while loaded": REFERENCE + "print('loaded')\n",
    "a file that ends": "raise SystemExit\n",
    "an end in a call": REFERENCE.replace("return 2 * x", "import os; os._exit(0)"),
    "nothing": "",
}
"""By what is special in it."""


FEW = ("right", "a name is missing", "an end in a call")


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        pytest.param("shared: true\n", FEW, id="shared, a few"),
        pytest.param("shared: true\nrandom: true\n", FEW[:2], id="random state travels", marks=pytest.mark.wide),
        pytest.param("shared: true\n", tuple(SUBMISSIONS), id="shared", marks=pytest.mark.slow),
        pytest.param("", tuple(SUBMISSIONS), id="fresh", marks=pytest.mark.slow),
    ],
)
def test_verdicts_are_the_same(
    keys: str, names: tuple[str, ...], workers: WorkerFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the tests collected once as with the tests collected for each submission, also after one that left much."""
    expected = graded(course_of(tmp_path / "cold", keys), names, workers, monkeypatch, 10**6)
    assert graded(course_of(tmp_path / "warm", keys), names, workers, monkeypatch, 1) == expected
    assert {check[1] for check in expected["right"]} == {Outcome.PASSED}
    assert any(check[1] is Outcome.FAILED for check in expected["a name is missing"])


def course_of(folder: Path, keys: str) -> Grading:
    """Return the grading of the course."""
    folder.mkdir()
    return course_with_tests(folder, REFERENCE, TESTS, keys)


def graded(
    grading: Grading, names: tuple[str, ...], workers: WorkerFactory, monkeypatch: pytest.MonkeyPatch, first: int
) -> dict[str, list[tuple[object, ...]]]:
    """Return what is said of each submission; from the `first` on tests are collected once for all of them."""
    monkeypatch.setattr(testing, "WARM_FROM", first)
    before = len(shared_tester_process().warm.testers)
    results = {name: facts(results_of(grading, SUBMISSIONS[name], workers)) for name in names}
    testers = list(shared_tester_process().warm.testers.values())[before:]
    assert [tester is not None and tester.alive for tester in testers] == [True] * (first == 1)
    return results


def facts(results: dict[str, CheckResult]) -> list[tuple[object, ...]]:
    """Return what a person sees of each check."""
    return [
        (name, check.outcome, check.message, check.points, check.repeat, check.trace, check.notes, check.output)
        for name, check in results.items()
    ]


QUESTION = """
from code_feedback import Feedback
from pl_helpers import points
from pl_unit_test import PLTestCase

class Test(PLTestCase):
    @points(2)
    def test_draw(self):
        if Feedback.check_scalar("drawn", self.ref.drawn, self.st.drawn):
            Feedback.set_score(1)

    @points(1)
    def test_limit(self):
        if Feedback.check_scalar("limit", self.ref.limit, self.st.limit):
            Feedback.set_score(1)
"""
ANSWERS = {
    "right": "import random\nlimit = given + 1\ndrawn = random.random()\n",
    "one wrong": "import random\nlimit = given\ndrawn = random.random()\n",
    "another draw": "import random\nlimit = given + 1\ndrawn = random.random() + random.random()\n",
    "nothing": "",
}


def test_a_question_of_prairielearn(workers: WorkerFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is collected once too, though student and reference draw from one random state."""
    names = {"names_for_user": [{"name": "given"}], "names_from_user": [{"name": "drawn"}, {"name": "limit"}]}
    texts = {
        "tasks/work.yaml": "id: work\ntitle: Work\nstatement: Do it.\ntests: all\nshared: true\nrandom: true\n",
        "reference/work.py": ANSWERS["right"],
        "reference/tests/work/test.py": QUESTION,
        "reference/tests/work/setup_code.py": "given = 3\n",
        "reference/tests/work/data.json": json.dumps({"params": names}),
    }
    told = []
    for first in (10**6, 1):
        monkeypatch.setattr(testing, "WARM_FROM", first)
        before = len(shared_tester_process().warm.testers)
        grading = Grading(course_of_files(tmp_path / str(first), texts).tasks, Preparation(1))
        told.append({name: facts(results_of(grading, text, workers)) for name, text in ANSWERS.items()})
        kept = list(shared_tester_process().warm.testers.values())[before:]
        assert [tester is not None for tester in kept] == [True] * (first == 1)
    assert told[0] == told[1]
    assert [check[1] for check in told[1]["right"]] == [Outcome.PASSED] * 2
    assert [check[1] for check in told[1]["another draw"]] == [Outcome.FAILED, Outcome.PASSED]


EFFECTS = {
    "a folder is made": "import tempfile\nPLACE = tempfile.mkdtemp()\n",
    "a file is written": "open('made', 'w').close()\n",
    "a file stays open": "SOURCE = open(__file__)\n",
    "a clock is read": "import time\nBEGAN = time.time()\n",
    "a function is called": "SIX = double(3)\n",
    "a generator is seeded": "import random\nrandom.seed(1)\n",
    "the environment": "import os\nos.environ['PLACE'] = 'here'\n",
    "a library is changed": "import math\nmath.tau = 6\n",
    "a source is read": "import inspect, work\nSOURCE = inspect.getsource(work)\n",
    "the source of a function": "import inspect\ndef read(): return inspect.getsource(double)\nSOURCE = read()\n",
    "an object is kept": "from work import made\n",
}
"""By what a test file does while it is imported."""


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            lines, id=name, marks=() if name in ("a file is written", "a source is read") else pytest.mark.slow
        )
        for name, lines in EFFECTS.items()
    ],
)
def test_a_file_that_does_something(
    lines: str, workers: WorkerFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is imported for each submission."""
    monkeypatch.setattr(testing, "WARM_FROM", 1)
    source = "class Thing: pass\nmade = Thing()\ndef double(x): return 2 * x\n"
    tests = f"from work import double\n{lines}\ndef test_double(): assert double(2) == 4\n"
    grading = course_with_tests(tmp_path, source, tests, "shared: true\n")
    assert results_of(grading, source, workers)["double"].outcome is Outcome.PASSED
    assert list(shared_tester_process().warm.testers.values())[-1] is None


def test_a_tester_that_was_killed(workers: WorkerFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Costs nobody anything: the tests are collected for the submission."""
    monkeypatch.setattr(testing, "WARM_FROM", 1)
    grading = course_with_tests(tmp_path, REFERENCE, TESTS, "shared: true\n")
    for _ in range(2):
        assert results_of(grading, REFERENCE, workers)["double"].outcome is Outcome.PASSED
        tester = list(shared_tester_process().warm.testers.values())[-1]
        assert tester is not None
        tester.close()
