"""Exactly which numbers of an answer are wrong: the last one, the diagonal, those where an input is negative."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.conditions import NEARLY_ALWAYS, answer_of, right_only_where, separating_statement
from grader.diagnosis.predicates import table_of_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.diagnosis.case_values import NamedValues
    from grader.diagnosis.slips import Call, Sample
    from grader.worker.wire.columns import Array

MOST = 800
"""Numbers that are looked at."""
ROUNDING = 1e-9
"""The relative distance from which on a number is another."""
RIGHT = "the right number"
PLACE = "`{}` at the same place"

Position = tuple[tuple[int, ...], tuple[int, ...]]
"""The position of a number in an array, and the shape of the array."""

POSITIONS: tuple[tuple[str, Callable[[Position], bool]], ...] = (
    ("it is the first one", lambda position: len(position[0]) == 1 and position[0][0] == 0),
    ("it is the last one", lambda position: len(position[0]) == 1 and position[0][0] == position[1][0] - 1),
    ("it stands on the diagonal", lambda position: len(position[0]) == 2 and position[0][0] == position[0][1]),
    ("it stands above the diagonal", lambda position: len(position[0]) == 2 and position[0][0] < position[0][1]),
    ("it stands below the diagonal", lambda position: len(position[0]) == 2 and position[0][0] > position[0][1]),
    ("it stands in the first row", lambda position: _is_at(position, 0, rows=True)),
    ("it stands in the last row", lambda position: _is_at(position, -1, rows=True)),
    ("it stands in the first column", lambda position: _is_at(position, 0, rows=False)),
    ("it stands in the last column", lambda position: _is_at(position, -1, rows=False)),
    (
        "it stands in the first row or in the first column",
        lambda position: _is_at(position, 0, rows=True) or _is_at(position, 0, rows=False),
    ),
    (
        "it stands in the last row or in the last column",
        lambda position: _is_at(position, -1, rows=True) or _is_at(position, -1, rows=False),
    ),
    (
        "it stands at the edge",
        lambda position: any(_is_at(position, at, rows=rows) for at in (0, -1) for rows in (True, False)),
    ),
    ("it stands at an odd position (1, 3, 5, ...)", lambda position: len(position[0]) == 1 and position[0][0] % 2 == 1),
    ("it stands in the first part along axis 0", lambda position: len(position[0]) > 2 and position[0][0] == 0),
)
PLACES = {"its position (from 0)": 0, "its row (from 0)": -2, "its column (from 0)": -1}
"""The words for a place along an axis: of a vector the only one, of all else the last two."""


def _is_at(position: Position, index: int, *, rows: bool) -> bool:
    """Whether a number stands in the first row or column, or in the last: those of the last two axes."""
    axis = -2 if rows else -1
    return len(position[0]) > 1 and position[0][axis] == index % position[1][axis]


def wrong_entries(call: Call) -> str:
    """Return which numbers of the answers are wrong and which are not; nothing where no statement separates them."""
    samples = [sample for sample in call.cases if _is_comparable(sample)]
    if len(samples) < len(call.cases) or not samples:
        return ""
    for is_wrong in (_by_its_own_size, _by_the_largest):
        entries, wrong = _entries(call, samples, is_wrong)
        if not wrong or all(wrong) or not any(wrong):
            continue
        subjects = {RIGHT: RIGHT} | {name: name for name in PLACES} | {name: PLACE.format(name) for name in call.names}
        table = table_of_values(entries, subjects, POSITIONS)
        target = np.array(wrong)
        statement = separating_statement(table, target)
        if statement is not None:
            number, others = int(target.sum()), int((~target).sum())
            right, where = right_only_where(statement.text, of_failing=True), answer_of(call.function)
            if right:
                return f"Each number in {where} {NEARLY_ALWAYS} is right only where {right} ({others} such numbers)."
            return (
                f"In {where} a number is wrong exactly when {statement.text}: "
                f"so it is with all {number} wrong ones, and with none of {others} right ones."
            )
    return ""


ONSET = 0.9
"""The share of the numbers from a place on that are wrong, where those before it are right."""
LEAST_BEFORE = 12
"""Right numbers before that place."""


def onset_of(call: Call) -> str:
    """Return the place from which on nearly all numbers of an answer are wrong; nothing where one before it is."""
    arrays = [(_array(sample.got), _array(sample.expected)) for sample in call.cases]
    pairs = [(got, expected) for got, expected in arrays if got is not None and expected is not None]
    if not pairs or len(pairs) < len(call.cases) or any(got.shape != due.shape or got.ndim != 1 for got, due in pairs):
        return ""
    wrong = [_by_the_largest(got, due) for got, due in pairs]
    onset = min((int(np.flatnonzero(part)[0]) for part in wrong if part.any()), default=0)
    before, after = sum(len(part[:onset]) for part in wrong), np.concatenate([part[onset:] for part in wrong])
    if not onset or before < LEAST_BEFORE or len(after) < LEAST_BEFORE or after.mean() < ONSET:
        return ""
    positions = "position 0" if onset == 1 else f"the positions 0 to {onset - 1}"
    return (
        f"In {answer_of(call.function)} each number at {positions} is right, in all {len(pairs)} cases that were "
        f"tried; from position {onset} on {int(after.sum())} of {len(after)} are wrong."
    )


def _is_comparable(sample: Sample) -> bool:
    got, expected = _array(sample.got), _array(sample.expected)
    return got is not None and expected is not None and got.shape == expected.shape and got.ndim > 0


def _array(value: Any) -> Array | None:
    """Return a value as an array of numbers; None where it is anything else."""
    if isinstance(value, np.ndarray):
        return value.astype(np.float64) if value.dtype.kind in "iuf" else None
    if isinstance(value, list | tuple) and all(type(item) in {int, float} for item in value):
        with contextlib.suppress(OverflowError):  # a whole number beyond all floats
            return np.array(value, dtype=np.float64)
    return None


def _by_its_own_size(got: Array, expected: Array) -> Array:
    return _is_far(got, expected, np.abs(expected))


def _by_the_largest(got: Array, expected: Array) -> Array:
    sizes = np.abs(expected)
    return _is_far(got, expected, sizes[np.isfinite(sizes)].max(initial=0.0))


def _is_far(got: Array, expected: Array, sizes: Array) -> Array:
    """Return which numbers are others; of what is not finite only the same is the same, NaN too."""
    is_equal = (got == expected) | (np.isnan(got) & np.isnan(expected))
    with np.errstate(invalid="ignore", over="ignore"):
        is_near = np.isfinite(expected) & (np.abs(got - expected) <= ROUNDING * sizes)
    return np.asarray(~(is_equal | is_near))


def _entries(
    call: Call, samples: Sequence[Sample], is_wrong: Callable[[Array, Array], Array]
) -> tuple[list[NamedValues], list[bool]]:
    """Return the numbers of the answers with what stands at the same place, and which are wrong."""
    entries: list[NamedValues] = []
    wrong: list[bool] = []
    for sample in samples:
        got, expected = _array(sample.got), _array(sample.expected)
        assert got is not None and expected is not None  # noqa: S101, PT018 - for the type checker
        if len(entries) < MOST:
            entries += _positions(call, sample, expected)
            wrong += is_wrong(got, expected).reshape(-1).tolist()
    return entries, wrong


def _positions(call: Call, sample: Sample, expected: Array) -> Iterator[NamedValues]:
    arguments = {name: _array(value) for name, value in zip(call.names, sample.arguments, strict=False)}
    for position in np.ndindex(expected.shape):
        entry: NamedValues = {"": (position, expected.shape), RIGHT: float(expected[position])}
        entry |= {
            words: position[axis] for words, axis in PLACES.items() if (len(position) == 1) is (axis == 0)
        }  # whole numbers, of which a statement may name one
        for name, argument in arguments.items():
            if argument is not None and argument.shape == expected.shape:
                entry[name] = float(argument[position])
        yield entry
