"""Libraries that are not installed where work is graded: a fault of the machine or of the course, never a student's.

Meant are the libraries that a task names, those that its tests and its reference import, and the optional ones that
the grader knows values of.  Code that needs none of them is graded all the same.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
from functools import cache, lru_cache
from importlib.util import decode_source
from typing import TYPE_CHECKING

from grader.checks.verdict import Explanation, Verdict
from grader.patterns import pattern
from grader.results import Outcome
from grader.sandbox.spawn import worker_interpreter

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from grader.checks.suite import TestProfile, TestSuite
    from grader.checks.task import Check, Task
    from grader.submission import LoadReport

OPTIONAL = frozenset({"torch", "pandas", "matplotlib"})
"""Libraries of which values can cross, and that not every installation has."""
_NO_MODULE = pattern(r"\bModuleNotFoundError: No module named '([\w.]+)'")
"""The exception itself: the words alone may be a text that the code returns, or those of any other exception."""


@lru_cache(maxsize=64)
def of_tests(suite: TestSuite) -> str:
    """Return a library that the tests of a task import and that is not installed; empty where all are."""
    from grader.tester.peers.served import SERVED

    own = {path.stem for path in suite.folder.rglob("*") if path.suffix == ".py" or path.is_dir()}
    own |= {path.stem for folder in suite.support for path in folder.glob("*.py")}
    own |= {name.partition(".")[0] for name in (*suite.student_modules, *SERVED, "otter")}
    imported = sorted(frozenset().union(*map(_imports, suite.files)) - own)
    return next((name for name in imported if not is_installed(name)), "")


def of_check(check: Check, task: Task, report: LoadReport | None, verdict: Verdict) -> str:
    """Return a library that a student's code or the reference has lacked in a check; empty where it was none."""
    if check.spec.python_test and task.suite is not None and verdict.outcome is Outcome.JUDGE_ERROR:
        return task.suite.lacking
    return of_code(task, report, verdict)


def of_code(task: Task, report: LoadReport | None, verdict: Verdict) -> str:
    """Return a library that a student's code has lacked in a check; empty where it was none of those meant here."""
    if verdict.outcome in (Outcome.PASSED, Outcome.JUDGE_ERROR, Outcome.SKIPPED, Outcome.PENDING):
        return ""
    lacked = _lacked_in_loading(report) + _NO_MODULE.findall(verdict.explanation.message)
    roots = dict.fromkeys(name.partition(".")[0] for name in lacked)
    needed = _needed(task) if roots else frozenset()
    # Anybody can raise such an exception: believed is what this machine says, where workers run the same Python.
    return next((name for name in roots if name in needed and not (_same_python() and is_installed(name))), "")


def of_reference(report: LoadReport | None, profiles: Collection[TestProfile]) -> str:
    """Return a library that the reference has lacked when it was loaded or in a test; empty where it has all."""
    lacked = _lacked_in_loading(report)
    lacked += [name for profile in profiles for name in _NO_MODULE.findall(profile.fault)]
    return next((name.partition(".")[0] for name in lacked), "")


def _lacked_in_loading(report: LoadReport | None) -> list[str]:
    problems = [file.problem for file in report.files if file.problem is not None] if report is not None else []
    return [problem.name for problem in problems if problem.kind == "missing_module"]


def _needed(task: Task) -> Collection[str]:
    names = {name.partition(".")[0] for name in task.preload} | OPTIONAL
    if task.suite is not None:
        files = [file for file in (task.suite.reference, *task.suite.files) if file is not None]
        names = names.union(*(_imports(file) for file in files if file.suffix == ".py"))
    return names


def _same_python() -> bool:
    return worker_interpreter() == sys.executable


def is_installed(name: str) -> bool:
    """Whether a library can be imported here."""
    if name in sys.modules:
        return sys.modules[name] is not None
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


@cache
def _imports(file: Path) -> frozenset[str]:
    """Return the libraries that a file imports in any case: not those that it tries to."""
    try:
        body = ast.parse(decode_source(file.read_bytes())).body
    except (OSError, SyntaxError, ValueError):
        return frozenset()
    names = {alias.name for node in body if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in body if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return frozenset(name.partition(".")[0] for name in names)


def verdict_on(name: str) -> Verdict:
    """Return the verdict of a check that a library is missing for."""
    text = (
        f"The library `{name}` is not installed where this runs, so this could not be decided. That is no fault of "
        f"yours. On a machine of yours, install it (`pip install {name}`) or name a Python that has it (`grader check "
        "--python`); otherwise tell whoever runs the course."
    )
    return Verdict(Outcome.JUDGE_ERROR, Explanation(text))


def fault(name: str, *, of_tests: bool = False) -> str:
    """Return the sentence for the teacher; a library that `of_tests` is lacking is missing beside the grader itself."""
    python = sys.executable if of_tests else worker_interpreter()
    another = "." if of_tests else ", or name another Python in the variable GRADER_PYTHON."
    return (
        f"The library {name} is not installed in the Python that grades, {python}. Install it there "
        f"(`{python} -m pip install {name}`){another}"
    )
