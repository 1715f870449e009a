"""The answers to the task softmax: probabilities, their logarithms and the limit under scaling.

Formulas: Seminar 2, Assignment 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


def softmax(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return exp(x_i) / sum_j exp(x_j), shape (n,), for finite scores x of shape (n,); n may be 0.

    The shift by the largest score is part (a) of the assignment; it keeps every exponential at or below 1.
    """
    exponentials = np.exp(_below_largest(x))
    return np.asarray(exponentials / exponentials.sum())


def log_softmax(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log softmax(x)_i = x_i - log sum_j exp(x_j), shape (n,), for finite scores x of shape (n,); n may be 0.

    Finite wherever the scores are, even where the probability itself underflows.
    """
    shifted = _below_largest(x)
    if shifted.size == 0:
        return shifted
    return np.asarray(shifted - np.log(np.exp(shifted).sum()))


def shift_invariance(x: NDArray[np.float64], c: float) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield the lines from softmax(x + c) to softmax(x), each of shape (n,), for scores of a textbook's size."""
    yield "=", softmax(x + c)
    yield "=", np.exp(x + c) / np.exp(x + c).sum()
    yield "=", np.exp(c) * np.exp(x) / (np.exp(c) * np.exp(x).sum())
    yield "=", np.exp(x) / np.exp(x).sum()
    yield "=", softmax(x)


def argmax_indicator(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return equation (1), shape (n,): 1.0 where x_i > x_j for all j != i, else 0.0, so a tie is all zeros."""
    if x.size == 0:
        return np.zeros(0)
    is_largest = x == x.max()
    return np.where(is_largest & (is_largest.sum() == 1), 1.0, 0.0)


def _below_largest(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(x - np.max(x, initial=-np.inf))
