"""The part of a test file that students get: the public tests, and what of the file these need.

Of a file with a hidden test only what a public one reaches is left: a table, a helper or a fixture of hidden tests
alone is gone with them.  Comments are gone in any case, and the file's own docstring: nobody knows whom they are about.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.checks.suite import CELL_HEAD, is_test, list_tests
from grader.records import dataclass
from grader.tester.notebook_cells import python_of
from grader.tester.peers.autotests import CALLED, with_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import TypeGuard

_IMPORTS = (ast.Import, ast.ImportFrom)
_CALLED_BY_FRAMEWORK = re.compile(r"(setUp|tearDown|setup|teardown)\w*|__\w+__|pytest_\w+|pytestmark")
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_HASHED = re.compile(r"^[ \t]*#+[ \t]*HASHED[ \t]+AUTOTEST\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A test file as students get it."""

    text: str
    names: frozenset[str]
    """Every name that stands in it."""
    texts: frozenset[str] = frozenset()
    """Every text in it: a data file that it opens is among them."""
    imports: frozenset[str] = frozenset()
    """The parts of the names of modules that it imports, and what it imports from them."""


def pruned(source: str, hidden: Collection[str], wanted: Collection[str] | None = None) -> PublicFile:
    """Return a file without its `hidden` tests, by pytest's names, and without what nothing else in it needs.

    `wanted` are the names that others ask of it, where it is a helper of a suite with hidden tests; None keeps all.
    """
    tree = ast.parse(source)
    if hidden or wanted is not None:
        tests = list_tests(tree)
        # By its line: a test that classes inherit is one definition, and hidden where it is hidden in all of them.
        lines = {test.line for test in tests if test.name in hidden} - {t.line for t in tests if t.name not in hidden}
        gone = {node.name for node in ast.walk(tree) if is_test(node) and node.lineno in lines}
        body = [kept for node in tree.body if (kept := _without(node, lines, tree.body)) is not None]
        tree.body = _reachable(body, wanted or (), gone)
    return _public(tree)


def pruned_cells(source: str, hidden: Collection[str]) -> PublicFile:
    """Return a file of cells without the `hidden` ones, and without those that cannot be in a kit."""
    left_out = {*hidden, *unfit_cells(source)}
    cells = [(head, _public_cell(text)) for name, head, text in _cells(source) if name not in left_out]
    return PublicFile(
        "\n".join(f"{head}\n{cell.text}" for head, cell in cells),
        frozenset().union(*(cell.names for _, cell in cells)),
        frozenset().union(*(cell.texts for _, cell in cells)),
        frozenset().union(*(cell.imports for _, cell in cells)),
    )


def _cells(source: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, head and text of each cell of a file."""
    heads = list(CELL_HEAD.finditer(source))
    ends = [*(head.start() for head in heads[1:]), len(source)]
    yield from ((head["name"], head[0], source[head.end() : end]) for head, end in zip(heads, ends, strict=True))


def _public_cell(text: str) -> PublicFile:
    """Return a cell without its comments, but for AUTOTEST lines, of which the names are known as well."""
    cell = _public(ast.parse(python_of(text)), docstring=True)
    snippets = [node.args[0] for node in ast.walk(ast.parse(cell.text)) if _is_autotest(node)]
    names = (_uses(ast.parse(ast.literal_eval(snippet))) for snippet in snippets)
    return replace(cell, text=with_lines(cell.text), names=cell.names.union(*names) - {CALLED})


def _is_autotest(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == CALLED


def unfit_cells(source: str) -> dict[str, str]:
    """Return why some cells cannot be in a kit, by their names."""
    reasons = {}
    for name, _, text in _cells(source):
        try:
            _public_cell(text)
        except (SyntaxError, ValueError) as error:
            reasons[name] = f"the cell is not Python: {error}"
        if _HASHED.search(text):
            reasons[name] = "its AUTOTEST lines are hashed, and a kit would show their values"
    return reasons


def has_hidden_cases(source: str) -> bool:
    """Whether one of otter's files holds cases that students do not see."""
    for node in ast.walk(ast.parse(source)):
        pairs: Iterable[tuple[object, ast.expr]] = ()
        if isinstance(node, ast.Dict):
            pairs = ((getattr(key, "value", None), value) for key, value in zip(node.keys, node.values, strict=True))
        elif isinstance(node, ast.Call):
            pairs = ((keyword.arg, keyword.value) for keyword in node.keywords)
        if any(key == "hidden" and getattr(value, "value", True) for key, value in pairs):
            return True
    return False


def _public(tree: ast.Module, *, docstring: bool = False) -> PublicFile:
    """Return a file as text; a cell's first text is no docstring."""
    if not docstring and ast.get_docstring(tree) is not None:
        tree.body = tree.body[1:]
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    imports = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, _IMPORTS):
            modules = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            imports |= {part for module in modules for part in module.split(".")}
    text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    return PublicFile(text, frozenset(_uses(tree)), frozenset(texts), frozenset(imports))


def _without(node: ast.stmt, lines: Collection[int], body: Iterable[ast.stmt]) -> ast.stmt | None:
    """Return a statement of a file without the tests at these lines; None where it is one, or a class of nothing else.

    `body` is the whole file: of a class, what those use that are derived from it stays as well.
    """
    if is_test(node):
        return None if node.lineno in lines else node
    if not isinstance(node, ast.ClassDef):
        return node
    members = [member for member in node.body if member.lineno not in lines]
    if len(members) == len(node.body):
        return node
    tests = {_name(member) for member in members if is_test(member)}
    heirs = [other for other in body if isinstance(other, ast.ClassDef) and node.name in map(ast.unparse, other.bases)]
    if not tests and not heirs:
        return None
    first = 1 if ast.get_docstring(node) is not None else 0  # it may be about the hidden ones
    wanted = tests.union(*(_uses(heir) for heir in heirs))
    node.body = _reachable(members[first:], wanted) or [ast.Pass()]
    return node


def _name(node: ast.stmt) -> str:
    if isinstance(node, _DEFINITIONS):
        return node.name
    return ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""


def _reachable(body: Iterable[ast.stmt], wanted: Iterable[str], gone: Collection[str] = ()) -> list[ast.stmt]:
    """Return the statements that tests need, and those that `wanted` names; `gone` are tests that are left out.

    A statement that binds nothing stays where all that it uses of the file stays.  A text by itself is a comment.
    """
    body = [node for node in body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    bound = [frozenset(_binds(node)) for node in body]
    # An import needs nothing of the file, and what it brings is no secret of a hidden test: only its names may be.
    used = [frozenset() if isinstance(node, _IMPORTS) else frozenset(_uses(node)) for node in body]
    own = [names for names, node in zip(bound, body, strict=True) if not isinstance(node, _IMPORTS)]
    everything = frozenset(gone).union(*own)
    needed = set(wanted)
    kept = {number for number, node in enumerate(body) if _is_root(node)}
    while True:
        for number in kept:
            needed |= used[number]
        new = {
            number
            for number in range(len(body))
            if number not in kept
            and (bound[number] & needed or (not bound[number] and used[number] & everything <= needed))
        }
        if not new:
            return [_used_imports(node, needed) for number, node in enumerate(body) if number in kept]
        kept |= new


def _is_root(node: ast.stmt) -> bool:
    """Whether a statement is needed by nobody in the file and yet used: a test, a fixture for all, a hook."""
    name = _name(node)
    if is_test(node) or _CALLED_BY_FRAMEWORK.fullmatch(name):
        return True
    if isinstance(node, ast.ClassDef):
        return any(is_test(member) for member in node.body)
    marks = node.decorator_list if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else []
    return any("autouse" in ast.unparse(mark) for mark in marks)


def _used_imports(node: ast.stmt, needed: Collection[str]) -> ast.stmt:
    """Return an import without the names that nobody needs: they may tell what hidden tests are about."""
    if isinstance(node, _IMPORTS):
        node.names = [alias for alias in node.names if _imported(alias) in needed] or node.names
    return node


def _imported(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _binds(node: ast.stmt) -> set[str]:
    """Return the names that a statement gives a meaning."""
    if isinstance(node, _DEFINITIONS):
        return {node.name}
    names = set()
    for part in ast.walk(node):
        if isinstance(part, _DEFINITIONS):
            names.add(part.name)
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            names.add(part.id)
        elif isinstance(part, ast.alias):
            names.add(_imported(part))
    return names - {"*"}


def _uses(node: ast.AST) -> set[str]:
    """Return every name in a statement: variables, attributes, parameters (fixtures), and texts that are names."""
    names = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            names.add(part.id)
        elif isinstance(part, ast.Attribute):
            names.add(part.attr)
        elif isinstance(part, ast.arg):
            names.add(part.arg)
        elif isinstance(part, ast.alias):
            names |= {part.name, *part.name.split("."), part.asname or part.name}
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.isidentifier():
            names.add(part.value)
    return names
