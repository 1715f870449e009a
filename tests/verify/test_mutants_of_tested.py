"""Mutants in tasks of tests in Python: of functions and methods that no key of the task names, killed or surviving."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.sandbox.factory import WorkerFactory
from grader.verify.mutation_score import MutantTester, mutants, task_mutation_score
from grader.verify.solutions import solutions
from grader.verify.table import killing_table
from tests.samples.tested_course import course_with_tests

if TYPE_CHECKING:
    from pathlib import Path

STACK = """\
class Stack:
    limit = 3

    def __init__(self, items=()):
        self.items = list(items)

    def push(self, item):
        if len(self.items) < self.limit:
            self.items.append(item)

    def top(self):
        return self.items[-1]
"""
FUNCTION = "def last(items):\n    return items[-1]\n\n\ndef _own(x):\n    return x + 1\n"
TESTS = """
from work import Stack

def test_limit():
    stack = Stack()
    for number in range(5):
        stack.push(number)
    assert stack.items == [0, 1, 2]
"""


@pytest.mark.parametrize(
    ("reference", "names"),
    [
        pytest.param(STACK, {("Stack",)}, id="class"),
        pytest.param(STACK + "\n\n" + FUNCTION, {("Stack",), ("last",)}, id="class-and-function"),
        pytest.param(FUNCTION, {("last",)}, id="function"),
        pytest.param("LIMIT = 3 + 4\n", set(), id="neither"),
    ],
)
def test_whatever_the_reference_defines_has_mutants(tmp_path: Path, reference: str, names: set[tuple[str]]) -> None:
    """In a task that names nothing; what begins with an underscore is the reference's own affair."""
    task = course_with_tests(tmp_path, reference, TESTS).tasks[0]
    assert {mutant.functions for mutant in mutants(tmp_path, task)} == names


def test_a_task_without_mutants_has_a_table(tmp_path: Path) -> None:
    """An empty one."""
    task = course_with_tests(tmp_path, "LIMIT = 3\n", TESTS).tasks[0]
    assert "0 mutants of the reference of work" in killing_table("work", task_mutation_score(task, []))


def test_a_task_of_which_nothing_is_counted_has_a_table(tmp_path: Path) -> None:
    """Too: all its tests may be worth nothing."""
    task = course_with_tests(tmp_path, "LIMIT = 3\n", TESTS).tasks[0]
    score = replace(task_mutation_score(task, []), alone={})
    assert "What each check alone catches" in killing_table("work", score)


def test_the_reference_is_handed_in_under_the_name_of_the_task(tmp_path: Path) -> None:
    """Also where the task names no function."""
    task = course_with_tests(tmp_path, STACK, TESTS).tasks[0]
    files = {file.name: file.data.decode() for file in solutions(tmp_path, task)[0].submission.files}
    assert "from reference_solutions import *" in files["work.py"]


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="testers fork")
def test_a_mutant_that_all_tests_let_pass_survives(tmp_path: Path) -> None:
    """`top` is not tested, and that its mutants answer as the reference does nobody has seen."""
    task = course_with_tests(tmp_path, STACK, TESTS).tasks[0]
    tester = MutantTester(tmp_path, task, WorkerFactory(), frozenset())
    (score,) = task_mutation_score(task, [tester.fate(mutant) for mutant in mutants(tmp_path, task)]).functions
    assert (score.function, score.equal) == ("Stack", 0)
    assert score.killed > 3
    assert not score.good
    top = STACK.splitlines().index("        return self.items[-1]") + 1
    assert top in {result.mutant.line for result in score.survivors}


@pytest.mark.parametrize(
    ("file", "name", "kind"),
    [
        pytest.param("wrong", "Stack_unlimited", "wrong", id="wrong-class"),
        pytest.param("right", "Stack_of_tuples", "right", id="right-class"),
        pytest.param("wrong", "last_is_first", "wrong", id="wrong-function"),
    ],
)
def test_other_solutions_take_the_place_of_what_they_are_named_after(
    tmp_path: Path, file: str, name: str, kind: str
) -> None:
    """Though the task names nothing; the rest is the reference's."""
    task = course_with_tests(tmp_path, STACK + "\n\n" + FUNCTION, TESTS).tasks[0]
    (tmp_path / "reference" / file).mkdir()
    (tmp_path / "reference" / file / "work.py").write_text(f"def {name}(*args):\n    return args\n")
    (solution,) = [one for one in solutions(tmp_path, task) if one.name == name]
    text = next(one.data.decode() for one in solution.submission.files if one.name == "work.py")
    lines = text.splitlines()
    assert (solution.kind, set(solution.changed)) == (kind, {name.partition("_")[0]})
    assert lines[0] == "from reference_solutions import *"
    assert f"{name.partition('_')[0]} = {file}_solutions.{name}" in lines
