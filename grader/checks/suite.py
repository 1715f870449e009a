"""The tests of a task in Python: which there are, read from the source, and what the reference shows of each.

Nothing is imported for the list: a test file imports the student's module, which the judge never has.
"""

from __future__ import annotations

import ast
import math
import re
from functools import lru_cache
from importlib.util import decode_source
from typing import TYPE_CHECKING, Any

from grader.patterns import pattern
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import TypeGuard

    TestNode = ast.FunctionDef | ast.AsyncFunctionDef

STUDENT_NAMES = ("student", "solution")
"""Module names that mean the student's module in every task, besides the task's id."""
TIMES_THE_REFERENCE = 3.0
"""Times as long as the reference that a test may take with a student's code: a right solution may be slower."""


@dataclass(frozen=True, slots=True)
class ListedTest:
    """A test as its source says it: its name for pytest, and what its marks say."""

    name: str
    title: str
    points: float = 1.0
    visibility: str = "public"
    hint: str = ""
    line: int = 0
    is_check: bool = True
    """Whether it is a check, and not code that runs on both sides."""

    @property
    def id(self) -> str:
        """The id of its check: without `test_`, and with the class before it."""
        parts = [re.sub(r"^[tT]est_?", "", part) for part in self.name.split("::")]
        parts = [re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", part) for part in parts if part]
        text = re.sub(r"[^a-z0-9_-]+", "_", "-".join(parts).lower()).strip("_-")
        return text if text[:1].isalpha() else f"test_{text}".rstrip("_")


@dataclass(frozen=True, slots=True)
class TestProfile:
    """The facts about a test that its reference shows."""

    fault: str = ""
    """Why the test decides nothing: the reference does not pass it."""
    operators: bool = False
    """Whether objects of the reference's own classes decide operators in it."""
    answers: Mapping[str, str] | None = None
    """The kinds of values that the reference gives in it, by place (`grader/tester/answers.py`); None if unknown."""
    seconds: float = 0.0
    """Seconds on the clock that the reference takes for it; 0 if unknown."""


@dataclass(eq=False)
class TestSuite:
    """The tests of one task."""

    task: str
    files: tuple[Path, ...]
    folder: Path
    """Where they run: helpers and data files lie there."""
    reference: Path | None
    """The file with the solution: a module or a notebook; None where an imported task has none."""
    tests: dict[str, ListedTest]
    """By the name that pytest knows them by."""
    modules: tuple[str, ...] = ()
    shared: bool = False
    """Whether state runs on from test to test; otherwise each one meets a freshly loaded submission."""
    random: bool = False
    """Whether the state of the random generators travels from the first call on."""
    form: str = "pytest"
    """`pytest`, or `notebook` for cells of nbgrader and files of otter."""
    support: tuple[Path, ...] = ()
    """Folders with the task's public files."""
    support_files: tuple[str, ...] = ()
    """The names of these files: a test finds them where it stands, as the student's code does."""
    profiles: dict[str, TestProfile] = field(default_factory=dict)
    """Filled when the first test is asked for."""
    lacking: str = ""
    """A library that is not installed where the reference ran."""
    shown: dict[str, dict[str, str]] | None = None
    """The facts that the tests share and that the reference shows: `names`, what of a library each name means that they
    look up in it, and `values` of nbgrader's AUTOTEST lines; None where there is no reference."""

    def is_hidden(self, name: str) -> bool:
        """Whether the source says that a test is not public: those come last in a grading."""
        return self.tests[name].visibility != "public"

    @property
    def replaceable(self) -> tuple[str, ...]:
        """The functions and classes of its reference that a known wrong solution may stand for."""
        is_module = self.reference is not None and self.reference.suffix == ".py"
        return names_defined(self.reference) if is_module and self.reference is not None else ()

    @property
    def student_modules(self) -> tuple[str, ...]:
        """The module names that mean the student's module."""
        return tuple(dict.fromkeys((self.task, *STUDENT_NAMES, *self.modules)))


@dataclass(frozen=True, slots=True)
class TestRequest:
    """One test of a suite, to be run on a submission."""

    suite: TestSuite
    name: str
    by_default: bool = field(default=False, compare=False)
    """Whether the time that it has is the default, and not what the course says."""

    def seconds(self, wall: float) -> float:
        """Return the seconds on the clock that it has: `wall`, or as a default more where the reference is slow."""
        profile = self.suite.profiles.get(self.name)
        if profile is None or not self.by_default:
            return wall
        return max(wall, float(math.ceil(TIMES_THE_REFERENCE * profile.seconds)))


@dataclass(frozen=True, slots=True)
class TestReport:
    """The report on one test of a submission."""

    outcome: str
    """`passed`, `failed`, `skipped` by the test itself, or `gone`: the worker or the tester ended."""
    text: str = ""
    """pytest's explanation, or the exception."""
    assertion: bool = False
    """Whether it is an assertion of the test that does not hold."""
    student: dict[str, Any] | None = None
    """The exception of the student's own code, where that ended the test."""
    calls: str = ""
    """The calls of the test as Python."""
    passed: int = 0
    cases: int = 1
    share: float | None = None
    """The part of the points that is earned, where the test says so."""
    score: float | None = None
    """The share of its points that the test has set itself."""
    opened: tuple[str, ...] = ()
    """The operators that the student's own objects decided."""
    case: str = ""
    """Of a parametrized test the case that failed."""
    shown: dict[str, dict[str, str]] = field(default_factory=dict)
    """With the reference: what it has shown so far, as `TestSuite.shown`."""
    seconds: float = 0.0


@lru_cache(maxsize=256)
def names_imported(suite: TestSuite) -> frozenset[str]:
    """Return the names that the tests import from the student's module, or look up in it; nothing is executed."""
    return frozenset().union(*(_imported_in(file, suite.student_modules) for file in suite.files))


def _imported_in(file: Path, modules: Collection[str]) -> set[str]:
    try:
        nodes = list(ast.walk(ast.parse(decode_source(file.read_bytes()))))
    except (OSError, SyntaxError, ValueError):
        return set()
    called = {
        alias.asname or alias.name
        for node in nodes if isinstance(node, ast.Import) for alias in node.names if alias.name in modules
    }  # fmt: skip
    names = {
        alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module in modules
        for alias in node.names
    }
    return names | {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in called
    }


def names_defined(file: Path) -> tuple[str, ...]:
    """Return the public functions and classes of a module, which tests may ask for; nothing is executed."""
    tree = ast.parse(decode_source(file.read_bytes()))
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return tuple(dict.fromkeys(name for name in defined if not name.startswith("_")))


def test_files(folder: Path, task: str) -> tuple[Path, ...]:
    """Return the files with tests of a task: `tests/TASK.py`, `tests/TASK.cells.py`, or all of `tests/TASK/`."""
    for name in (f"{task}.py", f"{task}.cells.py"):
        single = folder / "reference" / "tests" / name
        if single.is_file():
            return (single,)
    return tuple(sorted((folder / "reference" / "tests" / task).glob("*.py")))


def list_tests(tree: ast.Module) -> list[ListedTest]:
    """Return the tests in a file, in its order; those that a class inherits within the file before its own."""
    tests = []
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    of_file = _visibility_of_all(tree.body) or "public"
    for node in tree.body:
        if is_test(node):
            tests.append(_listed(node, "", of_file))
        elif isinstance(node, ast.ClassDef) and _is_test_class(node, classes):
            of_class = _visibility_of_class(node, classes) or of_file
            methods = _methods(node, classes)
            # A test of PrairieLearn's may end all that come after it, and unittest runs them by their names.
            if any("PLTestCase" in ast.unparse(base) for base in node.bases):
                methods.sort(key=lambda method: method.name)
            tests += [_listed(member, f"{node.name}::", of_class) for member in methods]
            tests += [
                ListedTest(f"{node.name}::{name}", _in_words(name), visibility=of_class, line=member.lineno)
                for member in node.body
                if (name := switched_on(member))
            ]
    return tests


def switched_on(node: ast.stmt) -> str:
    """Return the name of `test_plot_labels = PLTestCaseWithPlot.optional_test_plot_labels`; "" for all else."""
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute)):
        return ""
    name = ast.unparse(node.targets[0])
    return name if name.startswith("test") and node.value.attr.startswith("optional_test_") else ""


def _methods(node: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> list[TestNode]:
    """Return the tests of a class; `classes` are those that it may be derived from."""
    own = [member for member in node.body if is_test(member)]
    others = {name: other for name, other in classes.items() if other is not node}
    bases = [others[name] for base in reversed(node.bases) if (name := ast.unparse(base)) in others]
    inherited = {method.name: method for base in bases for method in _methods(base, others)}
    overridden = {method.name for method in own}
    return [*(method for name, method in inherited.items() if name not in overridden), *own]


def list_notebook_tests(source: str, file: Path) -> list[ListedTest]:
    """Return the tests in a file that belongs to a notebook: its cells, or the file itself in one of otter's forms.

    None of them where it is a file for pytest.  Raises SyntaxError.
    """
    if file.name.endswith(".cells.py"):
        return [_cell(head, source.count("\n", 0, head.start()) + 1) for head in CELL_HEAD.finditer(source)]
    tree = ast.parse(source)
    ok = any(isinstance(node, ast.Assign) and _targets(node) == ["test"] for node in tree.body)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    cases = any("test_case" in ast.unparse(mark) for node in functions for mark in node.decorator_list)
    return [ListedTest(file.stem, file.stem)] if ok or cases else []


CELL_HEAD = pattern(r"^# %% *(?P<name>[\w-]+)(?P<words>.*)$", re.MULTILINE)
_KEY = pattern(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)|(\w+)')


def _targets(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _cell(head: re.Match[str], line: int) -> ListedTest:
    keys = {
        key or flag: ast.literal_eval(value) if value[:1] == '"' else value
        for key, value, flag in _KEY.findall(head["words"])
    }
    points = float(keys.get("points") or 1)
    visibility = str(keys.get("visibility") or "public")
    name = head["name"]
    return ListedTest(name, str(keys.get("title") or name), points, visibility, "", line, "both" not in keys)


def is_test(node: ast.AST) -> TypeGuard[TestNode]:
    """Whether a statement is a function that is called like a test."""
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test")


def _is_test_class(node: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> bool:
    """Whether pytest collects a class: by its name, or as a test case of unittest, also by a base of the same file."""
    return node.name.startswith("Test") or _is_test_case(node, classes)


def _is_test_case(node: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> bool:
    others = {name: other for name, other in classes.items() if other is not node}
    bases = [ast.unparse(base) for base in node.bases]
    if any(base.rpartition(".")[2].endswith("TestCase") for base in bases):
        return True
    return any(_is_test_case(others[base], others) for base in bases if base in others)


_GRADESCOPE = {"visible": "public", "after_due_date": "after_due", "after_published": "hidden"}
"""Visibilities that Gradescope calls otherwise."""


def _visibility_of_class(node: ast.ClassDef, classes: Mapping[str, ast.ClassDef]) -> str:
    """Return the visibility that a class gives to its tests, by a mark of its own or of one that it is derived from."""
    own = dict(_marks(node.decorator_list)).get("visibility") or _visibility_of_all(node.body)
    others = {name: other for name, other in classes.items() if other is not node}
    bases = (others[name] for base in node.bases if (name := ast.unparse(base)) in others)
    visibility = own or next(filter(None, (_visibility_of_class(base, others) for base in bases)), "")
    return _GRADESCOPE.get(str(visibility), str(visibility))


def _visibility_of_all(body: Iterable[ast.stmt]) -> str:
    """Return the visibility that `pytestmark` gives to all tests of a file or a class."""
    for node in body:
        if isinstance(node, ast.Assign) and _targets(node) == ["pytestmark"]:
            marks = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
            return str(dict(_marks(marks)).get("visibility", ""))
    return ""


def _listed(node: TestNode, prefix: str, visibility: str) -> ListedTest:
    """Return a test as it is written; `visibility` is what its class or file says where it says nothing itself."""
    marks = dict(_marks(node.decorator_list))
    title = next(iter((ast.get_docstring(node) or "").strip().splitlines()), "")
    title = title or str(marks.get("name", "")) or _in_words(node.name)
    points = marks.get("points", marks.get("weight", marks.get("partial_credit", 1.0)))
    visibility = str(marks.get("visibility", visibility))
    return ListedTest(
        f"{prefix}{node.name}",
        f"{marks['number']}) {title}" if "number" in marks else title,
        float(points) if isinstance(points, int | float) else 1.0,
        _GRADESCOPE.get(visibility, visibility),
        str(marks.get("hint", "")),
        node.lineno,
    )


def _marks(decorators: Iterable[ast.expr]) -> Iterator[tuple[str, Any]]:
    """Yield the decorators with one literal argument: `@pytest.mark.points(2)`, `@weight(2)`."""
    for decorator in decorators:
        if isinstance(decorator, ast.Call) and (decorator.args or decorator.keywords):
            argument = decorator.args[0] if decorator.args else decorator.keywords[0].value
            try:
                yield ast.unparse(decorator.func).rpartition(".")[2], ast.literal_eval(argument)
            except ValueError:
                continue


def _in_words(name: str) -> str:
    words = re.sub(r"^test_?", "", name).replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else name
