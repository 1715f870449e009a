"""Values as plain data."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from grader.checks.display import LARGEST_SHOWN, display_value


@pytest.mark.parametrize(
    ("value", "due"),
    [
        (np.float64(1.5), 1.5),
        (np.int64(3), 3),
        (np.array(2.0), 2.0),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.empty((0, 3)), []),
        (1.5, 1.5),
        ("text", "'text'"),
        (None, None),
        (True, True),
        ([1, "a"], "[1, 'a']"),
        ((1,), "(1,)"),
        ({"a": np.zeros(1)}, "{'a': np.array([0.0])}"),
        (object(), "something of type object"),
        (np.zeros(LARGEST_SHOWN), [0.0] * LARGEST_SHOWN),
        (np.arange(2.0 * LARGEST_SHOWN).reshape(2, -1),
         f"an array of shape (2, {LARGEST_SHOWN}) that begins with [0.0, 1.0, 2.0, 3.0, 4.0]"),
        (np.empty((2**30, 0)), f"an array of shape ({2**30}, 0) that begins with []"),
        (np.empty((500,) * 6 + (0,)), "an array of shape (500, 500, 500, 500, 500, 500, 0) that begins with []"),
    ],
    ids=["float", "int", "0-d", "matrix", "empty", "plain", "text", "None", "true", "list", "tuple", "dict", "opaque",
         "just listed", "described", "long", "deep"],
)  # fmt: skip
def test_a_value_becomes_numbers_text_and_lists(value: Any, due: Any) -> None:
    """Nothing of numpy is left, and it is JSON."""
    assert display_value(value) == due
    assert type(display_value(value)) is type(due)
    json.dumps(display_value(value))
