"""Tensors of a library in place of arrays: by a small stand-in for such a library, which is a support file here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.course import load_course
from grader.judge import Grading, Preparation
from grader.worker.wire.tensors import maker, to_arrays, to_tensors
from tests.judge.small_gradings import graded, outcomes, the
from tests.judge.tensor_tasks import ALL, course_in
from tests.samples.families import some_of

if TYPE_CHECKING:
    from pathlib import Path

MINI = """
import numpy as np

class Tensor:
    def __init__(self, data):
        self.data = data
    def detach(self):
        return self
    def cpu(self):
        return self
    def __array__(self, dtype=None, copy=None):
        return self.data
    def __matmul__(self, other):
        return Tensor(self.data @ other.data)
    def __mul__(self, other):
        return Tensor(self.data * getattr(other, "data", other))
    __rmul__ = __mul__
    def sum(self):
        return Tensor(np.asarray(self.data.sum()))
    def item(self):
        return self.data.item()

def from_numpy(array):
    return Tensor(array)

def outer(a, b):
    return Tensor(np.outer(a.data, b.data))
"""
RIGHT = """
import mini

def dense(x, w):
    assert type(x) is mini.Tensor and type(w) is mini.Tensor
    return x @ w

def parts(x, w):
    y = x @ w
    return (y * y).sum(), {"w": mini.outer(x, y) * 2}

def scaled(xs, k):
    assert type(k) is int
    return [k * x for x in xs]

class Layer:
    def __init__(self, w):
        assert type(w) is mini.Tensor
        self.w = w

    def forward(self, x):
        assert type(x) is mini.Tensor
        return x @ self.w
"""


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Return how such functions are graded."""
    return Grading(course_in(tmp_path_factory.mktemp("dense"), "mini", "mini.py", MINI).tasks, Preparation(1))


SUBMISSIONS: dict[str, tuple[str, str]] = {
    "tensors": (RIGHT, ALL),
    "arrays back": (RIGHT.replace("return x @ w", "return x.data @ w.data"), ALL),
    "a number back": (RIGHT.replace("(y * y).sum(),", "(y * y).sum().item(),"), ALL),
    "wrong numbers": (RIGHT.replace("return x @ w", "return x @ w * 2"), "failed passed passed passed"),
    "another shape": (RIGHT.replace("return x @ w", "return (x @ w).sum()"), "failed passed passed passed"),
    "a list of tensors": (RIGHT.replace("return x @ w", "return [(x @ w)]"), "failed passed passed passed"),
    "a tensor that raises": (
        RIGHT + "\nclass Tensor(mini.Tensor):\n    __module__ = 'mini'\n"
        "    def __array__(self, *_, **__):\n        1 / 0\n"
        "def dense(x, w):\n    return Tensor(x.data)\n", "error passed passed passed",
    ),
    "a tensor that lies": (
        RIGHT + "\nclass Tensor(mini.Tensor):\n    __module__ = 'mini'\n    def __array__(self, *_, **__):\n"
        "        return np.array(['passed'])\nimport numpy as np\ndef dense(x, w):\n    return Tensor(x.data)\n",
        "failed passed passed passed",
    ),
    "numpy only": ("import numpy as np\n" + RIGHT.replace("return x @ w", "return np.asarray(x) @ np.asarray(w)"), ALL),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), some_of(SUBMISSIONS))
def test_functions_are_given_tensors(grading: Grading, source: str, expected: str) -> None:
    """Functions are given tensors."""
    result = graded(grading, {"dense.py": source})
    assert " ".join(outcomes(result).values()) == expected, [check.message for check in result.tasks[0].checks]


def test_a_changed_tensor_is_a_changed_argument(grading: Grading) -> None:
    """A changed tensor is a changed argument."""
    changing = RIGHT.replace("    return x @ w", "    y = x @ w\n    x.data[:] = 0\n    return y", 1)
    check = the(graded(grading, {"dense.py": changing}), "dense")
    assert any("changes its argument `x`" in note for note in check.notes)


def test_the_line_that_repeats_a_call_makes_no_arrays_of_numbers(grading: Grading) -> None:
    """The line that repeats a call makes no arrays of numbers."""
    check = the(graded(grading, {"dense.py": SUBMISSIONS["wrong numbers"][0]}), "dense")
    assert re.search(r"import mini\ndense\(", check.repeat)


def test_the_library_is_imported_with_the_course(grading: Grading) -> None:
    """The library is imported with the course."""
    assert grading.tasks[0].preload == ("mini",)


def test_values_of_other_kinds_stay_what_they_are() -> None:
    """Values of other kinds stay what they are."""
    values: list[Any] = [1, 2.5, "a", None, (1, [2]), {"a": (3,)}, np.array(["a"])]
    assert to_tensors(values, lambda array: ("tensor", array)) == values
    assert to_arrays(values, "mini") == values
    tensors = to_tensors({"a": [np.zeros(1)]}, lambda array: ("tensor", array.shape))
    assert tensors == {"a": [("tensor", (1,))]}


def test_a_library_without_tensors_is_refused() -> None:
    """A library without tensors is refused."""
    with pytest.raises(ImportError, match="makes no tensor"):
        maker("json")
    assert maker("numpy")(np.zeros(2)).tolist() == [0, 0]


def test_a_task_without_tensors_is_given_arrays(tmp_path: Path) -> None:
    """A task without tensors is given arrays."""
    spec = course_in(tmp_path, "mini", "mini.py", MINI)
    text = (tmp_path / "tasks/dense.yaml").read_text().replace("tensors: mini\n", "")
    (tmp_path / "tasks/dense.yaml").write_text(text)
    grading = Grading(load_course(tmp_path).tasks, Preparation(1))
    plain = "import numpy as np\ndef dense(x, w):\n    assert type(x) is np.ndarray\n    return x @ w\n"
    assert spec.tasks[0].spec.tensors == "mini"
    assert the(graded(grading, {"dense.py": plain}), "dense").outcome.value == "passed"
