"""Arrays as tensors of a library on the way in, tensors of any library as arrays on the way out."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np

from .conversions import within

if TYPE_CHECKING:
    from collections.abc import Callable

MAKERS = ("from_numpy", "convert_to_tensor", "asarray")
"""How libraries call what makes a tensor of an array: torch, tensorflow, and those that are like numpy."""
ROOTS = frozenset({"torch", "jax", "jaxlib", "tensorflow"})
"""Where the types of tensors are at home, besides the library that a task names."""


class Tensors:
    """Tensors of one library for arrays of numbers."""

    def __init__(self, library: str) -> None:
        self.library = library
        self._make: Callable[[Any], Any] | None = None

    def given(self, value: Any) -> Any:
        """Return a value with tensors in it.  Raises ImportError where there is no such library."""
        if self._make is None:
            self._make = maker(self.library)
        return to_tensors(value, self._make)

    def returned(self, value: Any) -> Any:
        """Return a value with arrays in it."""
        return to_arrays(value, self.library)

    def settled(self, value: Any, given: Any) -> Any:
        """Return an array, which shares its memory with the tensor, and of other values what they are now."""
        return value if type(value) is np.ndarray else self.returned(given)


def maker(library: str) -> Callable[[Any], Any]:
    """Return the function of a library that makes a tensor of an array.  Raises ImportError where there is none."""
    module = importlib.import_module(library)
    module = getattr(module, "numpy", module) if library == "jax" else module
    for name in MAKERS:
        if hasattr(module, name):
            maker: Callable[[Any], Any] = getattr(module, name)
            return maker
    raise ImportError(f"{library} makes no tensor of an array")


def to_tensors(value: Any, make: Callable[[Any], Any]) -> Any:
    """Return a value with tensors for the arrays of numbers in it; they share their memory where the library does."""
    if type(value) is np.ndarray:
        return make(value) if value.dtype.kind in "biufc" else value
    return within(value, lambda item: to_tensors(item, make))


def to_arrays(value: Any, library: str) -> Any:
    """Return a value with arrays for the tensors in it; an object stays what it is."""
    if type(value) in {list, tuple, dict}:
        return within(value, lambda item: to_arrays(item, library))
    root = str(getattr(type(value), "__module__", "")).partition(".")[0]
    if root not in ROOTS and root != library.partition(".")[0]:
        return value
    for step in ("detach", "cpu", "resolve_conj", "resolve_neg"):
        value = getattr(value, step)() if hasattr(value, step) else value
    return np.asarray(value) if hasattr(value, "__array__") else value
