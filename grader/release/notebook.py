"""All tasks as one notebook: the statement, a cell for each function, a check, the headings of written answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    """Return the text of the notebook, in version 4.5 of the format."""
    cells = [_text("welcome", _WELCOME), _code("imports", "import numpy as np\n\nfrom grader import check")]
    for task, starter in tasks.items():
        cells += _cells(task, starter)
    content = {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _cells(task: Task, starter: StarterCode) -> Iterator[dict[str, Any]]:
    yield _text(f"{task.id}-statement", f"# {task.spec.title}\n\n{task.spec.statement.rstrip()}")
    for name, text in starter.cells.items():
        yield _code(f"{task.id}-{name}", text)
    yield _code(f"{task.id}-check", f'check("{task.id}")')
    for check in task.checks:
        if check.spec.answer_heading and check.visibility.value == "public":
            yield _text(f"{task.id}-{check.id}-heading", f"## {check.spec.answer_heading}")


def _text(name: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": _id(name), "metadata": {}, "source": _lines(source)}


def _code(name: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": _id(name),
        "metadata": {},
        "outputs": [],
    }
    return {**cell, "source": _lines(source)}


def _id(name: str) -> str:
    """Return the identity of a cell, which the format bounds to 64 characters."""
    return name[:64]


def _lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)
