"""The formats `pytest` and `unittest`: files of tests stay as they are, and their decorators become keys of a task.

Gradescope's decorators are read: weight, visibility, number, tags, hide_errors, partial_credit, leaderboard.
"""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING, Any

from grader.checks.suite import ListedTest, is_test, list_tests
from grader.importing import names
from grader.importing.model import Import, ImportedTask, ImportRow, SourceError
from grader.importing.sources import LARGEST_DATA, files_below, literal, parse_python, read_bytes, read_text
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from grader.checks.suite import TestNode

_PYTHON_FILE = re.compile(r"(?:^|[\s/])([A-Za-z]\w*)\.py(?=\s|$)")
_TEST_FILE = re.compile(r"(test_.*|.*_tests?|tests?)\.py")
_VISIBILITIES = ("public", "hidden", "after_due", "visible", "after_due_date", "after_published")
"""Our own, and Gradescope's."""
_LIBRARIES = {
    "pytest", "gradescope_utils", "numpy", "pandas", "scipy", "matplotlib", "torch", "sklearn", "sympy",
    "hypothesis", "parameterized", "jax", "tensorflow", "networkx", "PIL",
    "requests", "nose", "timeout_decorator", "IPython", "grader",
}  # fmt: skip
_SOLUTION_FOLDERS = ("solution", "solutions", "reference", "sample_solution")
_RUNNERS = {"run_tests.py", "setup.py", "conftest.py", "__init__.py"}
_DATA = (".csv", ".tsv", ".txt", ".json", ".npy", ".npz", ".dat", ".md", ".in", ".out", ".xml", ".html")


@dataclass(frozen=True, slots=True)
class TestedFile:
    """A file of tests, and what it imports."""

    path: Path
    text: str
    tests: tuple[ListedTest, ...]
    notes: dict[int, str]
    """Differences from before, in words, by the line of a test."""
    imports: tuple[str, ...] = field(default=())
    """The names of modules that are neither Python's nor a well-known library's, and of files that tests start."""


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
    """Return the tests of a file, as its course will list them.  Raises SourceError."""
    text = read_text(path)
    tree = parse_python(text)
    # Of two functions of one name Python knows the later one.
    tests = {test.name: test for test in list_tests(tree)}
    lines = {test.line for test in tests.values()}
    notes = {node.lineno: _note(node) for node in ast.walk(tree) if is_test(node) and node.lineno in lines}
    modules = dict.fromkeys([*_imports(tree), *_files_named(tree)])
    return TestedFile(path, text, tuple(tests.values()), notes, tuple(modules))


def _note(node: TestNode) -> str:
    """Return what the decorators of a test say that is different here.  Raises SourceError for what has no meaning."""
    marks = dict(_marks(node))
    visibility, notes = str(marks.get("visibility", "public")), []
    if visibility not in _VISIBILITIES:
        raise SourceError(
            f"has the unknown visibility {visibility!r} (line {node.lineno}): write one of {', '.join(_VISIBILITIES)}"
        )
    if visibility == "after_published":
        notes.append("after_published: hidden here")
    if "leaderboard" in marks:
        notes.append("the leaderboard is left out; the test runs")
    return "; ".join(notes)


def _marks(node: TestNode) -> Iterator[tuple[str, Any]]:
    """Yield what the decorators of a test say, those of pytest and Gradescope alike; nothing of it may be computed."""
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


def _files_named(tree: ast.Module) -> Iterator[str]:
    """Yield the names of Python files in the texts of a test file that starts programs or looks for files."""
    known = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if not known & {"subprocess", "Popen", "check_submitted_files"}:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _PYTHON_FILE.findall(node.value)


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
        ImportRow(str(tested.path), test.id, task, "; ".join(filter(None, (tested.notes[test.line], note))))
        for test in tested.tests
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
    tests_of_it = re.sub(r"^tests?_|_tests?$", "", tested.path.stem)
    near = {file.stem for file in others if file.parent == folder} - {"setup", "run_tests", tests_of_it}
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
