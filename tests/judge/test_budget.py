"""How long one submission may take in all, and that an honest one never meets the limit."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.judge import budget as module
from grader.judge import session as sessions
from grader.judge.budget import RELOAD_SECONDS, GradingBudget, ReloadBudget, default_seconds
from grader.results import Outcome
from tests.judge.small_gradings import graded, grading_of

SLOW_LOAD = "import time\ntime.sleep(1.0)\n"
HANGS = "import os\ndef f(x):\n    os._exit(3)\n"


@pytest.mark.parametrize(
    ("loads", "whole", "exhausted"),
    [
        pytest.param([0.1], True, False, id="first"),
        pytest.param([9.0], True, False, id="first-is-slow"),
        pytest.param([RELOAD_SECONDS + 1], False, False, id="longer-than-all-reloads"),
        pytest.param([9.0, 9.0], False, False, id="one-more-would-be-too-long"),
        pytest.param([0.5] * 18, True, False, id="many-fast-ones"),
        pytest.param([0.5] * 30, False, False, id="too-many"),
        pytest.param([1.0, 10.0, 10.0, 1.0], False, True, id="definitions-take-long-too"),
    ],
)
def test_reloads_are_whole_as_long_as_there_is_time(loads: Any, whole: bool, exhausted: bool) -> None:
    """The first load is free, and each is expected to take as long as the longest so far."""
    budget = ReloadBudget()
    for number, seconds in enumerate(loads):
        budget.record(seconds, again=number > 0)
    assert (budget.allows_whole, budget.exhausted) == (whole, exhausted)


@pytest.mark.parametrize(
    ("passed", "excluded", "over"), [(5, 0, False), (11, 0, True), (11, 3, False), (15, 3, True)], ids=str
)
def test_what_the_judge_takes_for_itself_is_not_counted(passed: int, excluded: int, over: bool) -> None:
    """Questions are prepared during the grading of whoever comes first."""
    budget = GradingBudget(10.0, time.monotonic() - passed, excluded)
    assert budget.exhausted is over
    assert "10 seconds" in budget.note


@pytest.fixture
def grading(tmp_path: Path) -> Any:
    """Return a grading of three checks of one function."""
    checks = "".join(f"  - {{id: c{n}, title: t, points: 1, expect: 'close(f(x), ref.f(x))'}}\n" for n in range(3))
    spec = f"functions: {{f: {{args: [x], returns: {{array: [n]}}}}}}\nchecks:\n{checks}"
    return grading_of(tmp_path, spec, "import numpy as np\ndef f(x):\n    return np.abs(x)\n")


def test_the_default_is_what_the_checks_may_take_and_a_minute(grading: Any) -> None:
    """So a submission that uses every limit to the full is still asked everything."""
    assert default_seconds(grading.tasks) == module.BESIDES_CHECKS + sum(c.plan.wall for c in grading.tasks[0].checks)


def test_a_grading_that_takes_too_long_ends_and_says_so(grading: Any) -> None:
    """What was reached has its verdict; what was not is skipped, and a note says why."""
    result = graded(replace(grading, seconds=0.2), (f"{SLOW_LOAD}def f(x):\n    return abs(x)\n"))
    assert {check.outcome for check in result.tasks[0].checks} == {Outcome.SKIPPED}
    assert any("in all, loading included" in note for note in result.notes)


def test_files_are_loaded_whole_again_as_long_as_that_is_fast(grading: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each check whose call ends the process says that, and no note speaks of time."""
    result = graded(grading, (HANGS))
    assert {check.outcome for check in result.tasks[0].checks} == {Outcome.ERROR}
    assert all("ends the whole Python process" in check.message for check in result.tasks[0].checks)
    assert result.notes == ()


def test_a_slow_load_is_not_repeated_for_every_check(grading: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time for loading again definitions alone are loaded, which here takes none."""
    monkeypatch.setattr(module, "RELOAD_SECONDS", 1.7)
    loads = []
    load = sessions.Session._load

    def recorded(self, began: Any) -> Any:  # type: ignore[no-untyped-def]
        loads.append(dict(self._bare))
        return load(self, began)

    monkeypatch.setattr(sessions.Session, "_load", recorded)
    result = graded(grading, (SLOW_LOAD + HANGS))
    assert {check.outcome for check in result.tasks[0].checks} == {Outcome.ERROR}
    assert [bool(bare) for bare in loads] == [False, False, True]


def test_when_even_definitions_take_too_long_no_more_is_loaded(grading: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks that are left say so."""
    monkeypatch.setattr(module, "RELOAD_SECONDS", 0.05)
    slow = "import time\nclass Slow:\n    time.sleep(0.3)\n"
    result = graded(grading, (slow + HANGS))
    messages = [check.message for check in result.tasks[0].checks]
    assert "ends the whole Python process" in messages[0]
    assert "loading your files again" in messages[-1]
    assert result.tasks[0].points == 0
