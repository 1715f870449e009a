"""Independent right solutions of the task softmax, as students write them: none may lose a point.

A name is the function's, an underscore and the way it is done.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


def softmax_textbook(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shift by the largest score, exponentiate, divide; shapes (n,) and (n,)."""
    e = np.exp(x - np.max(x))
    return np.asarray(e / np.sum(e))


def softmax_loops(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Do the same in plain Python with the standard library; shapes (n,) and (n,)."""
    largest = max(x)
    exponentials = [math.exp(score - largest) for score in x]
    total = sum(exponentials)
    return np.array([e / total for e in exponentials])


def softmax_logsumexp(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Exponentiate x - log sum exp x, the sum folded pairwise; shapes (n,) and (n,)."""
    return np.asarray(np.exp(x - np.logaddexp.reduce(x)))


def softmax_pairwise(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide by each numerator instead: 1 / sum_j exp(x_j - x_i), where an overflow means 0; shapes (n,) and (n,)."""
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / np.exp(x[np.newaxis, :] - x[:, np.newaxis]).sum(axis=1))


def softmax_in_place(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Overwrite the argument, which is noted and costs nothing; shapes (n,) and (n,)."""
    x -= x.max()
    np.exp(x, out=x)
    x /= x.sum()
    return x


def softmax_in_single_precision(x: NDArray[np.float64]) -> NDArray[np.float32]:
    """Compute in float32 throughout; shapes (n,) and (n,)."""
    single = x.astype(np.float32)
    e = np.exp(single - single.max())
    return np.asarray(e / e.sum())


def softmax_with_epsilon(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Guard the division by 1e-8, which after the shift changes the eighth digit; shapes (n,) and (n,)."""
    e = np.exp(x - x.max())
    return np.asarray(e / (e.sum() + 1e-8))


def log_softmax_textbook(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shift by the largest score and subtract the logarithm of the sum; shapes (n,) and (n,)."""
    shifted = x - np.max(x)
    return np.asarray(shifted - np.log(np.sum(np.exp(shifted))))


def log_softmax_logsumexp(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Subtract log sum exp x at the level of the scores; shapes (n,) and (n,)."""
    largest = x.max()
    return np.asarray(x - (largest + np.log(np.exp(x - largest).sum())))


def log_softmax_logaddexp(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Subtract the sum folded pairwise; shapes (n,) and (n,)."""
    return np.asarray(x - np.logaddexp.reduce(x))


def log_softmax_loops(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Do the textbook's in plain Python with the standard library; shapes (n,) and (n,)."""
    largest = max(x)
    total = 0.0
    for score in x:
        total += math.exp(score - largest)
    return np.array([score - largest - math.log(total) for score in x])


def log_softmax_in_single_precision(x: NDArray[np.float64]) -> NDArray[np.float32]:
    """Compute in float32 throughout; shapes (n,) and (n,)."""
    single = x.astype(np.float32)
    shifted = single - single.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()))


def shift_invariance_factored(x: NDArray[np.float64], c: float) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Take the factor exp(c) out above and below; lines of shape (n,)."""
    yield "=", softmax_textbook(x + c)
    yield "=", np.exp(x) * np.exp(c) / np.sum(np.exp(x) * np.exp(c))
    yield "=", np.exp(x) / np.sum(np.exp(x))


def shift_invariance_by_logarithms(x: NDArray[np.float64], c: float) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Cancel c in the exponent; lines of shape (n,)."""
    yield "=", softmax_loops(x + c)
    yield "=", np.exp(x + c - np.log(np.exp(x + c).sum()))
    yield "=", np.exp(x + c - (c + np.log(np.exp(x).sum())))
    yield "=", softmax_loops(x)


def shift_invariance_by_differences(x: NDArray[np.float64], c: float) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """See that only differences of scores enter; lines of shape (n,)."""
    yield "=", softmax_textbook(x + c)
    yield "=", 1 / np.exp((x[np.newaxis, :] + c) - (x[:, np.newaxis] + c)).sum(axis=1)
    yield "=", 1 / np.exp(x[np.newaxis, :] - x[:, np.newaxis]).sum(axis=1)
    yield "=", softmax_pairwise(x)
