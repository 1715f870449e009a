"""Arrays as tensors and back: by a small library that stands for any."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from grader.worker.wire import conversions
from grader.worker.wire.conversions import call, call_method, converting, read_attribute
from grader.worker.wire.tensors import Tensors, maker, to_arrays, to_tensors


class Tensor:
    """A tensor that has to be detached before it is an array."""

    def __init__(self, values: Any, *, attached: bool = True) -> None:
        self.values, self.attached = values, attached

    def detach(self) -> Tensor:
        """Return it without its history."""
        return Tensor(self.values, attached=False)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        del dtype, copy
        if self.attached:
            raise RuntimeError("call detach first")
        return np.asarray(self.values)


@pytest.fixture(autouse=True)
def _library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a library `tiny` with tensors."""
    module: Any = ModuleType("tiny")
    module.from_numpy = Tensor
    monkeypatch.setitem(sys.modules, "tiny", module)
    monkeypatch.setattr(Tensor, "__module__", "tiny")
    monkeypatch.setattr(conversions, "_CLASSES", {})


def test_numbers_become_tensors_wherever_they_stand() -> None:
    """Texts, single numbers and objects stay what they are."""
    given = to_tensors([np.ones(2), (np.array(["a"]),), {"x": np.zeros(1)}, 3], Tensor)
    assert (type(given[0]), type(given[1][0]), type(given[2]["x"]), given[3]) == (Tensor, np.ndarray, Tensor, 3)


def test_tensors_become_arrays_wherever_they_stand() -> None:
    """Detached first; an object of another module stays."""
    other = object()
    made = to_arrays((Tensor([1.0]), {"a": [Tensor([2])]}, other), "tiny")
    assert made[0].tolist() == [1.0]
    assert made[1]["a"][0].tolist() == [2]
    assert made[2] is other


def test_a_function_works_with_tensors() -> None:
    """And its answer is an array."""

    def double(x: Any, *, by: Any) -> Any:
        assert type(x) is type(by) is Tensor
        return Tensor(x.values * by.values)

    assert converting(double, Tensors("tiny"))(np.ones(2), by=np.full(2, 3.0)).tolist() == [3.0, 3.0]


def test_a_class_stays_and_its_methods_get_tensors() -> None:
    """Those of a class that no task has with tensors get arrays."""

    class Layer:
        def __init__(self, w: Any) -> None:
            self.w = w

        def kind(self, x: Any) -> str:
            return type(x).__name__

    assert call_method(Layer(0), "kind", (np.ones(1),), {}) == "ndarray"
    assert converting(Layer, Tensors("tiny")) is Layer
    layer = call(Layer, (np.ones(1),), {})
    assert type(layer.w) is Tensor
    assert type(read_attribute(layer, "w")) is np.ndarray
    assert call_method(layer, "kind", (np.ones(1),), {}) == "Tensor"
    assert call(len, ([1, 2],), {}) == 2


def test_a_library_without_tensors_is_told() -> None:
    """So is one that is not there."""
    del sys.modules["tiny"].from_numpy
    with pytest.raises(ImportError, match="tiny makes no tensor of an array"):
        maker("tiny")
    with pytest.raises(ImportError):
        maker("no_such_library_here")
