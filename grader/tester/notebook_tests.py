"""Tests that were written for notebooks: cells of nbgrader, test files of otter in both of its forms.

Each is run in a namespace that goes on in the student's notebook.  Of a file in OK format each case is a doctest.
"""

from __future__ import annotations

import contextlib
import inspect
import sys
import types
from dataclasses import replace
from importlib.util import decode_source
from typing import TYPE_CHECKING, Any

from grader.tester.environment import Environment
from grader.tester.link import WorkerGone
from grader.tester.notebook_cells import NotebookCase, NotebookTest, cells_of
from grader.tester.notebook_doctests import run_examples, shares
from grader.tester.pyplot import drawing_here
from grader.tester.reports import explained
from grader.tester.scores import share_of

if TYPE_CHECKING:
    from collections.abc import Callable
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
                with contextlib.suppress(Exception), self._environment.kept_here(), drawing_here():
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
            except (Exception, SystemExit, WorkerGone) as caught:  # noqa: BLE001 - a test may raise anything
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


def file_test(text: str, file: Path) -> NotebookTest:
    """Return the test that a file of otter's is."""
    names: dict[str, Any] = {"__name__": file.stem, "__builtins__": __builtins__}
    cases: list[NotebookCase] = []
    _install_otter(cases)
    exec(compile(text, str(file), "exec"), names)  # noqa: S102 - a test of the course's
    content = names.get("test")
    test = _ok_test(content, file.stem) if isinstance(content, dict) else _functions_test(names, cases, file.stem)
    seed = names.get("seed")
    return replace(
        test, seed=seed if isinstance(seed, int) else None, seed_variable=str(names.get("seed_variable", ""))
    )


def _functions_test(names: dict[str, Any], cases: list[NotebookCase], stem: str) -> NotebookTest:
    all_or_nothing, check_call = bool(names.get("all_or_nothing", False)), _checked(names.get("name", stem))
    return NotebookTest(stem, tuple(cases), all_or_nothing=all_or_nothing, place=check_call, points=names.get("points"))


def _checked(name: object) -> str:
    """Return the place at which a student's notebook asks otter for a question."""
    return f'grader.check("{name}")'


def _ok_test(content: dict[str, Any], name: str) -> NotebookTest:
    cases = []
    for suite in content.get("suites", []):
        for case in suite.get("cases", []):
            message = str(case.get("failure_message") or "")
            cases.append(NotebookCase(_doctest(case["code"], suite, name), case.get("points"), message))
    all_or_nothing, check_call = bool(content.get("all_or_nothing", False)), _checked(content.get("name", name))
    return NotebookTest(
        name, tuple(cases), all_or_nothing=all_or_nothing, place=check_call, points=content.get("points")
    )


def _doctest(code: str, suite: dict[str, Any], name: str) -> Callable[[Environment], None]:
    def run(environment: Environment) -> None:
        globs = environment.copy()
        if suite.get("setup"):
            run_examples(str(suite["setup"]), globs, name)
        run_examples(code, globs, name)
        if suite.get("teardown"):
            run_examples(str(suite["teardown"]), globs, name)

    return run


def _install_otter(cases: list[NotebookCase]) -> None:
    """Let a test file import `test_case` from otter, whether that is installed or not."""

    def test_case(
        name: str | None = None, points: float | None = None, hidden: bool = False,
        success_message: str | None = None, failure_message: str | None = None,
    ) -> Callable[[Any], Any]:  # fmt: skip
        del name, hidden, success_message

        def decorate(function: Any) -> Any:
            cases.append(NotebookCase(_function_case(function), points, failure_message or ""))
            return function

        return decorate

    module = types.ModuleType("otter.test_files")
    module.test_case = test_case  # type: ignore[attr-defined]
    package = types.ModuleType("otter")
    package.test_files = module  # type: ignore[attr-defined]
    sys.modules["otter"], sys.modules["otter.test_files"] = package, module


def _function_case(function: Any) -> Callable[[Environment], None]:
    def run(environment: Environment) -> None:
        names = inspect.signature(function).parameters
        function(**{name: environment if name == "env" else environment.get(name) for name in names})

    return run
