"""The command line in this process: its exit code and what it says, and a course to say it about."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

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
OTHER = """\
id: double
title: Double
statement: Twice as much.
functions: {double: {args: [a]}}
inputs: {a: {real: [-8, 8], grid: 1/8}}
checks: [{id: twice, title: twice as much, points: 1, expect: "close(double(a), ref.double(a))"}]
"""

RIGHT = """\
import numpy as np


def scan(x):
    return np.cumsum(x)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]
"""
DOUBLE = "def double(a):\n    return 2 * a\n"
WRONG = RIGHT.replace("[::-1])[::-1]", ")")


def write_course(root: Path) -> Path:
    """Write a course of two tasks below `root`."""
    files = {
        "tasks/scan.yaml": SCAN,
        "tasks/double.yaml": OTHER,
        "reference/scan.py": RIGHT,
        "reference/double.py": DOUBLE,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@dataclass
class Said:
    """What a command did."""

    code: int
    out: str
    err: str


def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *argv: Any) -> Said:
    """Run `grader ARGV...` as its entry point does."""
    monkeypatch.setattr(sys, "argv", ["grader", *map(str, argv)])
    code = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code or 0  # type: ignore[assignment]
    out, err = capsys.readouterr()
    return Said(code, out, err)
