"""What answers to the task hopfield must satisfy, as far as that shows no answer: True, or a sentence.

The sums that decide come from outside, as numbers: `h` is the sum over the other neurons in the state that an update
begins from, `couplings` is W as it enters these sums.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Judgement = Literal[True] | str

MOST_ROWS = 1000


def is_update(x: Array, i: int, h: float, y: Array) -> Judgement:
    """Judge whether y may follow x by an update of neuron i with the sum h; where h = 0, both +1 and -1 may."""
    others = np.arange(len(x)) != i
    if not np.array_equal(y[others], x[others]):
        j = int(np.flatnonzero(others & (y != x))[0])
        return f"Neuron {j} changes from {x[j]:g} to {y[j]:g}, but only neuron {i} is updated."
    return _follows(h, float(y[i]), f"Neuron {i} becomes {y[i]:g}")


def ends_in_fixpoint(couplings: Array, rows: Array) -> Judgement:
    """Judge whether the last row is a state of +1 and -1 that no update has to change."""
    if not len(rows):
        return "There is no row. Row 0 is the start x, also when x is a fixpoint already."
    last = rows[-1]
    if not _is_state(last):
        return f"The last row holds {_stranger(last):g}. Every neuron is +1 or -1 at all times."
    h = couplings @ last
    if (last * h < 0).any():
        i = int(np.flatnonzero(last * h < 0)[0])
        return f"The last row is no fixpoint: neuron {i} is {last[i]:g} there, and its h is {h[i]:g}."
    return True


def descends(couplings: Array, x: Array, rows: Array) -> Judgement:
    """Judge whether the rows are states that begin with x, and whether the energy rises from no row to the next.

    The diagonal adds the same to the energy of every state, so that the couplings tell the changes.
    """
    wrong = _wrong_rows(x, rows)
    if wrong:
        return wrong
    agreement = ((rows @ couplings) * rows).sum(axis=1)
    falls = np.flatnonzero(np.diff(agreement) < -1e-6 * np.abs(couplings).sum())
    if not len(falls):
        return True
    row = int(falls[0])
    return f"The energy rises from row {row} to row {row + 1}, by {(agreement[row] - agreement[row + 1]) / 2:g}."


def follows_rule(couplings: Array, x: Array, rows: Array) -> Judgement:
    """Judge whether every row follows from the one before by one full sweep in the order 0 .. n-1, ties free."""
    wrong = _wrong_rows(x, rows)
    if wrong:
        return wrong
    before, after = rows[:-1], rows[1:]
    # Neuron i sees the new values of the neurons before it and the old ones of those behind it.
    h = after @ np.tril(couplings).T + before @ np.triu(couplings).T
    against = np.argwhere(after * h < 0)
    if not len(against):
        return True
    row, i = (int(place) for place in against[0])
    what = f"In row {row + 1} neuron {i} is {after[row, i]:g}"
    order = " The neurons before it have their new values by then." if i else ""
    return f"{_follows(h[row, i], after[row, i], what)}{order}"


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


def _is_state(values: Array) -> bool:
    return bool((np.abs(values) == 1).all())


def _stranger(values: Array) -> Any:
    return values[np.abs(values) != 1].flat[0]
