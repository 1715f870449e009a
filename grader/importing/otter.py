"""The format `otter`: test files with or without a solved notebook, and assignment notebooks of `otter assign`."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.importing import names
from grader.importing.data_files import data_files, files_named
from grader.importing.model import Import, ImportedTask, ImportRow, SourceError
from grader.importing.otter_assignments import OtterAssignment, is_assignment, read_assignment
from grader.importing.otter_checks import ok_file, question_parts
from grader.importing.otter_tests import OtterQuestion, question_of_dict, question_of_text, read_question
from grader.importing.sources import (
    files_below,
    notebook_language,
    read_bytes,
    read_notebook,
    read_text,
)  # fmt: skip
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.importing.sources import NotebookCell

_ELSEWHERE = {
    ".R": "is R, and only Python runs",
    ".Rmd": "is R, and only Python runs",
    ".qmd": "is Quarto: save it as a notebook",
}


@dataclass(slots=True)
class _Home:
    """The files of one assignment: those below one folder."""

    tests: list[Path] = field(default_factory=list)
    solutions: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OtterData:
    """The data files of an assignment by their names."""

    public: dict[str, bytes]
    private: dict[str, bytes]


def read_otter(paths: Sequence[Path]) -> Import:
    """Read otter's files below `paths`: a task for each assignment notebook and for each folder of test files."""
    result, task_ids = Import(), set[str]()
    homes: defaultdict[Path, _Home] = defaultdict(_Home)
    for path in paths:
        for file in files_below(path, (".ipynb", ".py", *_ELSEWHERE)):
            try:
                _sort(file, homes, result, task_ids, named=file == path)
            except SourceError as error:
                result.leave_out(str(file), "the file", str(error))
    if len(homes) == 2 and sum(not home.tests for home in homes.values()) == 1:
        _join_solution(homes)
    for folder, home in homes.items():
        _read_home(folder, home, result, task_ids)
    return result


def _join_solution(homes: dict[Path, _Home]) -> None:
    """Give the solution that was named apart from the tests to them."""
    lonely = next(folder for folder, home in homes.items() if not home.tests)
    tested = next(home for home in homes.values() if home.tests)
    tested.solutions = homes.pop(lonely).solutions or tested.solutions


def _sort(file: Path, homes: dict[Path, _Home], result: Import, task_ids: set[str], *, named: bool) -> None:
    if file.suffix in _ELSEWHERE:
        if named or file.parent.name == "tests":
            result.leave_out(str(file), "the file", _ELSEWHERE[file.suffix])
        return
    if file.suffix == ".ipynb":
        cells, metadata = read_notebook(file)
        if is_assignment(cells):
            _read_notebook_assignment(file, cells, metadata, result, task_ids)
        elif _metadata_tests(metadata):
            _read_notebook_metadata(file, metadata, result, task_ids)
        else:
            homes[_home(file)].solutions.append(file)
        return
    text = read_text(file)
    if "test_case" in text or ("suites" in text and "test" in text):
        homes[_home(file)].tests.append(file)
    elif named:
        homes[_home(file)].solutions.append(file)


def _home(file: Path) -> Path:
    return file.parent.parent if file.parent.name == "tests" else file.parent


def _read_home(folder: Path, home: _Home, result: Import, task_ids: set[str]) -> None:
    if not home.tests:
        for file in home.solutions:
            result.leave_out(str(file), "the notebook", "has no tests of otter's, and none lie beside it")
        return
    if folder.name == "student" and (folder.parent / "autograder").is_dir():
        result.leave_out(str(folder), f"{len(home.tests)} test files", "is the students' version of ../autograder")
        return
    task = names.task_id(folder.resolve().name, task_ids, "assignment")
    questions = []
    for file in home.tests:
        try:
            questions.append((str(file), read_question(file)))
        except SourceError as error:
            result.leave_out(str(file), "the question", str(error))
    solution, note = _solution(home.solutions)
    texts = [text for path in home.solutions for text in _cell_texts(path)]
    data = _data(folder, texts, questions, str(folder), result)
    title = folder.resolve().name.replace("_", " ")
    statement = f"The questions of `{folder.resolve().name}`: {', '.join(question.name for _, question in questions)}."
    _add_task(result, task, title, statement, str(folder), questions, solution=solution, note=note, data=data)


def _solution(files: Sequence[Path]) -> tuple[Path | None, str]:
    if len(files) == 1:
        return files[0], ""
    if not files:
        return None, "no solution beside the tests: name it as one more PATH"
    return None, f"{len(files)} notebooks beside the tests: name the solution as one more PATH"


def _metadata_tests(metadata: dict[str, Any]) -> dict[str, Any]:
    otter = metadata.get("otter")
    tests = otter.get("tests") if isinstance(otter, dict) else None
    return tests if isinstance(tests, dict) else {}


def _read_notebook_metadata(file: Path, metadata: dict[str, Any], result: Import, task_ids: set[str]) -> None:
    """Import the tests that `otter assign` has put into a notebook's metadata."""
    task, questions = names.task_id(file.stem, task_ids, "assignment"), []
    for name, content in _metadata_tests(metadata).items():
        try:
            questions.append((str(file), _metadata_question(name, content)))
        except SourceError as error:
            result.leave_out(str(file), name, str(error))
    statement = f"The questions of `{file.name}`: {', '.join(question.name for _, question in questions)}."
    data = _data(file.parent, _cell_texts(file), questions, str(file), result)
    _add_task(result, task, file.stem.replace("_", " "), statement, str(file), questions, solution=file, data=data)


def _metadata_question(name: str, content: object) -> OtterQuestion:
    if isinstance(content, str):
        return question_of_text(content, name)
    if isinstance(content, dict):
        question = question_of_dict(content, "", name)
        return replace(question, text=ok_file(content, question.cases))
    raise SourceError("is neither a dict nor the text of a test file")


def _read_notebook_assignment(
    file: Path, cells: list[NotebookCell], metadata: dict[str, Any], result: Import, task_ids: set[str]
) -> None:
    if notebook_language(metadata) == "r":
        result.leave_out(str(file), "the notebook", "is R, and only Python runs")
        return
    assignment = read_assignment(cells)
    for item, reason in assignment.problems:
        result.leave_out(str(file), item, reason)
    if not assignment.questions and not assignment.manual:
        result.leave_out(str(file), "the notebook", "has no question with tests and none for a person")
        return
    task = names.task_id(file.stem, task_ids, "assignment")
    title = str(assignment.config.get("name") or file.stem.replace("_", " "))
    texts = [text for kind, text in assignment.cells if kind == "markdown"]
    statement = "\n\n".join(texts)[:20_000].strip() or f"The questions of `{file.name}`."
    questions = [(str(file), question) for question in assignment.questions]
    notebook = _notebook(assignment.cells)
    written = [
        _written(question.name, question.text, question.points, question.solution) for question in assignment.manual
    ]
    listed = _listed_files(file, assignment, result)
    data = _data(file.parent, [text for _, text in assignment.cells], questions, str(file), result, listed)
    _add_task(
        result, task, title, statement, str(file), questions,
        notebook=notebook, written=written, data=data, seed=_seed_lines(assignment.config),
    )  # fmt: skip


def _seed_lines(config: dict[str, Any]) -> str:
    """Return the lines of a test file that say how otter seeds the notebook's random numbers."""
    generate, seed = config.get("generate"), config.get("seed")
    number = generate.get("seed") if isinstance(generate, dict) else None
    variable = ""
    if isinstance(seed, dict):
        number, variable = seed.get("autograder_value"), str(seed.get("variable") or "")
    elif isinstance(seed, int):
        number = seed
    if isinstance(number, bool) or not isinstance(number, int):
        return ""
    return f"\nseed = {number % 2**32}\n" + (f"seed_variable = {variable!r}\n" if variable else "")


def _listed_files(file: Path, assignment: OtterAssignment, result: Import) -> dict[str, bytes]:
    """Return the data files and modules that the configuration names."""
    paths: set[Path] = set()
    listed = [*_strings(assignment.config.get("files")), *_strings(assignment.config.get("student_files"))]
    for name in listed:
        path = (file.parent / name).resolve()
        if not path.is_relative_to(file.parent.resolve()):
            result.leave_out(str(file), name, "lies outside of the assignment's folder")
            continue
        paths.update(files_below(path, ("",)) if path.exists() else ())
        if not path.exists():
            result.leave_out(str(file), name, "is listed in the configuration and is not there")
    return data_files(file.parent.resolve(), paths, str(file), result)


def _cell_texts(file: Path) -> list[str]:
    """Return the texts of a solution."""
    return [cell.source for cell in read_notebook(file)[0]] if file.suffix == ".ipynb" else [read_text(file)]


def _data(
    folder: Path, texts: Sequence[str], questions: Sequence[tuple[str, OtterQuestion]], source: str, result: Import,
    listed: dict[str, bytes] | None = None,
) -> OtterData:  # fmt: skip
    """Return the data files that are listed, and those that a solution and tests name.

    What only tests with a hidden case name stays beside them.
    """
    public, veiled = list(texts), list[str]()
    for _, question in questions:
        (veiled if any(case.hidden for case in question.cases) else public).append(question.text)
    known = listed or {}
    shown = [path for path in files_named(folder, public) if path.relative_to(folder).as_posix() not in known]
    known = known | data_files(folder, shown, source, result)
    hidden = [path for path in files_named(folder, veiled) if path.relative_to(folder).as_posix() not in known]
    return OtterData(known, data_files(folder, set(hidden) - set(shown), source, result, public=False))


def _strings(value: object) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def _notebook(cells: Iterable[tuple[str, str]]) -> bytes:
    listed: list[dict[str, Any]] = []
    for kind, text in cells:
        cell: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": text}
        listed.append(cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    content = {"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _written(name: str, text: str, points: float, solution: str) -> dict[str, Any]:
    heading = names.title(text, name)
    check = {"id": names.slug(name, "question"), "title": heading, "points": points, "written": heading}
    return check | ({"rubric": {"note": f"The solution of the assignment:\n\n{solution}"[:19_000]}} if solution else {})


def _add_task(
    result: Import, task: str, title: str, statement: str, source: str, questions: list[tuple[str, OtterQuestion]], *,
    solution: Path | None = None, notebook: bytes = b"", note: str = "", written: Sequence[dict[str, Any]] = (),
    data: OtterData | None = None, seed: str = "",
) -> None:  # fmt: skip
    """Add one task with a check for each question, and two for a question that has public and hidden cases."""
    check_ids: set[str] = set()
    checks: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for file, question in questions:
        _note_cases(result, task, file, question, note)
        for part in question_parts(question):
            stem = names.unique(names.slug(part.stem, "question").replace("-", "_"), check_ids)
            files[f"reference/tests/{task}/{stem}.py"] = f"{part.text}{seed}".encode()
            checks.append(part.check(stem))
    checks += [check | {"id": names.unique(check["id"], check_ids)} for check in written]
    result.rows += [ImportRow(source, check["title"], task, "marked by a person") for check in written]
    if not checks:
        result.leave_out(source, "the assignment", "none of its questions can be imported")
        return
    if notebook or (solution is not None and solution.suffix == ".ipynb"):
        files[f"reference/{task}.ipynb"] = notebook or read_bytes(solution or Path())
    elif solution is not None:
        files[f"reference/{task}.py"] = read_bytes(solution)
    keys: dict[str, Any] = {"shared": True}
    data = data or OtterData({}, {})
    files |= {f"support/{name}": content for name, content in data.public.items()}
    files |= {f"reference/tests/{task}/{name}": content for name, content in data.private.items()}
    if data.public:
        keys["support"] = sorted(data.public)
    result.tasks.append(
        ImportedTask(task, title, statement, f"otter: {Path(source).name}", tuple(checks), keys=keys, files=files)
    )


def _note_cases(result: Import, task: str, file: str, question: OtterQuestion, note: str) -> None:
    for case in question.cases:
        if case.left_out:
            result.leave_out(file, case.name, case.left_out)
        else:
            result.rows.append(ImportRow(file, case.name, task, note))
