"""All tasks as one notebook: the statement, a cell for each function, a check, the headings of written answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbformat import NotebookNode

    from grader.authoring.starter_code import StarterCode
    from grader.checks.task import Task

NAME = "assignments.ipynb"
_WELCOME = """\
# Assignments

Run the cells from the top. Write each function in its cell and run it; `check(...)` below a task says what holds and on
which small input something does not. Nothing that you add does any harm."""
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook(tasks: Mapping[Task, StarterCode]) -> str:
    """Return the text of the notebook, in the newest version of the format; the format's own library validates it."""
    cells = [_text("welcome", _WELCOME), _code("imports", "import numpy as np\n\nfrom grader import check")]
    for task, starter in tasks.items():
        cells += _cells(task, starter)
    _make_unique(cells)
    content = new_notebook(cells=cells, metadata=_METADATA)
    nbformat.validate(content)
    text: str = nbformat.writes(content)
    return text + "\n"


def _cells(task: Task, starter: StarterCode) -> Iterator[NotebookNode]:
    yield _text(f"{task.id}-statement", f"# {task.spec.title}\n\n{task.spec.statement.rstrip()}")
    if not starter.cells and task.suite is not None:
        yield _code(f"{task.id}-work", "# Your code.")
    for name, text in starter.cells.items():
        yield _code(f"{task.id}-{name}", text)
    yield _code(f"{task.id}-check", f'check("{task.id}")')
    for check in task.checks:
        if check.spec.answer_heading and check.visibility.value == "public":
            yield _text(f"{task.id}-{check.id}-heading", f"## {check.spec.answer_heading}")


def _text(name: str, source: str) -> NotebookNode:
    cell: NotebookNode = new_markdown_cell(source, id=_id(name))
    return cell


def _code(name: str, source: str) -> NotebookNode:
    cell: NotebookNode = new_code_cell(source, id=_id(name))
    return cell


def _id(name: str) -> str:
    """Return the identity of a cell, which the format bounds to 64 characters."""
    return name[:64]


def _make_unique(cells: Sequence[NotebookNode]) -> None:
    """Give each cell an identity of its own: a function may be called `check`, and two long names begin alike."""
    used: set[str] = set()
    for cell in cells:
        identity, number = cell["id"], 2
        while cell["id"] in used:
            cell["id"], number = f"{identity[:60]}-{number}", number + 1
        used.add(cell["id"])
