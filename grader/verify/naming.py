"""The names of all items of a task, before anything is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course.tests import is_tested
from grader.verify import mutation_score
from grader.verify.sentences import names_with_sentences
from grader.verify.solutions import solutions

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Task


def names_of(folder: Path, task: Task, *, mutants: bool = True) -> list[str]:
    """Return the names of the items that `verify_course` will have for a task of the course in `folder`."""
    names = [f"{solution.kind}: {solution.name}" for solution in solutions(folder, task)]
    names += [f"check: {check.id}" for check in task.checks if not check.spec.marked_by_person]
    sentences = [f"sentence: {name}" for name in names_with_sentences(folder, task)]
    if not mutants:
        return names + sentences
    # To make the mutants takes a while, and only those of a task of tests can be in what it does not name.
    made = mutation_score.mutants(folder, task) if is_tested(task.spec) else []
    return [*names, *(f"mutants: {name}" for name in mutation_score.scored_functions(task, made)), *sentences]
