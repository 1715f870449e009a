"""Mutants: one small mistake each, in what a function reaches, none twice."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from grader.diagnosis.mutation.mutants import mutants_of
from grader.diagnosis.mutation.operators import changes

SOURCE = '''
import numpy as np

LIMIT = 3

def twice(x):
    """Twice as much."""
    return 2 * x + _rest(x)

def total(x):
    return np.sum(np.abs(x))

def _rest(x):
    return x - x

def judged(x):
    return x > 1
'''


def sources(expression: Any) -> list[str]:
    """Return what becomes of one expression under every change of any of its nodes."""
    tree = ast.parse(expression)
    found = []
    for number, node in enumerate(ast.walk(tree)):
        for which, _ in enumerate(changes(node)):
            copy = ast.parse(expression)
            target = next(other for at, other in enumerate(ast.walk(copy)) if at == number)
            list(changes(target))[which].apply()
            found.append(ast.unparse(copy))
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a + b", {"a - b", "a", "b"}, id="sum"),
        pytest.param("a - b", {"a + b", "a", "b - a"}, id="difference"),
        pytest.param("a * b", {"a / b", "a", "b"}, id="product"),
        pytest.param("a @ b", {"b @ a"}, id="matrix-product"),
        pytest.param("x ** 2", {"x * 2", "x ** 3", "x ** -2"}, id="power"),
        pytest.param("-a", {"a"}, id="sign"),
        pytest.param("a < b", {"a <= b", "a > b"}, id="edge"),
        pytest.param("a and not b", {"a or not b", "a and b"}, id="logic"),
        pytest.param("0.5", {"1.5", "-0.5"}, id="constant"),
        pytest.param("x[::-1]", {"x", "x[::1]", "x[::-2]"}, id="direction"),
        pytest.param("x[1:]", {"x", "x[2:]", "x[-1:]"}, id="slice"),
        pytest.param("np.sum(x, axis=0)", {"np.mean(x, axis=0)", "np.sum(x)", "np.sum(x, axis=1)"}, id="axis"),
        pytest.param("x.copy()", {"x"}, id="copy"),
        pytest.param("np.abs(x)", {"np.negative(x)", "x"}, id="forgotten"),
        pytest.param("f(a, b)", {"f(b, a)"}, id="arguments"),
        pytest.param("np.where(c, a, b)", {"np.where(c, b, a)"}, id="branches"),
    ],
)
def test_what_each_part_of_an_expression_becomes(before: str, after: set[str]) -> None:
    """Operators, signs, edges, constants, axes, calls, arguments."""
    assert set(sources(before)) >= after


def test_statements_are_left_out_but_documentation_and_results_are_not() -> None:
    """An assignment, a loop's step; what remains is Python."""
    found = sources("def f(x):\n    'doc'\n    y = x\n    for v in x:\n        y += v\n    return y")
    assert any("pass" in text and "y = x" not in text for text in found)
    assert any("y -= v" in text for text in found)
    assert any("return -y" in text for text in found)
    assert all('"""doc"""' in text for text in found)
    for text in found:
        compile(text, "mutant", "exec")


def test_a_mutant_belongs_to_the_functions_that_reach_it() -> None:
    """Through other functions too; what only the judge uses is left alone."""
    mutants = mutants_of(SOURCE, ["twice", "total"])
    by_line = {mutant.line: set(mutant.functions) for mutant in mutants}
    assert by_line == {8: {"twice"}, 11: {"total"}, 14: {"twice"}}


def test_no_mutant_is_there_twice_and_each_tells_its_change() -> None:
    """As a diff of one line, or of one that is gone."""
    mutants = mutants_of(SOURCE, ["twice", "total"])
    assert len({mutant.source for mutant in mutants}) == len(mutants) > 8
    for mutant in mutants:
        assert mutant.diff.startswith("-")
        assert "+" in mutant.diff
        compile(mutant.source, "mutant", "exec")


def test_methods_are_mutated_and_belong_to_their_class() -> None:
    """A class is mutated in its methods, alone and where a function makes one."""
    source = (
        "class Pile:\n    def push(self, x):\n        self.n = self.n + x\n\ndef full(x):\n    return Pile().push(x)\n"
    )
    kinds = {mutant.functions for mutant in mutants_of(source, ["Pile", "full"]) if mutant.line == 3}
    assert kinds == {("Pile", "full")}
