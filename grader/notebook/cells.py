"""The cells that were run so far, as the text of a notebook file in which cell 7 is the one that ran as `In [7]`."""

from __future__ import annotations

import ast
import json
import os
import sys
from pathlib import PurePath
from typing import Any

NAME = "notebook.ipynb"
"""Where nobody knows the notebook's own name."""
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def shell() -> Any:
    """Return the IPython that runs this code; None where none does."""
    # A program that uses IPython has imported it; nothing is imported for the sake of asking.
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def sources(shell: Any) -> list[str]:
    """Return what was typed into each cell, in the order in which they ran; the first one is `In [1]`.

    As it was typed, with its magics: the worker knows what to do with them.
    """
    history = getattr(shell, "history_manager", None)
    raw = getattr(history, "input_hist_raw", None) or shell.user_ns.get("In", [""])
    return [str(source) for source in list(raw)[1:]]


def name(shell: Any) -> str:
    """Return the notebook's file name, as far as the program that runs it tells."""
    path = shell.user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME", "")
    file = PurePath(str(path)).name
    return file if file.endswith(".ipynb") else NAME


def notebook(cells: list[str]) -> str:
    """Return the text of a notebook with these cells; one that ran again without a change stands empty.

    Empty cells keep the numbers of the others.
    """
    entries = [{"cell_type": "code", "source": cell} for cell in without_repeats(cells)]
    return json.dumps({"cells": entries, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def without_repeats(cells: list[str]) -> list[str]:
    """Return the cells, "" for one that only defines again what an earlier run of it has defined.

    Run again, it would only be taken for a second definition.  A cell that does more counts each time.
    """
    result: list[str] = []
    for position, cell in enumerate(cells):
        bound = _defined(cell)
        first = result.index(cell) if bound and cell in result else None
        between = (
            set().union(*(_bound(other) for other in result[first + 1 : position])) if first is not None else set()
        )
        result.append("" if first is not None and not bound & between else cell)
    return result


def _defined(cell: str) -> set[str]:
    """Return the names that a cell binds if it does nothing else than import and define."""
    tree = _parsed(cell)
    return _names(tree) if tree is not None and all(isinstance(node, _DEFINITIONS) for node in tree.body) else set()


def _bound(cell: str) -> set[str]:
    """Return the names that a cell may bind."""
    tree = _parsed(cell)
    return _names(tree) if tree is not None else set(cell.replace("(", " ").split())


def _parsed(cell: str) -> ast.Module | None:
    try:
        return ast.parse(cell)
    except (SyntaxError, ValueError):  # magics, or a cell that is not finished
        return None


def _names(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=asname):
                names.add(asname or name.partition(".")[0])
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                names.add(name)
    return names
