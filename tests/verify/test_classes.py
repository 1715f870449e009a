"""Classes in verify: mutants of methods, what knows nothing, and starters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from grader.authoring.starter_code import module
from grader.diagnosis.mutation.mutants import mutants_of
from grader.verify.solutions import solutions
from tests.judge.small_gradings import graded, the
from tests.judge.test_stories import REFERENCE, grading_of

if TYPE_CHECKING:
    from pathlib import Path


def test_methods_have_mutants() -> None:
    """They belong to their class, and are told by their lines."""
    mutants = mutants_of(REFERENCE, ["Stack"])
    assert len(mutants) > 8
    assert {mutant.functions for mutant in mutants} == {("Stack",)}
    assert any("pop" in mutant.source.split(mutant.diff.split("+")[-1].strip())[0] for mutant in mutants)


def test_a_function_that_makes_objects_reaches_the_class() -> None:
    """A mutant of the class is one of the function as well."""
    source = REFERENCE + "def total(items):\n    return len(Stack(items))\n"
    assert ("Stack", "total") in {mutant.functions for mutant in mutants_of(source, ["Stack", "total"])}


def test_the_starter_has_the_class_with_its_methods(tmp_path: Path) -> None:
    """With the defaults of the reference; nothing in it is written."""
    task = grading_of(tmp_path).tasks[0]
    names: dict[str, Any] = {}
    exec(module(task), names)
    tree = next(node for node in ast.parse(module(task)).body if isinstance(node, ast.ClassDef))
    methods = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert methods == ["__init__", "push", "pop", "peek", "clear", "items", "__len__"]
    assert "def __init__(self, items=()):" in module(task)


def test_who_knows_nothing_of_a_class_earns_nothing(tmp_path: Path) -> None:
    """Objects are made and answer, and no story is passed; the reference passes."""
    grading = grading_of(tmp_path)
    points = {}
    for solution in solutions(tmp_path, grading.tasks[0]):
        files = {file.name: file.data.decode() for file in solution.submission.files}
        points[solution.name] = the(graded(grading, files), "lives").points
    assert points.pop("reference") == 3
    assert "Stack_fifo" in points
    assert set(points.values()) == {0}
