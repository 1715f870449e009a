"""PrairieLearn's test cases: set-up, reference, the student's names, scores and what is said."""

from __future__ import annotations

import io
import json
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from grader.tester import proxies
from grader.tester.peers.pl_helpers import extract_ipynb_contents
from grader.tester.peers.served import serve_modules

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "from code_feedback import Feedback\nfrom pl_helpers import name, points, not_repeated\n"
HEAD += "from pl_unit_test import PLTestCase\n"
TEST = f"""{HEAD}
class Test(PLTestCase):
    @points(4)
    @name("Square")
    def test_square(self):
        if Feedback.check_scalar("square", self.ref.square, self.st.square):
            Feedback.set_score(1)

    def test_half(self):
        Feedback.set_score(0.5)

    def test_calls(self):
        Feedback.set_score(Feedback.call_user(self.st.f, 2) == self.ref.f(2))

    def test_nothing(self):
        pass
"""
ANSWER = "square = n ** 2\ndef f(x): return x + secret\n"

Ran = dict[str, tuple[str, str, float | None]]


class RunRecorder:
    """Keeps outcome, message and score of each item."""

    def __init__(self) -> None:
        self.ran: Ran = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: Any, call: Any) -> Any:
        """Keep what is reported of a test itself."""
        report = yield
        if call.when == "call":
            text = "" if call.excinfo is None else f"{call.excinfo.typename}: {call.excinfo.value}"
            self.ran[item.name] = report.outcome, text, getattr(item.obj, "__score__", None)
        return report


class FileRunner:
    """Stands for the link: runs a text as the worker runs the student's file."""

    def __init__(self, text: str) -> None:
        self.sources = {"user_code.py": text}
        self.given: list[dict[str, Any]] = []

    def run_file(self, given: dict[str, Any], leading: str, trailing: str, key: str) -> None:
        """Run it."""
        del key
        self.given.append(given)
        module = sys.modules["student"]
        module.__dict__.update(given)
        exec("\n".join(filter(None, (leading, *self.sources.values(), trailing))), module.__dict__)


def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, student: str, test: str = TEST, **files: str) -> Ran:
    """Run a question's tests on a student's text."""
    serve_modules()
    folder = tmp_path / "reference" / "tests" / "square"
    folder.mkdir(parents=True)
    params = {"names_for_user": [{"name": "n"}], "names_from_user": [{"name": "square"}, {"name": "f"}]}
    texts = {"test.py": test, "setup_code.py": "n = 3\nsecret = 1\n", "data.json": json.dumps({"params": params})}
    for name, text in (texts | {key.replace("__", "."): value for key, value in files.items()}).items():
        (folder / name).write_text(text)
    (tmp_path / "reference" / "square.py").write_text(ANSWER)
    monkeypatch.setitem(sys.modules, "student", ModuleType("student"))
    monkeypatch.setattr(proxies, "LINK", [FileRunner(student)])
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # as the tester does
    for name in [name for name in sys.modules if name.startswith("reference") or name == "test"]:
        monkeypatch.delitem(sys.modules, name)  # of the test before
    recorder = RunRecorder()
    options = ["-q", "-p", "no:cacheprovider", "-c", "/dev/null", f"--rootdir={tmp_path}"]
    options.append(f"--confcutdir={tmp_path}")  # or pytest looks at all that lies in the folders above
    # Or pytest looks for garbage five times at its end, among all that other tests have left.
    options += ["-p", "no:unraisableexception"]
    pytest.main([*options, "--import-mode=importlib", str(folder / "test.py")], plugins=[recorder])
    return recorder.ran


def scores(ran: Ran) -> dict[str, float | None]:
    """Return the score of each test."""
    return {name: score for name, (_, _, score) in ran.items()}


def test_a_right_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The student's file has the names that it is given, and no others."""
    ran = run(tmp_path, monkeypatch, "square = n * n\ndef f(x): return x + 1\nassert 'secret' not in globals()")
    assert scores(ran) == {"test_square": 1.0, "test_half": 0.5, "test_calls": 1.0, "test_nothing": 0.0}
    assert ran["test_square"][0] == "passed"
    assert ran["test_nothing"][:2] == ("failed", "AssertionError: The test gave no points.")
    link: Any = proxies.LINK[0]
    assert link.given == [{"n": 3}]


def test_a_wrong_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `Feedback` says is the explanation, and after `GradingComplete` nothing runs."""
    ran = run(tmp_path, monkeypatch, "square = 5\ndef f(x): return 1 / 0")
    assert scores(ran) == {"test_square": 0.0, "test_half": 0.0, "test_calls": 0.0, "test_nothing": 0.0}
    assert "'f' raised ZeroDivisionError: division by zero" in ran["test_calls"][1]
    assert "Grading was skipped" in ran["test_half"][1]


def test_missing_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are None, as there."""
    ran = run(tmp_path, monkeypatch, "pass")
    assert "is not callable" in ran["test_calls"][1]


def test_code_around_the_students(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leading and trailing code are one text with it."""
    around = {"leading_code__txt": "def f(x):\n    y = x", "trailing_code__txt": "    return y + 1\nsquare = 9"}
    assert scores(run(tmp_path, monkeypatch, "    y = y * 1", **around))["test_calls"] == 1.0


def test_the_reference_sees_the_whole_setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is itself handed in, too; but its classes are not of the set-up's module."""
    assert scores(run(tmp_path, monkeypatch, ANSWER))["test_calls"] == 1.0
    link: Any = proxies.LINK[0]
    (given,) = link.given
    assert "secret" in given
    assert not any(name.startswith("__") for name in given)


def test_cells_of_a_notebook_are_found_by_their_key() -> None:
    """Tests import the function that finds them."""
    cells = [
        {"cell_type": "code", "source": ["#grade\n", "x = 1"]},
        {"cell_type": "code", "source": "y = 2"},
        {"cell_type": "markdown", "source": "#grade"},
        {"cell_type": "code", "source": "#grade\nz = 3"},
    ]
    text = extract_ipynb_contents(io.StringIO(json.dumps({"cells": cells})), "#grade")
    assert text == "#grade\nx = 1\n#grade\nz = 3\n"


def test_server_py_fills_in_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parameters are the same every time."""
    server = (
        "import random, prairielearn as pl\ndef generate(data):\n    data['params']['k'] = pl.to_json(random.random())"
    )
    test = f"{HEAD}class Test(PLTestCase):\n    def test_k(self):\n        assert self.data['params']['k'] == {{}}\n"
    first = run(tmp_path / "a", monkeypatch, "pass", test.format(0), server__py=server)["test_k"][1]
    assert first == run(tmp_path / "b", monkeypatch, "pass", test.format(0), server__py=server)["test_k"][1]


def test_repetitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything runs again for each, and the score is the mean; some tests count once."""
    test = f"""{HEAD}
class Test(PLTestCase):
    total_iters = 4

    @name("each")
    def test_each(self):
        Feedback.set_score(self.iter_num >= 1)

    @not_repeated
    def test_once(self):
        Feedback.set_score(1)
"""
    ran = run(tmp_path, monkeypatch, "pass", test)
    assert scores(ran) == {"test_each": 0.75, "test_once": 1.0}
    link: Any = proxies.LINK[0]
    assert len(link.given) >= 4


NOT_A_NUMBER = f"""{HEAD}
class Test(PLTestCase):
    @points(2)
    def test_nan(self):
        Feedback.set_score(float("nan"))
"""


def test_a_score_that_is_no_number_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No comparison refuses it, and it would count as all points."""
    ran = run(tmp_path, monkeypatch, ANSWER, NOT_A_NUMBER)
    assert scores(ran) == {"test_nan": 0.0}
    assert ran["test_nan"][0] == "failed"
