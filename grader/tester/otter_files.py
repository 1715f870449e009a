"""Test files of otter, in OK format (each case is a doctest) and of `@test_case` functions.

They are compiled once for all submissions of a class, in the process that testers are forked from.  Nothing of a file
is executed there.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import sys
import types
from dataclasses import replace
from functools import lru_cache
from importlib.util import decode_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.patterns import pattern
from grader.tester.notebook_cells import MOST_FILES, NotebookCase, NotebookTest
from grader.tester.notebook_doctests import compile_examples, run_examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import CodeType

    from grader.tester.environment import Environment

_OTTERS = pattern(r"(?m)^test *=|^@.*\btest_case\b")


def is_otters(text: str) -> bool:
    """Return whether a file is one of otter's and not pytest's, as far as decides what of it is compiled ahead."""
    return _OTTERS.search(text) is not None


def compile_ahead(files: Iterable[str]) -> None:
    """Compile files and the examples in them for the forks to come; what cannot be compiled is left to its test."""
    for name in files:
        with contextlib.suppress(OSError, SyntaxError, ValueError, RecursionError):
            text = decode_source(Path(name).read_bytes())
            if not name.endswith(".cells.py") and is_otters(text):
                _compiled(text, name)
                _compile_cases(text, name)


@lru_cache(MOST_FILES)
def _compiled(text: str, file: str) -> CodeType:
    return compile(text, file, "exec", dont_inherit=True)


@lru_cache(MOST_FILES)
def _compile_cases(text: str, file: str) -> None:
    """Compile the examples in the texts of a file."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ">>>" in node.value:
            with contextlib.suppress(ValueError):
                compile_examples(node.value, Path(file).stem)


def file_test(text: str, file: Path) -> NotebookTest:
    """Return the test that a file of otter's is."""
    names: dict[str, Any] = {"__name__": file.stem, "__builtins__": __builtins__}
    cases: list[NotebookCase] = []
    _install_otter(cases)
    exec(_compiled(text, str(file)), names)  # noqa: S102 - a test of the course's
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
