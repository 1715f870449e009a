"""Known wrong solutions of the task hopfield, each with one slip; `tasks/hopfield.yaml` says which checks catch it.

A name is the function's that it replaces, an underscore and the slip.
"""
# ruff: noqa: N803 - W is the matrix's name in the seminar

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MOST_SWEEPS = 50


def energy_without_half(W: Array, x: Array) -> float:
    """Use the convention that counts every pair twice; W of shape (n, n), x of shape (n,)."""
    return float(-(x @ W @ x))


def energy_without_diagonal(W: Array, x: Array) -> float:
    """Leave the terms with i = j out."""
    return _energy(W - np.diag(np.diag(W)), x)


def energy_negated(W: Array, x: Array) -> float:
    """Forget the minus sign."""
    return -_energy(W, x)


def energy_of_upper_triangle(W: Array, x: Array) -> float:
    """Count every pair once and halve it nevertheless."""
    return _energy(np.triu(W), x)


def update_with_diagonal(W: Array, x: Array, i: int) -> Array:
    """Let the neuron's own value take part in its sum."""
    return _with(x, i, 1.0 if W[i] @ x >= 0 else -1.0)


def update_with_zero(W: Array, x: Array, i: int) -> Array:
    """Take the sign from numpy, which is 0 at 0."""
    return _with(x, i, float(np.sign(_field(W, x, i))))


def update_of_all(W: Array, x: Array, i: int) -> Array:  # noqa: ARG001
    """Update all neurons at once."""
    return _synchronous(W, x)


def update_reversed(W: Array, x: Array, i: int) -> Array:
    """Turn the neuron against its field."""
    return _with(x, i, -1.0 if _field(W, x, i) >= 0 else 1.0)


def energy_change_by_half(W: Array, x: Array, i: int) -> float:
    """Count the pairs with neuron i once instead of twice: the row and the column."""
    return 0.5 * _change(W, x, i)


def energy_change_with_diagonal(W: Array, x: Array, i: int) -> float:
    """Leave the diagonal in the field."""
    h = float(W[i] @ x)
    return float(x[i]) * h - abs(h)


def energy_change_always_flipping(W: Array, x: Array, i: int) -> float:
    """Assume that the neuron flips."""
    return float(2 * x[i] * _field(W, x, i))


def energy_change_negated(W: Array, x: Array, i: int) -> float:
    """Subtract the new energy from the old one."""
    return -_change(W, x, i)


def run_synchronous(W: Array, x: Array) -> Array:
    """Update all neurons of a sweep from the same old state."""
    rows = [x.copy()]
    while len(rows) <= MOST_SWEEPS:
        rows.append(_synchronous(W, rows[-1]))
        if np.array_equal(rows[-1], rows[-2]):
            break
    return np.array(rows)


def is_synchronous(W: Array, x: Array, rows: Array) -> bool:
    """Whether each row is the update of all neurons of the one before at once; ties are free, and so is the end."""
    if rows.ndim != 2 or len(rows) < 2 or not np.array_equal(rows[0], x):
        return False
    fields = rows[:-1] @ W.T - np.diagonal(W) * rows[:-1]
    return bool((np.abs(rows[1:]) == 1).all() and (rows[1:] * fields >= 0).all())


def run_one_sweep(W: Array, x: Array) -> Array:
    """Compare the state with another name of itself, so that nothing ever seems to have changed."""
    return np.array([x, _swept(W, x.copy(), range(len(x)))])


def run_without_last_neuron(W: Array, x: Array) -> Array:
    """Stop every sweep one neuron early."""
    return _until_unchanged(W, x, range(len(x) - 1))


def run_with_zero(W: Array, x: Array) -> Array:
    """Take the sign from numpy, which is 0 at 0."""
    rows = [x.copy()]
    while len(rows) <= MOST_SWEEPS:
        state = rows[-1].copy()
        for i in range(len(x)):
            state[i] = np.sign(_field(W, state, i))
        rows.append(state)
        if np.array_equal(rows[-1], rows[-2]):
            break
    return np.array(rows)


def run_with_field_kept(W: Array, x: Array) -> Array:
    """Add up each neuron's sum without starting it from 0 again."""
    rows = [x.copy()]
    while len(rows) <= MOST_SWEEPS:
        state, h = rows[-1].copy(), 0.0
        for i in range(len(x)):
            h += _field(W, state, i)
            state[i] = 1.0 if h >= 0 else -1.0
        rows.append(state)
        if np.array_equal(rows[-1], rows[-2]):
            break
    return np.array(rows)


def run_without_start(W: Array, x: Array) -> Array:
    """Begin with the state after the first sweep."""
    return _until_unchanged(W, x, range(len(x)))[1:]


def run_one_name(W: Array, x: Array) -> Array:
    """Put the one state array into every row, so that all rows show the end."""
    rows = _until_unchanged(W, x, range(len(x)))
    return np.array([rows[-1]] * len(rows))


def run_downwards(W: Array, x: Array) -> Array:
    """Sweep from the last neuron to the first."""
    return _until_unchanged(W, x, range(len(x) - 1, -1, -1))


def run_of_single_updates(W: Array, x: Array) -> Array:
    """Write a row after every neuron instead of after every sweep."""
    rows = [x.copy()]
    while any(rows[-1][i] * _field(W, rows[-1], i) < 0 for i in range(len(x))):
        for i in range(len(x)):
            rows.append(_with(rows[-1], i, 1.0 if _field(W, rows[-1], i) >= 0 else -1.0))
    return np.array(rows)


def energy_drop_by_half(W: Array, x: Array, i: int) -> Iterator[tuple[str, float]]:
    """Lose a factor of 2 on the second line."""
    y = _with(x, i, 1.0 if _field(W, x, i) >= 0 else -1.0)
    yield "=", _energy(W, y) - _energy(W, x)
    yield "=", -0.5 * (y[i] - x[i]) * _field(W, x, i)
    yield "<=", 0.0


def energy_drop_claimed(W: Array, x: Array, i: int) -> Iterator[tuple[str, float]]:
    """State the claim, and no step to it."""
    y = _with(x, i, 1.0 if _field(W, x, i) >= 0 else -1.0)
    yield "=", _energy(W, y) - _energy(W, x)
    yield "<=", 0.0


def energy_drop_with_diagonal(W: Array, x: Array, i: int) -> Iterator[tuple[str, float]]:
    """Leave the diagonal in the sum of the second line."""
    y = _with(x, i, 1.0 if _field(W, x, i) >= 0 else -1.0)
    yield "=", _energy(W, y) - _energy(W, x)
    yield "=", -(y[i] - x[i]) * (W[i] @ x)
    yield "<=", 0.0


def _energy(W: Array, x: Array) -> float:
    return float(-0.5 * (x @ W @ x))


def _field(W: Array, x: Array, i: int) -> float:
    return float(W[i] @ x - W[i, i] * x[i])


def _change(W: Array, x: Array, i: int) -> float:
    h = _field(W, x, i)
    return float(x[i]) * h - abs(h)


def _with(x: Array, i: int, value: float) -> Array:
    y = x.copy()
    y[i] = value
    return y


def _synchronous(W: Array, x: Array) -> Array:
    return np.where(W @ x - np.diagonal(W) * x >= 0, 1.0, -1.0)


def _swept(W: Array, x: Array, order: range) -> Array:
    for i in order:
        x = _with(x, i, 1.0 if _field(W, x, i) >= 0 else -1.0)
    return x


def _until_unchanged(W: Array, x: Array, order: range) -> Array:
    rows = [x.copy()]
    while True:
        rows.append(_swept(W, rows[-1], order))
        if np.array_equal(rows[-1], rows[-2]):
            return np.array(rows)
