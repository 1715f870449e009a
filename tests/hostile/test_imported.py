"""Two lines of a student's against tests that were imported, of each format: they earn nothing.

In the other graders these tests share a process with the code below; here no test passes that the same wrong answer
without the cheat does not pass.
"""

from __future__ import annotations

import os
import shutil
import subprocess  # noqa: TID251 - pytest alone, as teachers run it
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.course import load_course
from grader.importing import FORMATS, write_course
from grader.judge import Grading, Preparation, grade
from grader.results import Outcome
from grader.sandbox.factory import WorkerFactory
from grader.submission import Submission, gather
from tests.samples.links import branch_of_shared
from tests.hostile.imported_cheats import CHEATS_OF_IMPORTED, WRONG
from tests.hostile.test_tests_in_python import CHEATS
from tests.importing.peer_files import code, notebook, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.results import CheckResult

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are those of Linux")

RIGHT = "import numpy as np\nfrom numpy import allclose\ndef area(x): return x * x\ndef scale(a): return a * 2.0\n"
ALL_CHEATS = {name: CHEATS[name] for name in CHEATS if name != "hash-and-flood"} | CHEATS_OF_IMPORTED
QUICK = {"two-lines", "shadowed-names"}

OTTER = {
    "tests__q1": """test = {"name": "q1", "suites": [{"type": "doctest", "cases": [
    {"code": ">>> SECRET = 4417\\n>>> area(SECRET) == SECRET * SECRET\\nTrue", "hidden": False},
    {"code": ">>> import numpy as np\\n>>> bool(np.allclose(area(np.array([1.0, 3.0])), [1.0, 9.0]))\\nTrue"}]}]}
""",
    "tests__q3": """test = {"name": "q3", "suites": [{"type": "doctest", "cases": [
    {"code": ">>> assert np.allclose(scale(np.ones(3)), 2)"},
    {"code": ">>> assert allclose(area(np.arange(3.0)), [0, 1, 4])"},
    {"code": ">>> all(abs(area(x) - x * x) < 1e-9 for x in (1.5, 2.5))\\nTrue"}]}]}
""",
    "tests__q2": """from otter.test_files import test_case
OK_FORMAT = False
name = "q2"

@test_case(hidden=True)
def test_scale(scale):
    import numpy as np
    SECRET = 4417
    np.testing.assert_allclose(scale(np.arange(3.0) + SECRET), [8834.0, 8836.0, 8838.0])
""",
}
PYTEST = """import numpy as np
from shapes import *
SECRET = 4417

def test_area():
    assert area(SECRET) == SECRET * SECRET

def test_all():
    assert all(abs(area(x) - x * x) < 1e-9 for x in (1.5, 2.5))

def test_close():
    assert np.allclose(scale(np.arange(3.0)), [0.0, 2.0, 4.0])
"""
UNITTEST = """import unittest
import numpy as np
from gradescope_utils.autograder_utils.decorators import weight, visibility, partial_credit
from shapes import area, scale
SECRET = 4417

class TestShapes(unittest.TestCase):
    @weight(2)
    @visibility("hidden")
    def test_area(self):
        self.assertEqual(area(SECRET), SECRET * SECRET)

    @partial_credit(4)
    def test_parts(self, set_score=None):
        set_score(2 * (area(3) == 9) + 2 * bool(np.allclose(scale(np.ones(2)), 2)))
"""
PRAIRIELEARN = """from code_feedback import Feedback
from pl_helpers import name, points
from pl_unit_test import PLTestCase
import numpy as np

class Test(PLTestCase):
    @points(2)
    @name("area")
    def test_area(self):
        SECRET = 4417
        got = Feedback.call_user(self.st.area, SECRET)
        Feedback.set_score(Feedback.check_scalar("area", self.ref.area(SECRET), got))

    @points(1)
    @name("scale")
    def test_scale(self):
        got = Feedback.call_user(self.st.scale, np.arange(3.0))
        Feedback.set_score(Feedback.check_numpy_array_allclose("scale", self.ref.scale(np.arange(3.0)), got))
"""
PAGE = "".join(
    f'<pl-external-grader-variables params-name="names_from_user"><pl-variable name="{name}"></pl-variable>'
    "</pl-external-grader-variables>"
    for name in ("area", "scale")
)
KINDS = tuple(FORMATS)


def write_sources(kind: str, folder: Path) -> None:
    """Write a teacher's files in one of the formats, with a solution."""
    if kind == "otter":
        notebook(write(folder, **OTTER) / "solution.ipynb", code(RIGHT), code('grader.check("q1")'), code("done = 1"))
    elif kind == "nbgrader":
        test = "SECRET = 4417\nassert area(SECRET) == SECRET * SECRET"
        hidden = "import numpy as np\n### BEGIN HIDDEN TESTS\nassert np.allclose(scale(np.ones(2)), 2)"
        meta: dict[str, Any] = {"grade": True, "schema_version": 3, "points": 1}
        names = "assert np.allclose(scale(np.ones(3)), 2) and allclose(area(np.arange(3.0)), [0, 1, 4])"
        names += "\nassert all(abs(area(x) - x * x) < 1e-9 for x in (1.5, 2.5))"
        solution = code(RIGHT, grade_id="s", solution=True, schema_version=3)
        notebook(
            folder / "shapes.ipynb",
            solution,
            code(test, grade_id="a", **meta),
            code(hidden, grade_id="b", **meta),
            code(names, grade_id="c", **meta),
        )
    elif kind == "prairielearn":
        files = {"tests__test": PRAIRIELEARN, "tests__ans": RIGHT, "tests__setup_code": "", "question.html": PAGE}
        write(folder / "shapes", **files)
    else:
        write(folder, test_shapes=PYTEST if kind == "pytest" else UNITTEST, shapes=RIGHT)


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerFactory]:
    """Give forks of one process, with all walls that this machine has."""
    with branch_of_shared() as zygote:
        yield WorkerFactory(starter=zygote)


@pytest.fixture(scope="module", params=KINDS)
def imported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, Grading]:
    """Give a course that was imported from one of the formats."""
    folder = tmp_path_factory.mktemp(request.param)
    write_sources(request.param, folder / "teacher")
    write_course(folder / "course", FORMATS[request.param].read([folder / "teacher"]).tasks)
    return request.param, folder / "course", Grading(load_course(folder / "course").tasks, Preparation(1))


def graded(
    source: str, imported: tuple[str, Path, Grading], workers: WorkerFactory, tmp_path: Path
) -> list[CheckResult]:
    """Hand in a text in the form that the format's students use."""
    kind, course, checks = imported
    text = source.replace("FOLDER", str(course))
    if kind == "otter":
        path = notebook(
            tmp_path / "hw.ipynb",
            code("import otter\ngrader = otter.Notebook()"),
            code(text),
            code('grader.check("q1")'),
        )
    elif kind == "nbgrader":
        path = notebook(tmp_path / "shapes.ipynb", code(text, grade_id="s", solution=True, schema_version=3))
    else:
        path = write(tmp_path, shapes=text) / "shapes.py"
    result = grade(Submission("someone", gather([path]).files), checks, workers.worker)
    return [check for task in result.tasks for check in task.checks]


def passed(results: list[CheckResult]) -> set[str]:
    """Return the checks that give points or pass."""
    return {check.id for check in results if check.outcome == Outcome.PASSED or check.points > 0}


@pytest.mark.wide  # it passes below after each cheat
def test_the_solution_passes(imported: tuple[str, Path, Grading], workers: WorkerFactory, tmp_path: Path) -> None:
    """Otherwise nothing below would mean anything."""
    results = graded(RIGHT, imported, workers, tmp_path)
    assert {(check.outcome, check.fault) for check in results} == {(Outcome.PASSED, "")}
    assert len(results) >= 2


@pytest.mark.parametrize(
    "source",
    [pytest.param(text, id=name, marks=() if name in QUICK else pytest.mark.slow) for name, text in ALL_CHEATS.items()],
)
def test_two_lines_win_nothing(
    source: str, imported: tuple[str, Path, Grading], workers: WorkerFactory, tmp_path: Path
) -> None:
    """No test passes, none is a fault of the grader, and no word of a test is told; then the solution still passes."""
    results = graded(source, imported, workers, tmp_path)
    assert passed(results) <= {"b_visible"}  # it only imports numpy, and is worth nothing
    assert {check.outcome for check in results} <= {Outcome.FAILED, Outcome.ERROR, Outcome.TIMEOUT, Outcome.PASSED}
    assert not any("SECRET =" in check.message for check in results)
    assert {check.outcome for check in graded(RIGHT, imported, workers, tmp_path)} == {Outcome.PASSED}


EXAMPLE = Path(__file__).parents[2] / "examples" / "existing_tests"


def test_the_readmes_class(workers: WorkerFactory, tmp_path: Path) -> None:
    """An existing pytest file, imported: the right answer has all points, a slip loses two, as under pytest, the cheat earns none."""
    write_course(tmp_path, FORMATS["pytest"].read([EXAMPLE / "test_stack.py", EXAMPLE / "stack.py"]).tasks)
    checks = Grading(load_course(tmp_path).tasks, Preparation(1))
    points = {}
    for student in ("anna", "ben", "chris"):
        files = gather([EXAMPLE / "submissions" / student / "stack.py"]).files
        result = grade(Submission(student, files), checks, workers.worker)
        points[student] = sum(check.points for task in result.tasks for check in task.checks)
    assert points == {"anna": 4, "ben": 2, "chris": 0}


@pytest.mark.slow
def test_the_cheat_wins_where_tests_share_its_process(tmp_path: Path) -> None:
    """Under pytest alone the same file passes every test, so the one above says something."""
    shutil.copy(EXAMPLE / "test_stack.py", tmp_path)
    shutil.copy(EXAMPLE / "submissions" / "chris" / "stack.py", tmp_path)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "test_stack.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
    assert run.returncode == 0
    assert "6 passed" in run.stdout
