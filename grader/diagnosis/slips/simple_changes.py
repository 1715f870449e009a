"""Simple slips of numbers: in words what the answer is, and the function that makes it from the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Array = npt.NDArray[Any]


class _NotOfThisKindError(ValueError):
    """A slip that makes no sense for an answer: NaN in its place would be like a student's NaN."""


def _matrix(expected: Array) -> Array:
    if expected.ndim != 2:
        raise _NotOfThisKindError
    return expected.T


def _among(values: tuple[int, ...], make: Callable[[Array], Array]) -> Callable[[Array], Array]:
    """Return `make` for answers of these values alone."""

    def restricted(expected: Array) -> Array:
        if not np.isin(expected, values).all():
            raise _NotOfThisKindError
        return make(expected)

    return restricted


def _along(make: Callable[[Array], Array]) -> Callable[[Array], Array]:
    """Return `make` for vectors."""

    def restricted(expected: Array) -> Array:
        if not expected.size:
            return expected
        if expected.ndim != 1:
            raise _NotOfThisKindError
        return make(expected)

    return restricted


SIMPLE: tuple[tuple[str, Callable[[Array], Any]], ...] = (
    ("what is due with the opposite sign", np.negative),
    ("the right numbers in the opposite order", _along(lambda expected: expected[::-1])),
    ("the right numbers with rows and columns exchanged", _matrix),
    ("the logarithm of what is due", np.log),
    ("the logarithm to the base 2 of what is due", np.log2),
    ("the logarithm to the base 10 of what is due", np.log10),
    ("the exponential of what is due", np.exp),
    ("the right numbers, sorted", _along(np.sort)),
    ("the right numbers, sorted downwards", _along(lambda expected: np.sort(expected)[::-1])),
    ("what is due without its sign", np.abs),
    ("what is due, its sign always a minus", lambda expected: -np.abs(expected)),
    ("the square of what is due", np.square),
    ("the square root of what is due", np.sqrt),
    ("one minus what is due", lambda expected: 1 - expected),
    ("one divided by what is due", lambda expected: 1 / expected),
    (
        "what is expected, divided by its own sum",
        lambda expected: expected / (expected.sum() if expected.ndim else np.nan),
    ),
    ("the running sums of what is due", _along(np.cumsum)),
    ("the differences of neighbours of what is due", _along(lambda expected: np.diff(expected, prepend=0.0))),
    ("what is due, rounded down to whole numbers", np.floor),
    ("what is due, cut to whole numbers", np.trunc),
    ("what is due, rounded to whole numbers", np.rint),
    ("what is due, but never less than 0", lambda expected: np.maximum(expected, 0)),
    ("what is due, but never less than 0 and never more than 1", lambda expected: np.clip(expected, 0, 1)),
    ("what is due, but never less than -1 and never more than 1", lambda expected: np.clip(expected, -1, 1)),
    ("the sign of what is due", np.sign),
    ("0 and 1 where -1 and +1 are due", _among((-1, 1), lambda expected: (expected + 1) / 2)),
    ("-1 and +1 where 0 and 1 are due", _among((0, 1), lambda expected: 2 * expected - 1)),
    ("what is due in degrees", np.degrees),
    ("what is due in radians", np.radians),
    ("the right numbers with the last one set to 0", _along(lambda expected: np.concatenate([expected[:-1], [0.0]]))),
    ("the right numbers with the first one set to 0", _along(lambda expected: np.concatenate([[0.0], expected[1:]]))),
    ("the last of the right numbers in every place", _along(lambda expected: np.full_like(expected, expected[-1]))),
    ("the first of the right numbers in every place", _along(lambda expected: np.full_like(expected, expected[0]))),
    (
        "the largest of the right numbers in every place",
        _along(lambda expected: np.full_like(expected, expected.max())),
    ),
    ("the sum of the right numbers in every place", _along(lambda expected: np.full_like(expected, expected.sum()))),
    ("the mean of the right numbers in every place", _along(lambda expected: np.full_like(expected, expected.mean()))),
    (
        "what is due, the first number divided by 1, the second by 2 and so on",
        _along(lambda expected: expected / np.arange(1, len(expected) + 1)),
    ),
    (
        "what is due, the first number times 1, the second times 2 and so on",
        _along(lambda expected: expected * np.arange(1, len(expected) + 1)),
    ),
    (
        "what is due, the first number times 0, the second times 1 and so on",
        _along(lambda expected: expected * np.arange(len(expected))),
    ),
    ("what is due minus its mean", _along(lambda expected: expected - expected.mean())),
    (
        "what is due, standardised (minus its mean, divided by its standard deviation)",
        _along(lambda expected: (expected - expected.mean()) / expected.std()),
    ),
    (
        "what is due divided by its length (the root of its sum of squares)",
        _along(lambda expected: expected / np.linalg.norm(expected)),
    ),
    ("what is due divided by its largest number", _along(lambda expected: expected / expected.max())),
)
"""The answers in words, and how they come from the right ones."""
TO_FEW_NUMBERS: tuple[Callable[[Array], Any], ...] = (np.floor, np.trunc, np.rint, np.sign)
"""Those that make one number of many: where all wrong answers are one, as 0, anything else may have made it."""
RESHAPING: tuple[tuple[str, Callable[[Array], Any]], ...] = (
    ("the right numbers without the first one", _along(lambda expected: expected[1:])),
    ("the right numbers without the last one", _along(lambda expected: expected[:-1])),
    ("the sum of the right numbers", _along(np.sum)),
    ("the mean of the right numbers", _along(np.mean)),
    ("the largest of the right numbers alone", _along(np.max)),
    ("the first of the right numbers alone", _along(lambda expected: expected[0])),
    ("the last of the right numbers alone", _along(lambda expected: expected[-1])),
)
"""The same, for answers of another shape."""
OF_ARGUMENTS: tuple[tuple[str, Callable[[Array], Any]], ...] = (
    ("the exponentials of the numbers in", np.exp),
    ("the logarithms of the numbers in", np.log),
    ("the logistic function, 1 / (1 + exp(-x)), of the numbers in", lambda x: 1 / (1 + np.exp(-x))),
    ("the hyperbolic tangents of the numbers in", np.tanh),
    ("the sines of the numbers in", np.sin),
    ("the squares of the numbers in", np.square),
    ("the square roots of the numbers in", np.sqrt),
    ("the numbers, without their signs, in", np.abs),
    ("the signs (-1, 0 or 1) of the numbers in", np.sign),
    ("the numbers, with 0 for negative ones, in", lambda x: np.maximum(x, 0)),
    ("1 for positive numbers and 0 for others in", lambda x: (x > 0).astype(float)),
    ("log(1 + exp(x)) of the numbers in", lambda x: np.logaddexp(0, x)),
    ("the numbers, each divided by the sum of all, in", lambda x: x / x.sum()),
    ("the numbers, each divided by the largest, in", lambda x: x / x.max()),
    ("the numbers, each minus the largest, in", lambda x: x - x.max()),
    ("the numbers, each minus the mean, in", lambda x: x - x.mean()),
    ("the exponentials, each divided by the sum of all, of the numbers in", lambda x: np.exp(x) / np.exp(x).sum()),
)
"""Well-known functions of an argument; the words stand before its name."""
