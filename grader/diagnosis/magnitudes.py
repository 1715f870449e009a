"""From which size of the numbers on an answer goes wrong: what separates the cases that fail from those that hold.

Overflow, underflow and cancellation have this in common.  A sentence is said only where one number separates all cases,
some of each kind lie on either side, and the numbers of an argument are what it is about.  Which of the three it is
cannot be seen from an answer: 0 / 0 and infinity minus infinity give the same.  So the sentence states what the answers
are, and the reason is put as a question.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.worker.wire.columns import Array

LEAST = 3
"""Cases that must lie on either side."""
CLOSE = 1.5
"""Up to this ratio of the smallest failing to the largest holding size one number is named, beyond it both."""
LARGE = 20.0
"""Sizes below which nothing overflows: exp(20) is half a billion."""

Kind = Literal["infinity", "minus infinity", "not a number", "not finite", "zero", "nearly right"]


@dataclass(frozen=True, slots=True)
class MeasuredCase:
    """One case of a call: its arguments by name, whether it holds, and how it fails otherwise."""

    arguments: tuple[tuple[str, Any], ...]
    holds: bool
    kind: Kind | None = None


MEASURES: tuple[tuple[str, Callable[[Array], float]], ...] = (
    ("numbers in `{}` of about {}", lambda value: float(np.max(value, initial=-np.inf))),
    ("numbers in `{}` of about {} in size", lambda value: float(np.max(np.abs(value), initial=0.0))),
    ("numbers in `{}` of about -{}", lambda value: float(np.max(-value, initial=-np.inf))),
    ("numbers in `{}` that lie about {} apart", lambda value: float(np.ptp(value)) if value.size else 0.0),
    ("numbers in `{}` that are all below about -{}", lambda value: float(-np.max(value)) if value.size else -np.inf),
    ("`{}` with about {} entries", lambda value: float(value.size)),
)

REASONS: dict[Kind, str] = {
    "infinity": (
        "The answer is infinite there. Does a number on the way get larger than the largest that a float can hold, "
        "about 1.8e308, or is something divided by 0?"
    ),
    "minus infinity": (
        "The answer is minus infinity there. Is the logarithm of a number taken that has become 0, or does a number on "
        "the way get larger than the largest that a float can hold, about 1.8e308?"
    ),
    "not a number": (
        "The answer is not a number there, as with 0 divided by 0, or infinity minus infinity. Which of the numbers on "
        "the way become 0 or infinite?"
    ),
    "not finite": "The answer is infinite or not a number there. Which of the numbers on the way become 0 or infinite?",
    "zero": (
        "The answer is 0 there where it should not be. Does a number on the way get smaller than the smallest that a "
        "float can hold, about 5e-324, so that it becomes 0?"
    ),
    "nearly right": (
        "The answer is nearly right there. Do digits get lost on the way, as where two large numbers that are nearly "
        "equal are subtracted?"
    ),
}
NOT_FINITE: frozenset[Kind] = frozenset({"infinity", "minus infinity", "not a number", "not finite"})


def kind_of(got: Array | None, expected: Array, tolerance: float) -> Kind | None:
    """Return what the numbers of a failing case look like; None where they could be anything, or there are none."""
    if got is None:
        return None
    if not np.isfinite(got).all():
        return _not_finite(got)
    if got.shape != expected.shape:
        return None
    wrong = np.abs(got - expected) > tolerance
    if wrong.any() and not got[wrong].any():
        return "zero"
    size = max(float(np.abs(expected).max(initial=0.0)), 1e-300)
    return "nearly right" if bool((np.abs(got - expected) <= 1e-2 * size).all()) else None


def _not_finite(got: Array) -> Kind:
    """Return in which way some numbers of an answer are not finite."""
    kinds: set[Kind] = set()
    if np.isnan(got).any():
        kinds.add("not a number")
    if np.isposinf(got).any():
        kinds.add("infinity")
    if np.isneginf(got).any():
        kinds.add("minus infinity")
    return kinds.pop() if len(kinds) == 1 else "not finite"


def _common(kinds: set[Kind | None]) -> Kind | None:
    """Return the kind that all failing cases have; None where they have nothing in common."""
    if len(kinds) > 1 and kinds <= NOT_FINITE:
        return "not finite"
    return next(iter(kinds)) if len(kinds) == 1 else None


@dataclass(frozen=True, slots=True)
class Threshold:
    """The size of an argument from which on a call goes wrong: between `good`, which is right, and `bad`."""

    position: int
    """The position of the argument."""
    measure: Callable[[Array], float]
    good: float
    bad: float
    text: str
    """The sentence for a student."""

    def factors(self, argument: Any) -> list[float]:
        """Return factors that bring an argument near the bound, on both sides; none where it has no size to change."""
        size = _size(self.measure, argument)
        targets = [self.good + share * (self.bad - self.good) for share in BETWEEN]
        targets += [share * self.bad for share in BEYOND]
        return [target / size for target in targets if target > 0] if 0 < size < math.inf else []


BETWEEN = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Where between the largest size that is right and the smallest that fails it is tried, as shares of the gap."""
BEYOND = (0.8, 0.95, 1.05, 1.2)
"""Multiples of the smallest size that fails, at which it is tried."""


def find_threshold(cases: Sequence[MeasuredCase]) -> Threshold | None:
    """Return from where on the cases fail, with the sentence that says so; None where that is not clear."""
    failing = [case for case in cases if not case.holds]
    kind = _common({case.kind for case in failing})
    if kind is None or len(failing) < LEAST or len(cases) - len(failing) < LEAST:
        return None
    for position in range(len(cases[0].arguments)):
        for text, measure in MEASURES:
            bounds = _separated(cases, position, measure)
            if bounds is not None:
                name, (good, bad) = cases[0].arguments[position][0], bounds
                words = f"It goes wrong from {text.format(name, _bound_text(good, bad))} on. {REASONS[kind]}"
                return Threshold(position, measure, good, bad, words)
    return None


def _bound_text(good: float, bad: float) -> str:
    """Return the size from which on it fails, and how far it is right where the two are apart."""
    return f"{bad:.3g}" if good > 0 and bad / good <= CLOSE else f"{bad:.3g} (up to {max(good, 0.0):.3g} it is right)"


def _size(measure: Callable[[Array], float], argument: Any) -> float:
    return measure(np.asarray(argument, dtype=np.float64))


def _separated(
    cases: Sequence[MeasuredCase], position: int, measure: Callable[[Array], float]
) -> tuple[float, float] | None:
    """Return the largest size that holds and the smallest that fails, if every case that fails is larger."""
    sizes = [_size(measure, case.arguments[position][1]) for case in cases]
    bad = min(size for size, case in zip(sizes, cases, strict=True) if not case.holds)
    good = max(size for size, case in zip(sizes, cases, strict=True) if case.holds)
    return (good, bad) if math.isfinite(bad) and bad > good and bad >= LARGE else None
