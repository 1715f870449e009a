"""Mutants of a reference: the same module with one small mistake, of the kinds that numpy code invites.

A mutant belongs to the student's functions that reach its place, directly or through functions of the module.
"""

from __future__ import annotations

import ast
import copy
import difflib
from typing import TYPE_CHECKING, TypeAlias

from grader.diagnosis.mutation.operators import changes
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Definition: TypeAlias = ast.FunctionDef | ast.ClassDef
"""A function, or a class with its methods."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mutant: the functions that it may break, what was changed, and the whole module."""

    functions: tuple[str, ...]
    line: int
    kind: str
    source: str
    diff: str

    @property
    def name(self) -> str:
        """Its name in a table."""
        return f"line {self.line}: {self.kind}"


def mutants_of(source: str, names: Iterable[str]) -> list[Mutant]:
    """Return the mutants of a module in what the functions `names` reach, none of them twice."""
    tree = ast.parse(source)
    definitions = {node.name: node for node in tree.body if isinstance(node, Definition)}
    reached = reached_functions(definitions, names)
    original = ast.unparse(tree)
    sources, mutants = {original}, []
    for name, definition in definitions.items():
        functions = tuple(function for function in reached if name in reached[function])
        if not functions:
            continue
        for line, kind, text in _variants(tree, definition):
            if text not in sources:
                sources.add(text)
                mutants.append(Mutant(functions, line, kind, text, changed_lines(original, text)))
    return mutants


def reached_functions(definitions: Mapping[str, Definition], functions: Iterable[str]) -> dict[str, set[str]]:
    """Return for each wanted function the functions of the module that it reaches, itself included."""
    calls = {
        name: {node.id for node in ast.walk(definition) if isinstance(node, ast.Name) and node.id in definitions}
        for name, definition in definitions.items()
    }

    def below(name: str) -> set[str]:
        names, waiting = set[str](), [name]
        while waiting:
            current = waiting.pop()
            if current in calls and current not in names:
                names.add(current)
                waiting += calls[current]
        return names

    return {name: below(name) for name in functions}


def _variants(tree: ast.Module, definition: Definition) -> Iterator[tuple[int, str, str]]:
    """Yield line, kind and text of the module with each change of one function."""
    position = tree.body.index(definition)
    for number, node in enumerate(ast.walk(definition)):
        for index, change in enumerate(changes(node)):
            module = copy.deepcopy(tree)
            # The copy is walked in the same order, so the node has the same number in it.
            target = next(other for at, other in enumerate(ast.walk(module.body[position])) if at == number)
            kind = change.kind
            list(changes(target))[index].apply()
            yield getattr(node, "lineno", definition.lineno), kind, ast.unparse(module)


def changed_lines(before: str, after: str) -> str:
    """Return the changed lines, as a diff without its heads."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))
