"""Known wrong solutions of the task logistic_regression, each with one slip; its YAML says which checks catch it.

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


FLOORS = (*(10.0**-n for n in range(4, 40)), float(np.finfo(float).eps), float(np.finfo(float).tiny), 1e-100, 1e-300)
LIMITS = (10, 15, 20, 25, 30, 35, 36, 40, 50, 60, 80, 88, 100, 200, 250, 300, 400, 500, 600, 700, 709)


def log_likelihood_negated(w: Array, X: Array, k: Array) -> float:
    """Return the loss instead; w of shape (n,), X of shape (m, n), k of shape (m,)."""
    return -_log_likelihood(w, X, k)


def log_likelihood_averaged(w: Array, X: Array, k: Array) -> float:
    """Divide by the number of rows."""
    return _log_likelihood(w, X, k) / len(k)


def log_likelihood_without_labels(w: Array, X: Array, k: Array) -> float:
    """Take every label for +1."""
    return _log_likelihood(w, X, np.ones_like(k))


def log_likelihood_of_likelihood(w: Array, X: Array, k: Array) -> float:
    """Forget the logarithm, as the seminar's print is easily read."""
    return float(np.exp(_log_likelihood(w, X, k)))


def log_likelihood_plain(w: Array, X: Array, k: Array) -> float:
    """Take the logarithm of a sigmoid that underflows to 0."""
    with np.errstate(all="ignore"):
        return float(np.log(1 / (1 + np.exp(-k * (X @ w)))).sum())


def log_likelihood_plain_softplus(w: Array, X: Array, k: Array) -> float:
    """Let exp overflow for negative margins."""
    with np.errstate(all="ignore"):
        return float(-np.log1p(np.exp(-k * (X @ w))).sum())


def log_likelihood_plain_logarithm(w: Array, X: Array, k: Array) -> float:
    """Let exp overflow for negative margins, and lose the digits of 1 + exp(-z) for positive ones."""
    with np.errstate(all="ignore"):
        return float(-np.log(1 + np.exp(-k * (X @ w))).sum())


def log_likelihood_of_wrong_branch(w: Array, X: Array, k: Array) -> float:
    """Use the form that is safe for negative margins only."""
    z = k * (X @ w)
    with np.errstate(all="ignore"):
        return float((z - np.log1p(np.exp(z))).sum())


def log_likelihood_padded(w: Array, X: Array, k: Array) -> float:
    """Hide the logarithm of 0 behind a tiny number."""
    with np.errstate(all="ignore"):
        return float(np.log(1 / (1 + np.exp(-k * (X @ w))) + 1e-12).sum())


def log_likelihood_clipped(w: Array, X: Array, k: Array) -> float:
    """Clip the margins, which bounds the answer as well."""
    return float(-np.log1p(np.exp(-np.clip(k * (X @ w), -500, 500))).sum())


def is_padded(w: Array, X: Array, k: Array, answer: float) -> bool:
    """Whether an answer is that of log(S(z) + floor), or of log of the larger of both, for one of the usual floors."""
    with np.errstate(all="ignore"):
        likely = 1 / (1 + np.exp(-k * (X @ w)))
        padded = [np.log(likely + floor).sum() for floor in FLOORS]
        bounded = [np.log(np.maximum(likely, floor)).sum() for floor in FLOORS]
    return any(abs(answer - value) <= 1e-9 * max(1.0, abs(value)) for value in (*padded, *bounded))


def is_clipped(w: Array, X: Array, k: Array, answer: float) -> bool:
    """Whether an answer is that of margins cut off at one of the usual numbers."""
    z = k * (X @ w)
    values = [-np.logaddexp(0, -np.clip(z, -limit, limit)).sum() for limit in LIMITS]
    return any(abs(answer - value) <= 1e-9 * max(1.0, abs(value)) for value in values)


def log_likelihood_gradient_negated(w: Array, X: Array, k: Array) -> Array:
    """Return the gradient of the loss, of shape (n,)."""
    return -_gradient(w, X, k)


def log_likelihood_gradient_averaged(w: Array, X: Array, k: Array) -> Array:
    """Divide by the number of rows."""
    return _gradient(w, X, k) / len(k)


def log_likelihood_gradient_without_labels(w: Array, X: Array, k: Array) -> Array:
    """Forget the label that the chain rule brings down."""
    return np.asarray(_sigmoid(-k * (X @ w)) @ X)


def log_likelihood_gradient_of_wrong_tail(w: Array, X: Array, k: Array) -> Array:
    """Weigh the rows by S(z) instead of S(-z)."""
    return np.asarray((k * _sigmoid(k * (X @ w))) @ X)


def log_likelihood_gradient_of_mixed_labels(w: Array, X: Array, k: Array) -> Array:
    """Use the formula for the classes 0 and 1 with labels +1 and -1."""
    return np.asarray((k - _sigmoid(X @ w)) @ X)


def log_likelihood_gradient_quotient(w: Array, X: Array, k: Array) -> Array:
    """Divide one overflowing exponential by another."""
    with np.errstate(all="ignore"):
        e = np.exp(-k * (X @ w))
        return np.asarray((k * (e / (1 + e))) @ X)


def separator_least_squares(X: Array, k: Array) -> Array:
    """Fit the labels by least squares, which far rows pull over the plane."""
    return np.asarray(np.linalg.lstsq(X, k, rcond=None)[0], dtype=np.float64)


def separator_of_means(X: Array, k: Array) -> Array:
    """Take the mean of k_i x_i for a separating vector."""
    return np.asarray((k[:, np.newaxis] * X).mean(axis=0))


def separator_negated(X: Array, k: Array) -> Array:
    """Point to the other class."""
    w = np.zeros(X.shape[1])
    while (wrong := np.flatnonzero(k * (X @ w) >= 0)).size:
        w = w - k[wrong[0]] * X[wrong[0]]
    return w


def fit_without_regulariser(X: Array, k: Array, lam: float) -> Array:  # noqa: ARG001
    """Climb the log-likelihood alone."""
    return _ascent(X, k, 0.0, 300)


def fit_with_half_lam(X: Array, k: Array, lam: float) -> Array:
    """Take lam w for the derivative of lam |w|^2."""
    return _optimum(X, k, lam / 2)


def fit_of_the_mean(X: Array, k: Array, lam: float) -> Array:
    """Average the log-likelihood and not the regulariser."""
    return _optimum(X, k, lam * len(k))


def fit_too_short(X: Array, k: Array, lam: float) -> Array:
    """Stop after 15 small steps."""
    return _ascent(X, k, lam, 15)


def scaling_helps_linear(w: Array, X: Array, k: Array, s: float) -> Iterator[tuple[str, float]]:
    """Believe that log S(s z) is s log S(z)."""
    yield "=", _log_likelihood(w, X, k)
    yield "<", s * _log_likelihood(w, X, k)
    yield "=", _log_likelihood(s * w, X, k)


def scaling_helps_claimed(w: Array, X: Array, k: Array, s: float) -> Iterator[tuple[str, float]]:
    """State the claim, and no step to it."""
    yield "=", _log_likelihood(w, X, k)
    yield "<", _log_likelihood(s * w, X, k)


def scaling_helps_by_halves(w: Array, X: Array, k: Array, s: float) -> Iterator[tuple[str, float]]:
    """Put the mean of the two sides between them, computed elsewhere."""
    sides = [_log_likelihood(v * w, X, k) for v in (1.0, s)]
    yield "=", _log_likelihood(w, X, k)
    yield "<", float(np.mean(sides))
    yield "<", _log_likelihood(s * w, X, k)


def scaling_helps_without_minus(w: Array, X: Array, k: Array, s: float) -> Iterator[tuple[str, float]]:
    """Lose the minus sign in the exponent of the sigmoid."""
    z = k * (X @ w)
    yield "=", _log_likelihood(w, X, k)
    yield "=", -np.log1p(np.exp(z)).sum()
    yield "<", -np.log1p(np.exp(s * z)).sum()
    yield "=", _log_likelihood(s * w, X, k)


def _sigmoid(z: Array) -> Array:
    return np.exp(-np.logaddexp(0, -z))


def _log_likelihood(w: Array, X: Array, k: Array) -> float:
    return float(-np.logaddexp(0, -k * (X @ w)).sum())


def _gradient(w: Array, X: Array, k: Array) -> Array:
    return np.asarray((k * _sigmoid(-k * (X @ w))) @ X)


def _optimum(X: Array, k: Array, lam: float) -> Array:
    """Take Newton's steps, which need no halving while lam keeps the margins small."""
    w = np.zeros(X.shape[1])
    for _ in range(15):
        p = _sigmoid(X @ w)
        curvature = (X.T * (p * (1 - p))) @ X + 2 * lam * np.eye(len(w))
        w = w + np.linalg.solve(curvature, _gradient(w, X, k) - 2 * lam * w)
    return w


def _ascent(X: Array, k: Array, lam: float, steps: int) -> Array:
    """Climb in steps that are short enough for m = 40, n = 5 and |x| <= 1, whatever lam."""
    w, size = np.zeros(X.shape[1]), 1.0 / (60.0 + 2.0 * lam)
    for _ in range(steps):
        w = w + size * (_gradient(w, X, k) - 2 * lam * w)
    return w
