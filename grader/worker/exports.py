"""Scripts that were notebooks: exported by Jupyter or Colab, in percent format, or of marimo.

What only a notebook understands (`!pip`, `%matplotlib`, `get_ipython()`, `display`) does nothing there, as in a cell.
"""

from __future__ import annotations

import ast
import re

_SIGNS = ("get_ipython(", "google.colab", "display(", "%", "!", "# In")
"""Every text that `_EXPORTED` finds has one of these."""
_EXPORTED = re.compile(
    # Blanks of one line only: with those of the next ones, each blank line would be the start of a search of its own.
    r"get_ipython\(|^# In ?\[[\d ]*\]:|^# ?%%|\bdisplay\(|google\.colab|^[^\S\n]*[!%]\w",
    re.MULTILINE,
)
_CELLS = frozenset({"cell"})
_DEFINITIONS = frozenset({"function", "class_definition"})


def is_exported(text: str) -> bool:
    """Whether a script uses what only a notebook has, or says that it was one."""
    # Looking for a plain text takes a hundredth of the time that the alternatives take at each character.
    return any(sign in text for sign in _SIGNS) and _EXPORTED.search(text) is not None


def without_marimo(tree: ast.Module) -> ast.Module:
    """Return a marimo notebook as a plain module: the bodies of its cells, each before those that need its names.

    Any other module comes back as it is.
    """
    if not _is_marimo(tree):
        return tree
    before: list[ast.stmt] = []
    cells: list[tuple[set[str], set[str], list[ast.stmt]]] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and _decorated(node, _CELLS):
            cells.append(_cell(node))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and _decorated(node, _DEFINITIONS):
            node.decorator_list = [
                statement for statement in node.decorator_list if _of_app(statement) not in _DEFINITIONS
            ]
            cells.append(({name.id for name in ast.walk(node) if isinstance(name, ast.Name)}, {node.name}, [node]))
        elif isinstance(node, ast.With) and any(_of_app(item.context_expr) == "setup" for item in node.items):
            before += node.body
        elif not _is_frame(node):
            before.append(node)
    return ast.Module([*before, *_in_order(cells)], [])


def _is_marimo(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == "App"
        and isinstance(node.value.func.value, ast.Name)
        and node.value.func.value.id == "marimo"
        for node in tree.body
    )


def _of_app(node: ast.expr) -> str:
    """Return which part of `app` an expression such as `@app.cell(hide_code=True)` names; nothing for another one."""
    inner = node.func if isinstance(node, ast.Call) else node
    is_app = isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name) and inner.value.id == "app"
    return inner.attr if is_app and isinstance(inner, ast.Attribute) else ""


def _decorated(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, names: frozenset[str]) -> bool:
    return any(_of_app(decorator) in names for decorator in node.decorator_list)


def _is_frame(node: ast.stmt) -> bool:
    """Whether a statement is marimo's own: its import, the app, the line that runs it."""
    if isinstance(node, ast.Import):
        return all(alias.name == "marimo" for alias in node.names)
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) and target.id in {"app", "__generated_with"} for target in node.targets)
    return isinstance(node, ast.If) and isinstance(node.test, ast.Compare)


def _cell(node: ast.FunctionDef) -> tuple[set[str], set[str], list[ast.stmt]]:
    """Return the names that a cell needs, those that it gives, and its statements without the last `return`."""
    needs = {arg.arg for arg in node.args.args}
    body = list(node.body)
    last = body.pop() if isinstance(body[-1], ast.Return) else None
    given = {name.id for name in ast.walk(last) if isinstance(name, ast.Name)} if last is not None else set()
    return needs, given, body


def _in_order(cells: list[tuple[set[str], set[str], list[ast.stmt]]]) -> list[ast.stmt]:
    """Return the statements of the cells: each after those that give what it needs, otherwise as they stand."""
    waiting, done, result = list(cells), set[str](), list[ast.stmt]()
    given = set[str]().union(*(cell[1] for cell in cells)) if cells else set[str]()
    while waiting:
        ready = next((cell for cell in waiting if cell[0] & given <= done | cell[1]), waiting[0])
        waiting.remove(ready)
        done |= ready[1]
        result += ready[2]
    return result
