"""Functions of a reference with one small mistake, to be called in this process beside a student's.

Made once for each check, and only where some submission failed it and nothing else explained that.  They are the
course's own code with one change, so only modules whose imports can do no harm are changed.
"""

from __future__ import annotations

import ast
import copy
import inspect
import itertools
import sys
from collections import deque
from functools import lru_cache
from importlib.util import decode_source
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from grader.checks.student_programs import is_reference_program, reference_program
from grader.diagnosis.mutation.further import further_changes
from grader.diagnosis.mutation.mutants import changed_lines, reached_functions
from grader.diagnosis.mutation.operators import changes
from grader.diagnosis.mutation.rewrites import exchanged_values, note_variables, rewritten_changes
from grader.records import dataclass
from grader.values.size import entries_of
from grader.worker.wire.conversions import converting
from grader.worker.wire.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from grader.diagnosis.mutation.operators import Mutation

HARMLESS = frozenset(
    {"__future__", "abc", "bisect", "cmath", "collections", "copy", "dataclasses", "datetime", "decimal", "enum"}
    | {"fractions", "functools", "heapq", "itertools", "math", "numbers", "numpy", "operator", "pandas", "random"}
    | {"re", "scipy", "statistics", "string", "textwrap", "typing", "unicodedata"}
)
"""Modules that neither write files nor talk to anybody, whatever is changed in their use."""
HARMFUL = frozenset(
    {"open", "exec", "eval", "compile", "input", "breakpoint", "__import__"}
    | {"globals", "locals", "vars", "__builtins__", "__globals__", "__dict__"}
    | {"save", "savez", "savez_compressed", "savetxt", "tofile", "dump", "memmap", "open_memmap", "savemat", "mmwrite"}
    | {"to_csv", "to_pickle", "to_json", "to_excel", "to_parquet", "to_feather", "to_hdf", "to_sql", "to_stata"}
)
"""Names of what writes, reads or runs anything, and of what leads to other names; also as attributes."""
FILE = "<mutant>"
"""The name of the file whose lines a mutant has."""
MOST = 400
"""Mutants of one function that are made."""
MOST_COPIED = 2_000
"""Entries of the containers that its functions change, of which each mutant gets a copy."""
CONTAINERS = (dict, list, set, bytearray, deque)

Operators: TypeAlias = "Callable[[ast.AST], Iterator[Mutation]]"
OPERATORS: tuple[Operators, ...] = (changes, further_changes, rewritten_changes, exchanged_values)
"""The changes of a node: those that also test a spec, then those that are tried where none of these explains it."""


@dataclass(frozen=True, eq=False)
class MutantModel:
    """A function with one small mistake in it, or in what it calls."""

    description: str
    before: ast.FunctionDef
    change: tuple[int, int]
    """The number of the changed node of `before`, as `ast.walk` counts, and the number of the change."""
    operators: Operators
    call: Callable[..., Any]

    @property
    def after(self) -> ast.FunctionDef:
        """The changed function, made when it is asked for."""
        other, (number, index) = copy.deepcopy(self.before), self.change
        target = next(itertools.islice(ast.walk(other), number, None))
        list(self.operators(target))[index].apply()
        return ast.fix_missing_locations(other)

    @property
    def diff(self) -> str:
        """The changed lines of the reference."""
        return changed_lines(ast.unparse(self.before), ast.unparse(self.after))


@lru_cache(maxsize=256)
def models_of(function: Callable[..., Any], group: int = 0) -> tuple[MutantModel, ...]:
    """Return the mutants of a function of the reference that a group of `OPERATORS` makes.

    There is none where its code is not at hand, as in a students' kit.  They serve all checks that call it.
    """
    return tuple(_models(function, OPERATORS[group]))


def _models(function: Callable[..., Any], operators: Operators) -> Iterator[MutantModel]:
    original = inspect.unwrap(function)
    name = getattr(original, "__name__", "")
    module = sys.modules.get(getattr(original, "__module__", "") or "")
    source = _source(module)
    if not source:
        return
    tree = ast.parse(source)
    definitions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    names = reached_functions(definitions, [name])[name] if name in definitions else set()
    made: list[ast.stmt] = [definition for other, definition in definitions.items() if other in names]
    is_program = is_reference_program(original)
    allowed = HARMFUL - ({"input"} if is_program else set())  # it reads what the program is given
    course = Path(str(getattr(module, "__file__", ""))).parents[1]
    if not made or not _is_harmless(tree, _run_with(tree, name), allowed, course):
        return
    changed = _changed_containers(made, vars(module))
    if sum(map(entries_of, changed.values())) > MOST_COPIED:
        return
    # The functions alone are made anew, so that they call one another; what the module computed stays as it is.
    code = compile(ast.Module(made, []), FILE, "exec")
    count = 0
    for other in names:
        note_variables(definitions[other])
    for reached in sorted(names, key=lambda other: (other != name, other)):
        for description, change, mutated in _variants(definitions[reached], operators):
            call = _built(code, mutated, name, vars(module), changed)
            if call is not None:
                given = reference_program(call) if is_program else converting(call, Tables())  # as the reference is
                yield MutantModel(description, definitions[reached], change, operators, given)
            count += 1
            if count == MOST:
                return


def _changed_containers(functions: Sequence[ast.stmt], names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the containers of a module that some functions may change, as answers that are kept for later calls.

    They do so by storing into one, or by a method of it, or hand it to what may do so.
    """
    parts: list[ast.AST] = []
    for node in itertools.chain.from_iterable(map(ast.walk, functions)):
        match node:
            case ast.Call(func=ast.Attribute(value=value), args=arguments):
                parts += [value, *arguments]
            case ast.Call(args=arguments):
                parts += arguments
            case ast.Subscript(ctx=ast.Store() | ast.Del(), value=value) | ast.AugAssign(target=value):
                parts.append(value)
            case ast.Return(value=ast.Name() as value) | ast.Assign(value=ast.Name() as value):
                parts.append(value)
    identifiers = {part.id for part in map(_base, parts) if isinstance(part, ast.Name)}
    return {name: names[name] for name in sorted(identifiers & names.keys()) if isinstance(names[name], CONTAINERS)}


def _base(node: ast.AST) -> ast.AST:
    """Return what a part is taken of: `TABLE` of `TABLE[key].rows[0]`."""
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Starred):
        node = node.value
    return node


def _run_with(tree: ast.Module, name: str) -> list[ast.stmt]:
    """Return the statements of a module that a call of a function of it may run: all but some of its functions.

    A function is called by its name, or out of what a statement beside the functions has made: a table, a class.
    """
    definitions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    beside = [
        node
        for node in tree.body
        # What decorates a function may keep it for others, and so may a table one whose name is another's now.
        if not isinstance(node, ast.FunctionDef) or node.decorator_list or definitions[node.name] is not node
    ]
    identifiers = {node.id for statement in beside for node in ast.walk(statement) if isinstance(node, ast.Name)}
    identifiers |= {node.name for node in beside if isinstance(node, ast.FunctionDef)}
    reached = set[str]().union(*reached_functions(definitions, {name, *identifiers}).values())
    return [node for node in tree.body if not isinstance(node, ast.FunctionDef) or node.name in reached]


def _source(module: Any) -> str:
    try:
        return inspect.getsource(module) if module is not None else ""
    except (OSError, TypeError):
        return ""


def _is_harmless(tree: ast.Module, run: Sequence[ast.AST], harmful: frozenset[str], course: Path) -> bool:
    """Whether parts of a module can be run with a change in them: they, and what it imports of the course, are."""
    for node in itertools.chain.from_iterable(map(ast.walk, run)):
        if isinstance(node, ast.Name) and node.id in harmful:
            return False
        if isinstance(node, ast.Attribute) and node.attr in harmful:
            return False
        if isinstance(node, ast.alias) and node.name in harmful:
            return False
    modules = {name.split(".")[0] for name in _imported(tree)} - HARMLESS
    return all(_is_harmless_file(course / "support" / f"{name}.py", course) for name in modules)


def _is_harmless_file(path: Path, course: Path) -> bool:
    try:
        tree = ast.parse(decode_source(path.read_bytes()))
        return _is_harmless(tree, [tree], HARMFUL, course)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return False


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield the names of the modules that a module imports; `.` for those of its own package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "." if not node.level else "."


def _variants(
    definition: ast.FunctionDef, operators: Operators
) -> Iterator[tuple[str, tuple[int, int], ast.FunctionDef]]:
    """Yield the words for each change of a function, its number and the function, which is changed until the next.

    One copy serves all changes: to copy and to walk the whole function for each takes longer than to compile it.
    """
    mutated = copy.deepcopy(definition)
    for number, node in enumerate(list(ast.walk(mutated))):
        for index in range(sum(1 for _ in operators(node))):
            # What changes a whole function may change any node of it, all else a node and what it is made of.
            parts = ast.walk(node) if isinstance(node, ast.FunctionDef) else (node, *ast.iter_child_nodes(node))
            before = [_NodeState.of(part) for part in parts]
            change = next(itertools.islice(operators(node), index, None))
            change.apply()
            ast.fix_missing_locations(node)
            yield change.description, (number, index), mutated
            for state in before:
                state.restore()


@dataclass(frozen=True, eq=False)
class _NodeState:
    """A node of a syntax tree as it was before a change."""

    node: ast.AST
    kind: type[ast.AST]
    fields: Mapping[str, Any]

    @staticmethod
    def of(node: ast.AST) -> _NodeState:
        """Return the state of a node; of lists another one, which no change touches."""
        fields = {name: list(value) if isinstance(value, list) else value for name, value in vars(node).items()}
        return _NodeState(node, type(node), fields)

    def restore(self) -> None:
        """Make the node what it was."""
        self.node.__class__ = self.kind
        self.node.__dict__.clear()
        self.node.__dict__.update(self.fields)


def _built(
    code: Any, mutated: ast.FunctionDef, name: str, names: Mapping[str, Any], changed: Mapping[str, Any]
) -> Callable[..., Any] | None:
    """Return the function `name` of the module in which one function is another; None where it cannot be made.

    It has containers of its own for those that are `changed`: what it keeps there must reach no answer of the course.
    """
    try:
        namespace = dict(names) | copy.deepcopy(dict(changed))
        exec(code, namespace)  # noqa: S102 - the course's own functions, once more
        exec(compile(ast.Module([mutated], []), FILE, "exec"), namespace)  # noqa: S102
    except Exception:  # noqa: BLE001 - a change that cannot be loaded explains nothing
        return None
    function = namespace.get(name)
    return function if callable(function) else None
