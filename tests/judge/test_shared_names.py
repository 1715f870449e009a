"""Two tasks may ask for functions of one name: each gets its own, by the names of the files."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from grader.course import load_course
from grader.judge import Grading, Preparation, required_functions
from tests.judge.small_gradings import graded

if TYPE_CHECKING:
    from pathlib import Path

    from grader.results import SubmissionResult

SPEC = """
id: {task}
title: {task}
statement: Write it.
sizes: {{n: [1, 6]}}
functions: {{forward: {{args: [x]}}, {task}_only: {{args: [x]}}}}
inputs: {{x: {{vector: n, integers: [-9, 9]}}}}
cases: 20
limits: {{wall: 5}}
checks:
  - {{id: same, title: forward, points: 1, expect: "close(forward(x), ref.forward(x))"}}
  - {{id: more, title: the other, points: 1, expect: "close({task}_only(x), ref.{task}_only(x))"}}
"""
FACTORS = {"conv": 2, "dense": 3}
ONLY = "def {task}_only(x):\n    return x\n"


def source(task: str, factor: int) -> str:
    """Return a file with both functions of a task."""
    return f"def forward(x):\n    return {factor} * x\n\n\n{ONLY.format(task=task)}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course of two tasks that share a name."""
    folder = tmp_path_factory.mktemp("course")
    for task, factor in FACTORS.items():
        for name, text in (
            (f"tasks/{task}.yaml", SPEC.format(task=task)), (f"reference/{task}.py", source(task, factor)),
        ):  # fmt: skip
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(dedent(text), encoding="utf-8")
    return folder


def passed(result: SubmissionResult) -> str:
    """Return the passed checks."""
    return " ".join(
        f"{task.id}.{check.id}" for task in result.tasks for check in task.checks if check.outcome == "passed"
    )


CONV, DENSE = source("conv", 2), source("dense", 3)
CONV_ONLY, DENSE_ONLY = ONLY.format(task="conv"), ONLY.format(task="dense")
ALL = "conv.same conv.more dense.same dense.more"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"conv.py": CONV, "dense.py": DENSE}, ALL, id="a-file-for-each"),
        pytest.param({"dense_v2.py": DENSE, "conv_final.py": CONV}, ALL, id="versions-of-the-names"),
        pytest.param(
            {"conv.py": DENSE, "dense.py": CONV}, "", id="each-in-the-file-of-the-other"
        ),
        pytest.param({"conv.py": CONV}, "conv.same conv.more", id="one-task-alone"),
        pytest.param(
            {"conv.py": "from layers import forward\n" + CONV_ONLY, "layers.py": CONV, "dense.py": DENSE},
            ALL, id="imported-into-the-file-of-the-task",
        ),
        pytest.param(
            {"conv.py": CONV, "dense.py": "from conv import forward\n" + DENSE_ONLY},
            "conv.same conv.more dense.more", id="imported-from-the-other-task",
        ),
        pytest.param(
            {"everything.py": DENSE + CONV_ONLY}, "conv.more dense.same dense.more", id="one-file-for-all"
        ),
        pytest.param(
            {"everything.py": CONV, "dense.py": DENSE}, ALL, id="another-file-serves-the-task-without-one"
        ),
        pytest.param(
            {"conv.py": "import os\ndef forward(x):\n    os._exit(1)\n" + CONV_ONLY, "dense.py": DENSE},
            "conv.more dense.same dense.more", id="loaded-again-after-a-crash",
        ),
    ],
)  # fmt: skip
def test_the_name_of_the_file_decides(folder: Path, files: dict[str, str], expected: str) -> None:
    """A file that is named like another task that asks for the same name is never taken."""
    if expected == "":  # the functions that only one task has are taken from wherever they are
        expected = "conv.more dense.more"
    result = graded(Grading(load_course(folder).tasks, Preparation(1)), files)
    assert passed(result) == expected


def test_a_function_for_another_task_is_missing(folder: Path) -> None:
    """The sentence says where it is, and where it should be."""
    files = {"conv.py": CONV, "dense.py": DENSE_ONLY}
    result = graded(Grading(load_course(folder).tasks, Preparation(1)), files)
    message = result.tasks[1].checks[0].message
    assert "`forward` (conv.py, line 1) in a file that is named after another task" in message
    assert message.endswith("Write it in dense.py.")


def test_a_check_of_ones_own_work_takes_the_task_of_the_file(folder: Path) -> None:
    """The other task has nothing of it."""
    grading = Grading(load_course(folder).tasks, Preparation(1), only_present=True)
    assert [task.id for task in graded(grading, {"conv.py": CONV}).tasks] == ["conv"]


def test_what_repeats_a_call_imports_from_the_right_file(folder: Path) -> None:
    """The lines of Python beside a failing case."""
    wrong = source("dense", 5)
    result = graded(Grading(load_course(folder).tasks, Preparation(1)), {"conv.py": CONV, "dense.py": wrong})
    assert "from dense import forward" in result.tasks[1].checks[0].repeat


def test_only_shared_names_have_the_task_in_their_key(folder: Path) -> None:
    """Of a single task every name is enough."""
    tasks = load_course(folder).tasks
    assert set(required_functions(tasks)) == {"conv/forward", "dense/forward", "conv_only", "dense_only"}
    assert set(required_functions(tasks[:1])) == {"forward", "conv_only"}
