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
from grader.importing.data_files import data_files, files_named
from grader.importing.model import OVERRIDDEN, Import, ImportedTask, ImportRow, SourceError
from grader.importing.sources import LARGEST_DATA, files_below, literal, parse_python, read_bytes, read_text
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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
_OPENS = re.compile(
    r"(io\.)?open|(pathlib\.)?Path|os\.path\.\w+|(np|numpy)\.(load\w*|genfromtxt|fromfile)|(pd|pandas)\.read_\w+"
)
"""Functions with which a test opens a file itself."""
_TEST_FOLDERS = {"tests", "test"}
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

    relative: bool = False
    """Whether it imports modules from its own folder (`from .stack import Stack`)."""

    @property
    def stems(self) -> frozenset[str]:
        """The names of these modules' files: `fib` also for `solution.fib`."""
        return frozenset(map(_stem, self.imports))


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
    listed = list_tests(tree)
    tests = {test.name: test for test in listed}
    lines = {test.line for test in tests.values()}
    notes = {node.lineno: _note(node) for node in ast.walk(tree) if is_test(node) and node.lineno in lines}
    for test in listed:
        if tests[test.name] is not test:
            line = tests[test.name].line
            notes[line] = "; ".join(filter(None, (OVERRIDDEN, notes[line])))
    modules = dict.fromkeys([*_imports(tree), *_files_named(tree)])
    relative = any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))
    return TestedFile(path, text, tuple(tests.values()), notes, tuple(modules), relative)


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
    """Yield the modules that are imported, `package.module` whole, those beside the tests without their dots."""
    for node in ast.walk(tree):
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield from [node.module] if node.module else [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module]
        for module in modules:
            top = module.partition(".")[0]
            if top not in sys.stdlib_module_names and top not in _LIBRARIES:
                yield module


def _stem(module: str) -> str:
    return module.rpartition(".")[2]


def _files_named(tree: ast.Module) -> Iterator[str]:
    """Yield the names of Python files in the texts of a test file that starts programs or looks for files."""
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    known = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    known |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    if "subprocess" not in modules and not known & {"subprocess", "popen", "check_submitted_files"}:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _PYTHON_FILE.findall(node.value)


def _add_task(
    tested: TestedFile, others: Sequence[Path], paths: Sequence[Path], kind: str, result: Import, task_ids: set[str]
) -> None:
    helpers = _beside(tested, others)
    solutions = {file.stem: file for file in others if _is_solution(file, paths, tested)}
    modules = [name for name in tested.imports if _stem(name) not in helpers]
    name = re.sub(r"^tests?_?|_?tests?$", "", tested.path.stem) or (
        _stem(modules[0]) if modules else tested.path.resolve().parent.name
    )
    task = names.task_id(name, task_ids, "task")
    solution = next(
        (solutions[_stem(module)] for module in modules if _stem(module) in solutions),
        solutions.get("solution", solutions.get(name)),
    )
    note = "" if solution else "no solution of its module: name it as one more PATH"
    support, private = _public_data(tested, solution, result), _private_data(tested, result)
    result.rows += [
        ImportRow(
            str(tested.path), test.id, task, "; ".join(filter(None, (*_differences(tested, test, support), note)))
        )
        for test in tested.tests
    ]
    beside = _helper_files(tested, helpers) | {name: data for name, data in private.items() if name not in support}
    home = f"reference/tests/{task}"
    # Called like the task it would be called like the module that it imports from its own folder.
    own_folder = beside or tested.relative
    files = {f"{home}/{tested.path.name}" if own_folder else f"{home}.py": tested.text.encode()}
    files |= {f"{home}/{name}": data for name, data in beside.items()}
    if solution is not None:
        files[f"reference/{task}.py"] = read_bytes(solution)
    files |= {f"support/{name}": data for name, data in support.items()}
    extra = [module for module in modules if module not in {task, "student", "solution"}]
    # As under pytest, where all tests of a file share one process.
    keys: dict[str, Any] = {"tests": "all", "shared": True} | ({"modules": extra} if extra else {})
    keys |= {"support": sorted(support)} if support else {}
    statement = f"Write {_listed(modules) or 'the functions'} so that the tests of `{tested.path.name}` pass."
    title, origin = name.replace("_", " ").capitalize(), f"{kind}: {tested.path.name}"
    result.tasks.append(ImportedTask(task, title, statement, origin, (), keys=keys, files=files))


def _listed(modules: Sequence[str]) -> str:
    return " and ".join(f"`{_stem(module)}.py`" for module in modules)


def _beside(tested: TestedFile, others: Sequence[Path]) -> set[str]:
    """Return the helper modules of the teacher's that lie beside the tests and are imported by them."""
    folder = tested.path.parent
    tests_of_it = re.sub(r"^tests?_|_tests?$", "", tested.path.stem)
    near = {file.stem for file in others if file.parent == folder} - {"setup", "run_tests", tests_of_it}
    beside_tests = {"conftest"} & near
    if folder.name in _TEST_FOLDERS:
        beside_tests |= near & tested.stems
    return beside_tests | {name for name in near & tested.stems if re.search(r"helper|util|support|_base", name)}


def _helper_files(tested: TestedFile, helpers: set[str]) -> dict[str, bytes]:
    folder = tested.path.parent
    return {f"{name}.py": read_bytes(folder / f"{name}.py", LARGEST_DATA) for name in sorted(helpers)}


def _private_data(tested: TestedFile, result: Import) -> dict[str, bytes]:
    """Return the data files that stay beside the tests: all in a folder of tests, and those that the tests name.

    Tests may be run from their folder or from the one above, so that a file has a name from either.
    """
    folder, source = tested.path.parent, str(tested.path)
    named = set(files_named(folder, [tested.text], computed=True))
    if folder.name not in _TEST_FOLDERS:
        return data_files(folder, named, source, result, public=False)
    data = data_files(folder, {*files_below(folder, _DATA), *named}, source, result, public=False)
    if f"{folder.name}/" in tested.text:
        data |= {f"{folder.name}/{name}": content for name, content in data.items()}
    above = files_named(folder.parent, [tested.text], computed=True)
    return data_files(folder.parent, above, source, result, public=False) | data


def _public_data(tested: TestedFile, solution: Path | None, result: Import) -> dict[str, bytes]:
    """Return the data files that the student's code opens: those that the solution names, or that a test gives to it.

    What only tests open is none of them, since students need not know it.
    """
    folder, source = tested.path.parent, str(tested.path)
    texts = [*([read_text(solution)] if solution is not None else []), *_texts_given(tested.text)]
    data = data_files(folder, files_named(folder, texts), source, result)
    if folder.name not in _TEST_FOLDERS:
        return data
    above = files_named(folder.parent, texts, open_folder=folder.name)
    return data_files(folder.parent, above, source, result) | data


def _differences(tested: TestedFile, test: ListedTest, support: Iterable[str]) -> Iterator[str]:
    """Yield what is different of a test: also that a hidden one gives the student's code a file, which is public."""
    yield tested.notes[test.line]
    if test.visibility == "public":
        return
    node = next(node for node in ast.walk(ast.parse(tested.text)) if is_test(node) and node.lineno == test.line)
    given = [name for name in support if any(name in text for text in _texts_given(ast.unparse(node)))]
    if given:
        files = ", ".join(f"`{name}`" for name in given)
        yield f"{files} is public, since the student's code opens it: see that it gives nothing away"


def _texts_given(source: str) -> Iterator[str]:
    """Yield the texts of a test file but those that it opens itself."""
    tree = ast.parse(source)
    opened = {
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and _OPENS.fullmatch(ast.unparse(node.func))
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in opened:
            yield node.value


def _is_solution(file: Path, paths: Sequence[Path], tested: TestedFile) -> bool:
    """Whether a file is the solution: it was named, lies in a folder of that name, or is the module that is tested."""
    return (
        file in paths
        or file.parent.name.lower() in _SOLUTION_FOLDERS
        or (
            file.stem in tested.stems
            and tested.path.parent.name not in _TEST_FOLDERS
            and file.parent == tested.path.parent
        )
        or (file.stem in tested.stems and file.parent == tested.path.parent.parent)
    )
