"""Known wrong solutions of the task softmax, each with one slip; `tasks/softmax.yaml` says which checks catch it.

A name is the function's that it replaces, an underscore and the slip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


def softmax_without_shift(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Use the plain formula, which overflows; shapes (n,) and (n,)."""
    return _normalized(x)


def softmax_with_maximum_from_zero(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Search the maximum from 0 upwards, so that all-negative scores stay unshifted; shapes (n,) and (n,)."""
    return _normalized(x - max(0.0, float(x.max())))


def softmax_with_minimum(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shift by the smallest score; shapes (n,) and (n,)."""
    return _normalized(x - x.min())


def softmax_with_first_score(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shift by the first score; shapes (n,) and (n,)."""
    return _normalized(x - x[0])


def softmax_with_mean(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shift by the mean score; shapes (n,) and (n,)."""
    return _normalized(x - x.mean())


def softmax_rounded(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to three decimals; shapes (n,) and (n,)."""
    return np.asarray(np.round(_stable(x), 3))


def softmax_unnormalized(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Forget the division; shapes (n,) and (n,)."""
    return np.asarray(np.exp(x - x.max()))


def softmax_without_exp(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide the scores by their sum; shapes (n,) and (n,)."""
    with np.errstate(all="ignore"):
        return np.asarray(x / x.sum())


def softmax_divided_twice(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide by the sum of the shifted exponentials twice; shapes (n,) and (n,)."""
    return np.asarray(_stable(x) / np.exp(x - x.max()).sum())


def log_softmax_of_probabilities(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take the logarithm of probabilities that underflow to 0; shapes (n,) and (n,)."""
    with np.errstate(divide="ignore"):
        return np.log(_stable(x))


def log_softmax_of_padded_probabilities(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Hide the logarithm of 0 behind a tiny number; shapes (n,) and (n,)."""
    return np.log(_stable(x) + 1e-12)


def log_softmax_without_shift(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Use the plain formula, whose sum overflows or underflows; shapes (n,) and (n,)."""
    with np.errstate(all="ignore"):
        return np.asarray(x - np.log(np.exp(x).sum()))


def log_softmax_without_sum(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Forget the logarithm of the denominator; shapes (n,) and (n,)."""
    return np.asarray(x - x.max())


def log_softmax_negated(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the cost instead; shapes (n,) and (n,)."""
    shifted = x - x.max()
    return np.asarray(np.log(np.exp(shifted).sum()) - shifted)


def log_softmax_in_base_two(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return logarithms to base 2; shapes (n,) and (n,)."""
    with np.errstate(divide="ignore"):
        return np.log2(_stable(x))


def shift_invariance_of_a_sum(x: NDArray[np.float64], c: float) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Take exp(x + c) for exp(x) + exp(c); lines of shape (n,)."""
    yield "=", _stable(x + c)
    yield "=", (np.exp(x) + np.exp(c)) / (np.exp(x) + np.exp(c)).sum()
    yield "=", _stable(x)


def shift_invariance_below_only(x: NDArray[np.float64], c: float) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Take the factor exp(c) out of the sum only; lines of shape (n,)."""
    yield "=", _stable(x + c)
    yield "=", np.exp(x) / (np.exp(c) * np.exp(x).sum())
    yield "=", _stable(x)


def shift_invariance_claimed(x: NDArray[np.float64], c: float) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """State the claim, and no step to it; lines of shape (n,)."""
    yield "=", _stable(x + c)
    yield "=", _stable(x)


def shift_invariance_restated(x: NDArray[np.float64], c: float) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Write the first line once more in other words; lines of shape (n,)."""
    yield "=", _stable(x + c)
    yield "=", _stable(x + c + 0.0)
    yield "=", _stable(x)


def _normalized(x: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(all="ignore"):
        exponentials = np.exp(x)
        return np.asarray(exponentials / exponentials.sum())


def _stable(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return _normalized(x - x.max())
