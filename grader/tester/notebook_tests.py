"""Tests that were written for notebooks: cells of nbgrader, test files of otter in both of its forms.

Each is run in a namespace that goes on in the student's notebook.  Of a file in OK format each case is a doctest.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import json
import re
import sys
import types
from dataclasses import dataclass, field, replace
from importlib.util import decode_source
from typing import TYPE_CHECKING, Any

from _pytest.assertion.rewrite import rewrite_asserts

from grader.tester.environment import Environment
from grader.tester.link import WorkerGone
from grader.tester.notebook_doctests import run_examples, shares
from grader.tester.peers.autotests import with_calls
from grader.tester.pyplot import drawing_here
from grader.tester.reports import explained

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.tester.link import Conversation

_HEAD = re.compile(r"^# %% *(\S+)(.*)$", re.MULTILINE)


@dataclass
class NotebookTest:
    """One check: its cases, each of which is run in turn."""

    name: str
    cases: list[NotebookCase] = field(default_factory=list)
    on_both_sides: bool = False
    """Whether it is code of the course's that is no check."""
    all_or_nothing: bool = False
    done: bool = False
    place: str = ""
    """Where in the student's notebook it runs: the cells before that have run by then; empty for the end."""
    seed: int | None = None
    """The seed before each of the student's cells, as otter sets it."""
    seed_variable: str = ""
    """A variable that gets the seed instead."""
    gives: tuple[str, ...] = ()
    """Names that the student's later cells read: what the test binds to them is theirs."""
    points: object = None
    """The points of the whole, where they are written beside those of its cases."""


@dataclass
class NotebookCase:
    """One cell or case, and its part of the points."""

    run: Callable[[Environment], Any]
    points: float | None = None
    message: str = ""


class NotebookSuite:
    """All tests of a task that belong to a notebook."""

    def __init__(self, files: list[Path], link: Conversation, module: str) -> None:
        """Read the files.  Raises SyntaxError or ValueError."""
        self._link = link
        self._module = module
        self._environment = Environment(link, module)
        self.tests: dict[str, NotebookTest] = {}
        for file in files:
            text = decode_source(file.read_bytes())
            for test in cells_of(text, str(file)) if file.name.endswith(".cells.py") else [file_test(text, file)]:
                self.tests[test.name] = test

    def run(self, name: str) -> dict[str, Any]:
        """Run one test, after the code before it that runs on both sides; return the report."""
        if name not in self.tests:
            return {"outcome": "uncollected"}
        for test in self.tests.values():
            if test.on_both_sides and not test.done:
                test.done = True
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
    return max(0.0, min(1.0, value / max_points))


_WORD = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)')


def _words(head: str) -> dict[str, str]:
    return {key: json.loads(value) if value.startswith('"') else value for key, value in _WORD.findall(head)}


def cells_of(text: str, file: str) -> list[NotebookTest]:
    """Return the cells of a script with lines `# %% name key=value`."""
    heads = list(_HEAD.finditer(text))
    tests = []
    for number, head in enumerate(heads):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        start = text.count("\n", 0, head.end())
        body = "\n" * (start + 1) + text[head.end() + 1 : end]
        both = "both" in head[2].split("title=")[0].split()
        words = _words(head[2])
        points = float(words["points"]) if re.fullmatch(r"\d+(\.\d+)?", words.get("points", "")) else None
        gives = tuple(filter(None, words.get("gives", "").split(",")))
        test = NotebookTest(head[1], [NotebookCase(_runner(body, file, head[1]))], on_both_sides=both)
        tests.append(replace(test, place=words.get("after", ""), gives=gives, points=points))
    return tests


def python_of(cell: str) -> str:
    """Return a cell without the lines that only a notebook understands, and with calls for its AUTOTEST lines."""
    lines = ["" if line.lstrip().startswith(("%", "!")) else line for line in cell.split("\n")]
    return with_calls("\n".join(lines))


def _runner(body: str, file: str, name: str) -> Callable[[Environment], Any]:
    source = python_of(body)

    def run(environment: Environment) -> Any:
        tree = ast.parse(source, file)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        rewrite_asserts(tree, source.encode())
        environment.allow_autotests(name)
        exec(compile(tree, file, "exec"), environment)  # noqa: S102 - a test of the course's
        if isinstance(last, ast.Expr):
            return eval(compile(ast.Expression(last.value), file, "eval"), environment)  # noqa: S307 - its last line
        return None

    return run


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
    return NotebookTest(stem, cases, all_or_nothing=all_or_nothing, place=check_call, points=names.get("points"))


def _checked(name: object) -> str:
    """Return the place at which a student's notebook asks otter for a question."""
    return f'grader.check("{name}")'


def _ok_test(content: dict[str, Any], name: str) -> NotebookTest:
    cases = []
    for suite in content.get("suites", []):
        for case in suite.get("cases", []):
            points, message = case.get("points"), case.get("failure_message")
            cases.append(NotebookCase(_doctest(case["code"], suite, name), points, str(message or "")))
    all_or_nothing, check_call = bool(content.get("all_or_nothing", False)), _checked(content.get("name", name))
    return NotebookTest(name, cases, all_or_nothing=all_or_nothing, place=check_call, points=content.get("points"))


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
