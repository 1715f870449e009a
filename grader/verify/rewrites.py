"""Other programs with the same mistake: a known wrong solution written in another way, made from its syntax tree.

Students who make a mistake write it down in their own way: with loops, with einsum, with terms in another order, in
another type.  Each way here is one visitor that changes every place where it can, in the wrong solution and in all
functions of its module that it calls.  Whether a change of a computation leaves its values alone depends on the values,
so that such a rewrite is compared with the wrong solution, case by case, before it counts (`compared`).
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, cast

from grader.diagnosis.mutation.mutants import Definition, reached_functions
from grader.records import dataclass
from grader.verify.rewriting import EXACT, HELPERS, NUMERIC, OTHER_CONSTANTS, PRECISIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The module of a wrong solution, in which that is written in another way."""

    words: str
    """Completes "written ..."."""
    source: str
    compared: bool
    """Whether it counts only if it gives what the wrong solution gives."""


def rewrites_of(source: str, wrong: str) -> Iterator[Rewrite]:
    r"""Yield the rewrites of one function or class of a module, none of them twice.

    >>> source = "def mean_halved(x):\n    return x.sum() / 2"
    >>> [rewrite.words for rewrite in rewrites_of(source, "mean_halved")][0]
    'with its result in a variable'
    """
    original = ast.unparse(ast.parse(source))
    sources = {original}
    for words, visitor, compared in _ways():
        text = _rewritten(source, wrong, visitor())
        if text and text not in sources:
            sources.add(text)
            yield Rewrite(words, f"{text}\n\n{HELPERS}" if compared else text, compared)
    for words, wrapper in PRECISIONS:
        text = _wrapped(source, wrong, wrapper)
        if text:
            yield Rewrite(words, text, compared=True)


def _ways() -> Iterator[tuple[str, Callable[[], ast.NodeTransformer], bool]]:
    for words, visitor in EXACT:
        yield words, visitor, False
    for words, visitor in NUMERIC:
        yield words, visitor, True
    # The mistake is the same, and the values are others: there is nothing to compare them with.
    for words, visitor in OTHER_CONSTANTS:
        yield words, visitor, False


def _rewritten(source: str, wrong: str, visitor: ast.NodeTransformer) -> str:
    """Return the module after a visit of the wrong solution and of what it reaches; nothing where it is not there."""
    tree = ast.parse(source)
    definitions = {node.name: node for node in tree.body if isinstance(node, Definition)}
    if wrong not in definitions:
        return ""
    reached = reached_functions(definitions, [wrong])[wrong]
    tree.body = [
        cast("ast.stmt", visitor.visit(node)) if isinstance(node, Definition) and node.name in reached else node
        for node in tree.body
    ]
    return ast.unparse(ast.fix_missing_locations(tree))


def _wrapped(source: str, wrong: str, wrapper: str) -> str:
    """Return the module with the wrong solution behind a function that changes the type of its arguments."""
    definition = next(
        (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == wrong), None
    )
    if definition is None or any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(definition)):
        return ""
    return f"{source}\n{wrapper.format(name=wrong)}"
