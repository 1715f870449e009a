"""The answers to the task scan: the cumulative sum, its backprop, and a loss to try them on.

Formulas: Seminar 2, Assignment 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def scan(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return y_i = sum of x_j over j <= i, shape (n,), for x of shape (n,); n may be 0."""
    return np.cumsum(x)


def scan_backward(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the gradient in x, shape (n,), for the gradient in y of shape (n,); n may be 0.

    dy_i / dx_j is 1 for j <= i and 0 otherwise, so entry j is the sum of grad_y_i over i >= j.
    """
    return np.cumsum(grad_y[::-1])[::-1].copy()


def loss_of_scan(x: NDArray[np.float64], t: NDArray[np.float64]) -> float:
    """Return L(scan(x)) with L(y) = sum_i log(1 + exp(y_i - t_i)), for x and t of shape (n,).

    Not linear, so that a gradient at the wrong place shows; its slopes are positive, so that no sum of them cancels.
    """
    return float(np.logaddexp(0.0, scan(x) - t).sum())


def loss_gradient(x: NDArray[np.float64], t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the gradient of L in y at y = scan(x), shape (n,): 1 / (1 + exp(t_i - y_i))."""
    return np.exp(-np.logaddexp(0.0, t - scan(x)))
