"""Functions of a reference with one small mistake, to be called in this process beside a student's.

Made once for each check, and only where some submission failed it and nothing else explained that.  They are the
course's own code with one change, so only modules whose imports can do no harm are changed.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import lru_cache
from importlib.util import decode_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.diagnosis.mutation.mutants import changed_lines, reached_functions
from grader.diagnosis.mutation.operators import changes
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

HARMLESS = frozenset(
    {"__future__", "abc", "bisect", "cmath", "collections", "copy", "dataclasses", "datetime", "decimal", "enum"}
    | {"fractions", "functools", "heapq", "itertools", "math", "numbers", "numpy", "operator", "pandas", "random"}
    | {"re", "scipy", "statistics", "string", "textwrap", "typing", "unicodedata"}
)
"""Modules that neither write files nor talk to anybody, whatever is changed in their use."""
HARMFUL = frozenset({"open", "exec", "eval", "compile", "input", "__import__", "save", "savetxt", "tofile", "to_csv"})
FILE = "<mutant>"
"""The name of the file whose lines a mutant has."""
MOST = 400
"""Mutants of one function that are made."""


@dataclass(frozen=True, eq=False)
class MutantModel:
    """A function with one small mistake in it, or in what it calls."""

    description: str
    before: ast.FunctionDef
    after: ast.FunctionDef
    call: Callable[..., Any]

    @property
    def diff(self) -> str:
        """The changed lines of the reference."""
        return changed_lines(ast.unparse(self.before), ast.unparse(self.after))


@lru_cache(maxsize=64)
def models_of(function: Callable[..., Any]) -> tuple[MutantModel, ...]:
    """Return the mutants of a function of the reference; none where its code is not at hand, as in a students' kit.

    They serve all checks that call it.
    """
    return tuple(_models(function))


def _models(function: Callable[..., Any]) -> Iterator[MutantModel]:
    original = inspect.unwrap(function)
    name = getattr(original, "__name__", "")
    module = sys.modules.get(getattr(original, "__module__", "") or "")
    source = _source(module)
    if not source:
        return
    tree = ast.parse(source)
    definitions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    if name not in definitions or not _is_harmless(tree, Path(str(getattr(module, "__file__", ""))).parents[1]):
        return
    # The functions alone are made anew, so that they call one another; what the module computed stays as it is.
    code = compile(ast.Module(list(definitions.values()), []), FILE, "exec")
    count = 0
    for reached in sorted(reached_functions(definitions, [name])[name], key=lambda other: (other != name, other)):
        for description, mutated in _variants(definitions[reached]):
            call = _built(code, mutated, name, vars(module))
            if call is not None:
                yield MutantModel(description, definitions[reached], mutated, call)
            count += 1
            if count == MOST:
                return


def _source(module: Any) -> str:
    try:
        return inspect.getsource(module) if module is not None else ""
    except (OSError, TypeError):
        return ""


def _is_harmless(tree: ast.Module, course: Path) -> bool:
    """Whether a module can be run with a change in it: what it imports, and the course's own modules import, is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in HARMFUL:
            return False
        if isinstance(node, ast.Attribute) and node.attr in HARMFUL:
            return False
    modules = {name.split(".")[0] for name in _imported(tree)} - HARMLESS
    return all(_is_harmless_file(course / "support" / f"{name}.py", course) for name in modules)


def _is_harmless_file(path: Path, course: Path) -> bool:
    try:
        return _is_harmless(ast.parse(decode_source(path.read_bytes())), course)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return False


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield the names of the modules that a module imports; `.` for those of its own package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "." if not node.level else "."


def _copied(part: Any) -> Any:
    """Return a copy of a part of a syntax tree; `copy.deepcopy` takes several times as long."""
    if isinstance(part, list):
        return [_copied(item) for item in part]
    if not isinstance(part, ast.AST):
        return part
    other = type(part).__new__(type(part))
    vars(other).update({name: _copied(value) for name, value in vars(part).items()})
    return other


def _variants(definition: ast.FunctionDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield each change of one function, and the words for it."""
    for number, node in enumerate(ast.walk(definition)):
        for index, change in enumerate(changes(node)):
            mutated = _copied(definition)
            # The copy is walked in the same order, so the node has the same number in it.
            target = next(other for at, other in enumerate(ast.walk(mutated)) if at == number)
            list(changes(target))[index].apply()
            yield change.description, mutated


def _built(code: Any, mutated: ast.FunctionDef, name: str, names: Mapping[str, Any]) -> Callable[..., Any] | None:
    """Return the function `name` of the module in which one function is another; None where it cannot be made."""
    namespace = dict(names)
    try:
        exec(code, namespace)  # noqa: S102 - the course's own functions, once more
        changed = ast.fix_missing_locations(ast.Module([mutated], []))
        exec(compile(changed, FILE, "exec"), namespace)  # noqa: S102
    except Exception:  # noqa: BLE001 - a change that cannot be loaded explains nothing
        return None
    function = namespace.get(name)
    return function if callable(function) else None
