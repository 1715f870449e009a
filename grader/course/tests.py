"""The tests of a task in Python: found beside the reference, listed, and made checks."""

from __future__ import annotations

import ast
import inspect
from dataclasses import replace
from importlib.util import decode_source
from operator import itemgetter
from types import FunctionType
from typing import TYPE_CHECKING

from grader.checks.functions import FunctionSpec
from grader.checks.kinds.test import TestSpec
from grader.checks.suite import ListedTest, TestSuite, list_notebook_tests, list_tests, test_files
from grader.course.reference import MODULE_PREFIX
from grader.errors import Mistake
from grader.expressions.vocabulary import WORDS
from grader.results import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.checks.kind import CheckSpec
    from grader.checks.task import TaskSpec
    from grader.course.document import ParsedSpec


def is_tested(spec: TaskSpec) -> bool:
    """Whether a task has tests in Python."""
    return spec.tests is not None or any(check.whole_module for check in spec.checks)


def suite_of(folder: Path, spec: TaskSpec) -> tuple[TestSuite | None, list[Mistake]]:
    """Return the tests of a task, None where it asks for none; and what is wrong with their files."""
    if not is_tested(spec):
        return None, []
    files = test_files(folder, spec.id)
    if not files:
        where = f"reference/tests/{spec.id}.py"
        return None, [Mistake(where, 0, "", "is missing: the task asks for tests in Python; write them there")]
    tests: dict[str, ListedTest] = {}
    mistakes: list[Mistake] = []
    tested: dict[Path, None] = {}
    notebook = False
    for file in files:
        name = file.relative_to(folder).as_posix()
        try:
            text = decode_source(file.read_bytes())
            of_notebook = list_notebook_tests(text, file)
            listed = of_notebook or list_tests(ast.parse(text))
        except (SyntaxError, ValueError) as error:
            mistakes.append(Mistake(name, getattr(error, "lineno", 0) or 0, "", f"is not Python: {error}"))
            continue
        notebook = notebook or bool(of_notebook)
        if spec.source:  # others' files stay as they are, and Python knows the later of two functions of one name
            listed = list({test.name: test for test in listed}.values())
        for test in listed:
            mistakes += _mistakes_of(test, name, tests)
            tests.setdefault(test.name, test)
            tested[file] = None
    if not tests and not mistakes:
        name = files[0].relative_to(folder).as_posix()
        mistakes.append(Mistake(name, 0, "", "has no test; write a function `test_...`"))
    return _suite(folder, spec, tuple(tested) or files, tests, notebook=notebook), mistakes


def _mistakes_of(test: ListedTest, file: str, tests: Mapping[str, ListedTest]) -> list[Mistake]:
    texts = []
    if test.name in tests:
        texts.append(f"`{test.name}` is the name of an earlier test too; rename one of them")
    if test.visibility not in {visibility.value for visibility in Visibility}:
        texts.append(f"`{test.visibility}` is no visibility; write public, hidden or after_due")
    return [Mistake(file, test.line, "", text) for text in texts]


def _suite(
    folder: Path, spec: TaskSpec, files: tuple[Path, ...], tests: dict[str, ListedTest], *, notebook: bool
) -> TestSuite:
    solutions = (folder / "reference" / f"{spec.id}{suffix}" for suffix in (".py", ".ipynb"))
    return TestSuite(
        spec.id,
        files,
        files[0].parent,
        next((path for path in solutions if path.is_file()), None),
        tests,
        spec.modules,
        spec.shared,
        spec.random,
        "notebook" if notebook else "pytest",
        (folder / "support",) if spec.support else (),
        spec.support,
    )


def with_tests(parsed: ParsedSpec, suite: TestSuite | None) -> ParsedSpec:
    """Return the task with its tests as checks, in the order in which they are asked for.

    With `tests: all` each test has a check: one that is written stands at the place of its test, after those of other
    kinds.  Tests of a notebook are in the order of their file in any case, since the notebook goes on from each to the
    next.
    """
    spec = parsed.spec
    if spec is None or suite is None or (spec.tests is None and not _is_in_order(suite)):
        return parsed
    numbers = {name: number for number, name in enumerate(suite.tests)}
    tested: list[tuple[int, int | None, CheckSpec]] = []
    slots: list[tuple[int | None, CheckSpec] | None] = []
    for position, check in zip(parsed.checks, spec.checks, strict=True):
        number = numbers.get(check.test) if isinstance(check, TestSpec) else None
        slots.append((position, check) if number is None else None)
        tested += [(number, position, check)] if number is not None else []
    if spec.tests is not None:
        tested += [(numbers[check.test], None, check) for check in _unwritten(spec, suite)]
        slots = [slot for slot in slots if slot is not None] + [None] * len(tested)
    ordered = iter(sorted(tested, key=itemgetter(0)))
    checks = [slot or next(ordered)[1:] for slot in slots]
    return replace(
        parsed,
        spec=spec.model_copy(update={"checks": tuple(check for _, check in checks)}),
        checks=tuple(position for position, _ in checks),
    )


def _unwritten(spec: TaskSpec, suite: TestSuite) -> Iterator[TestSpec]:
    """Yield a check for each test that no check names."""
    named = {check.test for check in spec.checks if isinstance(check, TestSpec)}
    check_ids = {check.id for check in spec.checks}
    for test in suite.tests.values():
        if test.name not in named and test.is_check:
            check = _check(test, check_ids)
            check_ids.add(check.id)
            yield check


def _is_in_order(suite: TestSuite) -> bool:
    """Whether the tests of a notebook have an order of their own; files of otter's have none but that of names."""
    return suite.form == "notebook" and len(suite.files) == 1


def put_in_order(suite: TestSuite | None, spec: TaskSpec | None) -> None:
    """Let the tests of a suite have the order and the visibility of their checks: as a grading asks for them.

    Those in one file of a notebook stand where they stand, and code between them that is no check too.
    """
    if suite is None or spec is None:
        return
    checks = {check.test: check for check in spec.checks if isinstance(check, TestSpec) and check.test in suite.tests}
    ordered = {name: replace(suite.tests[name], visibility=check.visibility.value) for name, check in checks.items()}
    if _is_in_order(suite):
        suite.tests |= ordered
    else:
        suite.tests = ordered | {name: test for name, test in suite.tests.items() if name not in ordered}


def with_functions(parsed: ParsedSpec, reference: Mapping[str, object]) -> ParsedSpec:
    """Return a task of tests that names no functions with those that its reference defines.

    So that known wrong solutions and mutants have something to replace, and a submission is known by its names.
    """
    spec = parsed.spec
    if spec is None or spec.tests is None or spec.functions or spec.classes or spec.programs:
        return parsed
    functions = {
        name: FunctionSpec(args=_parameters(value))
        for name, value in reference.items()
        if isinstance(value, FunctionType) and value.__module__.startswith(MODULE_PREFIX) and name not in WORDS
    }
    return replace(parsed, spec=spec.model_copy(update={"functions": functions}))


def _parameters(function: FunctionType) -> tuple[str, ...]:
    """Return the names of the parameters that have to be given."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(function).parameters.values()
    return tuple(
        parameter.name
        for parameter in parameters
        if parameter.kind in kinds and parameter.default is inspect.Parameter.empty
    )


def _check(test: ListedTest, check_ids: set[str]) -> TestSpec:
    identity, number = test.id[:55], 2
    while identity in check_ids:
        identity, number = f"{test.id[:55]}-{number}", number + 1
    return TestSpec(
        id=identity,
        title=test.title,
        points=test.points,
        visibility=Visibility(test.visibility),
        hint=test.hint,
        test=test.name,
    )
