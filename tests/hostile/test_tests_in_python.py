"""Cheats against tests in Python: none passes a test that the same wrong answer does not pass."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from tests.samples.course_files import course_of_files
from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.results import Outcome
from grader.sandbox.link import is_portable
from grader.submission import SourceFile, Submission
from tests.samples.links import LINKS, workers_over

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.results import CheckResult
    from grader.sandbox.factory import WorkerFactory

REFERENCE = """
import numpy as np
def area(x): return x * x
def scale(a): return a * 2.0
class Stack:
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x)
    def pop(self): return self.items.pop()
"""

TESTS = """
import math, unittest
import numpy as np
import pytest
from shapes import Stack, area, scale

SECRET = 4417

def test_equal():
    assert area(SECRET) == SECRET * SECRET

def test_close():
    assert math.isclose(area(1.5), 2.25)
    assert np.allclose(area(np.array([1.0, 3.0])), [1.0, 9.0])

def test_assert_allclose():
    np.testing.assert_allclose(scale(np.arange(3.0)), [0.0, 2.0, 4.0])

def test_approx():
    assert area(0.3) == pytest.approx(0.09)

class TestShapes(unittest.TestCase):
    def test_area(self):
        self.assertEqual(area(7), 49)
        self.assertAlmostEqual(area(0.5), 0.25)
        self.assertTrue(area(3) > 8)

    def test_stack(self):
        stack = Stack()
        stack.push(SECRET)
        self.assertEqual(stack.pop(), SECRET)
        with self.assertRaises(IndexError):
            stack.pop()
"""

WRONG = """
def area(x): return 0
def scale(a): return 0
class Stack:
    def push(self, x): pass
    def pop(self): return 0
"""

YES = """
class Yes:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __bool__(self): return True
    def __hash__(self): return 1
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    def __call__(self, *a): return self
    def __getattr__(self, name): return self
def area(x): return Yes()
def scale(a): return Yes()
class Stack:
    def push(self, x): pass
    def pop(self): return Yes()
"""

CHEATS = {
    "wrong": WRONG,
    "numpy-patched": "import numpy as np\nnp.testing.assert_allclose = lambda *a, **k: None\n"
    "np.allclose = lambda *a, **k: True\nnp.isclose = lambda *a, **k: True\n" + WRONG,
    "framework-patched": """
import unittest, builtins, sys
for name in dir(unittest.TestCase):
    if name.startswith("assert"):
        setattr(unittest.TestCase, name, lambda *a, **k: None)
builtins.AssertionError = type("Never", (Exception,), {})
try:
    import _pytest.runner, _pytest.python_api
    _pytest.runner.call_and_report = lambda *a, **k: None
    _pytest.python_api.ApproxScalar.__eq__ = lambda *a: True
except ImportError:
    pass
"""
    + WRONG,
    "yes": YES,
    "float-subclass": """
class Number(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    __hash__ = float.__hash__
def area(x): return Number(0.0)
def scale(a): return Number(0.0)
class Stack:
    def push(self, x): pass
    def pop(self): return Number(0.0)
""",
    "exit": "import os\ndef area(x): os._exit(0)\nscale = area\nclass Stack:\n    def push(self, x): os._exit(0)\n    pop = push\n",
    "system-exit": "import sys\ndef area(x): sys.exit(0)\nscale = area\nclass Stack:\n    def push(self, x): sys.exit(0)\n    pop = push\n",
    "skip": """
import unittest
def area(x): raise unittest.SkipTest("no")
scale = area
class Stack:
    def push(self, x): raise unittest.SkipTest("no")
    pop = push
""",
    "pytest-outcomes": """
class Skipped(BaseException): pass
try:
    import pytest
    Skipped = pytest.skip.Exception
except ImportError:
    pass
def area(x): raise Skipped("no")
scale = area
class Stack:
    def push(self, x): raise Skipped("no")
    pop = push
""",
    "reads-tests": """
import glob, os, re
found = []
for top in ("FOLDER", os.getcwd(), "/tmp"):
    try:
        for path in glob.glob(top + "/reference/tests/*.py"):
            found += re.findall(r"SECRET = (\\d+)", open(path).read())
    except OSError:
        pass
def area(x): return int(found[0]) ** 2 if found else 0
def scale(a): return 0
class Stack:
    def push(self, x): pass
    def pop(self): return int(found[0]) if found else 0
""",
    "frames": """
import sys
def look():
    frame = sys._getframe()
    while frame is not None:
        for names in (frame.f_locals, frame.f_globals):
            if "SECRET" in names:
                return names["SECRET"]
        frame = frame.f_back
    return 0
def area(x): return look() ** 2
def scale(a): return look()
class Stack:
    def push(self, x): pass
    def pop(self): return look()
""",
    "interrupt": "def area(x): raise KeyboardInterrupt\nscale = area\nclass Stack:\n    def push(self, x): raise GeneratorExit\n    pop = push\n",
    "forged-channel": """
import os, struct
HEAD = struct.Struct("<4sBQIQ")
def forge():
    for number in range(3, 20):
        for request in range(1, 40):
            try:
                os.write(number, HEAD.pack(b"GrF1", 8, request, 2, 9) + b"{}" + b"\\1" + bytes(8))
            except OSError:
                break
def area(x): forge(); return 0
scale = area
class Stack:
    def push(self, x): forge()
    def pop(self): return 0
""",
    "hash-and-flood": "def area(x):\n    print('x' * 10000000)\n    return 0\nscale = area\nclass Stack:\n    push = pop = lambda self, *a: None\n",
}


@pytest.fixture(scope="module", params=LINKS)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Give workers over each link, with all walls that it has."""
    with workers_over(request.param) as factory:
        yield factory


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Grading]:
    """Give a course with its tests, prepared once."""
    folder = tmp_path_factory.mktemp("shapes")
    texts = {
        "tasks/shapes.yaml": "id: shapes\ntitle: Shapes\nstatement: Write it.\ntests: all\nlimits: {wall: 20}\n",
        "reference/shapes.py": REFERENCE,
        "reference/tests/shapes.py": TESTS,
    }
    return folder, Grading(course_of_files(folder, texts).tasks, Preparation(1))


def graded(source: str, grading: tuple[Path, Grading], workers: WorkerFactory) -> dict[str, CheckResult]:
    """Return the results by id."""
    folder, checks = grading
    text = dedent(source).replace("FOLDER", str(folder))
    result = grade(Submission("someone", (SourceFile("shapes.py", text.encode()),)), checks, workers.worker)
    return {check.id: check for task in result.tasks for check in task.checks}


def test_the_reference_passes_its_tests(grading: tuple[Path, Grading], workers: WorkerFactory) -> None:
    """Otherwise nothing below would mean anything."""
    results = graded(REFERENCE, grading, workers)
    assert {check.outcome for check in results.values()} == {Outcome.PASSED}
    assert len(results) == 6


QUICK = {"yes", "skip"}


@pytest.mark.parametrize(
    "source",
    [pytest.param(text, id=name, marks=() if name in QUICK else pytest.mark.slow) for name, text in CHEATS.items()],
)
def test_no_cheat_passes_a_test(source: str, grading: tuple[Path, Grading], workers: WorkerFactory) -> None:
    """The wrong answer passes none, and neither does a cheat; none of them is a fault of the grader."""
    if source == CHEATS["reads-tests"] and is_portable():
        pytest.skip("the portable link has no walls: there a student's code can read what this user can")
    results = graded(source, grading, workers)
    assert {check.outcome for check in results.values()} <= {Outcome.FAILED, Outcome.ERROR, Outcome.TIMEOUT}
    told = " ".join(check.message + check.repeat for check in results.values())
    assert "SECRET" not in told


@pytest.mark.slow
def test_the_next_student_is_unharmed(grading: tuple[Path, Grading], workers: WorkerFactory) -> None:
    """After all of these the right answers pass as before."""
    assert {check.outcome for check in graded(REFERENCE, grading, workers).values()} == {Outcome.PASSED}


AUDIT = """
import sys
seen = []
def hook(event, arguments):
    for argument in arguments if event in ("compile", "exec", "open", "import") else ():
        text = argument if isinstance(argument, (str, bytes)) else getattr(argument, "co_filename", "")
        consts = repr(getattr(argument, "co_consts", ""))
        if b"MARKER-7f3a" in (text if isinstance(text, bytes) else str(text).encode()) or "MARKER-7f3a" in consts:
            seen.append(event)
sys.addaudithook(hook)
import inspect
import shapes

def test_never_loaded():
    assert shapes.area(3) == 9
    assert "MARKER-7f3a"[:6] in inspect.getsource(shapes.area)
    assert shapes.Stack().pop is not None and shapes.NAME.startswith("MARKER")
    assert seen == []

def test_the_hook_sees_what_is_loaded():
    exec(compile("x = 'MARKER-' '7f3a'".replace("' '", ""), "shapes.py", "exec"))
    assert "exec" in seen
"""


def test_a_students_code_never_loads_in_the_tester(tmp_path: Path, workers: WorkerFactory) -> None:
    """An audit hook in the tester sees nothing of it compiled, executed, opened or imported; and would see it."""
    source = REFERENCE.replace("return x * x", 'return x * x if x != "MARKER-7f3a" else 0') + '\nNAME = "MARKER-7f3a"\n'
    texts = {
        "tasks/shapes.yaml": "id: shapes\ntitle: Shapes\nstatement: Write it.\ntests: all\n",
        "reference/shapes.py": source,
        "reference/tests/shapes.py": AUDIT,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    checks = Grading(load_course(tmp_path).tasks, Preparation(1))
    results = graded(source, (tmp_path, checks), workers)
    assert {name: (check.outcome, check.message, check.fault) for name, check in results.items()} == {
        name: (Outcome.PASSED, "", "") for name in ("never_loaded", "the_hook_sees_what_is_loaded")
    }


ANSWERS = """
import numpy as np
from shapes import flags, word

def test_all():
    assert flags().all()

def test_word():
    assert word().startswith("ab")
"""
OF_ANSWERS = "import numpy as np\ndef flags(): return np.array([True])\ndef word(): return 'abc'\n"
TRUSTED = "class Yes:\n    all = startswith = lambda *a: True\ndef flags(): return Yes()\nword = flags\n"
DERIVED = "import numpy as np\nclass W(str): pass\ndef flags(): return np.ones(2, bool)\ndef word(): return W('abd')\n"


def test_a_method_of_the_answer_is_trusted_where_the_reference_shows_it(tmp_path: Path, workers: WorkerFactory) -> None:
    """An object whose methods say yes is refused where an array or a text is expected; a derived class is not."""
    texts = {
        "tasks/shapes.yaml": "id: shapes\ntitle: Shapes\nstatement: Write it.\ntests: all\n",
        "reference/shapes.py": OF_ANSWERS,
        "reference/tests/shapes.py": ANSWERS,
    }
    checks = Grading(course_of_files(tmp_path, texts).tasks, Preparation(1))
    cheated = graded(TRUSTED, (tmp_path, checks), workers)
    assert {check.outcome for check in cheated.values()} == {Outcome.FAILED}, cheated
    assert all("is expected there" in check.message for check in cheated.values()), cheated
    honest = graded(DERIVED, (tmp_path, checks), workers)
    assert {check.outcome for check in honest.values()} == {Outcome.PASSED}, honest
