"""A course of one small task with every kind of check, and its kit."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course import load_course
from grader.release import release

if TYPE_CHECKING:
    from grader.release.kit import TaskKit

TASK = """\
# a comment of the author's
id: mean
title: Mean
source: Sheet 1
statement: |
  Write the mean $\\frac{1}{n} \\sum_i x_i$ of a vector.
sizes: {n: [1, 6]}
functions:
  mean: {args: [x], returns: real, says: the mean}
  centred: {args: [x], returns: {array: [n]}, says: x without its mean}
  slope: {args: [x], returns: {array: [n]}}
  derivation: {args: [x], says: the lines}
inputs:
  x: {vector: n, uniform: [-8, 8], grid: 1/8}
cases: 30
checks:
  - id: definition
    title: agrees with the definition
    points: 2
    expect: close(mean(x), ref.mean(x), scale=max(abs(x)))
    picture: {curve: 'mean(s * x)', along: s, between: [0, 1]}
  - id: far
    title: far from zero
    points: 1
    needs: [definition]
    inputs: {c: {real: [10, 1000], log: true}}
    given: {y: 'ref.moved(x, c)'}
    where: ref.mean(y) > 5
    expect: close(mean(y), ref.mean(x) + c)
  - id: centre
    title: what is centred has no mean
    points: 2
    expect: ref.is_centred(x, centred(x))
    hint: Take the mean of what you return.
  - id: centre_again
    title: what is centred stays
    points: 1
    needs: [centre]
    expect: close(centred(x), ref.centred(x), scale=max(abs(x)))
  - id: nested
    title: the mean of what is centred is 0
    points: 1
    needs: [definition]
    expect: close(mean(centred(x)), 0, scale=max(abs(x)))
  - id: gradient
    title: the slope
    points: 1
    gradient: slope(x)
    of: ref.mean(x)
    wrt: x
  - id: growth
    title: the time
    points: 1
    growth: mean(x)
    over: n
    up_to: 40000
  - id: lines
    title: the lines
    points: 1
    needs: [definition]
    chain: derivation(x)
    begins: ref.mean(x)
    relation: "="
    ends: ref.mean(x)
    scale: max(abs(x))
  - id: words
    title: the proof
    points: 1
    written: Assignment 9
    rubric: One point for a secret reason.
  - id: veiled
    title: a veiled title
    points: 3
    visibility: hidden
    needs: [definition]
    sizes: {n: [70, 80]}
    expect: close(2 * mean(x), 2 * ref.mean(x), scale=max(abs(x)))
    hint: A veiled hint.
misconceptions:
  - wrong: mean_of_half
    fails: [definition]
    tells: You take half of the mean.
"""

REFERENCE = """\
import numpy as np


def mean(x):
    total_of_it = float(np.sum(x))
    return total_of_it / len(x)


def centred(x):
    return x - mean(x)


def slope(x):
    return np.full(len(x), 1.0 / len(x))


def moved(x, c):
    x += c
    return x


def is_centred(x, y):
    off = float(np.sum(y))
    return True if abs(off) < 1e-9 * len(x) else f"the mean is {off:g}"


def derivation(x):
    yield "=", mean(x)
    yield "=", float(np.sum(x / len(x)))
    yield "=", float(x.mean())
"""

WRONG = "def mean_of_half(x):\n    return 0.5 * sum(x) / len(x)\n"

RIGHT = """\
import numpy as np


def mean(x):
    return np.mean(x)


def centred(x):
    return x - np.mean(x)


def slope(x):
    return np.ones(len(x)) / len(x)


def derivation(x):
    yield "=", np.sum(x) / len(x)
    yield "=", np.sum(x / len(x))
    yield "=", np.mean(x)
"""
KEPT = ["definition", "far", "gradient", "growth", "lines", "words"]


def write_course(root: Path, task: str = TASK, reference: str = REFERENCE) -> Path:
    """Write the course below `root` and return it."""
    files = {"tasks/mean.yaml": task, "reference/mean.py": reference, "reference/wrong/mean.py": WRONG}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def write_kit(root: Path, **texts: Any) -> tuple[Path, TaskKit]:
    """Write the course and its kit below `root`; return the kit and what is said about its one task."""
    if texts:
        return _made(root, **texts)
    made, released = _once()
    for name in ("course", "kit"):
        shutil.copytree(made / name, root / name, dirs_exist_ok=True)
    return root / "kit", released


def _made(root: Path, **texts: Any) -> tuple[Path, TaskKit]:
    course = load_course(write_course(root / "course", **texts))
    (released,) = release(course, course.tasks, root / "kit")
    return root / "kit", released


@cache
def _once() -> tuple[Path, TaskKit]:
    """Write them where they stay for all tests, which get copies."""
    folder = tempfile.TemporaryDirectory(prefix="kit-")
    _KEPT.append(folder)  # until the interpreter ends
    return Path(folder.name), _made(Path(folder.name))[1]


_KEPT: list[Any] = []
