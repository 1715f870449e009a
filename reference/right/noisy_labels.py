"""Independent right solutions of the task noisy_labels, as students write them: none may lose a point.

A name is the function's, an underscore and the way it is done.
"""
# ruff: noqa: N803 - X is the matrix's name in the seminar

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def noisy_log_likelihood_logaddexp(w: Array, X: Array, t: Array, eps: float) -> float:
    """Fold the two logarithms; log 0 warns and is right."""
    z = t * (X @ w)
    right = np.log(1 - eps) - np.logaddexp(0, -z)
    flipped = np.log(eps) - np.logaddexp(0, z)
    return float(np.sum(np.logaddexp(right, flipped)))


def noisy_log_likelihood_quotient(w: Array, X: Array, t: Array, eps: float) -> float:
    """Take the larger exponential out of both parts of the quotient, sign by sign."""
    z = t * (X @ w)
    e = np.exp(-np.abs(z))
    with np.errstate(divide="ignore"):
        above = np.log(1 - eps + eps * e) - np.log1p(e)
        below = np.log((1 - eps) * e + eps) - np.log1p(e)
    plain = np.minimum(z, 0) - np.log1p(e) if eps == 0 else np.minimum(-z, 0) - np.log1p(e)
    return float(np.where(z >= 0, above, below).sum() if 0 < eps < 1 else plain.sum())


def noisy_log_likelihood_by_marginals(w: Array, X: Array, t: Array, eps: float) -> np.float64:
    """Marginalize over the true label as the hint says; certain labels apart."""
    if eps in (0, 1):
        return np.float64(-np.logaddexp(0, -(1 - 2 * eps) * t * (X @ w)).sum())
    total = np.zeros(len(t))
    for k in (-1, 1):
        total += np.where(t == k, 1 - eps, eps) / (1 + np.exp(-k * (X @ w)))
    return np.float64(np.log(total).sum())


def noisy_log_likelihood_loops(w: Array, X: Array, t: Array, eps: float) -> float:
    """Go through the rows in plain Python with the standard library."""
    total = 0.0
    for row, label in zip(X, t, strict=True):
        z = label * sum(a * b for a, b in zip(row, w, strict=True))
        right, flipped = _log_sigmoid_of_one(z), _log_sigmoid_of_one(-z)
        if eps == 0:
            total += right
        elif eps == 1:
            total += flipped
        else:
            total += math.log((1 - eps) * math.exp(right) + eps * math.exp(flipped))
    return total


def noisy_log_likelihood_in_single_precision(w: Array, X: Array, t: Array, eps: float) -> np.float32:
    """Compute in float32 throughout."""
    one, zero = np.float32(1), np.float32(0)
    z = t.astype(np.float32) * (X.astype(np.float32) @ w.astype(np.float32))
    rate = np.float32(eps)
    right, flipped = np.log(one - rate) - np.logaddexp(zero, -z), np.log(rate) - np.logaddexp(zero, z)
    return np.float32(np.logaddexp(right, flipped).sum())


def noisy_log_likelihood_gradient_posterior(w: Array, X: Array, t: Array, eps: float) -> Array:
    """Weigh by the probability that the label is the true one, from the two logarithms."""
    z = t * (X @ w)
    right = np.log(1 - eps) - np.logaddexp(0, -z)
    flipped = np.log(eps) - np.logaddexp(0, z)
    r = np.exp(right - np.logaddexp(right, flipped))
    return np.asarray(X.T @ (t * (r - np.exp(-np.logaddexp(0, -z)))))


def noisy_log_likelihood_gradient_quotient(w: Array, X: Array, t: Array, eps: float) -> Array:
    """Use (1 - 2 eps) S S' / p, the larger exponential taken out above and below."""
    z = t * (X @ w)
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1 - eps + eps * e, (1 - eps) * e + eps)
    with np.errstate(all="ignore"):
        weight = (1 - 2 * eps) * e / (1 + e) / p
    if eps in (0, 1):
        sign = 1 - 2 * eps
        weight = sign / (1 + np.exp(sign * z))
    return np.asarray((t * weight) @ X)


def noisy_log_likelihood_gradient_expectation(w: Array, X: Array, t: Array, eps: float) -> Array:
    """Take the mean of the gradient over the two possible labels, as in one step of EM."""
    z = t * (X @ w)
    r = np.exp(np.log(1 - eps) - np.logaddexp(0, -z) - _log_probability(z, eps))
    right, flipped = np.exp(-np.logaddexp(0, z)), np.exp(-np.logaddexp(0, -z))
    return np.asarray(np.einsum("i,ij->j", t * (r * right - (1 - r) * flipped), X))


def noisy_log_likelihood_gradient_loops(w: Array, X: Array, t: Array, eps: float) -> Array:
    """Go through the rows in plain Python with the standard library."""
    gradient = [0.0] * len(w)
    for row, label in zip(X, t, strict=True):
        z = label * sum(a * b for a, b in zip(row, w, strict=True))
        s = math.exp(_log_sigmoid_of_one(z))
        r = 1.0 - eps if eps in (0, 1) else (1 - eps) * s / ((1 - eps) * s + eps * math.exp(_log_sigmoid_of_one(-z)))
        for j in range(len(w)):
            gradient[j] += label * row[j] * (r - s)
    return np.array(gradient)


def noisy_log_likelihood_gradient_in_single_precision(w: Array, X: Array, t: Array, eps: float) -> NDArray[np.float32]:
    """Compute in float32 throughout."""
    zero, labels, rate = np.float32(0), t.astype(np.float32), np.float32(eps)
    z = labels * (X.astype(np.float32) @ w.astype(np.float32))
    odds = np.log(np.float32(1) - rate) - np.log(rate)
    weight = np.exp(-np.logaddexp(zero, -z - odds)) - np.exp(-np.logaddexp(zero, -z))
    return np.asarray((labels * weight) @ X.astype(np.float32))


def soft_cross_entropy_logaddexp(w: Array, X: Array, t: Array, eps: float) -> float:
    """Mean the two losses of each row."""
    z = t * (X @ w)
    return float(np.sum((1 - eps) * np.logaddexp(0, -z) + eps * np.logaddexp(0, z)))


def soft_cross_entropy_linear(w: Array, X: Array, t: Array, eps: float) -> float:
    """Use log S(-z) = log S(z) - z."""
    z = t * (X @ w)
    return float(np.sum(np.maximum(-z, 0) + np.log1p(np.exp(-np.abs(z))) + eps * z))


def soft_cross_entropy_over_classes(w: Array, X: Array, t: Array, eps: float) -> np.float64:
    """Sum over both classes with softened labels, as the seminar writes it, with its minus sign."""
    total = np.float64(0)
    for k in (-1, 1):
        z = k * (X @ w)
        log_q = np.where(z > 0, -np.log1p(np.exp(-z)), z - np.log1p(np.exp(z)))
        total -= np.sum(np.where(t == k, 1 - eps, eps) * log_q)
    return total


def soft_cross_entropy_loops(w: Array, X: Array, t: Array, eps: float) -> float:
    """Go through the rows in plain Python with the standard library."""
    total = 0.0
    for row, label in zip(X, t, strict=True):
        z = label * sum(a * b for a, b in zip(row, w, strict=True))
        total -= (1 - eps) * _log_sigmoid_of_one(z) + eps * _log_sigmoid_of_one(-z)
    return total


def soft_cross_entropy_in_single_precision(w: Array, X: Array, t: Array, eps: float) -> np.float32:
    """Compute in float32 throughout."""
    zero, rate = np.float32(0), np.float32(eps)
    z = t.astype(np.float32) * (X.astype(np.float32) @ w.astype(np.float32))
    return np.float32(((np.float32(1) - rate) * np.logaddexp(zero, -z) + rate * np.logaddexp(zero, z)).sum())


def jensen_bound_by_rows(w: Array, X: Array, t: Array, eps: float) -> Iterator[tuple[str, float]]:
    """Apply Jensen's inequality to all rows, with the library's functions."""
    z = t * (X @ w)
    log_right, log_flipped = -np.logaddexp(0, -z), -np.logaddexp(0, z)
    yield "=", -noisy_log_likelihood_logaddexp(w, X, t, eps)
    yield "=", -np.log((1 - eps) * np.exp(log_right) + eps * np.exp(log_flipped)).sum()
    yield "<=", -np.sum((1 - eps) * log_right + eps * log_flipped)


def jensen_bound_by_entropy(w: Array, X: Array, t: Array, eps: float) -> Iterator[tuple[str, float]]:
    """Add the divergence of the softened label from the posterior, which is never negative."""
    z = t * (X @ w)
    right, flipped = 1 / (1 + np.exp(-z)), 1 / (1 + np.exp(z))
    mean = (1 - eps) * right + eps * flipped
    divergence = float(np.sum((1 - eps) * np.log(mean / right) + eps * np.log(mean / flipped)))
    yield "=", -noisy_log_likelihood_loops(w, X, t, eps)
    yield "<=", -noisy_log_likelihood_loops(w, X, t, eps) + divergence
    yield "=", soft_cross_entropy_loops(w, X, t, eps)


def jensen_bound_in_one_step(w: Array, X: Array, t: Array, eps: float) -> Iterator[tuple[str, float]]:
    """Apply Jensen's inequality at once, to the mean that stands in the task."""
    z = t * (X @ w)
    yield "=", -np.sum(np.log((1 - eps) / (1 + np.exp(-z)) + eps / (1 + np.exp(z))))
    yield "<=", np.sum((1 - eps) * np.log(1 + np.exp(-z)) + eps * np.log(1 + np.exp(z)))
    yield "=", soft_cross_entropy_linear(w, X, t, eps)


def _log_probability(z: Array, eps: float) -> Array:
    return np.asarray(np.logaddexp(np.log(1 - eps) - np.logaddexp(0, -z), np.log(eps) - np.logaddexp(0, z)))


def _log_sigmoid_of_one(z: float) -> float:
    return -math.log(1 + math.exp(-z)) if z > 0 else z - math.log(1 + math.exp(z))
