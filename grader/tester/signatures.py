"""A signature from its text, without running any of its defaults or annotations: the text is the student's."""

from __future__ import annotations

import ast
import inspect
from typing import Any


def signature_of(text: str) -> inspect.Signature:
    """Return the signature `(x, *, y=1)`.  Raises SyntaxError or ValueError."""
    definition = ast.parse(f"def _f{text}: pass").body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise ValueError("not a signature")  # noqa: TRY004 - a text that says something else
    arguments, kind = definition.args, inspect.Parameter
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    parameters = []
    for number, (arg, default) in enumerate(zip(positional, defaults, strict=True)):
        form = kind.POSITIONAL_ONLY if number < len(arguments.posonlyargs) else kind.POSITIONAL_OR_KEYWORD
        parameters.append(kind(arg.arg, form, default=_literal(default), annotation=_annotation(arg)))
    if arguments.vararg:
        parameters.append(kind(arguments.vararg.arg, kind.VAR_POSITIONAL))
    for arg, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        default_value = _literal(keyword_default)
        parameters.append(kind(arg.arg, kind.KEYWORD_ONLY, default=default_value, annotation=_annotation(arg)))
    if arguments.kwarg:
        parameters.append(kind(arguments.kwarg.arg, kind.VAR_KEYWORD))
    returns = ast.unparse(definition.returns) if definition.returns else inspect.Signature.empty
    return inspect.Signature(parameters, return_annotation=_type(returns))


_TYPES = {kind.__name__: kind for kind in (int, float, str, bool, bytes, list, dict, set, tuple, complex)} | {
    "None": None
}


def _type(text: Any) -> Any:
    return _TYPES.get(text, text)


def _annotation(arg: ast.arg) -> Any:
    return _type(ast.unparse(arg.annotation)) if arg.annotation else inspect.Parameter.empty


def _literal(node: ast.expr | None) -> Any:
    if node is None:
        return inspect.Parameter.empty
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError):  # TypeError for a dict or set that no program can make
        return ast.unparse(node)
