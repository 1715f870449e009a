"""Independent right solutions of the task hopfield, as students write them: none may lose a point.

A name is the function's, an underscore and the way it is done.
"""
# ruff: noqa: N803 - W is the matrix's name in the seminar

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def energy_loops(W: Array, x: Array) -> float:
    """Sum over all pairs in plain Python; W of shape (n, n), x of shape (n,)."""
    total = 0.0
    for i in range(len(x)):
        for j in range(len(x)):
            total += x[i] * W[i][j] * x[j]
    return -0.5 * total


def energy_einsum(W: Array, x: Array) -> np.float64:
    """Contract all at once, and return what numpy returns."""
    return np.float64(-np.einsum("i,ij,j->", x, W, x) / 2)


def energy_outer(W: Array, x: Array) -> Array:
    """Weigh the outer product, and return an array without dimensions."""
    return np.asarray(-0.5 * np.sum(W * np.outer(x, x)))


def energy_pairs(W: Array, x: Array) -> float:
    """Count every pair once and the diagonal by half, as x_i^2 = 1."""
    upper = np.triu(W, 1)
    return float(-(x @ upper @ x) - 0.5 * np.trace(W))


def energy_in_single_precision(W: Array, x: Array) -> np.float32:
    """Compute in float32 throughout."""
    single = x.astype(np.float32)
    return np.float32(-0.5 * (single @ W.astype(np.float32) @ single))


def update_keeping_ties(W: Array, x: Array, i: int) -> Array:
    """Take the diagonal's part off the field; keep the neuron where nothing pulls it."""
    y = x.copy()
    h = W[i] @ x - W[i, i] * x[i]
    if h > 0:
        y[i] = 1
    elif h < 0:
        y[i] = -1
    return y


def update_ties_up(W: Array, x: Array, i: int) -> Array:
    """Zero a copy of the diagonal; +1 where nothing pulls."""
    weights = W - np.diag(np.diag(W))
    y = np.array(x)
    y[i] = 1.0 if np.dot(weights[i], x) >= 0 else -1.0
    return y


def update_ties_down(W: Array, x: Array, i: int) -> Array:
    """Sum in a plain loop; -1 where nothing pulls."""
    h = sum(W[i, j] * x[j] for j in range(len(x)) if j != i)
    return np.array([(1 if h > 0 else -1) if j == i else x[j] for j in range(len(x))])


def update_in_place(W: Array, x: Array, i: int) -> Array:
    """Overwrite the argument, which is noted and costs nothing."""
    x[i] = 1.0 if np.delete(W[i], i) @ np.delete(x, i) > 0 else -1.0
    return x


def update_in_single_precision(W: Array, x: Array, i: int) -> NDArray[np.float32]:
    """Compute in float32 throughout."""
    y = x.astype(np.float32)
    h = W.astype(np.float32)[i] @ y - np.float32(W[i, i]) * y[i]
    y[i] = np.where(h < 0, -1, 1)
    return y


def energy_change_by_cases(W: Array, x: Array, i: int) -> float:
    """Distinguish the neuron that agrees with its field from the one that flips."""
    h = np.delete(W[i], i) @ np.delete(x, i)
    return 0.0 if x[i] * h >= 0 else float(-2 * abs(h))


def energy_change_of_difference(W: Array, x: Array, i: int) -> float:
    """Multiply the change of the neuron by its field."""
    h = W[i] @ x - W[i, i] * x[i]
    return float(-(np.sign(h) - x[i]) * h)


def energy_change_by_minimum(W: Array, x: Array, i: int) -> float:
    """Take twice the product where it is negative."""
    h = sum(W[i, j] * x[j] for j in range(len(x)) if j != i)
    return float(min(0.0, 2 * x[i] * h))


def energy_change_of_energies(W: Array, x: Array, i: int) -> float:
    """Subtract two energies instead, which gives the same number."""
    y = update_ties_up(W, x, i)
    return energy_loops(W, y) - energy_loops(W, x)


def energy_change_in_single_precision(W: Array, x: Array, i: int) -> np.float32:
    """Compute in float32 throughout."""
    single = x.astype(np.float32)
    h = W[i].astype(np.float32) @ single - np.float32(W[i, i]) * single[i]
    return np.float32(single[i] * h - np.abs(h))


def run_until_unchanged(W: Array, x: Array) -> Array:
    """Sweep until a sweep changes nothing, so that the last two rows are equal."""
    rows = [x.copy()]
    while True:
        state = rows[-1]
        for i in range(len(x)):
            state = update_keeping_ties(W, state, i)
        rows.append(state)
        if np.array_equal(rows[-1], rows[-2]):
            return np.array(rows)


def run_until_fixpoint(W: Array, x: Array) -> Array:
    """Test the fields before each sweep, so that a fixpoint gives one row; ties go up."""
    weights = W.copy()
    np.fill_diagonal(weights, 0)
    rows, state = [x.copy()], x.copy()
    while np.any(state * (weights @ state) < 0):
        for i in range(len(x)):
            state[i] = 1 if weights[i] @ state >= 0 else -1
        rows.append(state.copy())
    return np.stack(rows)


def run_ties_down(W: Array, x: Array) -> Array:
    """Sweep until nothing changes, ties down, in plain Python and whole numbers."""
    n, state = len(x), [int(value) for value in x]
    rows = [list(state)]
    changed = True
    while changed:
        changed = False
        for i in range(n):
            h = sum(W[i][j] * state[j] for j in range(n) if j != i)
            new = 1 if h > 0 else -1
            changed = changed or new != state[i]
            state[i] = new
        rows.append(list(state))
    return np.array(rows)


def run_a_thousand_rows(W: Array, x: Array) -> Array:
    """Fill as many rows as are allowed, whether or not anything changes; the argument is overwritten."""
    rows = np.empty((1000, len(x)))
    for number in range(1000):
        rows[number] = x
        if number < 20 or (rows[number] != rows[number - 1]).any():
            for i in range(len(x)):
                update_in_place(W, x, i)
    return rows


def run_in_single_precision(W: Array, x: Array) -> NDArray[np.float32]:
    """Compute in float32 throughout."""
    weights = W.astype(np.float32)
    np.fill_diagonal(weights, 0)
    rows = [x.astype(np.float32)]
    for _ in range(60):
        state = rows[-1].copy()
        for i in range(len(state)):
            state[i] = np.sign(weights[i] @ state) or state[i]
        rows.append(state)
    return np.array(rows)


def energy_drop_in_one_step(W: Array, x: Array, i: int) -> Iterator[tuple[str, Any]]:
    """Go from the difference straight to the product."""
    y = update_keeping_ties(W, x, i)
    yield "=", energy_loops(W, y) - energy_loops(W, x)
    yield "=", (x[i] - y[i]) * (W[i] @ x - W[i, i] * x[i])
    yield "<=", 0.0


def energy_drop_with_the_diagonal(W: Array, x: Array, i: int) -> Iterator[tuple[str, Any]]:
    """Write out the terms with neuron i and let those of the diagonal cancel; ties go up."""
    y = update_ties_up(W, x, i)
    h = W[i] @ x - W[i, i] * x[i]
    yield "=", -0.5 * (y @ W @ y) + 0.5 * (x @ W @ x)
    yield "=", -(y[i] * h + 0.5 * W[i, i] * y[i] ** 2) + (x[i] * h + 0.5 * W[i, i] * x[i] ** 2)
    yield "=", -y[i] * h + x[i] * h
    yield "=", -abs(h) + x[i] * h
    yield "<=", 0


def energy_drop_by_cases(W: Array, x: Array, i: int) -> Iterator[tuple[str, Any]]:
    """Bound the product by hand; ties go down."""
    y = update_ties_down(W, x, i)
    h = np.delete(W[i], i) @ np.delete(x, i)
    yield "=", energy_outer(W, y) - energy_outer(W, x)
    yield "=", -2.0 * abs(h) if y[i] != x[i] else 0.0 * h
    yield "<=", 0.0
