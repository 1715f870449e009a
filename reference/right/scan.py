"""Independent right solutions of the task scan, as students write them: none may lose a point.

A name is the function's, an underscore and the way it is done.  All take time in proportion to n.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def scan_cumsum(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Use the library's cumulative sum; shapes (n,) and (n,)."""
    return np.cumsum(x)


def scan_loops(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keep a running total in a plain Python loop; shapes (n,) and (n,)."""
    y = np.zeros(len(x))
    total = 0.0
    for i in range(len(x)):
        total += x[i]
        y[i] = total
    return y


def scan_accumulate(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fold with the standard library; shapes (n,) and (n,)."""
    return np.array(list(accumulate(x)), dtype=np.float64)


def scan_in_place(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Overwrite the argument, which is noted and costs nothing; shapes (n,) and (n,)."""
    for i in range(1, len(x)):
        x[i] += x[i - 1]
    return x


def scan_in_single_precision(x: NDArray[np.float64]) -> NDArray[np.float32]:
    """Compute in float32 throughout; shapes (n,) and (n,)."""
    return np.cumsum(x.astype(np.float32), dtype=np.float32)


def scan_backward_flip(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum the flipped gradient and flip back, as a view with a negative stride; shapes (n,) and (n,)."""
    return np.cumsum(grad_y[::-1])[::-1]


def scan_backward_total_minus_prefix(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take what comes before from the total, which cancels at the far end; shapes (n,) and (n,)."""
    return np.asarray(grad_y.sum() - np.cumsum(grad_y) + grad_y)


def scan_backward_loops(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Run from the last number to the first in plain Python; shapes (n,) and (n,)."""
    grad_x = np.zeros_like(grad_y)
    total = 0.0
    for i in range(len(grad_y) - 1, -1, -1):
        total += grad_y[i]
        grad_x[i] = total
    return grad_x


def scan_backward_subtracting(grad_y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Start from the total and take off one number at a time; shapes (n,) and (n,)."""
    rest = float(np.sum(grad_y))
    grad_x = []
    for g in grad_y:
        grad_x.append(rest)
        rest -= float(g)
    return np.array(grad_x, dtype=np.float64)


def scan_backward_in_single_precision(grad_y: NDArray[np.float64]) -> NDArray[np.float32]:
    """Compute in float32 throughout; shapes (n,) and (n,)."""
    return np.flip(np.cumsum(np.flip(grad_y).astype(np.float32), dtype=np.float32))
