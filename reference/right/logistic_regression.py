"""Independent right solutions of the task logistic_regression, as students write them: none may lose a point.

A name is the function's, an underscore and the way it is done.
"""
# ruff: noqa: N803, N806 - X is the matrix's name in the seminar

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def log_likelihood_logaddexp(w: Array, X: Array, k: Array) -> float:
    """Sum -log(exp 0 + exp -z), folded by numpy."""
    return float(-np.sum(np.logaddexp(0, -k * np.dot(X, w))))


def log_likelihood_branches(w: Array, X: Array, k: Array) -> float:
    """Take the formula that is safe for the sign of the margin; numpy works both out."""
    z = k * (X @ w)
    return float(np.sum(np.where(z >= 0, -np.log1p(np.exp(-z)), z - np.log1p(np.exp(z)))))


def log_likelihood_minimum(w: Array, X: Array, k: Array) -> np.float64:
    """Take min(z, 0) out of the logarithm; the sum over the features by einsum."""
    z = np.einsum("ij,j,i->i", X, w, k)
    return np.float64(np.sum(np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))))


def log_likelihood_loops(w: Array, X: Array, k: Array) -> float:
    """Go through the rows in plain Python with the standard library."""
    total = 0.0
    for row, label in zip(X, k, strict=True):
        z = label * sum(a * b for a, b in zip(row, w, strict=True))
        total += -math.log(1 + math.exp(-z)) if z > 0 else z - math.log(1 + math.exp(z))
    return total


def log_likelihood_in_single_precision(w: Array, X: Array, k: Array) -> np.float32:
    """Compute in float32 throughout."""
    z = k.astype(np.float32) * (X.astype(np.float32) @ w.astype(np.float32))
    return np.float32(-np.logaddexp(np.float32(0), -z).sum())


def log_likelihood_gradient_plain(w: Array, X: Array, k: Array) -> Array:
    """Use the plain sigmoid, whose overflow gives the right 0."""
    z = k * (X @ w)
    return np.asarray(X.T @ (k / (1 + np.exp(z))))


def log_likelihood_gradient_of_classes(w: Array, X: Array, k: Array) -> Array:
    """Count classes as 0 and 1 and take class minus probability; the margin is clipped, which changes no digit."""
    probability = 1 / (1 + np.exp(-np.clip(X @ w, -500, 500)))
    return np.asarray(((k + 1) / 2 - probability) @ X)


def log_likelihood_gradient_loops(w: Array, X: Array, k: Array) -> Array:
    """Go through the rows in plain Python with the standard library."""
    gradient = [0.0] * len(w)
    for row, label in zip(X, k, strict=True):
        z = label * sum(a * b for a, b in zip(row, w, strict=True))
        weight = math.exp(-z) / (1 + math.exp(-z)) if z > 0 else 1 / (1 + math.exp(z))
        for j in range(len(w)):
            gradient[j] += label * row[j] * weight
    return np.array(gradient)


def log_likelihood_gradient_tanh(w: Array, X: Array, k: Array) -> Array:
    """Write the sigmoid as a hyperbolic tangent; one row at a time."""
    gradient = np.zeros_like(w)
    for i in range(len(k)):
        gradient += k[i] * X[i] * 0.5 * (1 - np.tanh(0.5 * k[i] * X[i].dot(w)))
    return gradient


def log_likelihood_gradient_in_single_precision(w: Array, X: Array, k: Array) -> NDArray[np.float32]:
    """Compute in float32 throughout."""
    single, labels = X.astype(np.float32), k.astype(np.float32)
    z = labels * (single @ w.astype(np.float32))
    return np.asarray((labels * np.exp(-np.logaddexp(np.float32(0), z))) @ single)


def separator_perceptron(X: Array, k: Array) -> Array:
    """Correct by every row on the wrong side, round after round, the rows as they are."""
    w = np.zeros(X.shape[1])
    changed = True
    while changed:
        changed = False
        for row, label in zip(X, k, strict=True):
            if label * (row @ w) <= 0:
                w += label * row
                changed = True
    return w


def separator_by_ascent(X: Array, k: Array) -> Array:
    """Climb the log-likelihood until all rows are on their side."""
    w = np.zeros(X.shape[1])
    while not np.all(k * (X @ w) > 0):
        w = w + 0.1 * log_likelihood_gradient_plain(w, X, k)
    return w


def separator_by_batch(X: Array, k: Array) -> Array:
    """Add all wrong rows at once, each of length 1, and return the direction only."""
    Y = (k[:, None] * X) / np.sqrt((X**2).sum(axis=1))[:, None]
    w = Y.mean(axis=0)
    while (Y @ w <= 0).any():
        w = w + Y[Y @ w <= 0].sum(axis=0)
    return np.asarray(w / np.linalg.norm(w))


def separator_by_small_regulariser(X: Array, k: Array) -> Array:
    """Fit with less and less regularisation."""
    lam = 1.0
    while True:
        w = fit_newton(X, k, lam)
        if (k * (X @ w)).min() > 0:
            return w
        lam /= 10


def fit_newton(X: Array, k: Array, lam: float) -> Array:
    """Take Newton's steps, halved until they do not go down; 30 are more than enough."""
    w = np.zeros(X.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-(X @ w)))
        slope = X.T @ ((k + 1) / 2 - p) - 2 * lam * w
        step = np.linalg.solve(X.T @ (X * (p * (1 - p))[:, None]) + 2 * lam * np.eye(len(w)), slope)
        while _objective(w + step, X, k, lam) < _objective(w, X, k, lam) - 1e-12:
            step /= 2
        w = w + step
    return w


def fit_ascent(X: Array, k: Array, lam: float) -> Array:
    """Take 5000 plain steps of 0.01, as the statement says."""
    w = np.zeros(X.shape[1])
    for _ in range(5000):
        w += 0.01 * (X.T @ (k / (1 + np.exp(k * (X @ w)))) - 2 * lam * w)
    return w


def fit_line_search(X: Array, k: Array, lam: float) -> Array:
    """Go uphill until the slope is below 1e-3, with a step that is halved until it helps."""
    w = np.ones(X.shape[1])
    while True:
        slope = log_likelihood_gradient_of_classes(w, X, k) - 2 * lam * w
        if np.linalg.norm(slope) < 1e-3:
            return w
        size = 1.0
        while _objective(w + size * slope, X, k, lam) < _objective(w, X, k, lam) + 0.3 * size * (slope @ slope):
            size /= 2
        w = w + size * slope


def fit_loops(X: Array, k: Array, lam: float) -> Array:
    """Take plain steps without numpy, the slowest way there is."""
    rows, labels, n = X.tolist(), k.tolist(), X.shape[1]
    w = [0.0] * n
    for _ in range(1500):
        gradient = [-2 * lam * v for v in w]
        for row, label in zip(rows, labels, strict=True):
            weight = label / (1 + math.exp(label * sum(a * b for a, b in zip(row, w, strict=True))))
            for j in range(n):
                gradient[j] += weight * row[j]
        w = [v + 0.01 * g for v, g in zip(w, gradient, strict=True)]
    return np.array(w)


def fit_in_single_precision(X: Array, k: Array, lam: float) -> NDArray[np.float32]:
    """Take 1500 plain steps in float32 throughout."""
    single, labels = X.astype(np.float32), k.astype(np.float32)
    w = np.zeros(X.shape[1], dtype=np.float32)
    for _ in range(1500):
        slope = single.T @ (labels / (1 + np.exp(labels * (single @ w)))) - np.float32(2 * lam) * w
        w = w + np.float32(0.01) * slope
    return w


def scaling_helps_sigmoid(w: Array, X: Array, k: Array, s: float) -> Iterator[tuple[str, float]]:
    """Compare the sigmoids term by term, as the textbook writes them."""
    z = k * (X @ w)
    yield "=", log_likelihood_logaddexp(w, X, k)
    yield "=", float(np.log(1 / (1 + np.exp(-z))).sum())
    yield "<", float(np.log(1 / (1 + np.exp(-s * z))).sum())
    yield "=", float(np.log(1 / (1 + np.exp(-k * (X @ (s * w))))).sum())


def scaling_helps_by_the_worst(w: Array, X: Array, k: Array, s: float) -> Iterator[tuple[str, float]]:
    """Gain first in the row that gains least, and then in the others."""
    gains = np.logaddexp(0, -k * (X @ w)) - np.logaddexp(0, -s * k * (X @ w))
    yield "=", float(np.sum(np.log(1 / (1 + np.exp(-k * (X @ w))))))
    yield "<", float(log_likelihood_loops(w, X, k) + gains.min())
    yield "<=", float(log_likelihood_loops(w, X, k) + gains.sum())
    yield "=", log_likelihood_loops(s * w, X, k)


def scaling_helps_row_by_row(w: Array, X: Array, k: Array, s: float) -> Iterator[tuple[str, float]]:
    """Add up what each row gains."""
    yield "=", log_likelihood_branches(w, X, k)
    yield "<", sum(log_likelihood_branches(s * w, X[i : i + 1], k[i : i + 1]) for i in range(len(k)))
    yield "=", log_likelihood_branches(s * w, X, k)


def _objective(w: Array, X: Array, k: Array, lam: float) -> float:
    return log_likelihood_logaddexp(w, X, k) - lam * float(w @ w)
