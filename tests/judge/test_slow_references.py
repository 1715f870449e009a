"""The time of a test in Python whose reference is slow: three times what that takes, unless the course says a limit."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest

from grader.checks import suite as suites
from grader.checks.question import Response
from grader.judge import Grading, Preparation, grade, testing
from grader.judge.budget import GradingBudget
from grader.results import Outcome
from grader.sandbox.exits import EndReason, WorkerExit
from grader.sandbox.link import is_portable
from grader.sandbox.process import Worker
from grader.submission import gather
from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.judge.budget import Clock
    from grader.results import CheckResult

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="testers fork")

CHECKS = "- {{id: a, title: a, points: 1, test: test_a{limits}}}\n"
TESTS = "from work import f\n\ndef test_a():\n    assert f() == 1\n"
RIGHT = "def f():\n    return 1\n"


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, float]]:
    """Let every test hang, and note the time that it has had."""
    had_time: list[tuple[float, float]] = []

    def hang(_: object, request: suites.TestRequest, clock: Clock, profile: suites.TestProfile) -> Response:
        had_time.append((clock.wall, clock.cpu))
        return Response((), WorkerExit(EndReason.TIME), test=suites.TestReport("gone"))

    monkeypatch.setattr(testing.TestRunner, "run", hang)
    return had_time


@pytest.fixture
def reference(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return what lets the reference take so many seconds."""

    def take(seconds: float) -> None:
        def profiles(suite: suites.TestSuite, _: object) -> dict[str, suites.TestProfile]:
            return dict.fromkeys(suite.tests, suites.TestProfile(seconds=seconds))

        monkeypatch.setattr(testing, "profiles_of", profiles)

    return take


def result(
    folder: Path, limits: str = "", of_task: str = "", seconds: float | None = None, times: int = 1
) -> CheckResult:
    """Return the result of a right solution, the last one if it is graded several times."""
    head = f"id: work\ntitle: Work\nstatement: Write it.\n{of_task}checks:\n"
    task = head + CHECKS.format(limits=limits)
    files = {"tasks/work.yaml": task, "reference/tests/work.py": TESTS, "reference/work.py": RIGHT}
    course = course_of_files(folder, files)
    (folder / "work.py").write_text(RIGHT)
    grading = Grading(course.tasks, Preparation(1), seconds=seconds)
    graded = [grade(gather([folder / "work.py"]), grading, Worker) for _ in range(times)]
    ((check,),) = (task.checks for task in graded[-1].tasks)
    return check


@pytest.mark.parametrize(
    ("seconds", "limits", "of_task", "limit"),
    [
        pytest.param(0.0, "", "", 10, id="no reference"),
        pytest.param(3.0, "", "", 10, id="quick"),
        pytest.param(7.1, "", "", 22, id="slow"),
        pytest.param(7.1, ", limits: {memory: 2048}", "", 22, id="memory is another matter"),
        pytest.param(7.1, ", limits: {wall: 12}", "", 12, id="written"),
        pytest.param(7.1, "", "limits: {wall: 11}\n", 11, id="written for all"),
    ],
)
def test_a_test_has_three_times_what_its_reference_takes(
    seconds: float, limits: str, of_task: str, limit: int,
    tmp_path: Path, clocks: list[tuple[float, float]], reference: Callable[[float], None],
) -> None:  # fmt: skip
    """Unless the course says a limit; the sentence and the result say the number that held."""
    reference(seconds)
    check = result(tmp_path, limits, of_task)
    assert check.outcome is Outcome.TIMEOUT
    assert clocks == [(limit, limit)]
    assert f"{limit} seconds" in check.message
    assert check.limits is not None
    assert (check.limits.wall, check.limits.cpu) == (limit, limit)


def budgets_noted(monkeypatch: pytest.MonkeyPatch) -> list[GradingBudget]:
    """Return a list that gets the budget of each grading in which a test is asked."""
    budgets: list[GradingBudget] = []
    allow = GradingBudget.allow

    def noted(self: GradingBudget, seconds: float) -> None:
        budgets.append(self)
        allow(self, seconds)

    monkeypatch.setattr(GradingBudget, "allow", noted)
    return budgets


@pytest.mark.parametrize(("seconds", "more"), [(None, 12), (50.0, 0)], ids=["default", "written"])
def test_the_whole_work_has_as_much_more(
    seconds: float | None, more: int, tmp_path: Path, clocks: list[tuple[float, float]],
    reference: Callable[[float], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Where the course does not say how long all may take."""
    budgets = budgets_noted(monkeypatch)
    reference(7.1)
    result(tmp_path, seconds=seconds)
    assert budgets[0].seconds == (70 if seconds is None else seconds) + more


def test_what_the_reference_takes_is_not_taken_from_the_first_submission(
    tmp_path: Path, clocks: list[tuple[float, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs once, for all."""

    def slow(suite: suites.TestSuite, _: object) -> dict[str, suites.TestProfile]:
        time.sleep(0.2)
        return dict.fromkeys(suite.tests, suites.TestProfile())

    budgets = budgets_noted(monkeypatch)
    monkeypatch.setattr(testing, "profiles_of", slow)
    result(tmp_path)
    assert budgets[0].excluded >= 0.2


@pytest.mark.skipif(is_portable(), reason="over the portable link tests are collected for each submission")
def test_nor_is_what_it_takes_to_collect_tests_with_it_taken_from_the_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that has done so is forked for all that follow."""
    monkeypatch.setattr(testing.TestRunner, "_collect_with_reference", lambda *_: time.sleep(0.4))
    budgets = budgets_noted(monkeypatch)
    assert result(tmp_path, times=3).outcome is Outcome.PASSED
    assert [budget.excluded >= 0.4 for budget in budgets[1:]] == [True, False]
