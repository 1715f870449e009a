"""What students start from: it runs, says what is asked, and earns nothing."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING

import nbformat
import pytest

from grader.authoring import starter_code as starters
from grader.authoring.starter_code import starter_of
from grader.course import load_course
from grader.errors import UsageError
from grader.release.notebook import notebook
from tests.release.small_kit import RIGHT, TASK, write_course, write_kit
from tests.release.test_kit import graded, outcomes

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Task


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """Return the small task."""
    return load_course(write_course(tmp_path)).tasks[0]


def test_a_module_has_every_function(task: Task) -> None:
    """Names, arguments and docstrings are those of the spec."""
    tree = ast.parse(starters.module(task))
    defined = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert list(defined) == list(task.spec.functions)
    assert [arg.arg for arg in defined["mean"].args.args] == ["x"]
    docs = {name: ast.get_docstring(node) for name, node in defined.items()}
    assert docs == {
        "mean": "Return the mean: a number.",
        "centred": "Return x without its mean: an array of shape (n,).",
        "slope": "Return what the task asks for: an array of shape (n,).",
        "derivation": "Yield the lines.",
    }
    assert "Sheet 1" in ast.get_docstring(tree)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        pytest.param("x \\ y", "Return x \\ y: a number.", id="backslash"),
        pytest.param('a """ b', "Return a ''' b: a number.", id="quotes"),
        pytest.param("one.", "Return one: a number.", id="full-stop"),
    ],
)
def test_a_docstring_may_hold_anything(tmp_path: Path, says: str, shown: str) -> None:
    """What an author writes about a function never breaks the module."""
    text = TASK.replace("says: the mean", f"says: {json.dumps(says)}", 1)
    (task,) = load_course(write_course(tmp_path, task=text)).tasks
    tree = ast.parse(starters.module(task))
    assert shown in [ast.get_docstring(node) for node in tree.body if isinstance(node, ast.FunctionDef)]


def test_an_empty_starter_earns_nothing_and_reads_so(tmp_path: Path) -> None:
    """It says kindly that a function is not written yet, without a traceback, and asks nothing of it."""
    kit, _ = write_kit(tmp_path)
    result = graded(kit, (kit / "mean.py").read_text())
    assert result.points == 0
    first = result.tasks[0].checks[0]
    assert first.message == "`mean` is not written yet (mean.py, line 6)."
    assert (first.counterexample, first.trace, first.hint) == (None, (), "")
    assert set(outcomes(result).values()) == {"failed", "skipped", "pending"}


def test_the_notebook_is_one(task: Task, tmp_path: Path) -> None:
    """It is valid, and has a statement, a cell for each function, a check and the heading of the written answer."""
    made = nbformat.reads(notebook({task: starter_of(tmp_path, task)}), as_version=4)
    nbformat.validate(made)
    sources = [cell.source for cell in made.cells]
    code = [cell.source for cell in made.cells if cell.cell_type == "code"]
    assert any(task.spec.statement.strip() in source for source in sources)
    assert code[0] == "import numpy as np\n\nfrom grader import check"
    assert code[1:-1] == list(starters.functions(task).values())
    assert code[-1] == 'check("mean")'
    assert sources[-1] == "## Assignment 9"


def test_the_empty_heading_is_no_answer(tmp_path: Path) -> None:
    """A notebook in which nothing is written has no written answer either."""
    from grader.submission import gather
    from grader.submission.answers import answer

    kit, _ = write_kit(tmp_path)
    texts = gather([kit / "assignments.ipynb"]).texts
    assert answer(texts, "Assignment 9") == ""


def test_modules_and_notebook_may_lie_side_by_side(tmp_path: Path) -> None:
    """Whoever fills in the notebook hands in the folder as it is: the empty modules take nothing away."""
    from grader import PUBLIC_SEED
    from grader.judge import Grading, Preparation, grade
    from grader.sandbox.process import Worker
    from grader.submission import gather

    kit, _ = write_kit(tmp_path)
    content = json.loads((kit / "assignments.ipynb").read_text())
    for cell in content["cells"]:
        if cell["cell_type"] == "code" and "def mean" in "".join(cell["source"]):
            cell["source"] = RIGHT
    (kit / "assignments.ipynb").write_text(json.dumps(content))
    tasks = load_course(kit, kits=True).tasks
    result = grade(gather([kit]), Grading(tasks, Preparation(PUBLIC_SEED)), Worker)
    # The starters of the other functions stand in cells below the one that has everything.
    assert set(outcomes(result).values()) == {"passed", "pending"}
    assert result.tasks[0].notes == ()
    assert sorted(file.name for file in result.submission.reading) == ["assignments.ipynb", "mean.py"]


def test_a_page_names_the_checks(tmp_path: Path) -> None:
    """The statement keeps its mathematics; public checks are named, those of later marked, hidden ones counted."""
    kit, _ = write_kit(tmp_path)
    page = (kit / "statements" / "mean.md").read_text()
    assert page.startswith("# Mean\n\nSheet 1, 14 points.\n")
    assert "$\\frac{1}{n} \\sum_i x_i$" in page
    assert "| agrees with the definition | 2 |  |" in page
    assert "| what is centred has no mean | 2 | after you hand in |" in page
    assert "| the proof | 1 | a person marks it |" in page
    assert "1 more check runs after you hand in" in page
    assert "4 more checks run after you hand in." in (kit / "README.md").read_text()


OWN = '''\
"""Mean: your code."""

import numpy as np

EPS = 1e-9


def mean(x):
    """Return the mean."""
    raise NotImplementedError("not written yet")


@np.errstate(all="ignore")
def centred(x): raise NotImplementedError


class Helper:
    pass


def slope(x):
    ...

def derivation(x):
    ...
# the end
'''


def own(folder: Path, text: str) -> None:
    """Write a starter of the teacher's own."""
    path = folder / "reference" / "starter" / "mean.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_starter_of_the_teachers_own_is_what_students_get(task: Task, tmp_path: Path) -> None:
    """As a module, byte for byte, and in the notebook, a cell for each function with what stands before it."""
    own(tmp_path, OWN)
    found = starter_of(tmp_path, task)
    assert found.module == OWN
    assert list(found.cells) == ["mean", "centred", "slope", "derivation"]
    assert found.cells["mean"].startswith("import numpy as np\n\nEPS = 1e-9\n\n\ndef mean(x):")
    assert found.cells["centred"].startswith('@np.errstate(all="ignore")\ndef centred(x)')
    assert found.cells["slope"].startswith("class Helper:")
    assert found.cells["derivation"].endswith("# the end")
    made = nbformat.reads(notebook({task: found}), as_version=4)
    nbformat.validate(made)


@pytest.mark.parametrize(
    "change", [("\n", "\r\n"), ("EPS", "\x0cEPS"), ('"""Mean', '\ufeff"""Mean')], ids=["ends", "feed", "mark"]
)
def test_lines_are_pythons(task: Task, tmp_path: Path, change: tuple[str, ...]) -> None:
    """Line ends of another system, a form feed and a byte order mark move no cell."""
    own(tmp_path, "")
    (tmp_path / "reference" / "starter" / "mean.py").write_bytes(
        OWN.replace(*change, 1 if change[0] != "\n" else -1).encode()  # type: ignore[arg-type, call-arg]
    )
    cells = starter_of(tmp_path, task).cells
    assert [cell.count("def ") for cell in cells.values()] == [1, 1, 1, 1]
    assert cells["derivation"].endswith("# the end")
    assert cells["mean"].startswith("import numpy as np")


def test_a_function_that_is_defined_twice_has_one_cell(task: Task, tmp_path: Path) -> None:
    """Both definitions stand in it."""
    own(tmp_path, OWN + "\ndef mean(x):\n    return 0.0\n")
    assert starter_of(tmp_path, task).cells["mean"].count("def mean(x)") == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(OWN.replace("def slope(x)", "def slop(x)"), "does not define `slope`", id="a-function-missing"),
        pytest.param("", "does not define `mean`, `centred`, `slope`, `derivation`", id="empty"),
        pytest.param("def mean(x:\n", "is no Python that can be read", id="no-python"),
        pytest.param("x = '\0'\n", "is no Python that can be read", id="zeros"),
    ],
)
def test_a_starter_that_cannot_be_handed_out_is_told(task: Task, tmp_path: Path, text: str, says: str) -> None:
    """With its file, and what to do."""
    own(tmp_path, text)
    with pytest.raises(UsageError, match=f"reference/starter/mean.py: {says}"):
        starter_of(tmp_path, task)


CLASSES = """
id: small
title: Small
statement: Write it.
classes:
  Pile:
    args: [items]
    says: A pile
    methods: {push: {args: [x], returns: none}, top: {returns: integer, says: the top}}
checks: [{id: a, title: T, points: 1, expect: "Pile([1]).top() == ref.one()"}]
"""
PILE = """
class Pile:
    def __init__(self, items=()):
        self.items = list(items)
    def push(self, x, times=1):
        self.items += [x] * times
    def top(self):
        return self.items[-1]
def one():
    return 1
"""


def test_a_class_has_its_methods_with_nothing_written(tmp_path: Path) -> None:
    """Arguments, defaults and docstrings are those of the spec and of the reference."""
    for name, text in (("tasks/small.yaml", CLASSES), ("reference/small.py", PILE)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (task,) = load_course(tmp_path).tasks
    (kind,) = (node for node in ast.parse(starters.module(task)).body if isinstance(node, ast.ClassDef))
    methods = {node.name: node for node in kind.body if isinstance(node, ast.FunctionDef)}
    assert ast.get_docstring(kind) == "A pile."
    assert {name: ast.unparse(node.args) for name, node in methods.items()} == {
        "__init__": "self, items=()",
        "push": "self, x",
        "top": "self",
    }
    assert ast.get_docstring(methods["top"]) == "Return the top: a whole number."
    (tmp_path / "reference" / "starter").mkdir()
    (tmp_path / "reference" / "starter" / "small.py").write_text("class Other: pass\n", encoding="utf-8")
    with pytest.raises(UsageError, match="does not define `Pile`"):
        starter_of(tmp_path, task)
