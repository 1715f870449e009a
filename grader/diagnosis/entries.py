"""Exactly which numbers of an answer are wrong: the last one, the diagonal, those where an input is negative."""

from __future__ import annotations

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
    ("it stands in the first row", lambda position: len(position[0]) == 2 and position[0][0] == 0),
    ("it stands in the last row", lambda position: len(position[0]) == 2 and position[0][0] == position[1][0] - 1),
    ("it stands in the first column", lambda position: len(position[0]) == 2 and position[0][1] == 0),
    ("it stands in the last column", lambda position: len(position[0]) == 2 and position[0][1] == position[1][1] - 1),
    ("it stands at an odd position (1, 3, 5, ...)", lambda position: len(position[0]) == 1 and position[0][0] % 2 == 1),
)


def wrong_entries(call: Call) -> str:
    """Return which numbers of the answers are wrong and which are not; nothing where no statement separates them."""
    samples = [sample for sample in call.cases if _is_comparable(sample)]
    if len(samples) < len(call.cases) or not samples:
        return ""
    for is_wrong in (_by_its_own_size, _by_the_largest):
        entries, wrong = _entries(call, samples, is_wrong)
        if not wrong or all(wrong) or not any(wrong):
            continue
        table = table_of_values(entries, {RIGHT: RIGHT} | {name: PLACE.format(name) for name in call.names}, POSITIONS)
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


def _is_comparable(sample: Sample) -> bool:
    got, expected = _array(sample.got), _array(sample.expected)
    return got is not None and expected is not None and got.shape == expected.shape and got.ndim > 0


def _array(value: Any) -> Array | None:
    """Return a value as an array of numbers; None where it is anything else."""
    if isinstance(value, np.ndarray):
        return value.astype(np.float64) if value.dtype.kind in "iuf" else None
    if isinstance(value, list | tuple) and all(type(item) in {int, float} for item in value):
        return np.array(value, dtype=np.float64)
    return None


def _by_its_own_size(got: Array, expected: Array) -> Array:
    return np.asarray(~(np.abs(got - expected) <= ROUNDING * np.abs(expected)))


def _by_the_largest(got: Array, expected: Array) -> Array:
    return np.asarray(~(np.abs(got - expected) <= ROUNDING * np.abs(expected).max(initial=0.0)))


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
        for name, argument in arguments.items():
            if argument is not None and argument.shape == expected.shape:
                entry[name] = float(argument[position])
        yield entry
