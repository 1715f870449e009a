"""A course of one small task with every kind of check, and what goes wrong with an edited copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.course import load_course
from grader.errors import SpecError

if TYPE_CHECKING:
    from pathlib import Path

TASK = """\
id: mean
title: Mean
statement: Write the mean.
sizes: {n: [1, 5]}
functions:
  mean: {args: [x], returns: real}
  mean_gradient: {args: [x], returns: {array: [n]}}
inputs:
  x: {vector: n, normal: 1}
  c: {real: [-5, 5]}
limits: {wall: 2}
checks:
  - id: definition
    title: agrees with the definition
    points: 2
    expect: close(mean(x), ref.mean(x), scale=max(abs(x)))
    partial:
      expect: close(mean(x), ref.mean(x), rtol=0.5)
      points: 1
      says: Nearly.
    limits: {wall: 1}
  - id: shift
    title: a shift is a shift
    points: 1
    needs: [definition]
    sizes: {n: [1, 3]}
    inputs: {c: {real: [-1, 1], grid: 1/64}}
    given: {m: 'ref.mean(x)'}
    where: m < 100
    expect: close(mean(x + c), mean(x) + c, scale=1)
  - id: slope
    title: the gradient
    points: 1
    gradient: mean_gradient(x)
    of: ref.mean(x)
    wrt: x
    scale: max(abs(x))
  - id: time
    title: the time
    points: 1
    growth: mean(x)
    over: n
    up_to: 1000
misconceptions:
  - wrong: mean_without_division
    fails: [definition]
    tells: Divide.
"""

REFERENCE = """\
import numpy as np


def mean(x):
    return float(np.sum(x)) / len(x)


def mean_gradient(x):
    return np.full(len(x), 1.0 / len(x))
"""

WRONG = """\
import numpy as np


def mean_without_division(x):
    return float(np.sum(x))
"""


def write_course(
    root: Path,
    task: bytes | str = TASK,
    reference: str | None = REFERENCE,
    wrong: str | None = WRONG,
    name: str = "mean",
) -> Path:
    """Write a course of one task below `root`, or add the task to the course there; None leaves a file out."""
    files = {f"tasks/{name}.yaml": task, f"reference/{name}.py": reference, f"reference/wrong/{name}.py": wrong}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def edited(*changes: Any) -> str:
    """Return the task with each (old, new) replaced once; an old text that is not there is an error of the test."""
    text = TASK
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def mistakes(root: Path, only: Any = ()) -> list[Any]:
    """Return the mistakes of a course as texts."""
    try:
        load_course(root, only)
    except SpecError as error:
        return [str(mistake) for mistake in error.mistakes]
    return []
