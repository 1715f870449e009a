"""The tests of a task in Python: found beside the reference, listed, and made checks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.checks.kinds.test import TestSpec
from grader.checks.suite import ListedTest, TestSuite, list_tests, test_files
from grader.errors import Mistake
from grader.results import Visibility

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import TaskSpec
    from grader.course.models import ParsedSpec


def suite_of(folder: Path, spec: TaskSpec) -> tuple[TestSuite | None, list[Mistake]]:
    """Return the tests of a task, None where it asks for none; and what is wrong with their files."""
    if spec.tests is None and not any(check.whole_module for check in spec.checks):
        return None, []
    files = test_files(folder, spec.id)
    if not files:
        where = f"reference/tests/{spec.id}.py"
        return None, [Mistake(where, 0, "", "is missing: the task asks for tests in Python")]
    tests: dict[str, ListedTest] = {}
    mistakes = []
    for file in files:
        name = file.relative_to(folder).as_posix()
        try:
            listed = list_tests(file.read_text(encoding="utf-8"))
        except (SyntaxError, ValueError) as error:
            mistakes.append(Mistake(name, getattr(error, "lineno", 0) or 0, "", f"is not Python: {error}"))
            continue
        for test in listed:
            if test.name in tests:
                mistakes.append(Mistake(name, test.line, "", f"`{test.name}` is the name of an earlier test too"))
            if test.visibility not in {one.value for one in Visibility}:
                mistakes.append(
                    Mistake(name, test.line, "", f"`{test.visibility}` is no visibility (public, hidden, after_due)")
                )
            tests.setdefault(test.name, test)
    if not tests and not mistakes:
        mistakes.append(
            Mistake(f"reference/tests/{spec.id}.py", 0, "", "there is no test in it (a function `test_...`)")
        )
    here = files[0].parent
    reference = folder / "reference" / f"{spec.id}.py"
    suite = TestSuite(spec.id, files, here, reference, tests, spec.modules, spec.shared, spec.random)
    return suite, mistakes


def with_tests(parsed: ParsedSpec, suite: TestSuite | None) -> ParsedSpec:
    """Return the task with a check for each of its tests that no check names, where it says `tests: all`."""
    spec = parsed.spec
    if spec is None or suite is None or spec.tests is None:
        return parsed
    named = {check.test for check in spec.checks if isinstance(check, TestSpec)}
    taken = {check.id for check in spec.checks}
    checks = []
    for test in suite.tests.values():
        if test.name not in named:
            checks.append(_check(test, taken))
            taken.add(checks[-1].id)
    return replace(parsed, spec=spec.model_copy(update={"checks": (*spec.checks, *checks)}))


def _check(test: ListedTest, taken: set[str]) -> TestSpec:
    identity, number = test.id[:55], 2
    while identity in taken:
        identity, number = f"{test.id[:55]}-{number}", number + 1
    return TestSpec(
        id=identity,
        title=test.title,
        points=test.points,
        visibility=Visibility(test.visibility),
        hint=test.hint,
        test=test.name,
    )
