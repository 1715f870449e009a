"""Arrays as tensors of a library on the way in, tensors of any library as arrays on the way out."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

MAKERS = ("from_numpy", "convert_to_tensor", "asarray")
"""How libraries call what makes a tensor of an array: torch, tensorflow, and those that are like numpy."""
ROOTS = frozenset({"torch", "jax", "jaxlib", "tensorflow"})
"""Where the types of tensors are at home, besides the library that a task names."""
_CLASSES: dict[type, str] = {}
"""The classes of students whose methods are given tensors, with the library."""


def with_tensors(function: Callable[..., Any], library: str) -> Callable[..., Any]:
    """Return a student's function that is given tensors and whose tensors come back as arrays.

    A class stays what it is; its calls, and those of its methods, are made by `call` and `call_method`.
    """
    if isinstance(function, type):
        _CLASSES[function] = library
        return function

    def calling(*args: Any, **options: Any) -> Any:
        return _called(function, args, options, library)

    return calling


def call(function: Any, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """Call what an operation calls; a class with tensors, where its task has them."""
    library = _CLASSES.get(function) if isinstance(function, type) else None
    return function(*args, **options) if library is None else _called(function, args, options, library)


def call_method(owner: Any, name: str, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """Call a method; with tensors, where its class belongs to a task that has them."""
    library = _CLASSES.get(type(owner))
    method = getattr(owner, name)
    return method(*args, **options) if library is None else _called(method, args, options, library)


def _called(function: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any], library: str) -> Any:
    make = maker(library)
    given = {key: to_tensors(value, make) for key, value in options.items()}
    return to_arrays(function(*(to_tensors(value, make) for value in args), **given), library)


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
    if type(value) is list or type(value) is tuple:
        return type(value)(to_tensors(item, make) for item in value)
    if type(value) is dict:
        return {key: to_tensors(item, make) for key, item in value.items()}
    return value


def to_arrays(value: Any, library: str) -> Any:
    """Return a value with arrays for the tensors in it; an object stays what it is."""
    if type(value) is list or type(value) is tuple:
        return type(value)(to_arrays(item, library) for item in value)
    if type(value) is dict:
        return {key: to_arrays(item, library) for key, item in value.items()}
    root = str(getattr(type(value), "__module__", "")).partition(".")[0]
    if root not in ROOTS and root != library.partition(".")[0]:
        return value
    for step in ("detach", "cpu", "resolve_conj", "resolve_neg"):
        value = getattr(value, step)() if hasattr(value, step) else value
    return np.asarray(value) if hasattr(value, "__array__") else value
