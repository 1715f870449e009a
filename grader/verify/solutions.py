"""The submissions that a spec is tried on: right ones, known wrong ones, and such that know nothing.

Each is a module of the task's name that takes its functions from the reference, from `reference/right/` or from
`reference/wrong/`; the worker loads them like any student's files.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from grader.course.compiling import replaced
from grader.course.reference import functions_of
from grader.submission import SourceFile, Submission

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.checks.check import Task

EMPTY = {
    "zeros": "np.zeros_like(answer)",
    "ones": "np.ones_like(answer)",
    "the first argument": "args[0]",
    "not a number": "np.full_like(answer, np.nan, dtype=float)",
    "None": "None",
}
"""Answers of somebody who knows nothing but the shape."""


@dataclass(frozen=True)
class Solution:
    """A submission and what the task must say of it."""

    name: str
    submission: Submission
    kind: str
    """`right`, `wrong` or `empty`."""
    fails: frozenset[str] = frozenset()
    """For a wrong one: exactly the checks that must not pass, skipped ones apart."""


def solutions(folder: Path, task: Task) -> list[Solution]:
    """Return all solutions of a task of the course in `folder`."""
    return [*_right(folder, task), *_wrong(folder, task), *_empty(folder, task)]


def _right(folder: Path, task: Task) -> Iterator[Solution]:
    """Yield the reference, then the right solutions: the first of every function together, the second, and so on."""
    yield Solution("reference", _submission(folder, task, {}), "right")
    found, _ = functions_of(folder / "reference" / "right" / f"{task.id}.py", "")
    by_function: dict[str, list[str]] = {}
    for name in found:
        function = replaced(name, task.functions)
        if function is not None:
            by_function.setdefault(function, []).append(name)
    for names in zip_longest(*by_function.values()):
        chosen = [name for name in names if name is not None]
        swaps = {str(replaced(name, task.functions)): f"right_solutions.{name}" for name in chosen}
        yield Solution(", ".join(chosen), _submission(folder, task, swaps), "right")


def _wrong(folder: Path, task: Task) -> Iterator[Solution]:
    for known in task.misconceptions:
        swaps = {str(replaced(known.wrong, task.functions)): f"wrong_solutions.{known.wrong}"}
        yield Solution(known.wrong, _submission(folder, task, swaps), "wrong", frozenset(known.fails))


def _empty(folder: Path, task: Task) -> Iterator[Solution]:
    for name, answer in EMPTY.items():
        swaps = {function: f"knows_nothing(reference_solutions.{function})" for function in task.functions}
        text = (
            "import numpy as np\n\ndef knows_nothing(function):\n    def answers(*args):\n"
            f"        answer = function(*args)\n        return {answer}\n    return answers\n"
        )
        yield Solution(name, _submission(folder, task, swaps, text), "empty")


def reference_with(folder: Path, task: Task, source: str) -> Submission:
    """Return a submission that has the reference's functions, from another source of it."""
    made = _submission(folder, task, {})
    files = tuple(
        SourceFile(file.name, source.encode()) if file.name == "reference_solutions.py" else file for file in made.files
    )
    return Submission(made.id, files)


def _submission(folder: Path, task: Task, swaps: Mapping[str, str], text: str = "") -> Submission:
    """Return a submission that has the reference's functions, but for those in `swaps`."""
    lines = ["import reference_solutions, right_solutions, wrong_solutions", text]
    lines += [f"{name} = {swaps.get(name, f'reference_solutions.{name}')}" for name in task.functions]
    sources = {
        "reference_solutions.py": folder / "reference" / f"{task.id}.py",
        "right_solutions.py": folder / "reference" / "right" / f"{task.id}.py",
        "wrong_solutions.py": folder / "reference" / "wrong" / f"{task.id}.py",
    }
    files = [SourceFile(name, path.read_bytes() if path.is_file() else b"pass\n") for name, path in sources.items()]
    return Submission(task.id, (*files, SourceFile(f"{task.id}.py", "\n".join(lines).encode())))
