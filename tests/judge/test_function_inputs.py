"""Functions of support files as inputs: the same one on both sides, and none of it in the judge from a student."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.course import load_course
from grader.domains.function import Function
from grader.errors import SpecError
from grader.judge import Grading, Preparation
from grader.release import release
from grader.worker.wire.plain import NamedFunction, PlainValueError
from grader.worker.wire.value_reading import read_value
from grader.worker.wire.value_writing import write_value
from tests.judge.small_gradings import graded, outcomes, the
from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course import Course

SPEC = """
id: apply
title: Apply
statement: Write them.
support: [layers.py]
functions: {slope: {args: [f, x]}, composed: {args: [fs, x]}}
inputs:
  f: {function: [square, cube, shifted]}
  fs: {list: {function: [square, shifted]}, length: [0, 3]}
  x: {integer: [-5, 5]}
cases: 12
checks:
  - {id: slope, title: slope, points: 1, expect: "close(slope(f, x), ref.slope(f, x))"}
  - {id: composed, title: composed, points: 1, expect: "composed(fs, x) == ref.composed(fs, x)"}
"""
LAYERS = (
    "def square(x):\n    return x * x\n\ndef cube(x):\n    return x ** 3\n\ndef shifted(x, by=1):\n    return x + by\n"
)
RIGHT = """
def slope(f, x):
    return (f(x + 1) - f(x - 1)) / 2

def composed(fs, x):
    for f in fs:
        x = f(x)
    return x
"""


def course_in(folder: Path, spec: str = SPEC) -> Course:
    """Return the course of a spec."""
    files = {"tasks/apply.yaml": spec, "reference/apply.py": RIGHT, "support/layers.py": LAYERS}
    return course_of_files(folder, files)


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Return how the functions are graded."""
    return Grading(course_in(tmp_path_factory.mktemp("apply")).tasks, Preparation(1))


SUBMISSIONS: dict[str, tuple[str, str]] = {
    "right": (RIGHT, "passed passed"),
    "with keywords": (RIGHT.replace("x = f(x)", "x = f(x=x)"), "passed passed"),
    "by its name": (RIGHT.replace("f(x + 1)", "f(x + 1) if f.__name__ != 'cube' else 0"), "failed passed"),
    "the very function of the module": (
        "import layers\n" + RIGHT.replace("for f in fs:", "for f in fs:\n        assert f in vars(layers).values()"),
        "passed passed",
    ),
    "called once too often": (RIGHT.replace("x = f(x)", "x = f(f(x))"), "passed failed"),
    "given back": ("def slope(f, x):\n    return f\n\ndef composed(fs, x):\n    return fs\n", "failed failed"),
    "replaced": ("import layers\nlayers.square = lambda x: 0\n" + RIGHT, "failed failed"),
    "taken away": ("import layers\ndel layers.square\n" + RIGHT, "error error"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), SUBMISSIONS.values(), ids=SUBMISSIONS)
def test_students_are_given_the_function_itself(grading: Grading, source: str, expected: str) -> None:
    """Students are given the function itself."""
    assert " ".join(outcomes(graded(grading, {"apply.py": source})).values()) == expected


def test_a_failure_names_the_function_and_can_be_repeated(grading: Grading) -> None:
    """A failure names the function and can be repeated."""
    wrong = RIGHT.replace("/ 2", "")
    check = the(graded(grading, {"apply.py": wrong}), "slope")
    assert check.counterexample is not None
    assert check.counterexample.inputs["f"] in {"square", "shifted"}
    assert re.search(r"from layers import (square|shifted)\nslope\((square|shifted), -?\d\)$", check.repeat), (
        check.repeat
    )


def test_a_kit_has_the_functions(tmp_path: Path) -> None:
    """A kit has the functions."""
    course = course_in(tmp_path / "course")
    (task_kit,) = release(course, course.tasks, tmp_path / "kit")
    assert not task_kit.public
    kit = load_course(tmp_path / "kit", kits=True)
    grading = Grading(kit.tasks, Preparation(kit.seed or 0))
    assert set(outcomes(graded(grading, {"apply.py": RIGHT})).values()) == {"passed"}
    assert set(outcomes(graded(grading, {"apply.py": SUBMISSIONS["called once too often"][0]})).values()) == {
        "passed", "failed",
    }  # fmt: skip


@pytest.mark.parametrize("names", ["[square, root]", "[root]"])
def test_a_function_that_is_nowhere_is_a_mistake(tmp_path: Path, names: str) -> None:
    """A function that is nowhere is a mistake."""
    with pytest.raises(SpecError, match="no support file defines `root`"):
        course_in(tmp_path, SPEC.replace("[square, cube, shifted]", names))
    with pytest.raises(SpecError, match="no support file defines `root`"):
        course_in(tmp_path, SPEC.replace("{function: [square, shifted]}", f"{{function: {names}}}"))


def test_the_judge_reads_no_function() -> None:
    """The judge reads no function."""
    data = write_value([NamedFunction("square")])
    with pytest.raises(PlainValueError, match="a function"):
        read_value(data)


def test_the_domain_draws_its_members() -> None:
    """The domain draws its members."""
    domain = Function(function=("square", "cube"))
    assert list(domain.bind({"square": abs})) == ["cube"]
    members = [domain.draw({}, np.random.default_rng(seed)) for seed in range(20)]
    assert {repr(member) for member in members} == {"square", "cube"}
    assert all(domain.contains(member, {}) for member in members)
    assert list(domain.simpler(NamedFunction("cube"))) == [NamedFunction("square")]
    assert list(domain.simpler(NamedFunction("square"))) == []
    assert domain.edge(0, {}, np.random.default_rng(0))(-3) == 3
    with pytest.raises(TypeError, match="known by its name only"):
        NamedFunction("cube")(1)
