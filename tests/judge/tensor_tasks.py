"""A task whose functions are given tensors, by any library that has them; right, wrong and odd solutions of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course import Course

SPEC = """
id: dense
title: Dense
statement: Write it.
tensors: LIBRARY
support: [SUPPORT]
sizes: {n: [1, 4]}
functions:
  dense: {args: [x, w], returns: {array: [n]}}
  parts: {args: [x, w], returns: {tuple: {loss: real, grads: {dict: {w: {array: [n, n]}}}}}}
  scaled: {args: [xs, k], returns: {list: {array: [n]}}}
classes:
  Layer: {args: [w], methods: {forward: {args: [x], returns: {array: [n]}}}, attributes: {w: {array: [n, n]}}}
inputs:
  x: {vector: n, normal: 1}
  w: {matrix: [n, n], normal: 1}
  xs: {list: {vector: n, normal: 1}, length: [1, 3]}
  k: {integer: [1, 5]}
cases: 8
checks:
  - {id: dense, title: dense, points: 1, expect: "close(dense(x, w), ref.dense(x, w), scale=10)"}
  - {id: parts, title: parts, points: 1, expect: "close(parts(x, w).grads['w'], ref.parts(x, w).grads['w'], scale=10)
      and close(parts(x, w).loss, ref.parts(x, w).loss, scale=10)"}
  - {id: scaled, title: scaled, points: 1, expect: "close(scaled(xs, k), ref.scaled(xs, k))"}
  - {id: layer, title: a layer, points: 1, expect: "close(Layer(w).forward(x), ref.dense(x, w), scale=10)"}
"""
REFERENCE = """
import numpy as np

def dense(x, w):
    return x @ w

def parts(x, w):
    y = x @ w
    return float((y * y).sum()), {"w": 2 * np.outer(x, y)}

def scaled(xs, k):
    return [k * x for x in xs]

class Layer:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        return x @ self.w
"""
ALL = "passed passed passed passed"


def course_in(folder: Path, library: str, support: str = "notes.txt", text: str = "") -> Course:
    """Return the course with tensors of a library; `support` is a support file, its content `text`."""
    spec = SPEC.replace("LIBRARY", library).replace("SUPPORT", support)
    files = {"tasks/dense.yaml": spec, "reference/dense.py": REFERENCE, f"support/{support}": text}
    return course_of_files(folder, files)
