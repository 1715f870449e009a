"""Answers that are all alike go a short way through the decoder, which decides exactly as the long one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.worker.wire import answers
from grader.worker.wire.forms import CODE_OF, Form
from grader.worker.wire.frames import FrameError

if TYPE_CHECKING:
    from numpy.typing import NDArray

LENGTHS = st.lists(st.integers(min_value=-2, max_value=5), min_size=1, max_size=6)


def verdict(marks: NDArray[Any], shapes: NDArray[Any], size: int) -> bool:
    """Return whether a part with these marks, shapes and bytes is accepted."""
    try:
        answers._verify(marks, shapes, size)
    except FrameError:
        return False
    return True


def marks_of(count: int, form: Form | int, code: int, ndim: int) -> NDArray[Any]:
    """Return the marks of `count` answers that are alike."""
    return np.array([[form] * count, [code] * count, [ndim] * count], dtype=np.uint8)


@settings(deadline=None)
@given(LENGTHS, st.integers(0, 16), st.integers(0, 9), st.integers(0, 3), st.integers(-8, 200))
def test_short_and_long_way_agree(lengths: Any, code: Any, form: Any, ndim: Any, size: Any) -> None:
    """With the short way switched off the same parts are accepted."""
    marks, shapes = marks_of(len(lengths), form, code, ndim), np.array(lengths * max(ndim, 1), dtype=np.int64)
    short = verdict(marks, shapes, size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "_alike", lambda _: False)
        assert verdict(marks, shapes, size) == short


@pytest.mark.parametrize(
    ("lengths", "size", "good"),
    [
        pytest.param([1, 2], 24, True, id="right"),
        pytest.param([0, 0], 0, True, id="empty-vectors"),
        pytest.param([1, 2], 23, False, id="a-byte-short"),
        pytest.param([-1, 4], 24, False, id="negative"),
        pytest.param([2**62, 2**62], 0, False, id="sum-overflows-to-nothing"),
        pytest.param([2**61, 2**61, 2**61, 2**61], 0, False, id="product-overflows-to-nothing"),
        pytest.param([1], 16, False, id="bytes-too-many"),
    ],
)
def test_lengths_of_vectors(lengths: list[int], size: int, good: bool) -> None:
    """Lengths add up to the bytes, without a sum that overflows."""
    marks = marks_of(len(lengths), Form.ARRAY, CODE_OF[np.dtype(np.float64)], 1)
    assert verdict(marks, np.array(lengths, dtype=np.int64), size) is good
