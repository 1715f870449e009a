"""Errors about text that is not in the language of expressions."""

from __future__ import annotations

import ast
import contextlib
from typing import TYPE_CHECKING, NoReturn

from grader.expressions.object_calls import ObjectExpressionError

if TYPE_CHECKING:
    from collections.abc import Generator


class ExpressionError(ValueError):
    """An expression that is not in the language; each text says which part and what is there instead."""

    def __init__(self, *texts: str) -> None:
        super().__init__("; ".join(texts))
        self.texts = texts


@contextlib.contextmanager
def object_mistakes() -> Generator[None]:
    """Raise mistakes about objects as those of the expression."""
    try:
        yield
    except ObjectExpressionError as error:
        raise ExpressionError(str(error)) from None


_REFUSED: dict[type[ast.AST], str] = {
    ast.Attribute: "attribute", ast.Subscript: "slice", ast.Lambda: "lambda", ast.ListComp: "comprehension",
    ast.SetComp: "comprehension", ast.DictComp: "comprehension", ast.GeneratorExp: "comprehension",
    ast.IfExp: "condition", ast.JoinedStr: "text with parts to fill in",
}  # fmt: skip


def refuse(tree: ast.expr) -> NoReturn:
    """Raise ExpressionError for a part of Python that is not in the language."""
    description = _REFUSED.get(type(tree), type(tree).__name__)
    raise ExpressionError(
        f"`{ast.unparse(tree)[:60]}`: no {description} here; write a function of reference/ and call ref.f(...)"
    )
