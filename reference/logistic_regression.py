"""The answers to the task logistic_regression: the likelihood, its gradient, a separating and a regularised w.

Formulas: Seminar 2, Assignment 3.  The predicates return True or a sentence for the student.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Judgement = Literal[True] | str

NEAR = 1e-4
"""How far below the optimum, relative to max(1, |optimum|), the answer of `fit` may stay."""
ROUNDING = 1e-12
"""What rounding makes of a sum that is 0, relative to the sizes of its terms."""
MOST_STEPS = 50


def log_likelihood(w: Array, X: Array, k: Array) -> float:  # noqa: N803
    """Return sum_i log S(k_i w.x_i), for w of shape (n,), X of shape (m, n) and labels k of shape (m,)."""
    return float(-np.logaddexp(0.0, -margins(w, X, k)).sum())


def log_likelihood_gradient(w: Array, X: Array, k: Array) -> Array:  # noqa: N803
    """Return the gradient in w, shape (n,): sum_i k_i x_i S(-k_i w.x_i)."""
    return np.asarray((k * _sigmoid(-margins(w, X, k))) @ X)


def separator(X: Array, k: Array) -> Array:  # noqa: N803
    """Return a w, shape (n,), with k_i w.x_i > 0 for all i, for separable data.

    Rosenblatt's perceptron on rows of length 1: at most 1/margin^2 corrections.
    """
    signed = k[:, np.newaxis] * X
    signed = signed / np.linalg.norm(signed, axis=1, keepdims=True)
    w = np.zeros(X.shape[1])
    while (wrong := np.flatnonzero(signed @ w <= 0)).size:
        w = w + signed[wrong[0]]
    return w


def fit(X: Array, k: Array, lam: float) -> Array:  # noqa: N803
    """Return the w, shape (n,), that maximises log-likelihood - lam |w|^2 for lam > 0."""
    return _optimum(X.tobytes(), X.shape, k.tobytes(), float(lam)).copy()


def scaling_helps(w: Array, X: Array, k: Array, s: float) -> Iterator[tuple[str, float]]:  # noqa: N803
    """Yield the lines from the log-likelihood at w up to the one at s w, for w that separates and s > 1."""
    z = margins(w, X, k)
    yield "=", log_likelihood(w, X, k)
    yield "=", -np.log1p(np.exp(-z)).sum()
    yield "<", -np.log1p(np.exp(-s * z)).sum()
    yield "=", log_likelihood(s * w, X, k)


def margins(w: Array, X: Array, k: Array) -> Array:  # noqa: N803
    """Return k_i w.x_i, shape (m,)."""
    return np.asarray(k * (X @ w))


def labels(X: Array, w: Array) -> Array:  # noqa: N803
    """Return the labels, shape (m,), that w gives to the rows of X: +1 where w.x_i >= 0, else -1."""
    return np.where(X @ w >= 0, 1.0, -1.0)


def gradient_scale(X: Array) -> float:  # noqa: N803
    """Return the largest that an entry of the sum of |x_i| is: no term of the gradient is larger than its x_i."""
    return float(np.abs(X).sum(axis=0).max(initial=0.0))


def clearance(X: Array, w: Array) -> float:  # noqa: N803
    """Return the smallest |w.x_i|, and 0 for no rows."""
    return float(np.abs(X @ w).min()) if len(X) else 0.0


def angle(X: Array, w: Array) -> float:  # noqa: N803
    """Return the smallest |w.x_i| / (|w| |x_i|): how far the rows stay away from the plane that w defines."""
    sizes = np.linalg.norm(w) * np.linalg.norm(X, axis=1)
    return float((np.abs(X @ w) / sizes).min()) if sizes.all() else 0.0


def stretched(X: Array, a: Array) -> Array:  # noqa: N803
    """Return the rows of X, each multiplied by its positive number of a."""
    return np.asarray(X * a[:, np.newaxis])


def clear_norm_growth(X: Array, k: Array, lam: float) -> bool:  # noqa: N803
    """Say whether the norm grows from lam to lam/10 by more than two right answers of `fit` can hide.

    The objective is curved by at least 2 lam, so an answer that is d below the optimum is within sqrt(d / lam) of it.
    """
    norms, slacks = [], []
    for strength in (lam, lam / 10):
        w = fit(X, k, strength)
        norms.append(float(np.linalg.norm(w)))
        slacks.append(np.sqrt(_near(_objective(w, X, k, strength)) / strength))
    return bool(norms[1] - norms[0] > sum(slacks))


def separates(X: Array, k: Array, w: Array) -> Judgement:  # noqa: N803
    """Judge whether k_i w.x_i > 0 for all i; the length of w does not matter.

    Sums of rows can be at a margin of exactly 0, where rounding tells the sign: what is within it counts as above 0.
    """
    largest = float(np.abs(w).max(initial=0.0))
    if largest == 0:
        return "Your w is 0, so every k_i w·x_i is 0, and not above 0."
    w = w / largest
    wrong = np.flatnonzero(margins(w, X, k) <= -ROUNDING * (np.abs(X) @ np.abs(w)))
    if not len(wrong):
        return True
    return f"Your w has {len(wrong)} of {len(k)} rows on the wrong side; the first one is row {wrong[0]}."


def near_optimum(X: Array, k: Array, lam: float, w: Array) -> Judgement:  # noqa: N803
    """Judge whether log-likelihood - lam |w|^2 is near enough to its optimum at w."""
    with np.errstate(over="ignore"):
        reached = _objective(w, X, k, lam)
    best = _objective(fit(X, k, lam), X, k, lam)
    if best - reached <= _near(best):
        return True
    return f"At your w the regularised log-likelihood is {reached:.8g}, and {best:.8g} can be reached."


def _near(best: float) -> float:
    return NEAR * max(1.0, abs(best))


def _objective(w: Array, X: Array, k: Array, lam: float) -> float:  # noqa: N803
    return log_likelihood(w, X, k) - lam * float(w @ w)


@lru_cache(maxsize=4096)
def _optimum(data: bytes, shape: tuple[int, int], classes: bytes, lam: float) -> Array:
    """Return the optimum by Newton's method with halved steps; the same data come again with every submission."""
    X, k = np.frombuffer(data).reshape(shape), np.frombuffer(classes)  # noqa: N806
    w = np.zeros(shape[1])
    for _ in range(MOST_STEPS):
        slope = log_likelihood_gradient(w, X, k) - 2 * lam * w
        weights = _sigmoid(X @ w) * _sigmoid(-(X @ w))
        step = np.linalg.solve((X.T * weights) @ X + 2 * lam * np.eye(shape[1]), slope)
        here, size = _objective(w, X, k, lam), 1.0
        while _objective(w + size * step, X, k, lam) < here and size > 1e-12:
            size /= 2
        if np.abs(size * step).max(initial=0.0) <= 1e-12 * (1 + np.abs(w).max(initial=0.0)):
            break
        w = w + size * step
    return w


def _sigmoid(z: Array) -> Array:
    return np.exp(-np.logaddexp(0.0, -z))
