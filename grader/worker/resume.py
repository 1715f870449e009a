"""Goes on after a line that stops: the rest of a file or cell, one statement at a time, as a notebook would.

Each statement costs only itself.  Of one that stops, the definitions inside of it are tried alone (`salvage`).
"""

from __future__ import annotations
import __future__

import ast
import inspect
import warnings
from typing import TYPE_CHECKING, Any

from .salvage import futures, salvage
from .sources import LostStatement
from .wire.texts import class_name, clean

if TYPE_CHECKING:
    from types import CodeType

MOST_LOST = 200
"""Statements that may fail before the rest is given up: a file that lacks one import fails in every line."""


def execute(code: CodeType, namespace: dict[str, Any]) -> None:
    """Execute `code`, to its end where it awaits something."""
    if not code.co_flags & inspect.CO_COROUTINE:
        exec(code, namespace)  # noqa: S102  running the student's code is what the worker is for
        return
    import asyncio

    async def main() -> None:
        await eval(code, namespace)  # noqa: S307  as above

    asyncio.run(main())


def resume(
    tree: ast.Module, name: str, namespace: dict[str, Any], flags: int = 0, *, stopped_at: int = 0
) -> list[LostStatement]:
    """Execute what stands after the statement at line `stopped_at` (0: all of it), and return what fails.

    `flags`: the compiler's, besides those that `tree` asks for itself.
    """
    # An annotation such as `x: torch.Tensor` must not lose a function whose import failed.
    every = futures(tree) | flags | __future__.annotations.compiler_flag
    lost: list[LostStatement] = []
    for node in tree.body:
        first, last = _first(node), node.end_lineno or node.lineno
        if last < stopped_at:
            continue
        if first <= stopped_at:
            lost += salvage(ast.Module([node], []), name, namespace, every)
            continue
        try:
            execute(_compiled(node, name, every), namespace)
        except BaseException as error:  # noqa: BLE001  a student's statement may raise anything
            lost.append(LostStatement(node.lineno, class_name(error), clean(error)))
            if len(lost) > MOST_LOST:
                break
            if hasattr(node, "body") and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                lost += salvage(ast.Module([node], []), name, namespace, every)
    return lost


def _first(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return int(min([node.lineno, *(decorator.lineno for decorator in decorators)]))


def _compiled(node: ast.stmt, name: str, flags: int) -> CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code: CodeType = compile(ast.Module([node], []), name, "exec", flags, dont_inherit=True)
    return code
