"""Containers are filled with what they had, and the sentence says why a test has not passed."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from typing import Any

import numpy as np
import pytest

from grader.tester.replays import ChangedArgumentError, fill, is_container


@pytest.mark.parametrize(
    "container",
    [[1], {1: 2}, {3}, deque([4]), bytearray(b"5"), Counter("a"), OrderedDict(a=1), np.ones(3)],
    ids=lambda container: type(container).__name__,
)
def test_each_container_can_be_filled(container: Any) -> None:
    """It is the same object afterwards, with the members that it had."""
    assert is_container(type(container))
    before = container.copy()
    if type(container) is np.ndarray:
        container[:] = 0
    else:
        container.clear()
    fill(container, before)
    assert np.array_equal(container, before) if type(container) is np.ndarray else container == before


def test_the_sentence() -> None:
    """It says what the student's code does."""
    assert str(ChangedArgumentError()) == (
        "your code changes what the test passes to it, and the test passes only because of that"
    )
