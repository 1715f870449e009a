"""Tests of other graders that read figures: imported, passed by the solution, and by no lying axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.course import load_course
from grader.importing import FORMATS, write_course
from grader.judge import Grading, Preparation, grade
from grader.results import Outcome
from grader.sandbox.factory import WorkerFactory
from grader.submission import Submission, gather
from tests.samples.links import branch_of_shared
from tests.importing.peer_files import code, notebook, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.results import CheckResult

pytest.importorskip("matplotlib")
pytestmark = pytest.mark.slow

IMPORTS = "%matplotlib inline\nimport matplotlib.pyplot as plt\nimport numpy as np\n"
RIGHT = """def draw(ax, xs):
    ax.plot(xs, np.sqrt(xs))
    ax.set_title("Roots")
draw(plt.gca(), np.arange(4.0))
"""
WRONG = RIGHT.replace("np.sqrt(xs)", "xs").replace("Roots", "Lines")
LYING = WRONG + """
class Yes(str):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __hash__ = str.__hash__
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
plt.Axes.get_title = lambda self, loc=None: Yes("x")
plt.Line2D.get_ydata = lambda self, orig=True: Yes("x")
"""
CURRENT = 'assert plt.gca().get_title() == "Roots"'
GIVEN = "fig, ax = plt.subplots()\ndraw(ax, np.arange(3.0))\nassert np.allclose(ax.lines[-1].get_ydata(), [0, 1, 2**0.5])"
OTTER = f"""OK_FORMAT = True
test = {{"name": "q1", "points": 2, "suites": [{{"cases": [
    {{"code": ">>> plt.gca().get_title()\\n'Roots'", "hidden": False, "locked": False}},
    {{"code": ">>> fig, ax = plt.subplots()\\n>>> draw(ax, np.arange(3.0))\\n>>> len(ax.lines)\\n1", "hidden": True}},
    {{"code": ">>> bool(np.allclose(plt.gca().lines[-1].get_ydata(), [0, 1, 2**0.5]))\\nTrue", "hidden": True}},
], "scored": True, "setup": "", "teardown": "", "type": "doctest"}}]}}
"""
PRAIRIELEARN = """from code_feedback import Feedback
from pl_helpers import name, points
from pl_unit_test import PLTestCaseWithPlot

class Test(PLTestCaseWithPlot):
    test_labels = PLTestCaseWithPlot.optional_test_plot_labels

    @points(1)
    @name("lines")
    def test_lines(self):
        if Feedback.check_plot("plot", self.ref.plot, self.st.plot, check_axes_scale="xy"):
            Feedback.set_score(1)
"""
ANSWER = """import matplotlib.pyplot as plt
import numpy as np
plt.plot(np.arange(4.0), np.sqrt(np.arange(4.0)))
plt.title("Roots"); plt.xlabel("x"); plt.ylabel("y")
plot = plt.gca()
"""
PAGE = (
    '<pl-external-grader-variables params-name="names_from_user"><pl-variable name="plot"></pl-variable>'
    "</pl-external-grader-variables>"
)


def write_sources(kind: str, folder: Path) -> None:
    """Write a teacher's files."""
    if kind == "otter":
        write(folder, tests__q1=OTTER)
        notebook(folder / "solution.ipynb", code(IMPORTS + RIGHT), code('grader.check("q1")'))
    elif kind == "nbgrader":
        meta: dict[str, Any] = {"grade": True, "schema_version": 3, "points": 1}
        locked = code(IMPORTS + "plt.figure()\nplt.plot([0, 1])\nplt.close()", grade_id="l", locked=True, schema_version=3)
        solution = code(RIGHT, grade_id="s", solution=True, schema_version=3)
        notebook(
            folder / "roots.ipynb", locked, solution,
            code(CURRENT, grade_id="a", **meta), code(GIVEN, grade_id="b", **meta),
        )  # fmt: skip
    else:
        files = {"tests__test": PRAIRIELEARN, "tests__ans": ANSWER, "tests__setup_code": "", "question.html": PAGE}
        write(folder / "roots", **files)


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerFactory]:
    """Give forks of one process."""
    with branch_of_shared() as zygote:
        yield WorkerFactory(starter=zygote)


@pytest.fixture(scope="module", params=["otter", "nbgrader", "prairielearn"])
def imported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Grading]:
    """Give a course that was imported from one of the formats."""
    folder = tmp_path_factory.mktemp(request.param)
    write_sources(request.param, folder / "teacher")
    write_course(folder / "course", FORMATS[request.param].read([folder / "teacher"]).tasks)
    return request.param, Grading(load_course(folder / "course").tasks, Preparation(1))


def graded(source: str, imported: tuple[str, Grading], workers: WorkerFactory, tmp_path: Path) -> list[CheckResult]:
    """Hand in a text in the form that the format's students use."""
    kind, grading = imported
    if kind == "prairielearn":
        path = write(tmp_path, roots=source) / "roots.py"
    else:
        solution = code(source, grade_id="s", solution=True, schema_version=3)
        path = notebook(tmp_path / "roots.ipynb", code(IMPORTS), solution, code('grader.check("q1")'))
    result = grade(Submission("someone", gather([path]).files), grading, workers.worker)
    return [check for task in result.tasks for check in task.checks]


def test_the_solution_passes(imported: tuple[str, Grading], workers: WorkerFactory, tmp_path: Path) -> None:
    """Current axes, axes that the test makes, plots as values: with the points that the format gives."""
    results = graded(ANSWER if imported[0] == "prairielearn" else RIGHT, imported, workers, tmp_path)
    assert [(check.outcome, check.message) for check in results] == [(Outcome.PASSED, "")] * len(results)
    assert results


@pytest.mark.parametrize("source", [WRONG, LYING], ids=["wrong", "lying"])
def test_a_wrong_figure_does_not_pass(
    source: str, imported: tuple[str, Grading], workers: WorkerFactory, tmp_path: Path
) -> None:
    """Whatever its getters say."""
    head = IMPORTS.partition("\n")[2] if imported[0] == "prairielearn" else ""
    tail = "\nplot = plt.gca()\n" if head else ""
    results = graded(head + source + tail, imported, workers, tmp_path)
    assert {check.outcome for check in results} <= {Outcome.FAILED, Outcome.ERROR}
