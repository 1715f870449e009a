"""Common slips: what turns the right answer into the student's in every case.

Each slip makes, from the expected answer and the arguments of a call, the answer that somebody with this slip gives.
One that fits every case, and differs from the expected answer in enough of them, is told.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, explaining_limits, looked_at
from grader.diagnosis.slips.call import FIT, INFORMATIVE, Call, Sample, fits
from grader.diagnosis.slips.constants import constant_slip_of
from grader.diagnosis.slips.simple_changes import OF_ARGUMENTS, RESHAPING, SIMPLE, TO_FEW_NUMBERS
from grader.domains.traits.by_kind import is_real
from grader.expressions.column_operations import own_copy

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.worker.wire.columns import Array

STEPS = 100_000
"""The steps of a slip of numbers: the reference may never end with its arguments exchanged."""
SINGLE = 3e-5
"""The largest distance of answers in single precision from the expected ones."""
HALF = 5e-3
"""The same in half precision."""
ENTRIES = 6
"""Entries in which it must differ, all of these cases together."""


def _fits(
    call: Call,
    make: Callable[[Sample], Any],
    tolerance: float = FIT,
    apart: float = 10 * FIT,
    *,
    varied: bool = False,
) -> bool:
    """Whether `make` gives the student's answer in every case, and an unexpected one in enough of them.

    With `varied` these must be of two numbers at least.
    """
    cases, entries, unexpected = 0, 0, set[float]()
    with np.errstate(all="ignore"):
        for sample in call.cases:
            try:
                changed = np.asarray(make(sample), dtype=np.float64)
            except Exception:  # noqa: BLE001 - the reference may fail in any way, and an argument may be no number
                return False
            if changed.shape != sample.got.shape:
                return False
            size = max(
                float(np.abs(sample.expected).max(initial=0.0)), float(np.abs(sample.got).max(initial=0.0)), 1e-300
            )
            if not bool((np.abs(changed - sample.got) <= tolerance * max(sample.rounding, 1e-300)).all()):
                return False
            wrong = np.abs(sample.got - sample.expected) > apart * size
            differs = int(wrong.sum())
            cases, entries = cases + bool(differs), entries + differs
            if varied and len(unexpected) < 2:
                unexpected.update(sample.got[wrong].tolist())
    if varied and len(unexpected) < 2:
        return False
    explains = cases >= INFORMATIVE and entries >= min(ENTRIES, 2 * INFORMATIVE)
    if explains:
        call.explaining.append(make)
    return explains


def as_numbers(sample: Sample) -> Sample | None:
    """Return a case as one of arrays of numbers; None where what came or what is expected is anything else."""
    got, expected = _array(sample.got), _array(sample.expected)
    return Sample(sample.arguments, expected, got) if got is not None and expected is not None else None


def _array(value: Any) -> Array | None:
    if is_real(value) or (isinstance(value, np.ndarray) and value.dtype.kind in "iuf"):
        with contextlib.suppress(OverflowError):  # a whole number beyond all floats
            return np.asarray(value, dtype=np.float64)
    return None


def _simple(text: str, make: Callable[[Array], Any]) -> Callable[[Call], str]:
    """Return a slip that needs nothing but the expected answer; `text` says what the answers are."""

    def slip(call: Call) -> str:
        fits = _fits(call, lambda sample: make(sample.expected), varied=make in TO_FEW_NUMBERS)
        return f"`{call.function}` returns {text}, in every case." if fits else ""

    return slip


def _reshaped(text: str, make: Callable[[Array], Any]) -> Callable[[Call], str]:
    """Return a slip whose answers have another shape than the expected ones."""

    def slip(call: Call) -> str:
        has_slip = fits(call, lambda sample: np.asarray(make(sample.expected), dtype=np.float64))
        return f"`{call.function}` returns {text}, in every case." if has_slip else ""

    return slip


def _factor(call: Call) -> str:
    """Tell what is off by one factor in all cases, or by the number of entries of an argument."""
    expected = np.concatenate([sample.expected.reshape(-1) for sample in call.cases])
    got = np.concatenate([sample.got.reshape(-1) for sample in call.cases])
    square = float(expected @ expected)
    factor = float(expected @ got) / square if square else 1.0
    if factor != 0 and abs(factor - 1) > 1e-3 and _fits(call, lambda sample: factor * sample.expected):
        return f"`{call.function}` returns {_times(factor)} what is expected, in every case. Look at the factors."
    for position, name in enumerate(call.names):
        for text, power in (("divided by", -1.0), ("times", 1.0)):

            def scaled(sample: Sample, position: int = position, power: float = power) -> Any:
                return sample.expected * float(_count(sample.arguments[position])) ** power

            if _fits(call, scaled):
                unit = "rows" if np.ndim(call.cases[0].arguments[position]) > 1 else "entries"
                return (
                    f"`{call.function}` returns what is due {text} the number of {unit} of `{name}`. "
                    "Is a mean taken for a sum, or a sum for a mean?"
                )
    return ""


def _count(argument: Any) -> int:
    return max(1, len(argument)) if np.ndim(argument) else 1


def _times(factor: float) -> str:
    """Return a factor in words: `2 times`, `half of`, `-1/3 of`."""
    if abs(factor - 0.5) < FIT:
        return "half of"
    inverse = 1 / factor
    if abs(factor) < 1 and abs(inverse - round(inverse)) < FIT * abs(inverse):
        return f"{'-' if factor < 0 else ''}1/{abs(round(inverse))} of"
    return f"{factor:.6g} times"


def _combined(call: Call) -> str:
    """Tell what an argument is added to, or multiplied with, or the other way round."""
    for position, name in enumerate(call.names):
        for words, operation in (
            ("plus", np.add),
            ("minus", np.subtract),
            ("times", np.multiply),
            ("divided by", np.divide),
        ):
            if _fits(call, lambda sample, p=position, op=operation: op(sample.expected, sample.arguments[p])):  # type: ignore[misc]
                return f"`{call.function}` returns what is due {words} `{name}`, in every case."
    return ""


def _constant(call: Call) -> str:
    """Tell what is larger or smaller by one number everywhere."""
    gaps = np.concatenate([(sample.got - sample.expected).reshape(-1) for sample in call.cases])
    gap = float(np.median(gaps)) if len(gaps) else 0.0
    if gap and _fits(call, lambda sample: sample.expected + gap):
        direction = "larger" if gap > 0 else "smaller"
        return (
            f"`{call.function}` returns numbers that are {direction} by {abs(gap):.6g} everywhere. "
            "What is added to them?"
        )
    return ""


def _shifted(call: Call) -> str:
    """Tell where every entry is one place too late or too early."""
    for text, make in (
        ("late: the first number stands second", lambda expected: np.concatenate([[np.nan], expected[:-1]])),
        ("early: the second number stands first", lambda expected: np.concatenate([expected[1:], [np.nan]])),
    ):
        if all(sample.expected.ndim == 1 for sample in call.cases) and _fits_but_ends(call, make):
            return f"`{call.function}` returns the right numbers one place too {text}. Look at where your loop begins."
    return ""


def _fits_but_ends(call: Call, make: Callable[[Array], Array]) -> bool:
    """Whether `make` fits, what it leaves open (NaN) being anything."""
    long = [sample for sample in call.cases if sample.expected.size > 1 and sample.got.shape == sample.expected.shape]
    if len(long) < INFORMATIVE or any(sample.got.shape != sample.expected.shape for sample in call.cases):
        return False

    def filled(sample: Sample) -> Array:
        changed = make(sample.expected) if sample.expected.size else sample.expected
        return np.where(np.isnan(changed), sample.got, changed)

    return _fits(Call(call.function, call.names, long, call.reference), filled)


def _input(call: Call) -> str:
    """Tell the argument itself."""
    for position, name in enumerate(call.names):
        if _fits(call, lambda sample, p=position: sample.arguments[p]):  # type: ignore[misc]
            return f"`{call.function}` returns `{name}` itself, in every case."
    return ""


def _function_of_argument(call: Call) -> str:
    """Tell a well-known function of every number in an argument; of a single number many are constant."""
    for position, name in enumerate(call.names):
        if not all(np.ndim(sample.arguments[position]) for sample in call.cases):
            continue
        for text, make in OF_ARGUMENTS:
            if _fits(call, lambda sample, p=position, f=make: f(np.asarray(sample.arguments[p], dtype=np.float64))):  # type: ignore[misc]
                return f"`{call.function}` returns {text} `{name}`, in every case."
    return ""


def _another(call: Call) -> str:
    """Tell what another function of the task is asked for."""
    for other in call.others:
        if _fits(call, lambda sample, name=other: looked_at(call.reference[name], *map(own_copy, sample.arguments))):  # type: ignore[misc]
            return f"`{call.function}` returns what `{other}` should return. Are the two mixed up?"
    return ""


def _swapped(call: Call) -> str:
    """Tell where two arguments of one kind are in the other order."""
    right = call.reference[call.function]

    def answer(sample: Sample, a: int, b: int) -> Any:
        return looked_at(right, *map(own_copy, _exchanged(sample.arguments, a, b)))

    for a, first in enumerate(call.names):
        for b, second in list(enumerate(call.names))[a + 1 :]:
            if any(np.shape(sample.arguments[a]) != np.shape(sample.arguments[b]) for sample in call.cases):
                continue
            if _fits(call, lambda sample, i=a, j=b: answer(sample, i, j)):  # type: ignore[misc]
                return f"`{call.function}` is right for `{first}` and `{second}` exchanged. Look at their order."
    return ""


def _exchanged(arguments: tuple[Any, ...], a: int, b: int) -> tuple[Any, ...]:
    others = list(arguments)
    others[a], others[b] = others[b], others[a]
    return tuple(others)


def _single(call: Call) -> str:
    """Tell what is right to the seven digits of single precision, or the three of half, and numbers of such."""
    for kind, digits, tolerance in ((np.float32, "seven", SINGLE), (np.float16, "three", HALF)):
        with np.errstate(all="ignore"):
            is_such = all(np.array_equal(sample.got, sample.got.astype(kind)) for sample in call.cases)
        if is_such and _fits(call, lambda sample: sample.expected, tolerance, FIT):
            name = np.dtype(kind).name
            return f"`{call.function}` is right to about {digits} digits only: somewhere its numbers become {name}."
    return ""


def _limited(call: Call) -> str:
    """Tell what never gets beyond one number, above or below."""
    numbers = np.concatenate([sample.got.reshape(-1) for sample in call.cases])
    for side, limit, cut in (("above", numbers.max(), np.minimum), ("below", numbers.min(), np.maximum)):
        if _fits(call, lambda sample, bound=limit, cut=cut: cut(sample.expected, bound)):  # type: ignore[misc]
            number = f"{float(limit):.6g}"
            return f"`{call.function}` returns what is due, but {number} for all that is {side} {number}."
    return ""


def _rounded(call: Call) -> str:
    """Tell what is rounded to a few decimals."""
    for digits in range(6):
        if _fits(call, lambda sample, d=digits: np.round(sample.expected, d), varied=True):  # type: ignore[misc]
            return f"`{call.function}` returns numbers that are rounded to {digits} decimals. Return them as they are."
    return ""


SLIPS: tuple[Callable[[Call], str], ...] = (
    constant_slip_of,
    _input,
    _another,
    _swapped,
    *(_simple(text, make) for text, make in SIMPLE),
    *(_reshaped(text, make) for text, make in RESHAPING),
    _shifted,
    _function_of_argument,
    _factor,
    _combined,
    _constant,
    _limited,
    _rounded,
    _single,
)
"""In the order in which they are tried: what takes no number before what fits one, and one answer for all first."""


def slip_of(call: Call) -> str:
    """Return the sentence of the first slip that fits every case; nothing for none."""
    if not call.cases or not all(np.isfinite(sample.got).all() for sample in call.cases):
        return ""
    slips, left = iter(SLIPS), ExplainingSteps(STEPS)
    while True:
        with (
            contextlib.suppress(OverLimitError),
            explaining_limits(left, tracing=False),
        ):  # the next slip is tried after that one
            return next(filter(None, (_tried(slip, call, left) for slip in slips)), "")


def _tried(slip: Callable[[Call], str], call: Call, left: ExplainingSteps) -> str:
    left.begin(STEPS)
    try:
        return slip(call)
    except Exception:  # noqa: BLE001 - a slip that cannot be tried on these numbers explains nothing
        return ""
