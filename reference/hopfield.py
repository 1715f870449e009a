"""The answers to the task hopfield: energy, updates, runs, and what any answer to them must satisfy.

Formulas: Seminar 2, Assignment 1.  The predicates return True or a sentence for the student.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Judgement = Literal[True] | str

MOST_ROWS = 1000


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


def is_update(W: Array, x: Array, i: int, y: Array) -> Judgement:  # noqa: N803
    """Judge whether y may follow x by an update of neuron i; where h_i = 0, both +1 and -1 may."""
    others = np.arange(len(x)) != i
    if not np.array_equal(y[others], x[others]):
        j = int(np.flatnonzero(others & (y != x))[0])
        return f"Neuron {j} changes from {x[j]:g} to {y[j]:g}, but only neuron {i} is updated."
    return _follows(field(W, x, i), float(y[i]), f"Neuron {i} becomes {y[i]:g}")


def ends_in_fixpoint(W: Array, rows: Array) -> Judgement:  # noqa: N803
    """Judge whether the last row is a state of +1 and -1 that no update has to change."""
    if not len(rows):
        return "There is no row. Row 0 is the start x, also when x is a fixpoint already."
    last = rows[-1]
    if not _is_state(last):
        return f"The last row holds {_stranger(last):g}. Every neuron is +1 or -1 at all times."
    h = _fields(W, last)
    if (last * h < 0).any():
        i = int(np.flatnonzero(last * h < 0)[0])
        return f"The last row is no fixpoint: neuron {i} is {last[i]:g} there, and its h is {h[i]:g}."
    return True


def descends(W: Array, x: Array, rows: Array) -> Judgement:  # noqa: N803
    """Judge whether the rows are states that begin with x, and whether the energy rises from no row to the next."""
    wrong = _wrong_rows(x, rows)
    if wrong:
        return wrong
    energies = -0.5 * ((rows @ W) * rows).sum(axis=1)
    rises = np.flatnonzero(np.diff(energies) > 1e-6 * energy_scale(W, x))
    if not len(rises):
        return True
    row = int(rises[0])
    return f"The energy rises from row {row} to row {row + 1}: from {energies[row]:g} to {energies[row + 1]:g}."


def follows_rule(W: Array, x: Array, rows: Array) -> Judgement:  # noqa: N803
    """Judge whether every row follows from the one before by one full sweep in the order 0 .. n-1, ties free."""
    wrong = _wrong_rows(x, rows)
    if wrong:
        return wrong
    before, after = rows[:-1], rows[1:]
    # Neuron i sees the new values of the neurons before it and the old ones of those behind it.
    h = after @ np.tril(W, -1).T + before @ np.triu(W, 1).T
    against = np.argwhere(after * h < 0)
    if not len(against):
        return True
    row, i = (int(place) for place in against[0])
    what = f"In row {row + 1} neuron {i} is {after[row, i]:g}"
    order = " The neurons before it have their new values by then." if i else ""
    return f"{_follows(h[row, i], after[row, i], what)}{order}"


def sequential_descent(W: Array, x: Array, rows: Array) -> Judgement:  # noqa: N803
    """Judge all that is asked of `run`."""
    judgements = (follows_rule(W, x, rows), ends_in_fixpoint(W, rows), descends(W, x, rows))
    return next((judged for judged in judgements if judged is not True), True)


def _follows(h: float, value: float, what: str) -> Judgement:
    """Judge the new value of one neuron by its h; `what` begins the sentence."""
    if value not in (-1.0, 1.0):
        return f"{what}; every neuron is +1 or -1, also where h is 0."
    if value * h < 0:
        return f"{what}, but the sum over the other neurons is {h:g}, so it should be {np.sign(h):g}."
    return True


def _wrong_rows(x: Array, rows: Array) -> str:
    """Return what is wrong with the rows before any dynamics are looked at, or nothing."""
    if not len(rows):
        return "There is no row. Row 0 is the start x, also when x is a fixpoint already."
    if len(rows) > MOST_ROWS:
        return f"There are {len(rows)} rows; at most {MOST_ROWS} are due. Stop at the fixpoint."
    if not np.array_equal(rows[0], x):
        return "Row 0 is not the start x. Keep a copy of x before the first update changes it."
    if not _is_state(rows):
        return f"A row holds {_stranger(rows):g}. Every neuron is +1 or -1 at all times."
    return ""


def _fields(W: Array, x: Array) -> Array:  # noqa: N803
    return np.asarray(W @ x - np.diagonal(W) * x)


def _is_fixpoint(W: Array, x: Array) -> bool:  # noqa: N803
    return bool((x * _fields(W, x) >= 0).all())


def _swept(W: Array, x: Array) -> Array:  # noqa: N803
    for i in range(len(x)):
        x = update(W, x, i)
    return x


def _is_state(values: Array) -> bool:
    return bool((np.abs(values) == 1).all())


def _stranger(values: Array) -> Any:
    return values[np.abs(values) != 1].flat[0]
