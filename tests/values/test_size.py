"""Size: what is smaller is simpler, for every kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from grader.values.size import size_of
from tests.values.any_value import VALUES


@pytest.mark.parametrize(
    ("small", "large"),
    [
        (0, 1), (1, 10), (0, -1), (1, -1), (3, 3.5), (False, True),
        ("", "a"), ("a", "b"), ("a", "A"), ("a", "aa"), ("b", " "),
        ([], [0]), ([0], [1]), ([0], [0, 0]), ([[]], [[], []]), ((0,), (0, 0)),
        ({}, {"a": 0}), ({"a": 0}, {"b": 0}), ({"a": 0}, {"a": 0, "b": 0}),
        (set(), {0}), ({0}, {0, 1}),
        (None, 0), (b"", b"a"),
        (np.zeros(2), np.zeros(3)), (np.zeros(2), np.ones(2)), (np.array([1.0, 1.0]), np.array([1.0, 2.0])),
        (np.array(["a"]), np.array(["a", "b"])),
    ],
    ids=str,
)  # fmt: skip
def test_the_smaller_one(small: Any, large: Any) -> None:
    """Fewer entries first, then fewer that are not 0, then shorter ones."""
    assert size_of([small]) < size_of([large])


@given(VALUES)
def test_every_value_has_a_size(value: Any) -> None:
    """Of five finite numbers."""
    assert len(size_of([value])) == 5
