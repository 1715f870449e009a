"""Hidden tests of a notebook meet it as it stands at their place, though public tests have run before."""

from __future__ import annotations

import itertools
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.judge import Grading, Preparation, grade, testing
from grader.results import Outcome
from grader.sandbox.process import Worker
from grader.submission import gather
from tests.samples.course_files import course_of_files
from tests.samples.families import some_of, wide

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.question import Response
    from grader.checks.suite import TestProfile, TestRequest
    from grader.judge.budget import Clock
    from grader.results import CheckResult

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="testers fork")

HEAD = "id: work\ntitle: Work\nstatement: Write it.\nshared: true\n"
OTTER = {
    "tasks/work.yaml": HEAD
    + """\
checks:
- {id: q1, title: q1, points: 1, test: q1}
- {id: q1_hidden, title: hidden, points: 1, test: q1_hidden, visibility: hidden}
- {id: q2, title: q2, points: 1, test: q2}
""",
    "reference/tests/work/q1.py": "test = {'name': 'q1', 'suites': [{'cases': [{'code': '>>> x > 0\\nTrue'}]}]}\n",
    "reference/tests/work/q1_hidden.py": "test = {'name': 'q1', 'suites': [{'cases': [{'code': '>>> x\\n2'}]}]}\n",
    "reference/tests/work/q2.py": "test = {'name': 'q2', 'suites': [{'cases': [{'code': '>>> y\\n5'}]}]}\n",
}
CELLS = {
    "tasks/work.yaml": HEAD + "tests: all\n",
    "reference/tests/work.cells.py": """\
# %% first after=[1]
bound = 1
assert x > 0

# %% second after=[1] visibility=hidden
assert bound == 1
bound = 2
assert x == 2

# %% third after=[3]
assert y == 5 and bound == 1

# %% fourth after=[3] visibility=hidden
assert y == 5 and bound == 2
""",
}


def results(folder: Path, texts: dict[str, str], *cells: str, first: str = "x = 2") -> dict[str, CheckResult]:
    """Return the results of a notebook in a course whose reference uses each name once."""
    checks = ["grader.check('q1')", "", "grader.check('q2')"]
    reference = notebook(f"{first}\n{checks[0]}", "", f"y = 5\n{checks[2]}")
    course = course_of_files(folder, texts | {"reference/work.ipynb": reference})
    handed = notebook(*(f"{cell}\n{check}" for cell, check in zip(cells, checks, strict=True)))
    (folder / "work.ipynb").write_text(handed)
    graded = grade(gather([folder / "work.ipynb"]), Grading(course.tasks, Preparation(1)), Worker)
    return {check.id: check for task in graded.tasks for check in task.checks}


def notebook(*cells: str) -> str:
    """Return a notebook."""
    code = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    return json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


@pytest.mark.parametrize("texts", [OTTER, CELLS], ids=["otter", "cells"])
@pytest.mark.parametrize("last", [wide("y = 5"), "y = 5\nx = 7"], ids=["as the reference", "a name is used again"])
def test_a_name_that_is_used_again_later_costs_nothing(texts: dict[str, str], last: str, tmp_path: Path) -> None:
    """As in the graders that the tests come from, which run all of them in the notebook's order."""
    told = results(tmp_path, texts, "x = 2", "", last)
    assert {name: check.outcome for name, check in told.items()} == dict.fromkeys(told, Outcome.PASSED)


@pytest.mark.parametrize("texts", [OTTER, CELLS], ids=["otter", "cells"])
def test_what_is_right_only_later_is_wrong_at_its_place(texts: dict[str, str], tmp_path: Path) -> None:
    """A hidden test does not wait for the end of the notebook."""
    told = results(tmp_path, texts, "x = 3", "x = 2", "y = 5")
    assert {name for name, check in told.items() if check.outcome is Outcome.FAILED} <= {"q1_hidden", "second"}
    assert sum(check.outcome is Outcome.FAILED for check in told.values()) == 1


def test_a_reference_is_asked_in_the_order_of_a_grading(tmp_path: Path) -> None:
    """A reference that uses a name again passes its own hidden test, and so does whoever hands it in."""
    reference = notebook("x = 2\ngrader.check('q1')", "x = 7", "y = 5\ngrader.check('q2')")
    course = course_of_files(tmp_path, OTTER | {"reference/work.ipynb": reference})
    handed = gather([tmp_path / "reference/work.ipynb"])
    (task,) = grade(handed, Grading(course.tasks, Preparation(1)), Worker).tasks
    assert [check.outcome for check in task.checks] == [Outcome.PASSED] * 3


def test_a_test_that_hangs_is_not_waited_for_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hidden tests behind it are decided all the same."""
    asked: list[str] = []
    run = testing.TestRunner.run

    def noted(self: testing.TestRunner, request: TestRequest, clock: Clock, profile: TestProfile) -> Response:
        asked.append(request.name)
        return run(self, request, clock, profile)

    monkeypatch.setattr(testing.TestRunner, "run", noted)
    tests = OTTER["reference/tests/work/q1.py"].replace("x > 0", "f() > 0")
    reference, handed = "x = 2\ndef f(): return 1", "x = 2\ndef f():\n    import os\n    os._exit(0)"
    told = results(tmp_path, OTTER | {"reference/tests/work/q1.py": tests}, handed, "", "y = 5", first=reference)
    outcomes = {name: check.outcome for name, check in told.items()}
    assert outcomes == {"q1": Outcome.ERROR, "q1_hidden": Outcome.PASSED, "q2": Outcome.PASSED}
    assert asked[-3:] == ["q1", "q2", "q1_hidden"]


ENDING = {
    "tasks/work.yaml": HEAD + "tests: all\n",
    "reference/tests/work.cells.py": """\
# %% first after=[1]
bound = 1
assert x == 2

# %% second after=[1] visibility=hidden
assert f() == 1

# %% third after=[3] visibility=hidden
assert y == 5 and bound == 1
""",
}


def test_a_hidden_test_behind_one_that_ended_the_process_meets_what_earlier_ones_have_bound(tmp_path: Path) -> None:
    """The tests before it run once more in the new process, but for the one that ended it."""
    handed = "x = 2\ndef f():\n    import os\n    os._exit(0)"
    told = results(tmp_path, ENDING, handed, "", "y = 5", first="x = 2\ndef f(): return 1")
    outcomes = {name: check.outcome for name, check in told.items()}
    assert outcomes == {"first": Outcome.PASSED, "second": Outcome.ERROR, "third": Outcome.PASSED}


THREE = {
    "tasks/work.yaml": OTTER["tasks/work.yaml"]
    + "- {id: q3_hidden, title: hidden, points: 1, test: q3_hidden, visibility: hidden}\n",
    "reference/tests/work/q3_hidden.py": "test = {'name': 'q3', 'suites': [{'cases': [{'code': '>>> y\\n5'}]}]}\n",
}


@pytest.mark.parametrize(("beyond", "counted"), [(-1.5, 0.0), (5.0, 5.0)], ids=str)
def test_what_the_tests_before_take_beyond_their_first_run_is_taken_from_a_hidden_one(
    beyond: float, counted: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That they run again costs it nothing; the next hidden one has its own time."""
    ran: list[str] = []
    allowed: dict[str, float] = {}
    run = testing.TestRunner.run

    def slower(self: testing.TestRunner, request: TestRequest, clock: Clock, profile: TestProfile) -> Response:
        ran.append(request.name)
        again = request.name == "q1" and ran.count("q1") == REFERENCE_RUNS + 2
        allowed[request.name] = clock.wall
        response = run(self, request, clock, profile)
        return replace(response, wall=response.wall + testing.GRACE_SECONDS + beyond) if again else response

    monkeypatch.setattr(testing.TestRunner, "run", slower)
    graded = results(tmp_path, OTTER | THREE, "x = 2", "", "y = 5")
    assert {check.outcome for check in graded.values()} == {Outcome.PASSED}
    limit = allowed["q3_hidden"]
    assert allowed["q1_hidden"] == pytest.approx(limit - counted, abs=1.0)


REFERENCE_RUNS = 2
"""How often the reference runs a test that stands before a hidden one."""


def test_no_test_runs_again_when_the_time_for_the_work_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hidden tests are not asked, and a note says why."""
    ran: list[str] = []
    run = testing.TestRunner.run

    def over(self: testing.TestRunner, request: TestRequest, clock: Clock, profile: TestProfile) -> Response:
        ran.append(request.name)
        response = run(self, request, clock, profile)
        if ran.count("q1") == REFERENCE_RUNS + 2:
            self._session.budget.seconds = 0.0
        return response

    monkeypatch.setattr(testing.TestRunner, "run", over)
    graded = results(tmp_path, OTTER | THREE, "x = 2", "", "y = 5")
    outcomes = {name: check.outcome for name, check in graded.items()}
    decided = dict.fromkeys(("q1", "q2"), Outcome.PASSED)
    assert outcomes == decided | dict.fromkeys(("q1_hidden", "q3_hidden"), Outcome.SKIPPED)
    assert ran[-3:] == ["q1", "q2", "q1"]
    assert "time for your work was over" in graded["q1_hidden"].message


@pytest.mark.parametrize(
    ("name", "visibility"), some_of(itertools.product(["first", "second", "third", "fourth"], ["public", "hidden"]))
)
def test_a_check_beside_all_tests_stands_at_the_place_of_its_test(name: str, visibility: str, tmp_path: Path) -> None:
    """The notebook goes on from each to the next: no test is asked before what it needs."""
    check = f"checks:\n- {{id: own, title: Own, test: {name}, points: 3, visibility: {visibility}}}\n"
    texts = CELLS | {"tasks/work.yaml": CELLS["tasks/work.yaml"] + check}
    texts["reference/tests/work.cells.py"] = CELLS["reference/tests/work.cells.py"].replace(" and bound == 2", "")
    texts["reference/tests/work.cells.py"] = texts["reference/tests/work.cells.py"].replace(" and bound == 1", "")
    told = results(tmp_path, texts, "x = 2", "", "y = 5\nx = 7")
    assert list(told) == ["own" if test == name else test for test in ("first", "second", "third", "fourth")]
    assert {check.outcome for check in told.values()} == {Outcome.PASSED}


def test_written_checks_of_a_notebook_are_asked_for_in_its_order(tmp_path: Path) -> None:
    """Whatever order they are written in."""
    written = "checks:\n" + "".join(
        f"- {{id: {name}, title: {name}, test: {name}, points: 1}}\n" for name in ("third", "first")
    )
    told = results(tmp_path, CELLS | {"tasks/work.yaml": HEAD + written}, "x = 2", "", "y = 5\nx = -7")
    assert {name: check.outcome for name, check in told.items()} == dict.fromkeys(("first", "third"), Outcome.PASSED)
