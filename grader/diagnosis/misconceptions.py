"""Known wrong solutions of a course, asked by the judge about the same cases, beside a student's outputs.

They are the course's own code, so they run here; one that never ends, or grows, is given up and explains nothing.
"""

from __future__ import annotations

import contextlib
import math
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, explaining_limits, looked_at
from grader.diagnosis.slips.call import rounding_of, size_of_numbers
from grader.expressions.column_operations import own_copy
from grader.records import dataclass, field
from grader.values.columns import plain_row
from grader.values.comparison import close
from grader.values.derivation import type_like
from grader.values.kinds import is_number
from grader.values.printing import leaves
from grader.values.refusal import Location, Refusal, TypeGate
from grader.worker.wire.derivations import lines_of
from grader.worker.wire.tables import SeriesValue, TableValue
from grader.worker.wire.value_reading import read_value
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from grader.checks.functions import StudentFunction
    from grader.checks.gate import GatedAnswers
    from grader.checks.misconception import Misconception
    from grader.values.columns import AnyColumn
    from grader.worker.wire.columns import Array

NEAR = 1e-9
"""The distance, relative to the largest entry, up to which two outputs are the same."""
WITHIN = 1e-3
"""The share of the largest number of a dict or tuple that counts for its other parts: one may be 0 but for rounding."""
STEPS = 1_000_000
"""The steps of a wrong solution for all cases of a check; one that takes more is left out."""
LINES = 50


BROKEN: Any = object()
"""Stands for an exception."""


@dataclass(frozen=True)
class CallOutput:
    """The output of a call, as a plain value; `refused` where it is not of the expected type."""

    value: Any
    refused: bool = False

    @cached_property
    def broken(self) -> bool:
        """Whether it raised, or is not finite: one class, since which of these happens depends on the library."""
        return self.value is BROKEN or not _is_finite(self.value)

    @property
    def numbers(self) -> Array | None:
        """The value as an array of numbers; None where it is anything else, or not what is expected."""
        value = self.value
        if self.value is BROKEN or not (is_number(value) or isinstance(value, bool | np.bool_ | np.ndarray)):
            return None
        array = np.asarray(value)
        return array.astype(np.float64) if array.dtype.kind in "biuf" else None


def _is_finite(value: Any) -> bool:
    """Whether all numbers in a value are finite; an array is looked at as a whole, which takes a fraction of the time.

    >>> _is_finite({"W": np.ones(2), "b": [1, np.inf]})
    False
    """
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return bool(np.isfinite(value).all())
    if isinstance(value, dict):
        return _is_finite(list(value)) and _is_finite(list(value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_finite, value))
    if isinstance(value, set | frozenset | TableValue | SeriesValue | np.ndarray):
        return _is_finite(list(leaves(value)))
    return not isinstance(value, float) or math.isfinite(value)


@dataclass
class PredictedOutputs:
    """The outputs of a wrong solution in the cases of a call, each worked out when it is first asked for."""

    misconception: Misconception
    arguments: Sequence[AnyColumn]
    steps: int = field(default_factory=lambda: STEPS)
    """The steps that are left for all cases together."""
    outputs: dict[int, CallOutput] = field(default_factory=dict)

    def of(self, rows: Iterable[int]) -> Mapping[int, CallOutput] | None:
        """Return the outputs in `rows`, perhaps among others; None once it has taken too much."""
        missing = [row for row in rows if row not in self.outputs]
        if not missing:
            return self.outputs
        if self.steps <= 0:
            return None
        left = ExplainingSteps(self.steps)
        with contextlib.suppress(OverLimitError), explaining_limits(left, tracing=False):
            for row in missing:
                arguments = [own_copy(column.row(row)) for column in self.arguments]
                self.outputs[row] = output_of(self.misconception.wrong, arguments)
                if left.is_over:  # it may have caught what should have ended it
                    break
        is_complete = not left.is_over and all(row in self.outputs for row in missing)
        self.steps = self.steps - left.used if is_complete else 0
        return self.outputs if self.steps > 0 else None


def output_of(function: Callable[..., Any], arguments: Sequence[Any]) -> CallOutput:
    """Return what a function of the course gives, as it would cross from a student."""
    try:
        value = looked_at(function, *arguments)
        if hasattr(value, "send"):
            value = looked_at(lines_of, value, LINES)
        return CallOutput(read_value(write_value(value)))  # as it would cross from a student
    except MemoryError:  # of the judge's limit, and no answer
        raise
    except Exception:  # noqa: BLE001 - a wrong solution may fail in any way, and that is what is compared
        return CallOutput(BROKEN)


def conforming(output: CallOutput, function: StudentFunction, expected: Any) -> CallOutput:
    """Return an output as the gate lets it through, where it does."""
    if output.value is BROKEN:
        return output
    kind = function.returns or type_like(expected)
    try:
        return CallOutput(kind.conform(output.value, Location(expected, gate=TypeGate(strict=function.strict))))
    except Refusal:
        return CallOutput(output.value, refused=True)


def observed(answers: GatedAnswers, row: int) -> CallOutput:
    """Return what a student's function gave in a case."""
    if row not in answers.faults:
        return CallOutput(plain_row(answers.column, row))
    if row in answers.raised:
        return CallOutput(BROKEN)
    return CallOutput(answers.refused.get(row, BROKEN), refused=True)


def same(a: CallOutput, b: CallOutput, size: float) -> bool:
    """Whether two outputs are the same, for numbers of about `size`."""
    if a.broken or b.broken:
        return a.broken and b.broken
    if a.refused != b.refused:
        return False
    return close(a.value, b.value, lambda part: NEAR * max(size, _largest(part)))


def _largest(value: Any) -> float:
    """Return the size of the largest finite number of a number or an array."""
    sizes = np.abs(np.asarray(value))
    return float(sizes[np.isfinite(sizes)].max(initial=0.0))


def explains_row(
    output: CallOutput, student: CallOutput, expected: AnyColumn | None, row: int, function: StudentFunction
) -> bool:
    """Whether an output is what the student's function gives in a case."""
    if expected is None:
        return same(student, output, 0.0)
    expected_value = plain_row(expected, row)
    return same(student, conforming(output, function, expected_value), _size_of(expected_value, student.value))


def _size_of(expected: Any, got: Any) -> float:
    """Return the size of the numbers of two answers, by which rounding is told from a difference."""
    if is_number(expected) or (isinstance(expected, np.ndarray) and expected.dtype.kind in "biuf"):
        # Beside a right answer of a trillion any two small ones would be the same.
        due = size_of_numbers(expected) if isinstance(expected, int) else _largest(expected)
        return rounding_of(size_of_numbers(got), WITHIN * due)
    if not isinstance(expected, dict | tuple) or type(got) is not type(expected):
        return 0.0
    return WITHIN * max(size_of_numbers(expected), size_of_numbers(got))


def caught_by_check(misconceptions: Sequence[Misconception], check: str) -> tuple[Misconception, ...]:
    """Return those of them that a check is known to catch."""
    return tuple(misconception for misconception in misconceptions if check in misconception.fails)
