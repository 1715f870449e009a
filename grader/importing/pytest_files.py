"""The formats `pytest` and `unittest`: files of tests stay as they are, and their decorators become keys of a task.

Gradescope's decorators are read: weight, visibility, number, tags, hide_errors, partial_credit, leaderboard.
"""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.importing import names
from grader.importing.model import Import, ImportedTask, ImportRow, SourceError
from grader.importing.sources import LARGEST_DATA, files_below, literal, parse_python, read_bytes, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_TEST_FILE = re.compile(r"(test_.*|.*_tests?|tests?)\.py")
_VISIBILITIES = {"visible": "public", "hidden": "hidden", "after_due_date": "after_due", "after_published": "hidden"}
_OWN_VISIBILITIES = {"public", "hidden", "after_due"}
_LIBRARIES = {
    "pytest", "gradescope_utils", "numpy", "pandas", "scipy", "matplotlib", "torch", "sklearn", "sympy",
    "hypothesis", "parameterized", "jax", "tensorflow", "networkx", "PIL",
    "requests", "nose", "timeout_decorator", "IPython", "grader",
}  # fmt: skip
_SOLUTION_FOLDERS = ("solution", "solutions", "reference", "sample_solution")
_RUNNERS = {"run_tests.py", "setup.py", "conftest.py", "__init__.py"}
_DATA = (".csv", ".tsv", ".txt", ".json", ".npy", ".npz", ".dat", ".md", ".in", ".out", ".xml", ".html")


@dataclass(frozen=True, slots=True)
class FoundTest:
    """One test: a function, or a method of a test class."""

    id: str
    title: str
    points: float = 1.0
    visibility: str = "public"
    hint: str = ""
    note: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class TestedFile:
    """A file of tests, and what it imports."""

    path: Path
    text: str
    tests: tuple[FoundTest, ...]
    imports: tuple[str, ...] = field(default=())
    """The names of modules that are neither Python's nor a well-known library's."""


def read_pytest(paths: Sequence[Path]) -> Import:
    """Read files of pytest functions and classes below `paths`: a task for each."""
    return _read(paths, "pytest")


def read_unittest(paths: Sequence[Path]) -> Import:
    """Read files of unittest's classes below `paths`: a task for each."""
    return _read(paths, "unittest")


def _read(paths: Sequence[Path], kind: str) -> Import:
    result, task_ids = Import(), set[str]()
    tested, others = [], []
    for path in paths:
        for file in files_below(path, (".py",)):
            if file.name in _RUNNERS or not (_TEST_FILE.fullmatch(file.name) or file == path):
                others.append(file)
                continue
            try:
                test_file = tests_of(file)
            except SourceError as error:
                result.leave_out(str(file), "the file", str(error))
                continue
            if test_file.tests:
                tested.append(test_file)
            else:
                others.append(file)
                if _TEST_FILE.fullmatch(file.name):
                    result.leave_out(str(file), "the file", f"has no test that {kind} would run")
    for test_file in tested:
        _add_task(test_file, others, paths, kind, result, task_ids)
    return result


def tests_of(path: Path) -> TestedFile:
    """Return the tests of a file.  Raises SourceError."""
    text = read_text(path)
    tree = parse_python(text)
    tests: list[FoundTest] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            tests.append(_test(node, ""))
        elif isinstance(node, ast.ClassDef) and _is_test_class(node):
            inherited = [entry for base in _bases(node, tree) for entry in base.body]
            methods = {
                entry.name: entry
                for entry in [*inherited, *node.body]
                if isinstance(entry, ast.FunctionDef | ast.AsyncFunctionDef) and entry.name.startswith("test")
            }
            tests += [_test(entry, node.name) for entry in methods.values()]
    return TestedFile(path, text, tuple(_distinct(tests)), tuple(_imports(tree)))


def _is_test_class(node: ast.ClassDef) -> bool:
    return node.name.startswith("Test") or any("TestCase" in ast.unparse(base) for base in node.bases)


def _bases(node: ast.ClassDef, tree: ast.Module) -> list[ast.ClassDef]:
    """Return the classes of the same file that a test class inherits tests from."""
    base_names = {ast.unparse(base) for base in node.bases}
    return [
        other
        for other in tree.body
        if isinstance(other, ast.ClassDef) and other.name in base_names and other is not node
    ]


def _distinct(tests: Iterable[FoundTest]) -> Iterator[FoundTest]:
    """Yield each test once: of two functions of one name Python knows the later one."""
    yield from {test.id: test for test in tests}.values()


def _test(node: ast.FunctionDef | ast.AsyncFunctionDef, owner: str) -> FoundTest:
    test_name = names.slug(node.name.removeprefix("test").lstrip("_") or node.name, "test")
    group = (
        names.slug(owner.removeprefix("Test").removesuffix("Tests").removesuffix("Test") or owner, "test")
        if owner
        else ""
    )
    marks = dict(_marks(node))
    points = marks.get("points", marks.get("weight", marks.get("partial_credit", 1.0)))
    written = str(marks.get("visibility", "public"))
    visibility = written if written in _OWN_VISIBILITIES else _VISIBILITIES.get(written, "public")
    number = str(marks.get("number", ""))
    title = names.title(ast.get_docstring(node) or "", " ".join(test_name.split("_")).capitalize())
    notes = []
    if written not in _OWN_VISIBILITIES and written not in _VISIBILITIES:
        notes.append(f"the visibility {written!r} is unknown: public here")
    if written == "after_published":
        notes.append("after_published: hidden here")
    if "leaderboard" in marks:
        notes.append("the leaderboard is left out; the test runs")
    return FoundTest(
        f"{group}-{test_name}" if group else test_name,
        f"{number}) {title}" if number else title,
        float(points) if isinstance(points, int | float) else 1.0,
        visibility,
        str(marks.get("hint", "")),
        "; ".join(notes),
        number,
    )


def _marks(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, Any]]:
    """Yield what the decorators of a test say, those of pytest and Gradescope alike."""
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        target = call.func if call else decorator
        name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
        if name not in {"points", "weight", "visibility", "number", "tags", "partial_credit", "leaderboard", "hint"}:
            continue
        argument = call.args[0] if call and call.args else (call.keywords[0].value if call and call.keywords else None)
        yield name, (literal(argument, f"@{name}") if argument is not None else True)


def _imports(tree: ast.Module) -> Iterator[str]:
    yielded: set[str] = set()
    for node in ast.walk(tree):
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules = [node.module]
        for module in modules:
            top = module.partition(".")[0]
            if top not in sys.stdlib_module_names and top not in _LIBRARIES and top not in yielded:
                yielded.add(top)
                yield top


def _add_task(
    tested: TestedFile, others: Sequence[Path], paths: Sequence[Path], kind: str, result: Import, task_ids: set[str]
) -> None:
    helpers = _beside(tested, others)
    solutions = {file.stem: file for file in others if _is_solution(file, paths, tested)}
    modules = [name for name in tested.imports if name not in helpers]
    name = re.sub(r"^tests?_?|_?tests?$", "", tested.path.stem) or (
        modules[0] if modules else tested.path.resolve().parent.name
    )
    task = names.task_id(name, task_ids, "task")
    solution = next(
        (solutions[module] for module in modules if module in solutions), solutions.get("solution", solutions.get(name))
    )
    note = "" if solution else "no solution of its module: name it as one more PATH"
    result.rows += [
        ImportRow(str(tested.path), test.id, task, "; ".join(filter(None, (test.note, note)))) for test in tested.tests
    ]
    files = {f"reference/tests/{task}.py": tested.text.encode()} if not helpers else {}
    if helpers:
        files[f"reference/tests/{task}/{tested.path.name}"] = tested.text.encode()
        files.update({f"reference/tests/{task}/{name}": data for name, data in _helper_files(tested, helpers).items()})
    if solution is not None:
        files[f"reference/{task}.py"] = read_bytes(solution)
    extra = [module for module in modules if module not in {task, "student", "solution"}]
    # As under pytest, where all tests of a file share one process.
    keys: dict[str, Any] = {"tests": "all", "shared": True} | ({"modules": extra} if extra else {})
    statement = f"Write {_listed(modules) or 'the functions'} so that the tests of `{tested.path.name}` pass."
    result.tasks.append(
        ImportedTask(
            task,
            name.replace("_", " ").capitalize(),
            statement,
            f"{kind}: {tested.path.name}",
            (),
            keys=keys,
            files=files,
        )
    )


def _listed(modules: Sequence[str]) -> str:
    return " and ".join(f"`{module}.py`" for module in modules)


def _beside(tested: TestedFile, others: Sequence[Path]) -> set[str]:
    """Return the helper modules of the teacher's that lie beside the tests and are imported by them."""
    folder = tested.path.parent
    near = {file.stem for file in others if file.parent == folder and file.stem not in {"setup", "run_tests"}}
    beside_tests = {"conftest"} & near
    if folder.name in {"tests", "test"}:
        beside_tests |= near & set(tested.imports)
    return beside_tests | {name for name in near & set(tested.imports) if re.search(r"helper|util|support|_base", name)}


def _helper_files(tested: TestedFile, helpers: set[str]) -> dict[str, bytes]:
    folder = tested.path.parent
    files = {f"{name}.py": read_bytes(folder / f"{name}.py", LARGEST_DATA) for name in sorted(helpers)}
    if folder.name in {"tests", "test"}:
        for file in files_below(folder, _DATA):
            files[file.relative_to(folder).as_posix()] = read_bytes(file, LARGEST_DATA)
    return files


def _is_solution(file: Path, paths: Sequence[Path], tested: TestedFile) -> bool:
    """Whether a file is the solution: it was named, lies in a folder of that name, or is the module that is tested."""
    return (
        file in paths
        or file.parent.name.lower() in _SOLUTION_FOLDERS
        or (
            file.stem in tested.imports
            and tested.path.parent.name not in {"tests", "test"}
            and file.parent == tested.path.parent
        )
        or (file.stem in tested.imports and file.parent == tested.path.parent.parent)
    )
