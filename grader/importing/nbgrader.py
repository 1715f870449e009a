"""The format `nbgrader`: source notebooks, whose cells say in their metadata what they are for.

A cell that is graded and no solution is a test.  A locked cell that is neither is the teacher's code for both sides.
A cell that is graded and a solution, or a task, is marked by a person.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from grader.importing import names
from grader.importing.cell_names import bound_names, names_given, without_magics
from grader.importing.data_files import MOST, data_files, files_named, files_written
from grader.importing.model import Import, ImportedTask, ImportRow, SourceError
from grader.importing.sources import files_below, notebook_language, parse_python, read_json, read_notebook
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.importing.sources import NotebookCell

_NEWEST = 3
_BEGIN_HIDDEN = re.compile(r"\s*#+\s*BEGIN HIDDEN TESTS?\b", re.IGNORECASE)
_END_HIDDEN = re.compile(r"\s*#+\s*END HIDDEN TESTS?\b", re.IGNORECASE)
_AUTOTEST = re.compile(r"^\s*#+\s*(HASHED\s+)?AUTOTEST\b", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(\S.*)$", re.MULTILINE)
_NO_DATA = (".ipynb", ".pyc")
_VERSIONS = ("release", "submitted", "autograded", "feedback")
"""The folders of a course in which nbgrader keeps what it has made of the source notebooks."""


@dataclass(frozen=True, slots=True)
class CellRole:
    """The purpose of a cell by nbgrader's metadata, brought to the newest form."""

    grade_id: str
    grade: bool
    solution: bool
    locked: bool
    task: bool
    points: float

    @property
    def is_test(self) -> bool:
        """Whether the cell is a test."""
        return self.grade and not self.solution and not self.task

    @property
    def is_manual(self) -> bool:
        """Whether a person marks it."""
        return self.task or (self.grade and self.solution)


def read_nbgrader(paths: Sequence[Path]) -> Import:
    """Read the notebooks below `paths`: a task for each."""
    result, task_ids = Import(), set[str]()
    for path in paths:
        has_source = path.is_dir() and (path / "source").is_dir()
        for file in files_below(path / "source" if has_source else path, (".ipynb",)):
            try:
                _read_file(file, result, task_ids)
            except SourceError as error:
                result.leave_out(str(file), "the notebook", str(error))
        if has_source:
            generated = [name for name in _VERSIONS if (path / name).is_dir()]
            if generated:
                result.leave_out(str(path), ", ".join(generated), "is made from source/ by nbgrader, or by students")
    return result


def _read_file(file: Path, result: Import, task_ids: set[str]) -> None:
    cells, metadata = read_notebook(file)
    if "python" not in notebook_language(metadata):
        raise SourceError(f"is {notebook_language(metadata)}, and only Python runs")
    roles = {cell.number: role for cell in cells if (role := cell_role(cell)) is not None}
    _refuse_twice([role.grade_id for role in roles.values()])
    if not any(role.is_test or role.is_manual for role in roles.values()):
        result.leave_out(str(file), "the notebook", "has no graded cell in its metadata")
        return
    task = names.task_id(_task_name(file), task_ids, "problem")
    reader = _NotebookReader(str(file), task, result, _names_given(cells, roles))
    for cell in cells:
        reader.read(cell, roles.get(cell.number))
    if not reader.checks and not reader.cells:
        return
    files = {f"reference/{task}.ipynb": _without_outputs(file)}
    support = _support(file, cells, result)
    files.update({f"support/{name}": data for name, data in support.items()})
    keys: dict[str, Any] = {"tests": "all", "shared": True} if reader.cells else {}
    if support:
        keys["support"] = sorted(support)
    text = "".join(reader.cells)
    if text:
        files[f"reference/tests/{task}.cells.py"] = text.encode()
    title = file.stem.replace("_", " ").strip() or task
    statement = "\n\n".join(cell.source for cell in cells if cell.kind == "markdown")[:20_000].strip()
    result.tasks.append(
        ImportedTask(
            task,
            title,
            statement or f"The notebook `{file.name}`.",
            f"nbgrader: {file.name}",
            tuple(reader.checks),
            keys=keys,
            files=files,
        )
    )


def _task_name(file: Path) -> str:
    """Return the notebook's name, in a course with its assignment's: two of them often have notebooks of one name."""
    folder = file.resolve().parent
    in_course = folder.parent.name == "source" and not file.stem.startswith(folder.name)
    return f"{folder.name}_{file.stem}" if in_course else file.stem


def _refuse_twice(ids: Sequence[str]) -> None:
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise SourceError(f"has two cells with the grade_id {twice!r}, so nobody can say which one is meant")


def cell_role(cell: NotebookCell) -> CellRole | None:
    """Return the role of a cell; None where nbgrader has nothing to say about it.  Raises SourceError."""
    data = cell.metadata.get("nbgrader")
    if not isinstance(data, dict) or not data:
        return None
    version = data.get("schema_version", 0)
    if isinstance(version, int) and version > _NEWEST:
        raise SourceError(f"has nbgrader metadata of version {version}; this program knows up to {_NEWEST}")
    grade, solution, task = (data.get(key) is True or data.get(key) == "true" for key in ("grade", "solution", "task"))
    locked = data.get("locked")
    name = str(data.get("grade_id") or "").strip()
    if not name:
        if not (grade or solution or task or locked):
            return None
        name = f"cell-{cell.number}"
    # Before there was `locked`, a test was always locked and a solution never.
    is_locked = bool(locked) if locked is not None else grade and not solution
    return CellRole(name, grade, solution, is_locked, task, _points(data.get("points")))


def _points(value: object) -> float:
    """Return the points of a cell; in old notebooks they may be missing, or a text."""
    try:
        number = float(value)  # type: ignore[arg-type]  # what cannot be a number raises
    except (TypeError, ValueError):
        return 0.0
    return number if 0 <= number < 1e9 else 0.0


def _names_given(cells: Sequence[NotebookCell], roles: dict[int, CellRole]) -> frozenset[str]:
    code = [(cell.number in roles and roles[cell.number].is_test, cell.source) for cell in cells if cell.kind == "code"]
    return names_given([text for is_test, text in code if is_test], [text for is_test, text in code if not is_test])


class _NotebookReader:
    """Goes through the cells of one notebook and gathers tests and questions for a person."""

    def __init__(self, file: str, task: str, result: Import, gives: frozenset[str]) -> None:
        self.file, self.task, self.result, self.gives = file, task, result, gives
        self.checks: list[dict[str, Any]] = []
        self.cells: list[str] = []
        self._taken: set[str] = set()
        self._heading = ""

    def read(self, cell: NotebookCell, role: CellRole | None) -> None:
        """Go on by one cell."""
        headings = _HEADING.findall(cell.source) if cell.kind in {"markdown", "heading"} else []
        if headings:
            self._heading = headings[-1].strip().rstrip("#").strip()
        if role is None:
            return
        if role.is_manual:
            self._manual(cell, role)
        elif role.is_test and cell.kind == "code":
            self._test(cell, role)
        elif role.is_test:
            self.result.leave_out(self.file, role.grade_id, "is a test that is not code")
        elif role.locked and not role.solution and cell.kind == "code" and cell.source.strip():
            self.cells.append(
                _cell_text(names.unique(names.slug(role.grade_id, "cell"), self._taken), role, cell.source, "both")
            )
            self.result.rows.append(ImportRow(self.file, role.grade_id, self.task, "locked code: runs on both sides"))

    def _manual(self, cell: NotebookCell, role: CellRole) -> None:
        heading = self._heading or names.title(cell.source, role.grade_id)
        check = {
            "id": names.unique(names.slug(role.grade_id, "answer"), self._taken),
            "title": heading[: names.LONGEST_TITLE],
            "points": role.points,
            "written": heading[:900],
        }
        if role.solution and cell.source.strip():
            check["rubric"] = {"note": f"The solution of the notebook:\n\n{cell.source}"[:19_000]}
        self.checks.append(check)
        reason = (
            "marked by a person"
            if self._heading
            else "marked by a person; no heading above it, so its answer is not found"
        )
        self.result.rows.append(ImportRow(self.file, role.grade_id, self.task, reason))

    def _test(self, cell: NotebookCell, role: CellRole) -> None:
        if not cell.source.strip():
            self.result.leave_out(self.file, role.grade_id, "is an empty test")
            return
        try:
            parse_python(without_magics(cell.source), f"cell {cell.number}")
        except SourceError as error:
            self.result.leave_out(self.file, role.grade_id, str(error))
            return
        name = names.unique(names.slug(role.grade_id, "test"), self._taken)
        visible = without_hidden(cell.source)
        title = names.title(_first_words(cell.source), role.grade_id)
        bound = bound_names(parse_python(without_magics(cell.source))) & self.gives
        words = [f"points={role.points:g}", *([f"gives={','.join(sorted(bound))}"] if bound else [])]
        if visible == cell.source:
            self.cells.append(_cell_text(name, role, cell.source, *words, title=title))
        else:
            # Its points hang on the hidden lines too, so what students see of it is shown for nothing.
            if _code(visible):
                visible_name = names.unique(f"{name}_visible", self._taken)
                self.cells.append(_cell_text(visible_name, role, visible, "points=0", title=title))
            self.cells.append(
                _cell_text(name, role, cell.source, *words, "visibility=hidden", title=f"{title} (hidden)")
            )
        autotest = "its AUTOTEST lines compare with what the solution gives" if _AUTOTEST.search(cell.source) else ""
        self.result.rows.append(ImportRow(self.file, role.grade_id, self.task, autotest))


def _cell_text(name: str, role: CellRole, source: str, *words: str, title: str = "") -> str:
    title_attribute = f" title={json.dumps(title, ensure_ascii=False)}" if title else ""
    after = json.dumps(role.grade_id, ensure_ascii=False) if re.search(r"[^\w.-]", role.grade_id) else role.grade_id
    return f"# %% {' '.join([name, *words, f'after={after}'])}{title_attribute}\n{source.rstrip()}\n\n"


def without_hidden(source: str) -> str:
    r"""Return a test cell as students see it; a region that is not ended reaches to the end of the cell.

    >>> without_hidden("assert f(1) == 1\n### BEGIN HIDDEN TESTS\nassert f(2) == 4\n### END HIDDEN TESTS")
    'assert f(1) == 1'
    """
    lines, hidden = [], False
    for line in source.split("\n"):
        if _BEGIN_HIDDEN.match(line):
            hidden = True
        elif hidden and _END_HIDDEN.match(line):
            hidden = False
        elif not hidden:
            lines.append(line)
    return "\n".join(lines)


def _code(source: str) -> bool:
    """Whether a cell does more than hold comments and a docstring."""
    tree = parse_python(without_magics(source))
    says = any(not (hasattr(node, "value") and hasattr(node.value, "value")) for node in tree.body)
    return says or bool(_AUTOTEST.search(source))


def _first_words(source: str) -> str:
    """Return what a test says about itself: its docstring, or the comment that it begins with."""
    tree = parse_python(without_magics(source))
    first = tree.body[0] if tree.body else None
    value = getattr(getattr(first, "value", None), "value", None)
    if isinstance(value, str):
        return value
    line = source.lstrip().split("\n")[0]
    return line.lstrip("# ") if line.startswith("#") and not _BEGIN_HIDDEN.match(line) else ""


def _without_outputs(file: Path) -> bytes:
    """Return the notebook as the reference: its outputs may be large and say nothing about a verdict."""
    content = read_json(file)
    for cell in content.get("cells", []):
        if cell.get("cell_type") == "code":
            cell.update(outputs=[], execution_count=None)
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _support(file: Path, cells: Sequence[NotebookCell], result: Import) -> dict[str, bytes]:
    """Return the files beside a notebook, which nbgrader hands out with it.

    In a folder that is no assignment's, and in a crowded one, those alone that the notebook names.
    """
    folder = file.parent
    beside = [path for path in files_below(folder, ("",)) if path.suffix not in _NO_DATA]
    if folder.name in {"source", "files"} or len(beside) > MOST:
        beside = list(files_named(folder, [cell.source for cell in cells]))
    # A test that reads what the student's code should have written must not find the teacher's.
    written = files_written(
        without_magics(cell.source) for cell in cells if (role := cell_role(cell)) and role.solution
    )
    for path in [path for path in beside if path.relative_to(folder).as_posix() in written]:
        beside.remove(path)
        result.leave_out(
            str(file), path.relative_to(folder).as_posix(), "the solution writes it, and so must a student"
        )
    return data_files(folder, beside, str(file), result)
