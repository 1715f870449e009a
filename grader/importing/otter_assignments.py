"""Otter's assignment notebooks: solutions and tests in one notebook, between raw cells that say BEGIN and END.

The older formats, with the configuration of a question in its Markdown cell and `## Test ##` or `# TEST` above a test,
are read too.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.importing.model import SourceError
from grader.importing.otter_checks import ok_file
from grader.importing.otter_tests import OtterCase, OtterQuestion, share_points
from grader.importing.sources import NotebookCell, parse_python, read_yaml
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BOUNDARY = re.compile(r"#\s+(begin|end)\s+(question|prompt|solution|tests)\b", re.IGNORECASE)
_CONFIG = re.compile(r"#\s+assignment\s+config\b", re.IGNORECASE)
_IGNORED = re.compile(r"##?\s*ignore\s*(##)?\s*$", re.IGNORECASE)
_OLD_QUESTION = re.compile(r"^```\s*\n\s*BEGIN QUESTION\b(.*?)^```", re.DOTALL | re.MULTILINE)
_OLD_ASSIGNMENT = re.compile(r"^```\s*\n\s*BEGIN ASSIGNMENT\b(.*?)^```", re.DOTALL | re.MULTILINE)
_OLD_TEST = re.compile(r"##\s*(hidden\s+)?test\s*##|#\s*(hidden\s+)?test\b", re.IGNORECASE)
_OLD_SOLUTION = re.compile(r"##\s*(solution|begin solution|prompt)\s*##|\*\*solution", re.IGNORECASE)
_FENCED = re.compile(r"^```otter[ \t]*\n(.*?)^```[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_BEGIN_TEST_CONFIG = re.compile(r'(?:\w\s*=\s*)?"{3}\s*#\s*BEGIN\s*TEST\s*CONFIG', re.IGNORECASE)
_END_TEST_CONFIG = re.compile(r'"{3}\s*#\s*END\s*TEST\s*CONFIG', re.IGNORECASE)
_CONTINUES = re.compile(r"[ \t]|except\b.*:|elif |else:|finally:")


@dataclass(frozen=True, slots=True)
class ManualQuestion:
    """A question that a person marks."""

    name: str
    text: str
    """Its Markdown."""
    points: float
    solution: str = ""


@dataclass(slots=True)
class OtterAssignment:
    """An assignment notebook, taken apart."""

    config: dict[str, Any] = field(default_factory=dict)
    questions: list[OtterQuestion] = field(default_factory=list)
    manual: list[ManualQuestion] = field(default_factory=list)
    cells: list[tuple[str, str]] = field(default_factory=list)
    """Kind and text of the cells of the solved notebook, with a call of `grader.check` after each question."""
    problems: list[tuple[str, str]] = field(default_factory=list)
    """Items that cannot be imported, each with the reason."""


@dataclass(slots=True)
class _OpenQuestion:
    config: dict[str, Any]
    text: str = ""
    solution: str = ""
    tests: list[NotebookCell] = field(default_factory=list)


def is_assignment(cells: Sequence[NotebookCell]) -> bool:
    """Whether a notebook is one that `otter assign` makes assignments of."""
    return any(
        (cell.kind == "raw" and (_CONFIG.match(cell.source) or _boundary(cell) == ("begin", "question")))
        or (cell.kind == "markdown" and (_OLD_QUESTION.search(cell.source) or _FENCED.search(cell.source)))
        for cell in _unfenced(cells)
    )


def read_assignment(cells: Sequence[NotebookCell]) -> OtterAssignment:
    """Take an assignment notebook apart.  Raises SourceError where its blocks do not fit into each other."""
    reader = _AssignmentReader()
    for cell in _unfenced(cells):
        reader.read(cell)
    return reader.finish()


class _AssignmentReader:
    """Goes through the cells, with the question and the block that are open."""

    def __init__(self) -> None:
        self.assignment = OtterAssignment()
        self._question: _OpenQuestion | None = None
        self._block = ""
        self._old = False

    def read(self, cell: NotebookCell) -> None:
        """Go on by one cell."""
        if _IGNORED.match(cell.lines[0]):
            return
        if cell.kind == "raw" and _CONFIG.match(cell.source):
            self.assignment.config.update(read_yaml(cell.source))
        elif boundary := _boundary(cell):
            self._cross(cell, *boundary)
        elif cell.kind == "markdown" and (old := _OLD_ASSIGNMENT.search(cell.source)):
            self.assignment.config.update(read_yaml(old[1]))
        elif cell.kind == "markdown" and (old := _OLD_QUESTION.search(cell.source)):
            self._close()
            self._question, self._old = _OpenQuestion(read_yaml(old[1])), True
            self._question.text = _OLD_QUESTION.sub("", cell.source).strip()
            self._keep("markdown", self._question.text)
        elif self._old and cell.kind == "code" and _OLD_TEST.match(cell.source):
            self._old_test(cell)
        else:
            self._content(cell)

    def finish(self) -> OtterAssignment:
        """Return the assignment."""
        if self._question is not None and not self._old:
            name = self._question.config.get("name", "?")
            raise SourceError(f"the question {name} is not ended: there is no cell `# END QUESTION`")
        self._close()
        return self.assignment

    def _cross(self, cell: NotebookCell, edge: str, block: str) -> None:
        where = f"cell {cell.number}"
        if edge == "begin":
            if self._block or (block == "question") != (self._question is None):
                raise SourceError(
                    f"{where}: `{cell.lines[0].strip()}` stands inside of another block or outside of a question"
                )
            if block == "question":
                self._question, self._old = _OpenQuestion(read_yaml(cell.source)), False
            else:
                self._block = block
        elif block == "question" and not self._block and self._question is not None:
            self._close()
        elif block == self._block:
            self._block = ""
        else:
            raise SourceError(f"{where}: `{cell.lines[0].strip()}` ends a block that is not open")

    def _old_test(self, cell: NotebookCell) -> None:
        if self._question is None:
            raise SourceError(f"cell {cell.number}: a test outside of a question")
        hidden = "hidden" in cell.lines[0].casefold()
        self._question.tests.append(replace(cell, source="\n".join(["# HIDDEN"] * hidden + cell.lines[1:])))

    def _content(self, cell: NotebookCell) -> None:
        question = self._question
        if question is not None and self._block == "tests":
            if cell.kind != "code":
                raise SourceError(f"cell {cell.number}: a cell of tests is not code")
            question.tests.append(cell)
            return
        if self._block == "prompt":  # the student's answer stands there; the solution is another cell
            return
        if question is not None:
            solves = self._block == "solution" or (self._old and bool(_OLD_SOLUTION.search(cell.source)))
            if solves:
                question.solution += f"{cell.source}\n\n"
            elif cell.kind == "markdown":
                question.text += f"{cell.source}\n\n"
        self._keep(cell.kind, solved(cell.source) if cell.kind == "code" else cell.source)

    def _keep(self, kind: str, text: str) -> None:
        if text.strip() and kind in {"code", "markdown"}:
            self.assignment.cells.append((kind, text))

    def _close(self) -> None:
        question, self._question, self._block = self._question, None, ""
        if question is None:
            return
        name = str(question.config.get("name", "")).strip()
        if not name:
            self.assignment.problems.append(("a question", "has no name"))
        elif question.config.get("manual"):
            self._close_manual(name, question)
        elif not question.tests:
            self.assignment.problems.append((name, "has no tests and is not marked by a person"))
        else:
            self._close_tested(name, question)

    def _close_manual(self, name: str, question: _OpenQuestion) -> None:
        points = question.config.get("points")
        number = float(points) if isinstance(points, int | float) and not isinstance(points, bool) else 1.0
        self.assignment.manual.append(ManualQuestion(name, question.text.strip(), number, question.solution.strip()))
        if question.tests:
            self.assignment.problems.append((name, "is marked by a person: its tests count for nothing"))

    def _close_tested(self, name: str, question: _OpenQuestion) -> None:
        try:
            ok = _uses_ok(self.assignment.config)
            self.assignment.questions.append(_tested(name, question, ok=ok))
            self._keep("code", f"grader.check({name!r})")
        except SourceError as error:
            self.assignment.problems.append((name, str(error)))


def _uses_ok(config: Mapping[str, Any]) -> bool:
    tests = config.get("tests")
    return not (isinstance(tests, dict) and tests.get("ok_format") is False)


def _tested(name: str, question: _OpenQuestion, *, ok: bool) -> OtterQuestion:
    """Return the test file of a question, as `otter assign` would write it."""
    cases, bodies = [], []
    for index, cell in enumerate(question.tests):
        config, code, hidden = _test_config(cell)
        case = OtterCase(
            index, str(config.get("name") or f"{name} - {index + 1}"), bool(config.get("hidden", hidden)),
            _points(config.get("points")), str(config.get("failure_message") or "").strip(),
        )  # fmt: skip
        tree = parse_python(code, f"cell {cell.number}")
        if not ok and not (tree.body and isinstance(tree.body[0], ast.FunctionDef) and len(tree.body) <= 2):
            # Such a file may have one function in a cell; the others are doctests whatever the assignment says.
            raise SourceError(f"cell {cell.number} is not one function of the test and a call of it")
        cases.append(case)
        bodies.append(_doctest(tree, cell.output) if ok else ast.unparse(tree.body[0]))
    shared = share_points(question.config.get("points"), cases)
    all_or_nothing = bool(question.config.get("all_or_nothing"))
    return OtterQuestion(name, _file(name, shared, bodies, ok=ok, whole=all_or_nothing), shared, all_or_nothing)


def _points(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None


def _test_config(cell: NotebookCell) -> tuple[dict[str, Any], str, bool]:
    """Return the configuration of a test cell, its code, and whether its first line hides it."""
    lines = cell.lines
    if _BEGIN_TEST_CONFIG.match(lines[0]):
        end = next((k for k, line in enumerate(lines) if _END_TEST_CONFIG.match(line.strip())), None)
        if end is None:
            raise SourceError(f"cell {cell.number}: its configuration is not ended")
        return read_yaml("\n".join(lines[1:end])), "\n".join(lines[end + 1 :]), False
    hidden = lines[0].lstrip().startswith("#") and re.search(r"\bhidden\b", lines[0], re.IGNORECASE) is not None
    return {}, cell.source, hidden


class _WithoutAnnotations(ast.NodeTransformer):
    """A doctest's globals lack the names of types that only an annotation uses."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node


def _doctest(tree: ast.Module, output: str) -> str:
    """Return a cell as a doctest whose last example has the output that the notebook was saved with."""
    lines: list[str] = []
    for line in ast.unparse(ast.fix_missing_locations(_WithoutAnnotations().visit(tree))).split("\n"):
        if line:
            continues = bool(_CONTINUES.match(line)) or (bool(lines) and lines[-1].rstrip().endswith("\\"))
            lines.append(f"{'...' if continues and lines else '>>>'} {line}")
    return "\n".join([*lines, *output.rstrip("\n").split("\n")])


def _file(name: str, cases: Sequence[OtterCase], bodies: Sequence[str], *, ok: bool, whole: bool) -> str:
    if not ok:
        head = "from otter.test_files import test_case\n\nOK_FORMAT = False\n\n"
        head += f"name = {name!r}\nall_or_nothing = {whole}\n"
        return head + "".join(
            f"\n\n@test_case(name={case.name!r}, points={case.points!r}, hidden={case.hidden})\n{body}\n"
            for case, body in zip(cases, bodies, strict=True)
        )
    listed = [
        {"name": case.name, "hidden": case.hidden, "points": case.points, "code": body}
        for case, body in zip(cases, bodies, strict=True)
    ]
    suites = [{"type": "doctest", "cases": listed}]
    return ok_file({"name": name, "all_or_nothing": whole, "suites": suites}, cases)


def solved(source: str) -> str:
    """Return a cell of a solution as code that runs: without prompts and ignored lines, with what solves.

    >>> solved("x = 2 # SOLUTION")
    'x = 2'
    """
    lines, skipped = [], ""
    for line in source.split("\n"):
        end = line.rstrip()
        if skipped:
            skipped = "" if f"# END {skipped}" in end else skipped
            continue
        if re.search(r'"{3}\s*;?\s*#\s*BEGIN PROMPT\s*$', end):
            skipped = "PROMPT"
        elif re.match(r"\s*#\s*BEGIN\s*IGNORE\s*$", end, re.IGNORECASE):
            skipped = "IGNORE"
        elif not end.endswith("# IGNORE") and not re.match(r"\s*#\s*(BEGIN|END) SOLUTION( NO PROMPT)?\s*$", end):
            lines.append(re.sub(r"\s*#\s*(SOLUTION( NO PROMPT)?|SEED)\s*$", "", line))
    return "\n".join(lines)


def _boundary(cell: NotebookCell) -> tuple[str, str] | None:
    match = _BOUNDARY.match(cell.source) if cell.kind == "raw" else None
    return (match[1].lower(), match[2].lower()) if match else None


def _unfenced(cells: Sequence[NotebookCell]) -> Iterator[NotebookCell]:
    """Yield the cells, with the parts of Markdown between ```otter and ``` as the raw cells that they stand for."""
    for cell in cells:
        if cell.kind != "markdown" or not _FENCED.search(cell.source):
            yield cell
            continue
        end = 0
        for match in _FENCED.finditer(cell.source):
            if cell.source[end : match.start()].strip():
                yield replace(cell, source=cell.source[end : match.start()].strip("\n"))
            yield replace(cell, kind="raw", source=match[1].rstrip("\n"))
            end = match.end()
        if cell.source[end:].strip():
            yield replace(cell, source=cell.source[end:].strip("\n"))
