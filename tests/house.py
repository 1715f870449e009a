"""The rules that the code is held to, measured: `python -m tests.house` puts the numbers into docs/architecture.md."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "grader"
PAGE = ROOT / "docs" / "architecture.md"
TESTS = ROOT / "tests"
UNMIRRORED = TESTS / "unmirrored.txt"
"""Modules that have no test module of their own yet, one in a line.  Lines may go; none may come."""
LONGEST_FUNCTION = 40
LONGEST_MODULE = 350
MOST_VAGUE = 0.01

# fmt: off
VAGUE = frozenset({
    "asked", "answered", "due", "either", "everything", "fallen", "far", "found", "gone", "had", "happened", "heard",
    "held", "here", "kept", "known", "little", "look", "looked", "looks", "made", "many", "more", "most", "much",
    "nothing", "one", "ones", "own", "place", "placed", "places", "plain", "said", "saying", "says", "seen", "shown",
    "some", "someone", "something", "standing", "stands", "stuff", "taken", "tell", "tells", "thing", "things",
    "told", "untold", "wanted", "way", "what", "whatever", "which", "who", "whole", "whoever", "why", "yet",
})
# fmt: on
"""Words that say nothing about the value that they name; an identifier is vague if it is one of them and no more."""
OPENINGS = ("What", "Who", "Whoever", "Whatever", "How far", "How much", "How many")
"""Beginnings of docstrings that are riddles rather than statements."""


@dataclass(frozen=True)
class Module:
    """One module of the package."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """The source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The source, parsed."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the tree."""
        return list(ast.walk(self.tree))

    @property
    def is_package(self) -> bool:
        """Whether this is the `__init__` of a folder."""
        return self.path.name == "__init__.py"


def modules(folder: Path = PACKAGE) -> list[Module]:
    """Return the modules of a package, by name."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        found.append(Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


def repeated_classes(code: list[Module]) -> dict[str, list[str]]:
    """Return the class names that are defined more than once, with their modules."""
    places = defaultdict(list)
    for module in code:
        for node in module.nodes:
            if isinstance(node, ast.ClassDef):
                places[node.name.lstrip("_")].append(module.name)
    return {name: where for name, where in sorted(places.items()) if len(where) > 1}


def riddles(code: list[Module]) -> list[str]:
    """Return the docstrings, of definitions and below fields, that open like a riddle."""
    opening = re.compile(rf"({'|'.join(OPENINGS)})\b")
    return [
        f"{module.name}:{node.lineno}: {node.value.value.split(chr(10))[0]}"
        for module in code
        for node in module.nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node.value.value, str) and opening.match(node.value.value.strip())
    ]


def long_functions(code: list[Module]) -> list[str]:
    """Return the functions that are too long, decorators not counted."""
    return [
        f"{module.name}.{node.name}: {length} lines"
        for module in code
        for node in module.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def long_modules(code: list[Module]) -> list[str]:
    """Return the modules that are too long."""
    lengths = {module.name: module.text.count("\n") for module in code}
    return [f"{name}: {length} lines" for name, length in lengths.items() if length > LONGEST_MODULE]


def imports(module: Module, names: set[str]) -> set[str]:
    """Return the modules of the package that one imports anywhere: at the top, in functions, for types only."""
    found = set()
    for node in module.nodes:
        match node:
            case ast.Import(names=aliases):
                found |= {alias.name for alias in aliases}
            case ast.ImportFrom(module=str(source), names=aliases, level=0):
                for alias in aliases:
                    child = f"{source}.{alias.name}"
                    found.add(child if child in names else source)
            case ast.ImportFrom(module=source, names=aliases, level=level) if level:
                up = level - 1 if module.is_package else level
                parts = module.name.split(".")
                base = ".".join([*parts[: len(parts) - up], *([source] if source else [])])
                found |= {child if (child := f"{base}.{alias.name}") in names else base for alias in aliases}
    return (found & names) - {module.name}


def circles(code: list[Module]) -> list[str]:
    """Return import circles, one at a time, each without its closing import; imports for types only count."""
    names = {module.name for module in code}
    graph = {module.name: imports(module, names) for module in code}
    found = []
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = error.args[1]
            found.append(" <- ".join(circle))
            graph[circle[1]].discard(circle[0])
        else:
            return found


def identifiers(code: list[Module]) -> Iterator[str]:
    """Yield every name that is bound: modules, classes, functions, parameters, variables, fields."""
    for module in code:
        yield module.name.rpartition(".")[2]
        for node in module.nodes:
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    yield name
                case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                    yield name
                case ast.Attribute(attr=name, ctx=ast.Store()):
                    yield name
                case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                    yield name
                case ast.alias(asname=str(name)):
                    yield name


def vague(code: list[Module]) -> tuple[Counter[str], int]:
    """Return how often each vague word names something, and the number of all identifiers."""
    names = [name.strip("_").lower() for name in identifiers(code)]
    return Counter(name for name in names if name in VAGUE), len(names)


def comments_per_100_lines(code: list[Module], package: str) -> float:
    """Return the comment lines in 100 lines that are not empty."""
    lines = [line.strip() for module in code if module.name.startswith(package) for line in module.text.split("\n")]
    written = [line for line in lines if line]
    return 100 * sum(line.startswith("# ") or "  # " in line for line in written) / len(written)


def unmirrored(code: list[Module], tests: Path = TESTS) -> list[str]:
    """Return the modules `grader.a.b` of the code that have no `tests/a/test_b.py`; packages need none."""
    return [
        module.name
        for module in code
        if not module.is_package
        for folder in [tests.joinpath(*module.name.split(".")[1:-1])]
        if not (folder / f"test_{module.path.stem.strip('_')}.py").is_file()
    ]


def tolerated() -> list[str]:
    """Return the modules that may lack a test module of their own for now."""
    return UNMIRRORED.read_text(encoding="utf-8").split()


def imported_by_tests(code: list[Module], names: list[str], tests: Path = TESTS) -> set[str]:
    """Return which of these modules a test module with another name imports."""
    every_name = {module.name for module in code}
    return {name for module in modules(tests) for name in imports(module, every_name)} & set(names)


def table() -> str:
    """Return the numbers as a table of Markdown."""
    code = modules()
    words, total = vague(code)
    comments = ", ".join(
        f"{package} {comments_per_100_lines(code, f'grader.{package}.'):.1f}"
        for package in ("worker", "sandbox", "judge")
    )
    alone = unmirrored(code)
    elsewhere = len(imported_by_tests(code, alone))
    every = sum(not module.is_package for module in code)
    rows = [
        ("class names defined twice", "0", str(len(repeated_classes(code)))),
        ("docstrings that open with What, Who, How far, ...", "0", str(len(riddles(code)))),
        (f"functions over {LONGEST_FUNCTION} lines", "0", str(len(long_functions(code)))),
        (f"modules over {LONGEST_MODULE} lines", "0", str(len(long_modules(code)))),
        ("import circles, type-only imports counted", "0", str(len(circles(code)))),
        ("vague identifiers", "below 1 %", f"{words.total() / total:.1%} ({words.total()} of {total:,})"),
        ("comments in 100 lines of code", "3 or more", comments),
        (
            "modules without a test module of their own",
            "none that is new",
            f"{len(alone)} of {every}, {elsewhere} of them imported by other tests",
        ),
    ]
    lines = ["| measured | required | now |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines)


def layers() -> str:
    """Return the layers of the packages, the highest first, as a block of Markdown."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    return "\n".join(["```", *(f"    {layer}" for layer in contract["layers"]), "```"])


def between(page: str, name: str) -> str:
    """Return the part of a page between its marks."""
    return page.partition(f"<!-- {name}: begin -->")[2].partition(f"<!-- {name}: end -->")[0]


def refreshed(page: str) -> str:
    """Return docs/architecture.md with the layers and the numbers of now."""
    for name, text in (("layers", layers()), ("numbers", table())):
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        before, _, rest = page.partition(begin)
        page = f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}"
    return page


if __name__ == "__main__":
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print(table())  # noqa: T201 - the purpose of the command
