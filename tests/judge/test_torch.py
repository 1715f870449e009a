"""Tensors of torch itself: `pip install torch==2.13.0`, then `pytest -m torch`."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest

from grader.judge import Grading, Preparation, grade
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.zygote import Zygote
from grader.submission import SourceFile, Submission
from tests.judge.small_gradings import outcomes
from tests.judge.tensor_tasks import ALL, course_in

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed here"),
]

RIGHT = """
import torch

def dense(x, w):
    assert isinstance(x, torch.Tensor) and x.dtype is torch.float64
    return x @ w

def parts(x, w):
    w = w.clone().requires_grad_(True)
    loss = (x @ w).square().sum()
    loss.backward()
    return loss, {"w": w.grad}

def scaled(xs, k):
    return [k * x for x in xs]

class Layer(torch.nn.Module):
    def __init__(self, w):
        super().__init__()
        self.w = torch.nn.Parameter(w)

    def forward(self, x):
        return x @ self.w
"""
SUBMISSIONS: dict[str, tuple[str, str]] = {
    "autograd and modules": (RIGHT, ALL),
    "arrays back": (RIGHT.replace("return x @ w", "return (x @ w).numpy()"), ALL),
    "single precision": (RIGHT.replace("return x @ w", "return (x.float() @ w.float())"), ALL),
    "with gradients attached": (RIGHT.replace("return x @ w", "return x @ w.requires_grad_(True)"), ALL),
    "wrong": (RIGHT.replace("return x @ w", "return w @ x"), "failed passed passed passed"),
    "a conjugate view": (RIGHT.replace("return x @ w", "return (x @ w).to(torch.complex128).conj().real"), ALL),
}


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Return how such functions are graded."""
    return Grading(course_in(tmp_path_factory.mktemp("dense"), "torch").tasks, Preparation(1))


@pytest.fixture(scope="module")
def zygote(grading: Grading) -> Iterator[Zygote]:
    """Return what a batch starts workers with: torch is imported once, and limits count from there."""
    with Zygote(grading.tasks[0].preload) as forker:
        yield forker


@pytest.mark.parametrize(("source", "expected"), SUBMISSIONS.values(), ids=SUBMISSIONS)
def test_a_batch_gives_tensors(grading: Grading, zygote: Zygote, source: str, expected: str) -> None:
    """A batch gives tensors."""
    submission = Submission("ana", (SourceFile("dense.py", source.encode()),))
    factory = WorkerFactory(starter=zygote)
    result = grade(submission, grading, lambda: factory.worker(memory=grading.tasks[0].memory))
    assert " ".join(outcomes(result).values()) == expected, [check.message for check in result.tasks[0].checks]


def test_a_check_of_ones_own_imports_the_library_before_its_limits(grading: Grading) -> None:
    """A check of ones own imports the library before its limits."""
    submission = Submission("ana", (SourceFile("dense.py", RIGHT.encode()),))
    (task,) = grading.tasks
    result = grade(submission, grading, lambda: WorkerFactory().worker(memory=256 << 20, preload=task.preload))
    assert " ".join(outcomes(result).values()) == ALL
