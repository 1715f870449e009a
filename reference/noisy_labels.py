"""The answers to the task noisy_labels: the likelihood of labels that may be flipped, and the cross-entropy above it.

Formulas: Seminar 2, Assignment 4.  Throughout z_i = t_i w.x_i is the margin of the label as it was written down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def noisy_log_likelihood(w: Array, X: Array, t: Array, eps: float) -> float:  # noqa: N803
    """Return sum_i log((1 - eps) S(z_i) + eps S(-z_i)), for w of shape (n,), X of shape (m, n), t of shape (m,).

    The logarithm of the sum is taken of logarithms; that of eps = 0 or 1 is minus infinity and drops out.
    """
    z = _margins(w, X, t)
    with np.errstate(divide="ignore"):
        right, flipped = np.log1p(-eps), np.log(eps)
    return float(np.logaddexp(right + _log_sigmoid(z), flipped + _log_sigmoid(-z)).sum())


def noisy_log_likelihood_gradient(w: Array, X: Array, t: Array, eps: float) -> Array:  # noqa: N803
    """Return the gradient in w, shape (n,): sum_i t_i x_i (r_i - S(z_i)).

    r_i = S(z_i + log((1 - eps) / eps)) is the probability that label i is the true one, given the label.
    """
    z = _margins(w, X, t)
    with np.errstate(divide="ignore"):
        odds = np.log1p(-eps) - np.log(eps)
    return np.asarray((t * (_sigmoid(z + odds) - _sigmoid(z))) @ X)


def soft_cross_entropy(w: Array, X: Array, t: Array, eps: float) -> float:  # noqa: N803
    """Return -sum_i ((1 - eps) log S(z_i) + eps log S(-z_i)); every term is finite, so eps = 0 and 1 are ordinary."""
    z = _margins(w, X, t)
    return float(-((1.0 - eps) * _log_sigmoid(z) + eps * _log_sigmoid(-z)).sum())


def jensen_bound(w: Array, X: Array, t: Array, eps: float) -> Iterator[tuple[str, float]]:  # noqa: N803
    """Yield the lines from the negative log-likelihood up to the cross-entropy, for margins of a textbook's size."""
    z = _margins(w, X, t)
    yield "=", -noisy_log_likelihood(w, X, t, eps)
    yield "=", -np.log((1 - eps) / (1 + np.exp(-z)) + eps / (1 + np.exp(z))).sum()
    yield "<=", -((1 - eps) * np.log(1 / (1 + np.exp(-z))) + eps * np.log(1 / (1 + np.exp(z)))).sum()
    yield "=", soft_cross_entropy(w, X, t, eps)


def log_likelihood(w: Array, X: Array, k: Array) -> float:  # noqa: N803
    """Return the log-likelihood of labels k that are certain: sum_i log S(k_i w.x_i)."""
    return float(_log_sigmoid(_margins(w, X, k)).sum())


def of_coins(t: Array) -> float:
    """Return the log-likelihood of labels of shape (m,) that say nothing: -m log 2."""
    return float(-len(t) * np.log(2.0))


def gradient_scale(X: Array) -> float:  # noqa: N803
    """Return the largest that an entry of the sum of |x_i| is: no term of the gradient is larger than its x_i."""
    return float(np.abs(X).sum(axis=0).max(initial=0.0))


def _margins(w: Array, X: Array, t: Array) -> Array:  # noqa: N803
    return np.asarray(t * (X @ w))


def _log_sigmoid(z: Array) -> Array:
    return np.asarray(-np.logaddexp(0.0, -z))


def _sigmoid(z: Array) -> Array:
    return np.exp(_log_sigmoid(z))
