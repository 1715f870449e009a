"""The format `prairielearn`: names that students get and give, points, and the files of a question."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.course import load_course
from grader.importing import write_course
from grader.importing.model import OVERRIDDEN
from tests.importing.peer_files import imported, left_out, read, write

if TYPE_CHECKING:
    from pathlib import Path

TEST = '''\
from code_feedback import Feedback
from pl_helpers import name, points
from pl_unit_test import PLTestCase

class Test(PLTestCase):
    student_code_file = "fib.py"

    @points(3)
    @name("Small numbers")
    def test_0(self):
        Feedback.set_score(self.st.fib(1) == self.ref.fib(1))

    def test_1(self):
        """Large numbers."""
'''
PAGE = """\
<pl-question-panel><p>Write <code>fib</code> for $n$.</p>
<pl-external-grader-variables params-name="names_for_user">
<pl-variable name="n" type="int">A number</pl-variable></pl-external-grader-variables>
<pl-external-grader-variables params-name="names_from_user">
<pl-variable name="fib" type="function"></pl-variable></pl-external-grader-variables>
</pl-question-panel><pl-answer-panel>secret</pl-answer-panel>
"""


def question(folder: Path, **more: str) -> Path:
    """Write a question's folder."""
    files = {
        "tests__test": TEST,
        "tests__setup_code": "n = 3",
        "tests__ans": "def fib(n): return n",
        "question.html": PAGE,
    }
    return write(folder / "fib", **(files | {"info.json": '{"title": "Fibonacci"}'} | more))


def params(files: dict[str, bytes]) -> dict[str, Any]:
    """Return what the tests get as `data["params"]`."""
    return dict(json.loads(files["reference/tests/fib/data.json"])["params"])


def test_a_question_becomes_a_task(tmp_path: Path) -> None:
    """The folder of tests is copied, ans.py is the reference, names come from the page."""
    result = read("prairielearn", question(tmp_path))
    (task,) = result.tasks
    assert (task.id, task.title) == ("fib", "Fibonacci")
    assert "Write fib for $n$." in task.statement
    assert "secret" not in task.statement
    assert task.files["reference/tests/fib/test.py"] == TEST.encode()
    assert task.files["reference/tests/fib/setup_code.py"] == b"n = 3"
    assert task.files["reference/fib.py"] == b"def fib(n): return n"
    assert "reference/tests/fib/ans.py" not in task.files
    assert params(task.files) == {
        "names_for_user": [{"name": "n", "type": "int"}],
        "names_from_user": [{"name": "fib", "type": "function"}],
    }
    assert task.keys == {"tests": "all", "shared": True, "random": True}
    assert imported(result) == ["test_0: Small numbers", "test_1: Large numbers."]


@pytest.mark.parametrize(
    ("server", "names", "noted"),
    [
        pytest.param(
            'def generate(data):\n    data["params"]["names_from_user"] = [{"name": "g"}]', ["g"], False, id="literal"
        ),
        pytest.param(
            'def generate(data):\n    data["params"]["names_from_user"] = make()', ["fib"], True, id="computed"
        ),
        pytest.param('def generate(data):\n    data["params"]["k"] = 3', ["fib"], True, id="another parameter"),
        pytest.param("def grade(data): pass", ["fib"], False, id="nothing"),
    ],
)
def test_names_in_server_py(tmp_path: Path, server: str, names: list[str], noted: bool) -> None:
    """Older questions name them in the source; what is computed is said."""
    result = read("prairielearn", question(tmp_path, server=server))
    (task,) = result.tasks
    assert [entry["name"] for entry in params(task.files)["names_from_user"]] == names
    assert any("computes the question" in row.reason for row in result.rows) == noted
    assert task.files["reference/tests/fib/server.py"] == server.encode()


def test_names_that_have_a_name_first(tmp_path: Path) -> None:
    """The course's own template gives the lists names: ans.py is the solution, though descriptions are computed."""
    server = (
        "def generate(data):\n"
        "    names = [{'name': 'fib', 'description': 'fib of {}'.format(n())}]\n"
        "    data['params']['names_for_user'] = []\n"
        "    data['params']['names_from_user'] = names\n"
    )
    (task,) = read("prairielearn", question(tmp_path, server=server, **{"question.html": "<p>Go.</p>"})).tasks
    assert params(task.files) == {"names_for_user": [], "names_from_user": [{"name": "fib"}]}
    assert task.files["reference/fib.py"] == b"def fib(n): return n"


def test_a_question_that_says_that_students_give_no_name(tmp_path: Path) -> None:
    """Has a solution as any other: ans.py, of which no name is required."""
    server = "def generate(data):\n    data['params']['k'] = draw()\n    data['params']['names_from_user'] = []\n"
    (task,) = read("prairielearn", question(tmp_path, server=server, **{"question.html": "<p>Go.</p>"})).tasks
    assert "reference/fib.py" in task.files


def test_a_test_that_is_defined_twice(tmp_path: Path) -> None:
    """Python knows the later one: the course has it alone, and the table says what became of the other."""
    text = TEST + "\n    def test_1(self):\n        Feedback.set_score(1)\n"
    result = read("prairielearn", question(tmp_path / "old", tests__test=text))
    assert [(row.item, row.reason) for row in result.rows] == [
        ("test_0: Small numbers", ""),
        ("test_1: test_1", OVERRIDDEN),
    ]
    write_course(tmp_path / "course", result.tasks)
    (task,) = load_course(tmp_path / "course").tasks
    assert [check.id for check in task.spec.checks] == ["test_0", "test_1"]


def test_the_students_file(tmp_path: Path) -> None:
    """`user_code.py` unless the class says otherwise."""
    text = TEST.replace('    student_code_file = "fib.py"\n', "")
    assert read("prairielearn", question(tmp_path / "a", tests__test=text)).tasks[0].keys["modules"] == ["user_code"]
    text = TEST.replace("fib.py", "Workbook.ipynb")
    assert read("prairielearn", question(tmp_path / "b", tests__test=text)).tasks[0].keys["modules"] == ["Workbook"]


def test_plots(tmp_path: Path) -> None:
    """The test of plot labels is one that a question switches on."""
    text = (
        TEST.replace("(PLTestCase)", "(PLTestCaseWithPlot)")
        + "\n    test_labels = PLTestCaseWithPlot.optional_test_plot_labels\n"
    )
    result = read("prairielearn", question(tmp_path, tests__test=text))
    assert imported(result)[-1] == "test_labels: Check plot labels"
    write_course(tmp_path / "course", result.tasks)
    (task,) = load_course(tmp_path / "course").tasks
    assert [(check.id, check.points) for check in task.spec.checks][-1] == ("labels", 1.0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("import cgrader\n", "is C or C++", id="C"),
        pytest.param("class Test: pass", "no class that inherits from PLTestCase", id="no class"),
        pytest.param("class Test(PLTestCase): pass", "has no method whose name begins with test", id="no test"),
        pytest.param("class Test(", "is not Python", id="not Python"),
    ],
)
def test_questions_that_are_left_out(tmp_path: Path, text: str, reason: str) -> None:
    """Each with a sentence."""
    assert reason in left_out(read("prairielearn", question(tmp_path, tests__test=text)))["the question"]


def test_a_question_without_its_page(tmp_path: Path) -> None:
    """Nobody then knows which names are read, and the table says so."""
    write(tmp_path / "fib", tests__test=TEST)
    result = read("prairielearn", tmp_path)
    assert any("no name is read" in row.reason for row in result.rows)
    assert any("self.ref is empty" in row.reason for row in result.rows)
    assert result.tasks[0].statement == "The question `fib`."


def test_broken_pages(tmp_path: Path) -> None:
    """A page that no parser likes costs the page only."""
    broken = "<pl-question-panel <<<>>> <!-- <pl-variable name=" + "<" * 5_000
    (task,) = read("prairielearn", question(tmp_path, **{"question.html": broken, "info.json": "[1"})).tasks
    assert task.title == "fib"
