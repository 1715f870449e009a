"""Modules as plain ones: relative imports find what was handed in, marimo's cells stand in a row."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from grader.worker.parsing import parse
from grader.worker.plain_modules import plainly
from grader.worker.sources import DecodedText


def plain(source: str, folder: str = "", stems: tuple[str, ...] = ("helper",)) -> str:
    """Return the source of the plain module."""
    text = DecodedText("hw.py", "utf-8", dedent(source))
    result = plainly(parse(text), text, folder, frozenset(stems))
    return ast.unparse(result.tree)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import helper\nx = 1", id="plain-import"),
        pytest.param("from helper import f", id="from-a-sibling"),
        pytest.param("import math", id="library"),
        pytest.param("text = 'from . import me'", id="only-in-a-text"),
        pytest.param("x = 'marimo'", id="only-a-word"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_plain_module_stays_as_it_is(source: str) -> None:
    """The same object, so that nothing is compiled twice."""
    text = DecodedText("hw.py", "utf-8", source)
    parsed = parse(text)
    assert plainly(parsed, text, "", frozenset({"helper"})) is parsed


@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("from . import helper", ["helper"], id="module"),
        pytest.param("from .helper import f", ["f"], id="name"),
        pytest.param("from .helper import f as g", ["g"], id="renamed"),
        pytest.param("from ..helper import f", ["f"], id="two-dots"),
    ],
)
def test_a_relative_import_becomes_one_that_finds_its_sibling(source: str, names: list[str]) -> None:
    """The file may not lie in a package where it is graded."""
    result = plain(source)
    assert "from ." not in result
    assert all(name in result for name in names)


def test_cells_of_marimo_stand_in_a_row() -> None:
    """Functions that the program wraps in cells are defined at the top level."""
    result = plain(
        """
        import marimo
        app = marimo.App()

        @app.cell
        def _():
            def softmax(x):
                return x
            return (softmax,)

        if __name__ == "__main__":
            app.run()
        """
    )
    names = [node.name for node in ast.parse(result).body if isinstance(node, ast.FunctionDef)]
    assert "softmax" in names


def test_a_module_that_does_not_parse_is_left_alone() -> None:
    """Its definitions are salvaged elsewhere."""
    text = DecodedText("hw.py", "utf-8", "from . import helper\ndef f(:\n")
    parsed = parse(text)
    assert parsed.code is None
    assert plainly(parsed, text, "", frozenset({"helper"})).code is None
