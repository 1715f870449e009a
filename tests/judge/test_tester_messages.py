"""What a tester is told, and what its words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.checks import suite as suites
from grader.judge.tester_messages import begin_message, report_of
from grader.submission import SourceFile, Submission

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("reference_has_run", [False, True], ids=["before", "after"])
def test_what_is_to_be_collected(tmp_path: Path, reference_has_run: bool) -> None:
    """With the kinds of all answers of the reference, once it has run; before, they are recorded."""
    tests = {name: suites.ListedTest(name, name) for name in ("test_a", "test_b")}
    suite = suites.TestSuite("work", (tmp_path / "test_work.py",), tmp_path, tmp_path / "work.py", tests)
    if reference_has_run:
        suite.profiles["test_a"] = suites.TestProfile(answers={"f": "int list", "g": "str"})
        suite.profiles["test_b"] = suites.TestProfile(answers={"f": "float int"})
    message = begin_message(suite, Submission("ann", (SourceFile("work.py", b"x = 1\n"),)))
    assert message["sources"] == {"work.py": "x = 1"}
    assert message["recording"] is not reference_has_run
    assert message["answers"] == ({"f": "float int list", "g": "str"} if reference_has_run else None)


def test_what_a_tester_leaves_out_has_its_default() -> None:
    """It says no more than it has to."""
    short = report_of({"outcome": "passed"}, 2.0)
    assert (short.outcome, short.seconds, short.cases, short.opened, short.score) == ("passed", 2.0, 1, (), None)
    long = report_of({"outcome": "failed", "text": "no", "opened": ["eq"], "cases": 3, "passed": 1, "score": 0.5}, 0.0)
    assert (long.text, long.opened, long.cases, long.passed, long.score) == ("no", ("eq",), 3, 1, 0.5)
