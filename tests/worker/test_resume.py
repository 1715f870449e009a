"""Going on after a line that stops: each statement costs only itself."""

from __future__ import annotations

import ast
from textwrap import dedent
from typing import Any

import pytest

from grader.worker.resume import MOST_LOST, execute, resume


def resumed(source: str, stopped_at: int = 0, **namespace: Any) -> tuple[dict[str, Any], list[tuple[int, str]]]:
    """Return the names that are left, and the line and class of what fails."""
    names: dict[str, Any] = dict(namespace)
    lost = resume(ast.parse(dedent(source)), "hw.py", names, stopped_at=stopped_at)
    return {name: value for name, value in names.items() if name[:2] != "__"}, [(item.line, item.type) for item in lost]


@pytest.mark.parametrize(
    ("source", "names", "lost"),
    [
        pytest.param("a = 1\nb = 2", {"a": 1, "b": 2}, [], id="nothing-fails"),
        pytest.param("a = 1\nb = 1 / 0\nc = a", {"a": 1, "c": 1}, [(2, "ZeroDivisionError")], id="one-line"),
        pytest.param("b = x\nc = b\nd = 1", {"d": 1}, [(1, "NameError"), (2, "NameError")], id="what-follows-from-it"),
        pytest.param("raise SystemExit\na = 1", {"a": 1}, [(1, "SystemExit")], id="exit"),
        pytest.param("raise KeyboardInterrupt\na = 1", {"a": 1}, [(1, "KeyboardInterrupt")], id="interrupt"),
        pytest.param("import no_such_module as m\na = 1", {"a": 1}, [(1, "ModuleNotFoundError")], id="import"),
        pytest.param("", {}, [], id="nothing"),
    ],
)
def test_a_statement_that_fails_costs_itself(source: str, names: dict[str, Any], lost: list[tuple[int, str]]) -> None:
    """As in a notebook, whose next cell runs all the same."""
    assert resumed(source) == (names, lost)


@pytest.mark.parametrize("head", ["if 1 / 0:", "with open('no such file'):", "for i in 3:", "while 1 / 0:"])
def test_definitions_inside_of_a_block_that_fails_are_kept(head: str) -> None:
    """Where they stand in a block that fails before it begins."""
    names, lost = resumed(f"{head}\n    def f():\n        return 5\na = 1")
    assert names["a"] == 1
    assert lost[0][0] == 1


def test_a_definition_with_an_annotation_that_is_missing_is_kept() -> None:
    """A failed import must not lose the functions that mention it."""
    names, lost = resumed("def f(x: torch.Tensor) -> torch.Tensor:\n    return x\ny: torch.Tensor = 2")
    assert lost == []
    assert names["f"](3) == 3


@pytest.mark.parametrize(
    ("stopped_at", "names"),
    [(0, {"a", "b", "f", "c"}), (1, {"b", "f", "c"}), (2, {"f", "c"}), (3, {"f", "c"}), (6, {"c"}), (7, set())],
    ids=["at-0", "at-1", "at-2", "at-3", "at-6", "at-7"],
)
def test_what_stands_before_the_line_is_not_executed_again(stopped_at: int, names: set[str]) -> None:
    """Of the statement that stopped only definitions are tried; its decorator's line belongs to it."""
    source = "a = abs(1)\nb = abs(2)\n@staticmethod\ndef f():\n    pass\n\nc = abs(3)"
    assert resumed(source, stopped_at)[0].keys() == names


def test_a_statement_that_was_executed_is_not_executed_twice() -> None:
    """It may count, print, or write."""
    log: list[int] = []
    resumed("log.append(1)\nlog.append(1 / 0)\nlog.append(3)", 2, log=log)
    assert log == [3]


def test_a_file_that_fails_in_every_line_is_given_up() -> None:
    """Its report is bounded."""
    names, lost = resumed("\n".join(["x.y"] * (MOST_LOST + 50) + ["z = 1"]))
    assert len(lost) == MOST_LOST + 1
    assert names == {}


def test_code_that_awaits_runs_to_its_end() -> None:
    """A notebook allows it at the top level."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    names: dict[str, Any] = {}
    execute(compile("import asyncio\nx = await asyncio.sleep(0, 7)", "c", "exec", flags), names)
    assert names["x"] == 7
    lost = resume(ast.parse("y = await f()\nasync def f(): pass\nz = await asyncio.sleep(0, 8)"), "c", names, flags)
    assert [item.line for item in lost] == [1]
    assert names["z"] == 8


def test_warnings_of_the_compiler_go_nowhere() -> None:
    """Warnings are errors here, and a statement of a student may deserve one."""
    assert resumed("a = 1 is 1") == ({"a": True}, [])
