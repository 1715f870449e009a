"""A course of one task that is weak, strong or wrong in known ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.course import load_course

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Task

SPEC = """\
id: twice
title: Twice
statement: Twice as much, and its sum.
sizes: {n: [1, 5]}
functions: {twice: {args: [x]}, total: {args: [x]}}
inputs: {x: {vector: n, integers: [-9, 9]}}
cases: 20
checks:
  - {id: values, title: the values, points: 3, expect: "close(twice(x), ref.twice(x))"}
  - {id: sums, title: the sum, points: 1, needs: [values], expect: "close(total(x), ref.total(x), scale=sum(abs(x)))"}
  - {id: why, title: in words, points: 5, written: Why}
misconceptions:
  - {wrong: twice_squared, fails: [values], tells: Do not square.}
  - {wrong: total_of_sizes, fails: [sums], tells: Signs count.}
"""
REFERENCE = """\
import numpy as np

def twice(x):
    return 2 * x

def total(x):
    return float(np.sum(2 * x))
"""
RIGHT = """\
def twice_by_adding(x):
    return x + x

def total_in_a_loop(x):
    return 2.0 * sum(x.tolist())
"""
WRONG = """\
import numpy as np

def twice_squared(x):
    return x ** 2

def total_of_sizes(x):
    return float(np.sum(2 * np.abs(x)))
"""


def write(root: Path, *, spec: Any = SPEC, reference: Any = REFERENCE, right: Any = RIGHT, wrong: Any = WRONG) -> Path:
    """Write the course below `root`."""
    files = {
        "tasks/twice.yaml": spec,
        "reference/twice.py": reference,
        "reference/right/twice.py": right,
        "reference/wrong/twice.py": wrong,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def task_of(root: Path, **texts: Any) -> Task:
    """Return the task of such a course."""
    return load_course(write(root, **texts)).tasks[0]


def edited(text: str, *changes: Any) -> str:
    """Return a text with each (old, new) replaced once; an old one that is not there is an error of the test."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
