"""Digests of the cases that the seminar's checks draw: they change when a named random stream moves."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from grader.checks.cases import draw, draw_sized
from grader.course.course import load_course

if TYPE_CHECKING:
    from grader.checks.task import Task

ROOT = Path(__file__).parents[2]
SIZE = 50
"""The size of what a growth check draws here; its own sizes go up to a million."""


def digests(seed: int) -> dict[str, str]:
    """Return a digest per task of what all its checks draw under `seed`, values and types."""
    return {task.id: _digest(task, seed) for task in load_course(ROOT).tasks}


def _digest(task: Task, seed: int) -> str:
    found = hashlib.sha256()
    for check in task.checks:
        if not check.plan.inputs:
            continue
        found.update(check.id.encode())
        if hasattr(check.spec, "over"):
            cases = draw_sized(check.plan, seed, {check.spec.over: SIZE})
            drawn = [{name: column.row(0) for name, column in cases.inputs.items()}]
        else:
            drawn = draw(check.plan, seed).drawn  # type: ignore[assignment]
        for case in drawn:
            for name, value in case.items():
                array = np.asarray(value)
                found.update(f"{name} {array.dtype} {array.shape}".encode())
                found.update(array.tobytes())
    return found.hexdigest()[:16]
