"""Known wrong solutions of the task scan, each with one slip; `tasks/scan.yaml` says which checks catch it.

A name is the function's that it replaces, an underscore and the slip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def scan_exclusive(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Leave out the number itself; shapes (n,) and (n,)."""
    return np.asarray(np.cumsum(x) - x)


def scan_reversed(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum from the end; shapes (n,) and (n,)."""
    return _suffix_sums(x)


def scan_of_pairs(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add the previous number instead of the previous sum; shapes (n,) and (n,)."""
    y = x.copy()
    y[1:] += x[:-1]
    return y


def scan_without_empty(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Start from the first number, which an empty array lacks (IndexError); shapes (n,) and (n,)."""
    y = np.empty(len(x))
    y[0] = x[0]
    y[1:] = x[0] + np.cumsum(x[1:])
    return y


def scan_backward_forward(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum in the direction of scan itself; shapes (n,) and (n,)."""
    return np.cumsum(grad_y)


def scan_backward_unchanged(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pass the gradient on as it is; shapes (n,) and (n,)."""
    return grad_y.copy()


def scan_backward_exclusive(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Leave out the term of the entry's own index; shapes (n,) and (n,)."""
    return np.asarray(_suffix_sums(grad_y) - grad_y)


def scan_backward_unflipped(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum from the end and forget to turn the result around; shapes (n,) and (n,)."""
    return np.cumsum(grad_y[::-1])


def scan_backward_without_first(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Stop the loop one index early; shapes (n,) and (n,)."""
    grad_x = _suffix_sums(grad_y)
    grad_x[:1] = 0.0
    return grad_x


def scan_backward_differences(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Apply the inverse of scan in place of its transpose; shapes (n,) and (n,)."""
    return np.diff(grad_y, prepend=0.0)


def scan_backward_without_empty(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Start from the last number, which an empty array lacks (IndexError); shapes (n,) and (n,)."""
    grad_x = np.empty(len(grad_y))
    grad_x[-1] = grad_y[-1]
    grad_x[:-1] = grad_y[-1] + _suffix_sums(grad_y[:-1])
    return grad_x


def _suffix_sums(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.cumsum(values[::-1])[::-1].copy()
