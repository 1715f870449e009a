"""Names of cells: what is bound where, and what only test cells give."""

from __future__ import annotations

import ast

import pytest

from grader.importing.cell_names import bound_names, names_given, without_magics


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = y = 1", {"x", "y"}),
        ("def f(a):\n    b = 1", {"f"}),
        ("class A:\n    c = 1", {"A"}),
        ("import a.b\nfrom c import d as e", {"a", "e"}),
        ("for i, (j, k) in []:\n    m = 1", {"i", "j", "k", "m"}),
        ("with open('f') as g: pass", {"g"}),
        ("[p for p in q]", set()),
        ("lambda r: (s := r)", set()),
        ("if (t := 1): pass", {"t"}),
        ("u.v = 1\nw[0] = 1", set()),
        ("z += 1", {"z"}),
    ],
    ids=[
        "two",
        "function",
        "class",
        "imports",
        "loop",
        "with",
        "comprehension",
        "lambda",
        "walrus",
        "parts",
        "augmented",
    ],
)
def test_names_are_bound_in_their_own_scope(source: str, names: set[str]) -> None:
    """Those of functions, classes and comprehensions stay inside."""
    assert bound_names(ast.parse(source)) == names


@pytest.mark.parametrize(
    ("tests", "others", "given"),
    [
        (["data = 1"], ["print(data)"], {"data"}),
        (["data = 1"], ["data = 2\nprint(data)"], set()),
        (["expected = 1"], ["x = 1"], set()),
        (["len = 3"], ["len([])"], set()),
        (["not python ("], ["x"], set()),
        (["%time\nd = 1"], ["!ls\nd"], {"d"}),
    ],
    ids=["given", "bound-by-both", "not-read", "a-builtin", "no-python", "magics"],
)
def test_only_what_other_cells_need_is_given(tests: list[str], others: list[str], given: set[str]) -> None:
    """A test may hold the expected answers."""
    assert names_given(tests, others) == given


def test_lines_for_notebooks_keep_their_place() -> None:
    """So that line numbers stay."""
    assert without_magics("%matplotlib inline\nx = 1\n!pip install y\n  %x") == "pass\nx = 1\npass\n  %x"
