"""Types, modules and functions by name: the same table on both sides, and nothing dangerous in it."""

from __future__ import annotations

import collections
import math
import os
import re
from typing import Any

import numpy as np
import pytest

from grader.worker.wire.type_names import (
    FORWARDED,
    LIBRARIES,
    NAME_OF_TYPE,
    OPERATIONS,
    OPERATORS,
    TYPES,
    module_named,
    name_of_function,
    name_of_type,
    type_named,
)


@pytest.mark.parametrize(
    "kind", [int, ValueError, collections.Counter, np.float64, np.ndarray, re.Pattern, type(iter([]))]
)
def test_a_type_comes_back_by_its_name(kind: type) -> None:
    """Python's own and numpy's."""
    assert type_named(name_of_type(kind)) is kind


def test_every_type_has_one_name_that_means_it() -> None:
    """Also those that are known by several."""
    assert all(TYPES[name] is kind for kind, name in NAME_OF_TYPE.items())
    assert set(NAME_OF_TYPE) == set(TYPES.values())


class Stack:
    """A class of a student's."""


@pytest.mark.parametrize("value", [Stack, 3, "int", None, Stack()], ids=["class", "number", "text", "none", "object"])
def test_anything_else_has_no_name(value: Any) -> None:
    """It crosses as a handle."""
    assert name_of_type(value) == ""
    assert type_named("student.Stack") is None


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (math.sqrt, "math:sqrt"), (np.mean, "numpy:mean"), (np.add, "numpy:add"), (test_anything_else_has_no_name, ""),
        (int, ""), (math, ""), (lambda: 0, ""), (3, ""),
    ],
    ids=["python", "numpy", "ufunc", "of-a-test", "a-type", "a-module", "lambda", "number"],
)  # fmt: skip
def test_a_function_of_a_library_has_a_name(function: Any, name: str) -> None:
    """The one under which its module has this very function."""
    assert name_of_function(function) == name


def test_a_function_that_only_claims_a_name_has_none() -> None:
    """Whatever module and name it says."""

    def sqrt(x: float) -> float:
        return x

    sqrt.__module__ = "math"
    assert name_of_function(sqrt) == ""


@pytest.mark.parametrize("name", ["ctypes", "gc", "pickle", "unittest", "grader.errors", "", "student"])
def test_a_module_that_opens_the_process_has_no_name(name: str) -> None:
    """Neither has one that is no library."""
    assert module_named(name) is None


def test_a_library_is_one_that_is_imported_here() -> None:
    """Its name imports nothing."""
    assert module_named("os.path") is os.path
    assert module_named("numpy.linalg") is np.linalg
    assert module_named("xml.no_such_module") is None
    assert "numpy" in LIBRARIES


def test_every_operation_is_one_that_can_be_done() -> None:
    """Those of operators, and those that special methods are forwarded as."""
    assert set(OPERATIONS) >= OPERATORS
    assert set(FORWARDED.values()) - {"call"} <= set(OPERATIONS)
    assert all(map(callable, OPERATIONS.values()))
