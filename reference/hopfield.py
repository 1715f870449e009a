"""The answers to the task hopfield: energy, updates, runs; what any answer must satisfy: support/hopfield_rules.py.

Formulas: Seminar 2, Assignment 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import hopfield_rules as rules
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Judgement = Literal[True] | str


def energy(W: Array, x: Array) -> float:  # noqa: N803
    """Return H(x) = -1/2 x^T W x for W of shape (n, n) and x of shape (n,); the diagonal counts."""
    return float(-0.5 * (x @ W @ x)) + 0.0  # and no -0, which puzzles a reader


def update(W: Array, x: Array, i: int) -> Array:  # noqa: N803
    """Return the state, shape (n,), after the update of neuron i; it keeps its value where h_i = 0."""
    following = x.copy()
    h = field(W, x, i)
    if h:
        following[i] = np.sign(h)
    return following


def energy_change(W: Array, x: Array, i: int) -> float:  # noqa: N803
    """Return H(x') - H(x) for the update of neuron i: -(x_i' - x_i) h_i, which is x_i h_i - |h_i|, never above 0."""
    h = field(W, x, i)
    return float(x[i] * h - abs(h)) + 0.0


def run(W: Array, x: Array) -> Array:  # noqa: N803
    """Return the states after 0, 1, 2, ... full sweeps in the order 0 .. n-1, shape (rows, n); the last is a fixpoint.

    Every update that changes a neuron lowers the energy, and there are finitely many states, so this ends.
    """
    rows = [x.copy()]
    while not _is_fixpoint(W, rows[-1]):
        rows.append(_swept(W, rows[-1]))
    return np.array(rows)


def energy_drop(W: Array, x: Array, i: int) -> Iterator[tuple[str, float]]:  # noqa: N803
    """Yield H(x') - H(x) for the update of neuron i, line by line, down to <= 0."""
    following, h = update(W, x, i), field(W, x, i)
    yield "=", energy(W, following) - energy(W, x)
    yield "=", -(following[i] - x[i]) * h
    yield "=", x[i] * h - abs(h)
    yield "<=", 0.0


def field(W: Array, x: Array, i: int) -> float:  # noqa: N803
    """Return h_i, the sum of w_ij x_j over j other than i."""
    return float(W[i] @ x - W[i, i] * x[i])


def energy_scale(W: Array, x: Array) -> float:  # noqa: N803
    """Return the sum of the sizes of the terms of H(x): what its rounding is relative to, and 0 only where H is."""
    return float(0.5 * (np.abs(x) @ np.abs(W) @ np.abs(x)))


def energies(W: Array, rows: Array) -> Array:  # noqa: N803
    """Return the energy of every row, shape (rows,), for rows of shape (rows, n)."""
    return np.array([energy(W, row) for row in rows])


def couplings(W: Array) -> Array:  # noqa: N803
    """Return W as it enters the sums h: without its diagonal."""
    return W - np.diag(np.diagonal(W))


def sequential_descent(W: Array, x: Array, rows: Array) -> Judgement:  # noqa: N803
    """Judge all that is asked of `run`."""
    C = couplings(W)  # noqa: N806
    judgements = (rules.follows_rule(C, x, rows), rules.ends_in_fixpoint(C, rows), rules.descends(C, x, rows))
    return next((judged for judged in judgements if judged is not True), True)


def _fields(W: Array, x: Array) -> Array:  # noqa: N803
    return np.asarray(W @ x - np.diagonal(W) * x)


def _is_fixpoint(W: Array, x: Array) -> bool:  # noqa: N803
    return bool((x * _fields(W, x) >= 0).all())


def _swept(W: Array, x: Array) -> Array:  # noqa: N803
    for i in range(len(x)):
        x = update(W, x, i)
    return x
