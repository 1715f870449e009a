"""Imports, definitions and constants alone: what is worth loading from a file that cannot be executed whole.

Statements run one by one and may fail one by one.  Nothing is called at the top level besides decorators, class bodies
and defaults, so a training loop, a question to the user or a missing data file costs only itself.
"""

from __future__ import annotations
import __future__

import ast
import warnings
from typing import Any

from .sources import LostStatement
from .wire.texts import clean

_WITHOUT_CALLS = (
    ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Slice, ast.Tuple, ast.List, ast.Set, ast.Dict,
    ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.JoinedStr, ast.FormattedValue, ast.Starred,
    ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context,
)  # fmt: skip


def salvage(tree: ast.Module, name: str, namespace: dict[str, Any], flags: int = 0) -> list[LostStatement]:
    """Execute the definitions of `tree` in `namespace`, and return the statements of this kind that failed.

    `flags`: the compiler's, besides those that `tree` asks for itself.
    """
    # An annotation such as `x: torch.Tensor` must not lose a function whose import failed.
    always = __future__.annotations.compiler_flag
    attempt = _Salvage(name, namespace, futures(tree) | flags | always)
    attempt.run(tree.body)
    return attempt.lost


def is_main_guard(test: ast.expr) -> bool:
    """Say whether `test` is `__name__ == "__main__"`, either way round."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = (test.left, test.comparators[0])
    return any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)


def calls_nothing(node: ast.AST | None) -> bool:
    """Say whether `node` is made of literals, names and arithmetic, so that evaluating it calls nothing."""
    if node is None:
        return True
    if isinstance(node, ast.Lambda):
        return all(calls_nothing(default) for default in (*node.args.defaults, *node.args.kw_defaults))
    return isinstance(node, _WITHOUT_CALLS) and all(calls_nothing(child) for child in ast.iter_child_nodes(node))


def futures(tree: ast.Module) -> int:
    """Return the compiler flags of the file's own `from __future__` imports, which each statement needs again."""
    names = [
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
        for alias in node.names
    ]
    flags = [getattr(__future__, name).compiler_flag for name in names if name in __future__.all_feature_names]
    result = 0
    for flag in flags:
        result |= flag
    return result


class _Salvage:
    """One attempt; `lost` grows by each statement that fails."""

    def __init__(self, name: str, namespace: dict[str, Any], flags: int) -> None:
        self.lost: list[LostStatement] = []
        self._name = name
        self._namespace = namespace
        self._flags = flags

    def run(self, body: list[ast.stmt]) -> None:
        """Execute what is a definition in `body`, also inside its `if`, `try` and `with` blocks."""
        for node in body:
            try:
                self._step(node)
            except BaseException as error:  # noqa: BLE001  a student's statement may raise anything
                self.lost.append(LostStatement(node.lineno, clean(type(error).__name__), clean(error)))

    def _step(self, node: ast.stmt) -> None:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._execute(node)
            case ast.Assign(targets=targets, value=value) if calls_nothing(value) and all(map(_is_name, targets)):
                self._execute(node)
            case ast.AnnAssign(target=ast.Name(), value=ast.expr() as value) if calls_nothing(value):
                self._execute(node)
            case ast.If(test=test):
                self._branch(node, test)
            case ast.Try() | ast.TryStar():
                self._attempt(node)
            case ast.With(body=body) | ast.AsyncWith(body=body):
                self.run(body)
            case _:
                pass

    def _execute(self, node: ast.stmt) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = compile(ast.Module([node], []), self._name, "exec", self._flags, dont_inherit=True)
        exec(code, self._namespace)  # noqa: S102  running the student's code is what the worker is for

    def _branch(self, node: ast.If, test: ast.expr) -> None:
        """Follow a test that calls nothing; of another one take both sides, the first one last so that it wins."""
        if is_main_guard(test):
            self.run(node.body)
            return
        if not calls_nothing(test):
            self.run(node.orelse)
            self.run(node.body)
            return
        code = compile(ast.Expression(test), self._name, "eval", self._flags, dont_inherit=True)
        holds = eval(code, self._namespace)  # noqa: S307  as above
        self.run(node.body if holds else node.orelse)

    def _attempt(self, node: ast.Try | ast.TryStar) -> None:
        """Run the handlers of a block when a statement of it failed: they hold its replacement."""
        before = len(self.lost)
        self.run(node.body)
        if len(self.lost) > before and node.handlers:
            del self.lost[before:]
            for handler in node.handlers:
                self.run(handler.body)
        else:
            self.run(node.orelse)
        self.run(node.finalbody)


def _is_name(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return all(map(_is_name, target.elts))
    return isinstance(target, ast.Name)
