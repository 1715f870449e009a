"""gradescope-utils' decorators: notes for the list of tests, and scores that a test sets itself."""

from __future__ import annotations

import importlib
import math
import unittest
from types import SimpleNamespace
from typing import Any

import pytest

from grader.tester import proxies
from grader.tester.peers import gradescope
from grader.tester.peers.served import SERVED, serve_modules


@pytest.mark.parametrize(("score", "share"), [(5, 0.5), (10, 1.0), (12, 1.0), (-1, 0.0), (0, 0.0), (math.nan, 0.0)])
def test_partial_credit(score: float, share: float) -> None:
    """A test says its points, and the share of them counts."""

    class Case(unittest.TestCase):
        @gradescope.partial_credit(10)
        def test_it(self, set_score: Any = None) -> None:
            set_score(score)

    Case("test_it").debug()
    assert Case.test_it.__score__ == share  # type: ignore[attr-defined]


def test_a_test_that_sets_no_score() -> None:
    """It has none of the points."""

    @gradescope.partial_credit(3)
    def test_it(set_score: Any = None) -> None:
        del set_score

    test_it()
    assert test_it.__score__ == 0.0  # type: ignore[attr-defined]


def test_a_leaderboard_is_nowhere() -> None:
    """The test runs."""

    @gradescope.leaderboard("speed", sort_order="asc")
    def test_it(set_leaderboard_value: Any = None) -> str:
        set_leaderboard_value(7)
        return "ran"

    assert test_it() == "ran"


def test_notes() -> None:
    """The other decorators change nothing of a test."""

    @gradescope.weight(2)
    @gradescope.number("1.1")
    @gradescope.visibility("hidden")
    @gradescope.tags("a", "b")
    @gradescope.hide_errors("no")
    def test_it() -> int:
        return 7

    assert test_it() == 7
    assert (test_it.__weight__, test_it.__number__) == (2, "1.1")  # type: ignore[attr-defined]


def test_submitted_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are missing, by the names of what was handed in."""
    link = SimpleNamespace(sources={"hw/a.py": "", "b.py": ""}, libraries=SimpleNamespace(recording=False))
    monkeypatch.setattr(proxies, "LINK", [link])
    assert gradescope.check_submitted_files(["a.py", "b.py", "c.py"]) == ["c.py"]


def test_the_reference_has_all_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies in the course under the task's name, and is complete."""
    link = SimpleNamespace(sources={"files.py": ""}, libraries=SimpleNamespace(recording=True))
    monkeypatch.setattr(proxies, "LINK", [link])
    assert gradescope.check_submitted_files(["calculator.py"]) == []


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("gradescope_utils.autograder_utils.decorators", "weight"),
        ("gradescope_utils.autograder_utils.files", "check_submitted_files"),
        ("pl_unit_test", "PLTestCaseWithPlot"),
        ("pl_helpers", "not_repeated"),
        ("code_feedback", "Feedback"),
        ("prairielearn", "from_json"),
    ],
)
def test_served_modules(module: str, name: str) -> None:
    """Tests import them under these names, whatever is installed."""
    serve_modules()
    assert module in SERVED
    assert hasattr(importlib.import_module(module), name)
