"""Tests that were written for notebooks: cells of nbgrader, test files of otter in both of its forms.

Each is run in a namespace that goes on in the student's notebook.
"""

from __future__ import annotations

import contextlib
from importlib.util import decode_source
from typing import TYPE_CHECKING, Any

from grader.tester.environment import Environment
from grader.tester.notebook_cells import NotebookTest, cells_of
from grader.tester.notebook_doctests import shares
from grader.tester.otter_files import file_test
from grader.tester.pyplot import drawing_here
from grader.tester.reports import explained
from grader.tester.scores import share_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.tester.link import Conversation


class NotebookSuite:
    """All tests of a task that belong to a notebook."""

    def __init__(self, files: list[Path], link: Conversation, module: str) -> None:
        """Read the files.  Raises SyntaxError or ValueError."""
        self._link = link
        self._module = module
        self._environment = Environment(link, module)
        self.tests: dict[str, NotebookTest] = {}
        self._done: set[str] = set()
        """The code of the course's that has run on this side."""
        for file in files:
            text = decode_source(file.read_bytes())
            for test in cells_of(text, str(file)) if file.name.endswith(".cells.py") else (file_test(text, file),):
                self.tests[test.name] = test

    def run(self, name: str) -> dict[str, Any]:
        """Run one test, after the code before it that runs on both sides; return the report."""
        if name not in self.tests:
            return {"outcome": "uncollected"}
        for test in self.tests.values():
            if test.on_both_sides and test.name not in self._done:
                self._done.add(test.name)
                self._advance(test)
                with contextlib.suppress(BaseException), self._environment.kept_here(), drawing_here():
                    # What it lacks, the test that needs it will say.
                    test.cases[0].run(self._environment)
            if test.name == name:
                break
        return self._run(self.tests[name])

    def _advance(self, test: NotebookTest) -> None:
        """Run the student's cells before the place of a test."""
        self._link.advance(test.place, test.seed, test.seed_variable)
        self._environment.look_up_again()

    def _run(self, test: NotebookTest) -> dict[str, Any]:
        failed: dict[str, Any] = {}
        earned, passed = 0.0, 0
        self._environment.given = frozenset(test.gives)
        for case, weight in zip(test.cases, shares([case.points for case in test.cases], test.points), strict=True):
            self._link.begin_test()
            error: BaseException | None = None
            try:
                self._advance(test)
                weight *= _part(case.run(self._environment), test)
                self._link.check_caught()
            except BaseException as caught:  # noqa: BLE001 - a test may raise anything, and so may what it calls
                error = caught
            if error is None:
                earned, passed = earned + weight, passed + 1
            elif not failed:
                failed = explained(self._link, error, case.message)
        for given in test.gives:
            if dict.__contains__(self._environment, given):
                self._link.bind(self._module, given, self._environment[given])
        summary = {"passed": passed, "cases": len(test.cases), "share": 0.0 if test.all_or_nothing else earned}
        return {"outcome": "failed", **failed, **summary} if failed else {"outcome": "passed", **summary}


def _part(value: object, test: NotebookTest) -> float:
    """Return the part of the points that a cell gives by ending in a number, as nbgrader has it."""
    max_points = test.points if isinstance(test.points, float) else 0.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not max_points:
        return 1.0
    return share_of(value, max_points)
