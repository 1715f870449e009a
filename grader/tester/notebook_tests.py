"""Tests that were written for notebooks: cells of nbgrader, test files of otter in both of its forms.

Each is run in a namespace that goes on in the student's notebook.  Of a file in OK format each case is a doctest.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import inspect
import io
import re
import sys
import types
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from _pytest.assertion.rewrite import rewrite_asserts

from grader.tester.environment import Environment
from grader.tester.link import WorkerGone
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


@dataclass
class NotebookCase:
    """One cell or case, and its part of the points."""

    run: Callable[[Environment], None]
    points: float | None = None
    message: str = ""


class NotebookSuite:
    """All tests of a task that belong to a notebook."""

    def __init__(self, files: list[Path], link: Conversation, module: str) -> None:
        """Read the files.  Raises SyntaxError or ValueError."""
        self._link = link
        self._environment = Environment(link, module)
        self.tests: dict[str, NotebookTest] = {}
        for file in files:
            text = file.read_text(encoding="utf-8")
            for test in cells_of(text, str(file)) if file.name.endswith(".cells.py") else [file_test(text, file)]:
                self.tests[test.name] = test

    def run(self, name: str) -> dict[str, Any]:
        """Run one test, after the code before it that runs on both sides; return the report."""
        if name not in self.tests:
            return {"outcome": "uncollected"}
        for test in self.tests.values():
            if test.on_both_sides and not test.done:
                test.done = True
                with contextlib.suppress(Exception):  # what it lacks, the test that needs it will say
                    test.cases[0].run(self._environment)
            if test.name == name:
                break
        return self._run(self.tests[name])

    def _run(self, test: NotebookTest) -> dict[str, Any]:
        failed: dict[str, Any] = {}
        earned, passed = 0.0, 0
        weights = _weights(test.cases)
        for case, weight in zip(test.cases, weights, strict=True):
            self._link.begin_test()
            error: BaseException | None = None
            try:
                case.run(self._environment)
            except (Exception, SystemExit, WorkerGone) as caught:  # noqa: BLE001 - a test may raise anything
                error = caught
            if error is None:
                earned, passed = earned + weight, passed + 1
            elif not failed:
                failed = explained(self._link, error, case.message)
        whole = {"passed": passed, "cases": len(test.cases), "share": 0.0 if test.all_or_nothing else earned}
        return {"outcome": "failed", **failed, **whole} if failed else {"outcome": "passed", **whole}


def _weights(cases: list[NotebookCase]) -> list[float]:
    """Return the parts of the points; all have the same where none says how much."""
    known = sum(case.points for case in cases if case.points is not None)
    if not known:
        return [1 / len(cases)] * len(cases)
    return [(case.points or 0.0) / known for case in cases]


def cells_of(text: str, file: str) -> list[NotebookTest]:
    """Return the cells of a script with lines `# %% name key=value`."""
    heads = list(_HEAD.finditer(text))
    tests = []
    for number, head in enumerate(heads):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        start = text.count("\n", 0, head.end())
        body = "\n" * (start + 1) + text[head.end() + 1 : end]
        both = "both" in head[2].split("title=")[0].split()
        tests.append(NotebookTest(head[1], [NotebookCase(_runner(body, file))], on_both_sides=both))
    return tests


def _runner(body: str, file: str) -> Callable[[Environment], None]:
    lines = ["" if line.lstrip().startswith(("%", "!")) else line for line in body.split("\n")]
    source = "\n".join(lines)

    def run(environment: Environment) -> None:
        tree = ast.parse(source, file)
        rewrite_asserts(tree, source.encode())
        exec(compile(tree, file, "exec"), environment)  # noqa: S102 - a test of the course's

    return run


def file_test(text: str, file: Path) -> NotebookTest:
    """Return the test that a file of otter's is."""
    names: dict[str, Any] = {"__name__": file.stem, "__builtins__": __builtins__}
    cases: list[NotebookCase] = []
    _install_otter(cases)
    exec(compile(text, str(file), "exec"), names)  # noqa: S102 - a test of the course's
    content = names.get("test")
    if isinstance(content, dict):
        return _ok_test(content, file.stem)
    options = names.get("all_or_nothing", False)
    return NotebookTest(file.stem, cases, all_or_nothing=bool(options))


def _ok_test(content: dict[str, Any], name: str) -> NotebookTest:
    cases = []
    for suite in content.get("suites", []):
        for case in suite.get("cases", []):
            points, message = case.get("points"), case.get("failure_message")
            cases.append(NotebookCase(_doctest(case["code"], suite, name), points, str(message or "")))
    return NotebookTest(name, cases, all_or_nothing=bool(content.get("all_or_nothing", False)))


def _doctest(code: str, suite: dict[str, Any], name: str) -> Callable[[Environment], None]:
    def run(environment: Environment) -> None:
        globs = environment.copy()
        if suite.get("setup"):
            _run_examples(str(suite["setup"]), globs, name)
        _run_examples(code, globs, name)
        if suite.get("teardown"):
            _run_examples(str(suite["teardown"]), globs, name)

    return run


def _run_examples(code: str, globs: Environment, name: str) -> None:
    examples = doctest.DocTestParser().get_doctest(inspect.cleandoc(code), {}, name, name, 0)
    examples.globs = globs
    runner = doctest.DebugRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    with contextlib.redirect_stderr(io.StringIO()):
        try:
            runner.run(examples, clear_globs=False)
        except doctest.UnexpectedException as unexpected:
            raise unexpected.exc_info[1] from None
        except doctest.DocTestFailure as failure:
            got, wanted = failure.got.strip(), failure.example.want.strip()
            raise AssertionError(
                f"{failure.example.source.strip()} gives {got or 'nothing'}, not {wanted or 'nothing'}"
            ) from None


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
        function(**{name: environment if name == "env" else environment[name] for name in names})

    return run
