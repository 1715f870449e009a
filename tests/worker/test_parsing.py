"""Trees of files that do not parse: what is blamed, what is left out, and what keeps its place."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from grader.worker.parsing import REPAIRS, ParsedSource, parse
from grader.worker.sources import DecodedText
from tests.present import present


def parsed(code: str) -> ParsedSource:
    """Return the tree of a file with this text."""
    return parse(DecodedText("a.py", "utf-8", code))


def kept(code: str) -> dict[Any, Any]:
    """Return the functions that are left, with their lines."""
    return {node.name: node.lineno for node in parsed(code).tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(
    ("code", "left"),
    [
        pytest.param("def f(): pass\n", {"f": 1}, id="nothing-wrong"),
        pytest.param("def f(:\n    pass\n\n# of g\ndef g(): pass\n", {"g": 5}, id="first"),
        pytest.param(
            "def f(): pass\ndef g():\n    x = = 1\n    return x\ndef h(): pass\n", {"f": 1, "h": 5}, id="middle"
        ),
        pytest.param("def f(): pass\ndef g():\n    # nothing\n", {"f": 1}, id="last-without-body"),
        pytest.param("def f():\n    # nothing\n\n\ndef g(): pass\n", {"g": 5}, id="without-body"),
        pytest.param("x = f(1,\n\ndef g(): pass\n", {"g": 3}, id="never-closed"),
        pytest.param("x = 1)\ndef g(): pass\n", {"g": 2}, id="never-opened"),
        pytest.param("if 1:\n    x = = 1\nelse:\n    y = 2\ndef g(): pass\n", {"g": 5}, id="if-with-else"),
        pytest.param("@a\n@b\ndef f(:\n    pass\ndef g(): pass\n", {"g": 5}, id="decorators"),
        pytest.param("s = '''\ndef f(): pass\n", {"f": 2}, id="string-to-the-end"),
        pytest.param("def f(): pass\nx = 'a\ny = \"b\ndef g(): pass\n", {"f": 1, "g": 4}, id="two-mistakes"),
        pytest.param("  x = 1\ndef g(): pass\n", {"g": 2}, id="indented-beginning"),
        pytest.param("def f():\n    x = (1,\n    2\n\n    return x\ndef g(): pass\n", {"g": 6}, id="open-in-a-body"),
    ],
)
def test_the_rest_of_a_file_keeps_its_lines(code: str, left: dict[str, int]) -> None:
    """Only the blamed block is missing, and the others stand where the student wrote them."""
    assert kept(code) == left


def test_the_first_mistake_is_the_problem_and_all_are_losses() -> None:
    """What the note tells is what the student meets first."""
    result = parsed("x = = 1\ndef f(): pass\ny = = 2\n")
    assert (present(result.problem).line, present(result.problem).source) == (1, "x = = 1")
    assert [loss.line for loss in result.lost] == [1, 3]
    assert result.code is None


@pytest.mark.parametrize(("mistakes", "left"), [(REPAIRS, {"f": REPAIRS + 1}), (REPAIRS + 1, {})])
def test_a_limited_number_of_blocks_is_left_out(mistakes: int, left: dict[Any, Any]) -> None:
    """Text that is no code at all is not searched for ever."""
    assert kept("x = = 1\n" * mistakes + "def f(): pass\n") == left


def test_half_a_merge_is_not_mixed() -> None:
    """Of two versions between marks neither is taken, since nobody knows which one was meant."""
    result = parsed("<<<<<<< mine\ndef f(): return 1\n=======\ndef f(): return 2\n>>>>>>> theirs\n")
    assert (present(result.problem).kind, present(result.problem).line, result.tree.body) == ("conflict", 1, [])


def test_marks_inside_a_text_are_no_conflict() -> None:
    """A string may hold anything."""
    assert parsed("s = '''\n<<<<<<< mine\n'''\n").problem is None
