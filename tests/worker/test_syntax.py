"""Statements of a tree, and the trees of texts that are loaded."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.worker import syntax
from grader.worker.syntax import is_same, keep_tree, nodes, statements, tree_of

NESTED = """
import a
def f():
    import b
    async def g():
        with open(a) as file:
            import c
        async with file:
            import d
    class C:
        import e
if a:
    import f1
elif b:
    import g1
else:
    import h
for _ in range(3):
    import i
else:
    import j
while a:
    import k
try:
    import l
except ValueError:
    import m
else:
    import n
finally:
    import o
try:
    import p
except* ValueError:
    import q
match a:
    case 1:
        import r
"""


def test_every_import_is_met_wherever_it_stands() -> None:
    """Every import is met wherever it stands."""
    tree = ast.parse(NESTED)
    met = [node for node in statements(tree) if isinstance(node, ast.Import)]
    assert {node.names[0].name for node in met} == {
        node.names[0].name for node in ast.walk(tree) if isinstance(node, ast.Import)
    }
    assert len(met) == 18


@pytest.mark.parametrize("file", sorted(Path(syntax.__file__).parent.glob("m*.py")), ids=lambda file: file.stem)
def test_statements_are_those_of_a_whole_walk_in_its_order(file: Path) -> None:
    """Statements are those of a whole walk in its order."""
    tree = ast.parse(file.read_text("utf-8"))
    kinds = (ast.stmt, ast.ExceptHandler, ast.match_case, ast.Module)
    assert list(statements(tree)) == [node for node in ast.walk(tree) if isinstance(node, kinds)]


def test_expressions_are_left_out() -> None:
    """Expressions are left out."""
    assert [type(node) for node in statements(ast.parse("f(lambda: [x for x in y])"))] == [ast.Module, ast.Expr]


def test_a_kept_tree_is_the_one_that_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept tree is the one that comes back."""
    monkeypatch.setattr(syntax, "_trees", {})
    tree = ast.parse("x = 1")
    keep_tree("x = 1", tree)
    assert tree_of("x = 1") is tree
    assert tree_of("x = 1\n") is tree, "lines are kept with an end each"


def test_another_text_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another text is parsed once."""
    monkeypatch.setattr(syntax, "_trees", {})
    tree = tree_of("y = 2\n")
    assert ast.unparse(tree) == "y = 2"
    assert tree_of("y = 2\n") is tree


def test_what_cannot_be_parsed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be parsed says so."""
    monkeypatch.setattr(syntax, "_trees", {})
    with pytest.raises(SyntaxError):
        tree_of("def")


SOURCE = Path(__file__).read_text(encoding="utf-8")


def test_every_node_is_met_in_the_order_of_the_library() -> None:
    """But for operators and contexts, which nobody looks for."""
    tree = ast.parse(SOURCE)
    left_out = ast.operator | ast.unaryop | ast.boolop | ast.cmpop | ast.expr_context
    assert nodes(tree) == [node for node in ast.walk(tree) if not isinstance(node, left_out)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(x + c)", "f(x+c)"),
        ("f(x + c)", "f(c + x)"),
        ("f(x + c)", "f(x - c)"),
        ("f(x, y)", "f(x)"),
        ("1", "1.0"),
        ("0.0", "-0.0"),
        ("1", "True"),
        ("'a'", "b'a'"),
        ("{1: 2}", "{**x}"),
        ("lambda x, /, *y: x", "lambda x, *y: x"),
        ("[x for x in y if x]", "[x for x in y]"),
    ],
)
def test_two_trees_are_the_same_where_the_library_writes_the_same(one: str, other: str) -> None:
    """Wherever they stand in their files."""
    trees = [ast.parse("\n" * line + text, mode="eval").body for line, text in enumerate((one, other, one))]
    first, second, again = trees
    assert is_same(first, second) == (ast.dump(first) == ast.dump(second))
    assert is_same(first, again)
