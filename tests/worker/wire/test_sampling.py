"""The digest of a long answer: entries from end to end, and means by which every entry counts."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.wire.sampling import sample_entries


@pytest.mark.parametrize(
    "value",
    [
        np.arange(3.0), np.zeros((9, 9)), np.array(["a"] * 9), [1, 2, 3], "a long text", None, 7.5, (1,) * 99,
        np.float64(3), {"a": 1},
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_not_long_or_no_vector_is_returned_as_it_is(value: Any) -> None:
    """It is compared whole."""
    assert sample_entries(value, 5) is value


class Evil:
    """An object that fights numpy."""

    def __array__(self, *_: object, **__: object) -> Any:
        raise RuntimeError("never asked")

    def __len__(self) -> int:
        raise RuntimeError("never asked")


@pytest.mark.parametrize(
    "value",
    [["a"] * 9, [[1], [2, 3]] * 5, [None] * 9, [Evil()] * 9, [2**70] * 9, [1.0] * 8 + [1j], [[1.0]] * 9],
    ids=["texts", "ragged", "none", "hostile", "large", "complex", "nested"],
)
def test_a_long_list_of_other_things_is_cut(value: list[Any]) -> None:
    """It is wrong anyway, and need not cross whole; no object in it is asked."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cut = sample_entries(value, 4)
    assert len(cut) == 4
    assert all(one is other for one, other in zip(cut, value, strict=False))


@pytest.mark.parametrize(
    "value", [[True, 2, 3.5] * 4, [np.float32(1), 2] * 4, [np.int8(3)] * 9], ids=["mixed", "numpy-too", "numpy"]
)
def test_a_list_of_any_numbers_is_sampled(value: list[Any]) -> None:
    """Python's and numpy's."""
    assert sample_entries(value, 3).shape == (6,)


@given(st.integers(2, 40), st.integers(3, 200), st.randoms(use_true_random=False))
def test_every_entry_counts(count: int, length: int, random: Any) -> None:
    """A change of any entry changes the digest; the first and the last one are in it."""
    value = np.array([random.uniform(-9, 9) for _ in range(length)])
    digest = sample_entries(value, count)
    if length <= count:
        assert digest is value
        return
    assert digest.shape == (2 * count,)
    assert (digest[0], digest[count - 1]) == (value[0], value[-1])
    changed = value.copy()
    changed[random.randrange(length)] += 100.0
    assert not np.allclose(sample_entries(changed, count), digest)


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint64", "float32", "float64"])
def test_numbers_of_any_type_are_sampled_as_floats(dtype: str) -> None:
    """A list of them too."""
    value = np.ones(100, dtype=dtype)
    assert sample_entries(value, 10).dtype == np.float64
    assert sample_entries(value.tolist(), 10).tolist() == [1.0] * 20


def test_infinities_and_nan_are_no_warning() -> None:
    """They are the student's answer."""
    value = np.array([np.inf, -np.inf, np.nan] * 10)
    assert np.isnan(sample_entries(value, 4)).any()
