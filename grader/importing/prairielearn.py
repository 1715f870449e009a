"""The format `prairielearn`: questions whose `tests/test.py` has a `PLTestCase`.

The folder of tests is copied as it is: test.py, setup_code.py, leading and trailing code, data files and server.py.
`ans.py` becomes the reference.  What students get and give by name stands in question.html or in the source of
server.py.
"""

from __future__ import annotations

import ast
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from grader.checks.suite import switched_on
from grader.importing import names
from grader.importing.cell_names import bound_names
from grader.importing.data_files import data_files
from grader.importing.model import OVERRIDDEN, Import, ImportedTask, ImportRow, SourceError
from grader.importing.server_names import KEYS, names_in_server
from grader.importing.sources import (
    LARGEST_DATA,
    files_below,
    parse_python,
    read_bytes,
    read_json,
    read_text,
)  # fmt: skip
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_OTHER_GRADERS = {"cgrader": "is C or C++, and only Python runs", "RGrader": "is R, and only Python runs"}
_OWN_FILES = {"test.py", "setup_code.py", "ans.py"}
_FRAGMENTS = {"leading_code.py": "leading_code.txt", "trailing_code.py": "trailing_code.txt"}
"""Pieces of a file, which need not be Python alone."""
_NOT_COPIED = {"initial_code.py", "initial_code.ipynb"}


@dataclass(slots=True)
class _PythonQuestion:
    """A question's folder, read."""

    folder: Path
    test: str
    tree: ast.ClassDef
    tests: dict[str, str] = field(default_factory=dict)
    """The name of each test by its method."""
    overridden: set[str] = field(default_factory=set)
    """Methods that are defined twice: the earlier one never runs."""


def read_prairielearn(paths: Sequence[Path]) -> Import:
    """Read the questions below `paths`: a task for each."""
    result, task_ids = Import(), set[str]()
    for path in paths:
        for file in files_below(path, ("test.py",)):
            if file.name != "test.py" or (file.parent.name != "tests" and file != path):
                continue
            folder = file.parent.parent if file.parent.name == "tests" else file.parent
            try:
                question = _question(file, folder)
                _add_task(question, result, task_ids)
            except SourceError as error:
                result.leave_out(str(file), "the question", str(error))
    return result


def _question(file: Path, folder: Path) -> _PythonQuestion:
    text = read_text(file)
    other = next((reason for word, reason in _OTHER_GRADERS.items() if re.search(rf"\b{word}\b", text)), None)
    if other:
        raise SourceError(other)
    tree = parse_python(text)
    classes = [
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef) and "PLTestCase" in "".join(map(ast.unparse, node.bases))
    ]
    if not classes:
        raise SourceError("has no class that inherits from PLTestCase")
    question = _PythonQuestion(folder, text, classes[-1])
    for node in classes[-1].body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            if node.name in question.tests:
                question.overridden.add(node.name)
            question.tests[node.name] = _title(node)
    plots = [name for node in classes[-1].body if (name := switched_on(node))]
    question.tests |= dict.fromkeys(plots, "Check plot labels")
    if not question.tests:
        raise SourceError("has no method whose name begins with test")
    return question


def _title(node: ast.FunctionDef) -> str:
    """Return the name of a test: its docstring or the method's name, where no decorator says more."""
    title = names.title(ast.get_docstring(node) or "", node.name)
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and decorator.args and isinstance(decorator.args[0], ast.Constant):
            value, called = decorator.args[0].value, ast.unparse(decorator.func).rpartition(".")[2]
            if called == "name" and isinstance(value, str):
                title = names.title(value, node.name)
    return title


def _add_task(question: _PythonQuestion, result: Import, task_ids: set[str]) -> None:
    folder, tests = question.folder, question.folder / "tests"
    task = names.task_id(folder.resolve().name, task_ids, "question")
    source = str(tests / "test.py")
    title, statement = _wording(folder, task)
    params, computed = _params(folder)
    if not params.get("names_from_user") and not computed:
        result.rows.append(
            ImportRow(source, "names_from_user", task, "neither in question.html nor in server.py: no name is read")
        )
    home = f"reference/tests/{task}"
    files, others = _copied(tests, home)
    support = data_files(tests, others, source, result)
    files[f"{home}/data.json"] = (json.dumps({"params": params}, indent=2) + "\n").encode()
    if (folder / "server.py").is_file():
        files[f"{home}/server.py"] = read_bytes(folder / "server.py")
    if not (tests / "ans.py").is_file():
        note = "there is no tests/ans.py, so self.ref is empty"
    elif missing := _unsolved(tests / "ans.py", params, computed=computed):
        note = f"ans.py {missing}, so there is no solution to try the tests with"
    else:
        note = ""
        files[f"reference/{task}.py"] = files.pop(f"{home}/ans.py")
    if computed:
        note = "; ".join(
            filter(None, (note, "server.py computes the question: everybody gets the variant of the course's seed"))
        )
    for method, words in question.tests.items():
        notes = (OVERRIDDEN if method in question.overridden else "", note)
        result.rows.append(ImportRow(source, f"{method}: {words}", task, "; ".join(filter(None, notes))))
    keys: dict[str, Any] = {"tests": "all", "shared": True, "random": True}
    if support:
        keys["support"] = sorted(support)
        files.update({f"support/{name}": data for name, data in support.items()})
    modules = _student_modules(question.tree, task)
    if modules:
        keys["modules"] = modules
    result.tasks.append(
        ImportedTask(task, title, statement, f"PrairieLearn: {folder.name}", (), keys=keys, files=files)
    )


def _student_modules(tree: ast.ClassDef, task: str) -> list[str]:
    """Return the module that `student_code_file` names."""
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and ast.unparse(node.targets[0]) == "student_code_file"
            and isinstance(node.value, ast.Constant)
        ):
            stem = str(node.value.value).rpartition("/")[2].partition(".")[0]
            return [stem] if stem.isidentifier() and stem != task else []
    return ["user_code"]


def _copied(tests: Path, home: str) -> tuple[dict[str, bytes], list[Path]]:
    """Return the files of the tests by their place in the course, and those that students' code has beside it too."""
    files: dict[str, bytes] = {}
    others: list[Path] = []
    for file in files_below(tests, ("",)):
        name = file.relative_to(tests).as_posix()
        if name in _NOT_COPIED:
            continue
        files[f"{home}/{_FRAGMENTS.get(name, name)}"] = read_bytes(file, LARGEST_DATA)
        if name not in _OWN_FILES and name not in _FRAGMENTS:
            others.append(file)
    return files, others


def _unsolved(answer: Path, params: dict[str, Any], *, computed: bool) -> str:
    """Return why `ans.py` is no solution that a student could have handed in; empty where it is one."""
    if computed and "names_from_user" not in params:
        return "cannot have the names that server.py computes"
    bound = bound_names(parse_python(read_text(answer), "ans.py"))
    required_names = [entry["name"] for entry in params.get("names_from_user", [])]
    missing = next((name for name in required_names if name not in bound), None)
    return "" if missing is None else f"does not define {missing}"


def _wording(folder: Path, task: str) -> tuple[str, str]:
    """Return title and statement: those of info.json and question.html, as far as they can be read."""
    title = folder.resolve().name
    try:
        info = read_json(folder / "info.json")
        title = str(info.get("title") or title) if isinstance(info, dict) else title
    except SourceError:
        pass
    page = _page(folder)
    text = re.sub(r"\n{3,}", "\n\n", page.text).strip() if page else ""
    return names.title(title, task), text[:20_000] or f"The question `{folder.name}`."


class _QuestionPage(HTMLParser):
    """The words of a question.html, and the names that students get and give."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.names: dict[str, list[dict[str, str]]] = {}
        self._list = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "pl-external-grader-variables":
            self._list = given.get("params-name", given.get("variables-name", ""))
        elif tag == "pl-variable" and self._list in KEYS:
            self.names.setdefault(self._list, []).append({key: given[key] for key in ("name", "type") if key in given})
        elif tag in {"pl-submission-panel", "pl-answer-panel", "script", "style"}:
            self._silent += 1
        elif tag in {"p", "li", "br", "div", "pl-question-panel"}:
            self.text += "\n- " if tag == "li" else "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag == "pl-external-grader-variables":
            self._list = ""
        elif tag in {"pl-submission-panel", "pl-answer-panel", "script", "style"}:
            self._silent = max(0, self._silent - 1)
        elif tag == "p":
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text += re.sub(r"[ \t]+", " ", data)


def _page(folder: Path) -> _QuestionPage | None:
    try:
        page = _QuestionPage()
        page.feed(read_text(folder / "question.html"))
        page.close()
    except (SourceError, ValueError, AssertionError):
        return None
    return page


def _params(folder: Path) -> tuple[dict[str, Any], bool]:
    """Return the names that students get and give, and whether server.py computes more than these."""
    page = _page(folder)
    params: dict[str, Any] = dict(page.names) if page else {}
    if not (folder / "server.py").is_file():
        return params, False
    named, computed = names_in_server(parse_python(read_text(folder / "server.py"), "server.py"))
    return params | named, computed
