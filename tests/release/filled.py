"""The notebook of the kit, filled in with right solutions, and what the grader says about it."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import PUBLIC_SEED
from grader.authoring.starter_code import starter_of
from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.release.notebook import notebook
from grader.sandbox.process import Worker
from grader.submission import gather

if TYPE_CHECKING:
    from grader.checks.task import Check, Task
    from grader.results.model import SubmissionResult

ROOT = Path(__file__).parents[2]
SOLUTIONS = ROOT / "submissions_example" / "anouk"
"""A complete hand-in of the example class, one module a task."""
FEW = ("softmax", "scan")
"""Tasks that are asked in the default run."""
CASES = 12
"""Cases of a check: enough to tell a right function from none."""


@cache
def tasks(only: tuple[Any, ...] = ()) -> tuple[Task, ...]:
    """Return the tasks of the course, of each function one check that calls it, and what that one needs."""
    return tuple(replace(task, checks=_one_each(task)) for task in load_course(ROOT, only).tasks)


def _one_each(task: Task) -> tuple[Check, ...]:
    kept = {}
    for name in task.functions:
        quick = [check for check in task.checks if name in check.called and check.kind in {"expect", "chain"}]
        check = min(quick, key=lambda check: (check.kind == "chain", len(check.spec.needs)))
        plan = replace(check.plan, count=min(CASES, check.plan.count))
        kept[check.id] = replace(check, plan=plan, spec=check.spec.model_copy(update={"needs": ()}))
    return tuple(kept.values())


@cache
def preparation(only: tuple[str, ...] = ()) -> Preparation:
    """Return the questions, drawn once for all submissions."""
    return Preparation(PUBLIC_SEED)


@cache
def _filled(only: tuple[str, ...]) -> str:
    course = tasks(only)
    content = json.loads(notebook({task: starter_of(ROOT, task) for task in course}))
    for cell in content["cells"]:
        task, _, name = cell["id"].partition("-")
        for one in course:
            if cell["cell_type"] == "code" and task == one.id and name in one.functions:
                first = name == next(iter(one.functions))
                cell["source"] = _solution(one.id, name, with_helpers=first).splitlines(keepends=True)
    return json.dumps(content)


def filled(only: tuple[str, ...] = ()) -> Any:
    """Return the notebook of these tasks with every function written, as a mapping of one's own."""
    return json.loads(_filled(only))


def starters(only: tuple[str, ...] = ()) -> Any:
    """Return the cells of the functions as they are handed out."""
    cells = json.loads(notebook({task: starter_of(ROOT, task) for task in tasks(only)}))["cells"]
    return [cell for cell in cells if "NotImplementedError" in "".join(cell["source"])]


def _solution(task: str, name: str, *, with_helpers: Any) -> str:
    text = (SOLUTIONS / f"{task}.py").read_text()
    tree = ast.parse(text)
    asked = {function for one in tasks(()) for function in one.functions}
    wanted = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and (node.name == name or (with_helpers and node.name not in asked))
    ]
    assert any(node.name == name for node in wanted)
    return "\n\n\n".join(ast.get_source_segment(text, node) for node in wanted)  # type: ignore[misc]


def read(folder: Path, only: tuple[str, ...] = ()) -> SubmissionResult:
    """Return the result of what lies in `folder`."""
    return grade(gather([folder]), Grading(tasks(only), preparation(only)), Worker)


def held(result: SubmissionResult) -> dict[str, bool]:
    """Return the functions that some check calls, and whether all its checks passed."""
    found: dict[Any, Any] = {}
    for task in result.tasks:
        for check in task.checks:
            for name in check.functions:
                found[name] = found.get(name, True) and check.outcome.value == "passed"
    return found
