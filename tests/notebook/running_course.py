"""A course of one task, right and wrong cells for it, and the command line on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from grader.cli.check import check

if TYPE_CHECKING:
    from pathlib import Path

SCAN = """\
id: scan
title: Backprop of scan
statement: The inclusive cumulative sum.
sizes: {n: [1, 9]}
functions:
  scan: {args: [x], returns: {array: [n]}, says: the sums}
  scan_backward: {args: [grad_y], returns: {array: [n]}}
inputs:
  x: {vector: n, uniform: [-8, 8], grid: 1/64}
cases: 20
checks:
  - {id: forward, title: the sums are right, points: 2, expect: "close(scan(x), ref.scan(x), scale=sum(abs(x)))"}
  - id: backward
    title: the gradient is right
    points: 2
    expect: close(scan_backward(x), ref.scan_backward(x), scale=sum(abs(x)))
    hint: Which sums contain the last number?
  - id: secret
    title: longer vectors
    points: 1
    visibility: hidden
    sizes: {n: [30, 40]}
    expect: close(scan(x), ref.scan(x), scale=sum(abs(x)))
"""
RIGHT = """\
import numpy as np


def scan(x):
    return np.cumsum(x)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]
"""
WRONG = RIGHT.replace("[::-1])[::-1]", ")")
RAISES = """\
def scan(x):
    total = x[0]
    return np.array([total + x[len(x)]])
"""


def write_course(root: Path) -> Path:
    """Write the course below `root` and return `root`."""
    for name, text in {"tasks/scan.yaml": SCAN, "reference/scan.py": RIGHT}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def command_line(course: Path, path: Path, *options: Any, form: str = "json") -> Any:
    """Return what `grader check PATH` says to a student."""
    words = [str(path), "--course", str(course), "--audience", "student", "--format", form, *options]
    said = CliRunner().invoke(check, words, standalone_mode=False)
    assert said.exception is None, said.output
    return json.loads(said.output) if form == "json" else said.output
