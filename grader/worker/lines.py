"""The lines of a derivation that a student's function yields: relations and numbers, and how they stand in the source.

Each line is a pair, the relation to the line before and the quantity: `yield "<=", 0.0`.  The lines of one case cross
the wire as one array of shape (lines, 1 + size): the relation's place in `RELATIONS`, then the quantity's numbers.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import linecache
import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from .columns import Array

RELATIONS = ("=", "<=", "<", ">=", ">")
SPELLINGS = {"==": "=", "≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}
MOST_SOURCES = 60


class LineError(Exception):
    """What was yielded is no line of a derivation."""


def lines_of(value: object, most: int) -> Array:
    """Return the lines that `value` yields, at most `most` of them.  Raises LineError, and what the student raises."""
    if not inspect.isgenerator(value):
        raise LineError("it returns a value; write each line as `yield relation, quantity`")
    relations: list[int] = []
    quantities: list[Array] = []
    for line in value:
        if len(relations) == most:
            raise LineError(f"it yields more than {most} lines")
        relation, quantity = _line(line, len(relations) + 1)
        relations.append(relation)
        quantities.append(quantity)
        if len(quantity) != len(quantities[0]):
            raise LineError(f"line {len(relations)} has {len(quantity)} numbers and line 1 has {len(quantities[0])}")
    if not relations:
        raise LineError("it yields no line")
    rows = np.empty((len(relations), 1 + len(quantities[0])))
    rows[:, 0] = relations
    rows[:, 1:] = quantities
    return rows


def _line(line: object, number: int) -> tuple[int, Array]:
    """Return a relation's place in `RELATIONS` and a quantity's numbers."""
    if not isinstance(line, tuple) or len(line) != 2 or not isinstance(line[0], str):
        raise LineError(f'line {number} is no pair of a relation and a quantity, such as `yield "=", a + b`')
    relation = SPELLINGS.get(line[0].strip(), line[0].strip())
    if relation not in RELATIONS:
        raise LineError(f"line {number} has the relation {relation[:20]!r}; known are {', '.join(RELATIONS)}")
    quantity = _numbers(line[1])
    if quantity is None:
        raise LineError(f"the quantity of line {number} is no number or array of numbers")
    return RELATIONS.index(relation), quantity


def _numbers(value: object) -> Array | None:
    """Return the numbers of a quantity; None for what is none, such as "1.5", a date or a complex number."""
    try:
        given = np.asarray(value).reshape(-1)
        if given.dtype.kind == "O":  # numpy would make None a NaN
            return np.array([float(entry) for entry in given], dtype=np.float64)
        return given.astype(np.float64) if given.dtype.kind in "biuf" else None
    except (TypeError, ValueError, OverflowError):
        return None


def sources(function: Callable[..., object]) -> list[dict[str, Any]]:
    """Return the yielded quantities of a function as they stand in its source, in order; [] where it has none."""
    try:
        tree, first = _definition(function)
        yields = [node for node in ast.walk(tree) if isinstance(node, ast.Yield)]
        yields.sort(key=lambda node: (node.lineno, node.col_offset))
        return [_source(node, first) for node in yields[:MOST_SOURCES]]
    except (OSError, TypeError, SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _definition(function: Callable[..., object]) -> tuple[ast.AST, int]:
    """Return the syntax of a function and the line of its file at which line 1 of that syntax stands."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is not None:
        with contextlib.suppress(SyntaxError):  # another cell or a broken neighbour, which the way below does not need
            tree = ast.parse("".join(linecache.getlines(code.co_filename)))
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.FunctionDef)
                    and code.co_firstlineno == _first(node)
                    and node.name == code.co_name
                ):
                    return node, 1
    return ast.parse(textwrap.dedent(inspect.getsource(function))), inspect.getsourcelines(function)[1]


def _first(node: ast.FunctionDef) -> int:
    """Return the line at which a definition begins, its decorators included."""
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _source(node: ast.Yield, first: int) -> dict[str, Any]:
    value = node.value
    quantity = value.elts[1] if isinstance(value, ast.Tuple) and len(value.elts) == 2 else value
    inner = quantity.operand if isinstance(quantity, ast.UnaryOp) else quantity
    text = ast.unparse(quantity) if quantity is not None else ""
    return {
        "line": first + node.lineno - 1,
        "text": text[:200],
        "bare": isinstance(inner, ast.Name | ast.Constant | None),
    }
