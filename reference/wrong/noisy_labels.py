"""Known wrong solutions of the task noisy_labels, each with one slip; `tasks/noisy_labels.yaml` says what catches it.

A name is the function's that it replaces, an underscore and the slip.
"""
# ruff: noqa: N803 - X is the matrix's name in the seminar

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def noisy_log_likelihood_swapped(w: Array, X: Array, t: Array, eps: float) -> float:
    """Take eps for the probability that a label is right; w of shape (n,), X of shape (m, n), t of shape (m,)."""
    return _log_likelihood(w, X, t, 1 - eps)


def noisy_log_likelihood_without_noise(w: Array, X: Array, t: Array, eps: float) -> float:  # noqa: ARG001
    """Trust every label."""
    return _log_likelihood(w, X, t, 0.0)


def noisy_log_likelihood_of_logarithms(w: Array, X: Array, t: Array, eps: float) -> float:
    """Take the mean of the logarithms for the logarithm of the mean."""
    return -_cross_entropy(w, X, t, eps)


def noisy_log_likelihood_negated(w: Array, X: Array, t: Array, eps: float) -> float:
    """Return the loss instead."""
    return -_log_likelihood(w, X, t, eps)


def noisy_log_likelihood_averaged(w: Array, X: Array, t: Array, eps: float) -> float:
    """Divide by the number of rows."""
    return _log_likelihood(w, X, t, eps) / len(t)


def noisy_log_likelihood_in_base_ten(w: Array, X: Array, t: Array, eps: float) -> float:
    """Take logarithms to base 10."""
    return _log_likelihood(w, X, t, eps) / float(np.log(10))


def noisy_log_likelihood_padded(w: Array, X: Array, t: Array, eps: float) -> float:
    """Hide the logarithm of 0 behind a tiny number."""
    return float(np.log(_probability(w, X, t, eps) + 1e-12).sum())


def noisy_log_likelihood_plain(w: Array, X: Array, t: Array, eps: float) -> float:
    """Take the logarithm of a probability that underflows to 0 when eps is 0 or 1."""
    with np.errstate(all="ignore"):
        return float(np.log(_probability(w, X, t, eps)).sum())


def noisy_log_likelihood_gradient_swapped(w: Array, X: Array, t: Array, eps: float) -> Array:
    """Take eps for the probability that a label is right; the answer has shape (n,)."""
    return _gradient(w, X, t, 1 - eps)


def noisy_log_likelihood_gradient_without_noise(w: Array, X: Array, t: Array, eps: float) -> Array:  # noqa: ARG001
    """Trust every label."""
    return _gradient(w, X, t, 0.0)


def noisy_log_likelihood_gradient_of_cross_entropy(w: Array, X: Array, t: Array, eps: float) -> Array:
    """Differentiate the bound in place of the likelihood."""
    return np.asarray((t * (1 - eps - _sigmoid(t * (X @ w)))) @ X)


def noisy_log_likelihood_gradient_without_flipped(w: Array, X: Array, t: Array, eps: float) -> Array:
    """Differentiate the first term of the probability only."""
    z = t * (X @ w)
    return np.asarray((t * (_gradient_weight(z, eps) + _sigmoid(z)) * _sigmoid(-z)) @ X)


def noisy_log_likelihood_gradient_negated(w: Array, X: Array, t: Array, eps: float) -> Array:
    """Return the gradient of the loss."""
    return -_gradient(w, X, t, eps)


def noisy_log_likelihood_gradient_plain(w: Array, X: Array, t: Array, eps: float) -> Array:
    """Divide 0 by 0 when eps is 0 or 1 and the margin is far on the wrong side."""
    z = t * (X @ w)
    with np.errstate(all="ignore"):
        slope = (1 - 2 * eps) * _sigmoid(z) * _sigmoid(-z)
        return np.asarray((t * slope / _probability(w, X, t, eps)) @ X)


def soft_cross_entropy_without_minus(w: Array, X: Array, t: Array, eps: float) -> float:
    """Copy the sum from the seminar's print, which lacks its minus sign."""
    return -_cross_entropy(w, X, t, eps)


def soft_cross_entropy_swapped(w: Array, X: Array, t: Array, eps: float) -> float:
    """Give the label that was written down the weight eps."""
    return _cross_entropy(w, X, t, 1 - eps)


def soft_cross_entropy_of_the_label(w: Array, X: Array, t: Array, eps: float) -> float:
    """Leave the other class out of the sum."""
    return -(1 - eps) * _log_likelihood(w, X, t, 0.0)


def soft_cross_entropy_averaged(w: Array, X: Array, t: Array, eps: float) -> float:
    """Divide by the number of rows."""
    return _cross_entropy(w, X, t, eps) / len(t)


def soft_cross_entropy_plain(w: Array, X: Array, t: Array, eps: float) -> float:
    """Take logarithms of sigmoids that underflow to 0, and 0 times infinity."""
    z = t * (X @ w)
    with np.errstate(all="ignore"):
        right, flipped = 1 / (1 + np.exp(-z)), 1 / (1 + np.exp(z))
        return float(-((1 - eps) * np.log(right) + eps * np.log(flipped)).sum())


def jensen_bound_as_equality(w: Array, X: Array, t: Array, eps: float) -> Iterator[tuple[str, float]]:
    """Pull the logarithm into the mean and call it equal."""
    yield "=", -_log_likelihood(w, X, t, eps)
    yield "=", _cross_entropy(w, X, t, eps)


def jensen_bound_claimed(w: Array, X: Array, t: Array, eps: float) -> Iterator[tuple[str, float]]:
    """State the claim, and no step to it."""
    yield "=", -_log_likelihood(w, X, t, eps)
    yield "<=", _cross_entropy(w, X, t, eps)


def jensen_bound_interpolated(w: Array, X: Array, t: Array, eps: float) -> Iterator[tuple[str, float]]:
    """Go a third of the way, whatever stands there."""
    a, b = -_log_likelihood(w, X, t, eps), _cross_entropy(w, X, t, eps)
    yield "=", a + 0.0
    yield "<=", a + (b - a) / 3
    yield "<=", b


def jensen_bound_by_the_gap(w: Array, X: Array, t: Array, eps: float) -> Iterator[tuple[str, float]]:
    """Add the difference of the two sides to the one, which gives the other."""
    gap = _cross_entropy(w, X, t, eps) + _log_likelihood(w, X, t, eps)
    yield "=", -_log_likelihood(w, X, t, eps)
    yield "<=", -_log_likelihood(w, X, t, eps) + gap
    yield "=", _cross_entropy(w, X, t, eps)


def jensen_bound_turned_round(w: Array, X: Array, t: Array, eps: float) -> Iterator[tuple[str, float]]:
    """Apply the inequality to a convex function, in the wrong direction."""
    yield "=", -_log_likelihood(w, X, t, eps)
    yield ">=", _cross_entropy(w, X, t, eps)


def jensen_bound_without_noise(w: Array, X: Array, t: Array, eps: float) -> Iterator[tuple[str, float]]:
    """Go through the plain loss, which is no bound."""
    yield "=", -_log_likelihood(w, X, t, eps)
    yield "<=", -_log_likelihood(w, X, t, 0.0 * eps)
    yield "<=", _cross_entropy(w, X, t, eps)


def _sigmoid(z: Array) -> Array:
    return np.exp(-np.logaddexp(0, -z))


def _probability(w: Array, X: Array, t: Array, eps: float) -> Array:
    z = t * (X @ w)
    return (1 - eps) * _sigmoid(z) + eps * _sigmoid(-z)


def _log_likelihood(w: Array, X: Array, t: Array, eps: float) -> float:
    z = t * (X @ w)
    with np.errstate(divide="ignore"):
        right, flipped = np.log(1 - eps) - np.logaddexp(0, -z), np.log(eps) - np.logaddexp(0, z)
    return float(np.logaddexp(right, flipped).sum())


def _gradient_weight(z: Array, eps: float) -> Array:
    """Return r - S(z), with r the probability that the label is the true one."""
    with np.errstate(divide="ignore"):
        odds = np.log(1 - eps) - np.log(eps)
    return np.asarray(_sigmoid(z + odds) - _sigmoid(z))


def _gradient(w: Array, X: Array, t: Array, eps: float) -> Array:
    return np.asarray((t * _gradient_weight(t * (X @ w), eps)) @ X)


def _cross_entropy(w: Array, X: Array, t: Array, eps: float) -> float:
    z = t * (X @ w)
    return float(((1 - eps) * np.logaddexp(0, -z) + eps * np.logaddexp(0, z)).sum())
