"""Cells with tests: read and compiled once for all submissions of a class, in the process that testers are forked from.

Nothing of a cell is executed there.
"""

from __future__ import annotations

import ast
import contextlib
import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import decode_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _pytest.assertion.rewrite import rewrite_asserts

from grader.tester.peers.autotests import with_calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import CodeType

    from grader.tester.environment import Environment

MOST_FILES, MOST_CELLS = 200, 4000
"""Files and cells that are kept; a course with more of them reads the others for each submission."""
_HEAD = re.compile(r"^# %% *(\S+)(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class NotebookTest:
    """One check: its cases, each of which is run in turn."""

    name: str
    cases: tuple[NotebookCase, ...]
    on_both_sides: bool = False
    """Whether it is code of the course's that is no check."""
    all_or_nothing: bool = False
    place: str = ""
    """Where in the student's notebook it runs: the cells before that have run by then; empty for the end."""
    seed: int | None = None
    """The seed before each of the student's cells, as otter sets it."""
    seed_variable: str = ""
    """A variable that gets the seed instead."""
    gives: tuple[str, ...] = ()
    """Names that the student's later cells read: what the test binds to them is theirs."""
    points: object = None
    """The points of the whole, where they are written beside those of its cases."""


@dataclass(frozen=True)
class NotebookCase:
    """One cell or case, and its part of the points."""

    run: Callable[[Environment], Any]
    points: float | None = None
    message: str = ""


_WORD = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)')


def _words(head: str) -> dict[str, str]:
    return {key: json.loads(value) if value.startswith('"') else value for key, value in _WORD.findall(head)}


@lru_cache(MOST_FILES)
def cells_of(text: str, file: str) -> tuple[NotebookTest, ...]:
    """Return the cells of a script with lines `# %% name key=value`."""
    tests = []
    for head, body in _parts(text):
        both = "both" in head[2].split("title=")[0].split()
        words = _words(head[2])
        points = float(words["points"]) if re.fullmatch(r"\d+(\.\d+)?", words.get("points", "")) else None
        gives = tuple(filter(None, words.get("gives", "").split(",")))
        test = NotebookTest(head[1], (NotebookCase(_runner(body, file, head[1])),), on_both_sides=both)
        tests.append(replace(test, place=words.get("after", ""), gives=gives, points=points))
    return tuple(tests)


def compile_ahead(files: Iterable[str]) -> None:
    """Compile the cells of files for the forks to come; one that cannot be compiled is left to the test that it is."""
    for name in files:
        if name.endswith(".cells.py"):
            with contextlib.suppress(OSError, ValueError, SyntaxError):
                text = decode_source(Path(name).read_bytes())
                cells_of(text, name)
                for _, body in _parts(text):
                    with contextlib.suppress(SyntaxError, ValueError, RecursionError):
                        _compiled(body, name)


def _parts(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the first line and the text of each cell, which keeps the numbers of its lines."""
    heads = list(_HEAD.finditer(text))
    for number, head in enumerate(heads):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        yield head, "\n" * (text.count("\n", 0, head.end()) + 1) + text[head.end() + 1 : end]


def python_of(cell: str) -> str:
    """Return a cell without the lines that only a notebook understands, and with calls for its AUTOTEST lines."""
    lines = ["" if line.lstrip().startswith(("%", "!")) else line for line in cell.split("\n")]
    return with_calls("\n".join(lines))


def _runner(body: str, file: str, name: str) -> Callable[[Environment], Any]:
    def run(environment: Environment) -> Any:
        statements, value = _compiled(body, file)
        environment.allow_autotests(name)
        exec(statements, environment)  # noqa: S102 - a test of the course's
        return None if value is None else eval(value, environment)  # noqa: S307 - its last line

    return run


@lru_cache(MOST_CELLS)
def _compiled(body: str, file: str) -> tuple[CodeType, CodeType | None]:
    """Return the statements of a cell, and its last one apart if it is an expression.  Raises SyntaxError."""
    source = python_of(body)
    tree = ast.parse(source, file)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    rewrite_asserts(tree, source.encode())
    statements = compile(tree, file, "exec", dont_inherit=True)
    if not isinstance(last, ast.Expr):
        return statements, None
    return statements, compile(ast.Expression(last.value), file, "eval", dont_inherit=True)
